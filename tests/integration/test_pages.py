"""The pages of both trees as a browser meets them: languages, rights, lists, feeds, queries."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from content.articles.models import ArticleIndexPage
from content.core.audience import Audience
from content.courses.models import CourseIndexPage
from content.home.models import HomePage, SectionPage
from content.home.services import SiteTrees
from content.lectures.models import LectureIndexPage, LecturePage
from content.transcripts.models import TranscriptState
from tests.factories.courses import make_course, make_course_page, make_recording
from tests.factories.lectures import make_lecture_page, make_transcript
from tests.factories.pages import make_article, make_image, make_indicator, make_site, make_topic
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> SiteTrees:
    return make_site()


def fill(trees: SiteTrees, count: int = 6) -> None:
    """A house with something in every room."""
    for number in range(count):
        topic = make_topic()
        make_article(
            trees, topics=(topic,), unit=make_unit(), lead_picture=make_image(),
            published_on=date(2025, 1, 1 + number),
        )  # fmt: skip
        recording = make_recording(audience=Audience.public(), unit=make_unit())
        lectures = trees.section(LectureIndexPage, "zh-hans")
        make_lecture_page(lectures, recording, chapters=(("0:00", "开场"), ("1:00", "正题")))
        course = make_course(recordings=[recording], audience=Audience.public())
        make_course_page(course, trees.section(CourseIndexPage, "zh-hans"))
        make_indicator(unit=make_unit(), actual=100 + number, target=100, assessment_percent=110)
    make_indicator()


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_an_empty_house_opens_in_both_languages(client: Client, trees, language, tag):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    assert f'<html lang="{tag}"' in response.text
    assert response["Content-Language"] == language


def test_the_bare_address_leads_to_the_readers_language(client: Client, trees):
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/zh-hans/"


def test_the_menu_names_the_sections_of_the_language(client: Client, trees):
    page = client.get("/en/articles/").text
    menu = re.search(r'<nav class="site-nav".*?</nav>', page, re.DOTALL).group()
    assert re.findall(r">([^<>]+)</a>", menu) == [
        "News",
        "Lectures",
        "Courses",
        "Events",
        "Figures",
    ]
    assert 'href="/en/articles/" aria-current="page"' in menu


def test_a_section_that_is_unpublished_leaves_the_menu(client: Client, trees):
    trees.section(ArticleIndexPage, "en").unpublish()
    assert "/en/articles/" not in client.get("/en/").text


def test_the_language_switch_keeps_the_page(client: Client, trees):
    article = make_article(trees, slug="form")
    make_article(trees, language="en", slug="the-form", translation_of=article)
    page = client.get("/zh-hans/articles/form/").text
    assert 'href="/en/articles/the-form/" hreflang="en"' in page
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="(\S+)" href="(\S+)"', page))
    assert alternates == {
        "zh-Hans": "http://testserver/zh-hans/articles/form/",
        "x-default": "http://testserver/zh-hans/articles/form/",
        "en": "http://testserver/en/articles/the-form/",
    }


def test_a_page_without_a_translation_leads_to_the_other_home_and_claims_no_alternate(
    client: Client, trees
):
    make_article(trees, slug="form")
    page = client.get("/zh-hans/articles/form/").text
    assert 'href="/en/" hreflang="en"' in page
    assert not re.search(r'<link rel="alternate" hreflang="en"', page)


def test_search_is_switched_with_its_words(client: Client, trees):
    page = client.get("/zh-hans/search/?q=%E8%A3%85").text
    assert 'href="/en/search/?q=%E8%A3%85" hreflang="en"' in page


def test_the_chosen_article_leads_and_the_newest_otherwise(client: Client, trees):
    chosen = make_article(trees, "选中的一篇", published_on=date(2020, 1, 1))
    make_article(trees, "最新的一篇", published_on=date(2025, 1, 1))
    assert "最新的一篇</a></h1>" in client.get("/zh-hans/").text
    HomePage.objects.filter(pk=trees.homes["zh-hans"].pk).update(lead_article=chosen)
    assert "选中的一篇</a></h1>" in client.get("/zh-hans/").text


def test_a_chosen_article_that_the_visitor_may_not_see_does_not_lead(client: Client, trees):
    hidden = make_article(trees, "内部文章", audience=Audience.employees())
    make_article(trees, "公开文章")
    HomePage.objects.filter(pk=trees.homes["zh-hans"].pk).update(lead_article=hidden)
    page = client.get("/zh-hans/").text
    assert "内部文章" not in page
    assert "公开文章</a></h1>" in page


def test_home_offers_examples_that_search(client: Client, trees):
    HomePage.objects.update(search_examples="灌浆 饱满度\n\n双T板")
    page = client.get("/zh-hans/").text
    assert "?q=%E7%81%8C%E6%B5%86%20%E9%A5%B1%E6%BB%A1%E5%BA%A6" in page


def test_a_list_holds_what_the_reader_may_see(client: Client, trees):
    make_article(trees, "公开文章")
    make_article(trees, "内部文章", audience=Audience.employees())
    assert "内部文章" not in client.get("/zh-hans/articles/").text
    client.force_login(make_user())
    assert "内部文章" in client.get("/zh-hans/articles/").text


def test_a_list_is_filtered_by_topic_and_offers_only_topics_that_have_articles(
    client: Client, trees
):
    policy, empty = make_topic("政策", slug="policy"), make_topic("没有文章")
    make_article(trees, "政策文章", topics=(policy,))
    make_article(trees, "别的文章")
    page = client.get("/zh-hans/articles/?topic=policy").text
    assert "政策文章" in page
    assert "别的文章" not in page
    assert empty.name not in page


def test_a_list_is_paged(client: Client, trees):
    for _number in range(13):
        make_article(trees)
    assert client.get("/zh-hans/articles/").text.count('class="card"') == 12
    assert client.get("/zh-hans/articles/?page=2").text.count('class="card"') == 1
    assert client.get("/zh-hans/articles/?page=nonsense").status_code == 200


def test_an_article_for_employees_asks_the_visitor_to_sign_in(client: Client, trees):
    make_article(trees, slug="inside", audience=Audience.employees())
    response = client.get("/zh-hans/articles/inside/")
    assert response.status_code == 302
    client.force_login(make_user())
    response = client.get("/zh-hans/articles/inside/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_an_article_for_another_unit_is_refused_readably(client: Client, trees):
    make_article(trees, slug="unit", audience=Audience.of_units([make_unit().pk]))
    client.force_login(make_user())
    assert client.get("/zh-hans/articles/unit/").status_code == 403


def test_an_article_says_what_it_is_to_other_sites(client: Client, trees):
    make_article(
        trees, "</script><b>标题", slug="said", introduction='一句 "话"', lead_picture=make_image()
    )
    page = client.get("/zh-hans/articles/said/").text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["headline"] == "</script><b>标题"
    assert data["image"][0].startswith("http://testserver/media/images/")
    assert '<meta property="og:title" content="&lt;/script&gt;&lt;b&gt;标题">' in page


def test_a_picture_for_employees_is_not_shared(client: Client, trees):
    make_article(trees, slug="quiet", lead_picture=make_image(audience=Audience.employees()))
    page = client.get("/zh-hans/articles/quiet/").text
    assert "og:image" not in page
    assert "/media/images/" not in page


def test_words_from_a_lecture_open_it_at_their_second(client: Client, trees):
    recording = make_recording(audience=Audience.public())
    lecture = make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), recording)
    make_article(trees, slug="clip", body=clip_of(lecture))
    assert f'href="{lecture.url}?t=412"' in client.get("/zh-hans/articles/clip/").text


def test_words_from_a_closed_lecture_do_not_open_it(client: Client, trees):
    recording = make_recording(audience=Audience.employees())
    lecture = make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), recording, "内部讲座")
    make_article(trees, slug="clip", body=clip_of(lecture))
    page = client.get("/zh-hans/articles/clip/").text
    assert "内部讲座" not in page
    assert "灌浆套筒" not in page


def clip_of(*lectures: LecturePage) -> str:
    words = {"starts_at": "6:52", "ends_at": "7:05", "words": "灌浆套筒"}
    values = [{"lecture": lecture.pk, **words} for lecture in lectures]
    return json.dumps([{"type": "clip", "value": value} for value in values])


def test_the_feed_holds_public_articles_whoever_asks(client: Client, trees):
    make_article(trees, "公开文章")
    make_article(trees, "内部文章", audience=Audience.employees())
    client.force_login(make_user())
    response = client.get("/zh-hans/articles/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "公开文章" in response.text
    assert "内部文章" not in response.text


def test_a_closed_list_has_no_open_feed(client: Client, trees):
    ArticleIndexPage.objects.update(audience=Audience.employees())
    assert client.get("/zh-hans/articles/feed/").status_code == 302


def test_the_site_map_holds_public_pages_with_their_languages(client: Client, trees):
    article = make_article(trees, slug="form")
    make_article(trees, language="en", slug="the-form", translation_of=article)
    make_article(trees, slug="inside", audience=Audience.employees())
    closed = make_recording(audience=Audience.employees())
    lecture = make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), closed)
    page = client.get("/sitemap.xml").text
    assert "<loc>http://testserver/zh-hans/articles/form/</loc>" in page
    assert 'hreflang="en" href="http://testserver/en/articles/the-form/"' in page
    assert "/inside/" not in page
    assert lecture.slug not in page


def test_robots_are_shown_the_site_map(client: Client, trees):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text


def test_figures_stand_as_bars_and_as_a_table(client: Client, trees):
    make_indicator()
    make_indicator(
        unit=make_unit(), label_zh="海宁市", actual=118, target=100, assessment_percent=110
    )
    page = client.get("/zh-hans/figures/").text
    assert "761.19" in page
    assert page.count("海宁市") == 2
    assert 'class="bar__target"' in page


def test_a_draft_is_previewed(trees):
    draft = make_article(trees, "草稿")
    draft.title = "改过的草稿"
    draft.save_revision()
    response = draft.get_latest_revision_as_object().make_preview_request()
    assert response.status_code == 200
    assert "改过的草稿" in response.render().content.decode()


def test_a_plain_page_stands_in_the_footer_unless_in_the_menu(client: Client, trees):
    home = HomePage.objects.get(pk=trees.homes["en"].pk)
    page = SectionPage(title="About us", slug="about", locale=home.locale, show_in_menus=False)
    home.add_child(instance=page)
    text = client.get("/en/about/").text
    assert "About us" in text[text.index("<footer") :]


@pytest.mark.parametrize("address", ["/zh-hans/", "/zh-hans/articles/form/", "/zh-hans/articles/"])
def test_a_full_house_costs_fifteen_queries_at_most(
    client: Client, trees, address, django_assert_max_num_queries
):
    fill(trees)
    lecture = LecturePage.objects.first()
    make_article(
        trees, slug="form", lead_picture=make_image(), unit=make_unit(),
        body=clip_of(lecture, LecturePage.objects.last(), lecture),
    )  # fmt: skip
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_a_list_costs_the_same_for_two_articles_and_for_ten(client: Client, trees):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for count in (2, 8):
        for _number in range(count):
            make_article(trees, topics=(make_topic(),), unit=make_unit(), lead_picture=make_image())
        client.get("/zh-hans/articles/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/zh-hans/articles/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_home_shows_what_an_example_finds_in_a_lecture(client: Client, trees):
    recording = make_recording(audience=Audience.public())
    lecture = make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), recording)
    make_transcript(recording, ("开场。", "灌浆套筒的饱满度靠过程。", "再说饱满度。"))
    HomePage.objects.update(search_examples="没有人说过\n饱满度")
    page = client.get("/zh-hans/").text
    assert f'href="{lecture.url}?t=' in page
    assert "<mark>饱满度</mark>" in page


def test_home_shows_no_words_of_a_transcript_that_is_not_published(client: Client, trees):
    recording = make_recording(audience=Audience.public())
    make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), recording)
    make_transcript(recording, ("饱满度。",), state=TranscriptState.DRAFT)
    HomePage.objects.update(search_examples="饱满度")
    assert "<mark>" not in client.get("/zh-hans/").text


def test_home_shows_no_words_of_a_lecture_that_the_visitor_may_not_see(client: Client, trees):
    recording = make_recording(audience=Audience.employees())
    make_lecture_page(trees.section(LectureIndexPage, "zh-hans"), recording)
    make_transcript(recording, ("饱满度。",))
    HomePage.objects.update(search_examples="饱满度")
    assert "<mark>" not in client.get("/zh-hans/").text
    client.force_login(make_user())
    assert "<mark>饱满度</mark>" in client.get("/zh-hans/").text


def test_home_shows_a_learner_the_courses_with_what_is_left(client: Client, trees):
    course = make_course(hours=Decimal("10.0"), audience=Audience.public())
    make_course_page(course, trees.section(CourseIndexPage, "zh-hans"), "提升班")
    assert "10 学时" in client.get("/zh-hans/").text
    client.force_login(make_user())
    page = client.get("/zh-hans/").text
    assert "提升班" in page
    assert "10 学时" in page
