"""A new site has both trees; laying it out again changes nothing."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page, Site

from content.articles.models import ArticleIndexPage
from content.courses.models import CourseIndexPage
from content.events.models import EventIndexPage
from content.home.models import HomePage
from content.home.services import create_site
from content.indicators.models import IndicatorsPage
from content.lectures.models import LectureIndexPage

pytestmark = pytest.mark.django_db

KINDS = (ArticleIndexPage, LectureIndexPage, CourseIndexPage, EventIndexPage, IndicatorsPage)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_language_has_each_section(language, kind):
    section = create_site().section(kind, language)
    assert section.live
    assert section.show_in_menus
    assert section.url.startswith(f"/{language}/")


def test_the_trees_are_translations_of_each_other():
    trees = create_site()
    chinese, english = trees.homes["zh-hans"], trees.homes["en"]
    assert chinese.translation_key == english.translation_key
    for kind in KINDS:
        keys = {trees.section(kind, code).translation_key for code in ("zh-hans", "en")}
        assert len(keys) == 1


def test_the_page_of_welcome_is_gone_and_the_site_leads_home():
    trees = create_site()
    assert Site.objects.get().root_page_id == trees.homes["zh-hans"].pk
    assert {page.specific_class for page in Page.objects.filter(depth=2)} == {HomePage}
    assert trees.homes["zh-hans"].slug == "home"


def test_laying_out_again_changes_nothing():
    assert create_site().created
    before = list(Page.objects.order_by("pk").values("pk", "path", "title", "slug"))
    assert not create_site().created
    assert list(Page.objects.order_by("pk").values("pk", "path", "title", "slug")) == before


def test_what_an_editor_removed_or_renamed_is_respected_where_it_is_there():
    trees = create_site()
    index = trees.section(ArticleIndexPage, "en")
    index.title = "Stories"
    index.save_revision().publish()
    create_site()
    assert [page.title for page in ArticleIndexPage.objects.filter(locale=index.locale)] == [
        "Stories"
    ]


def test_a_language_has_one_home():
    trees = create_site()
    second = HomePage(title="又一个", slug="second", locale=trees.homes["zh-hans"].locale)
    with pytest.raises(ValidationError):
        second.clean()


def test_the_command_says_what_it_made():
    out = io.StringIO()
    call_command("create_site", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["created"] is True
    assert set(answer["homes"]) == {"zh-hans", "en"}
