"""Events as visitors and editors meet them: lists, pages, calendar files, the administration."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from content.core.audience import Audience
from content.events.enums import Standing
from content.events.models import EventIndexPage, EventLecture, EventPage
from content.home.services import SiteTrees
from content.lectures.models import LectureIndexPage, LecturePage
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_page
from tests.factories.pages import make_event, make_image, make_site, make_speaker, make_topic
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> SiteTrees:
    return make_site()


def make_lecture(
    trees: SiteTrees, title: str, audience: Audience, language: str = "zh-hans"
) -> LecturePage:
    recording = make_recording(title, audience=audience)
    return make_lecture_page(trees.section(LectureIndexPage, language), recording, title)


def came_of(event: EventPage, *lectures: LecturePage) -> None:
    for lecture in lectures:
        EventLecture.objects.create(page=event, lecture=lecture)


def moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """By the clocks here."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def linked_data(page: str) -> dict:
    return json.loads(
        page.split('<script type="application/ld+json">')[1].split("</script>", maxsplit=1)[0]
    )


def test_the_list_shows_the_next_first_and_then_the_past_by_year(client: Client, trees):
    make_event(trees, "前年论坛", starts_at=moment(2024, 5, 1, 9))
    make_event(trees, "更早论坛", starts_at=moment(2024, 3, 1, 9))
    make_event(trees, "下月论坛", in_days=30)
    make_event(trees, "明天论坛", in_days=1)
    page = client.get("/zh-hans/events/").text
    order = ["即将举行", "明天论坛", "下月论坛", ">2024</h2>", "前年论坛", "更早论坛"]
    assert sorted(order, key=page.index) == order


def test_the_list_is_narrowed_by_topic_and_year_without_script(client: Client, trees):
    topic = make_topic("质量", slug="quality")
    make_event(trees, "质量论坛", topics=(topic,), starts_at=moment(2024, 5, 1))
    make_event(trees, "别的论坛", starts_at=moment(2025, 5, 1))
    for query in ("topic=quality", "year=2024", "topic=quality&year=2024"):
        page = client.get(f"/zh-hans/events/?{query}").text
        assert "质量论坛" in page
        assert "别的论坛" not in page
    assert "没有符合条件的活动" in client.get("/zh-hans/events/?topic=quality&year=2025").text
    assert client.get("/zh-hans/events/?topic=x&year=x&page=x").status_code == 200


def test_the_list_is_paged(client: Client, trees):
    for number in range(13):
        make_event(trees, in_days=number + 1)
    assert client.get("/zh-hans/events/").text.count("row-card event-row") == 12
    assert client.get("/zh-hans/events/?page=2").text.count("row-card event-row") == 1


def test_the_list_costs_the_same_for_two_events_and_for_ten(client: Client, trees):
    costs = []
    for count in (2, 8):
        for _number in range(count):
            event = make_event(trees, topics=(make_topic(),), unit=make_unit())
            came_of(event, make_lecture(trees, "讲座", Audience.public()))
        client.get("/zh-hans/events/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/zh-hans/events/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_a_full_event_costs_fifteen_queries_at_most(
    client: Client, trees, django_assert_max_num_queries
):
    event = make_event(
        trees, slug="full", in_days=-3, unit=make_unit(), lead_picture=make_image(),
        topics=(make_topic(),), speakers=(make_speaker(), make_speaker()),
    )  # fmt: skip
    came_of(event, *(make_lecture(trees, f"讲座 {n}", Audience.public()) for n in range(3)))
    make_event(trees, "下一场")
    client.get("/zh-hans/events/full/")
    with django_assert_max_num_queries(15):
        page = client.get("/zh-hans/events/full/").text
    assert "下一场" in page


def test_an_event_for_employees_is_in_no_visitors_list_and_asks_for_signing_in(
    client: Client, trees
):
    make_event(trees, "内部论坛", slug="inside", audience=Audience.employees())
    assert "内部论坛" not in client.get("/zh-hans/events/").text
    assert "内部论坛" not in client.get("/zh-hans/").text
    assert client.get("/zh-hans/events/inside/").status_code == 302
    client.force_login(make_user())
    assert "内部论坛" in client.get("/zh-hans/events/").text
    assert "内部论坛" in client.get("/zh-hans/events/inside/").text


def test_the_calendar_file_is_guarded_like_its_page(client: Client, trees):
    unit = make_unit()
    make_event(trees, "内部论坛", slug="inside", audience=Audience.of_units([unit.pk]))
    address = "/zh-hans/events/inside/calendar/"
    refused = client.get(address)
    assert refused.status_code == 302
    assert "内部论坛" not in refused.text
    client.force_login(make_user())
    assert client.get(address).status_code == 403
    client.force_login(make_user(unit=unit))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Content-Disposition"] == 'attachment; filename="inside.ics"'
    assert "no-store" in answer["Cache-Control"]


def test_the_calendar_file_of_a_draft_does_not_exist(client: Client, trees):
    make_event(trees, slug="draft").unpublish()
    assert client.get("/zh-hans/events/draft/calendar/").status_code == 404


def test_the_calendar_of_the_list_holds_public_events_whoever_asks(client: Client, trees):
    public = make_event(trees, "公开论坛")
    make_event(trees, "内部论坛", audience=Audience.employees())
    client.force_login(make_user())
    file = client.get("/zh-hans/events/calendar/").text
    assert "公开论坛" in file
    assert "内部论坛" not in file
    assert f"UID:{public.translation_key}" in file


def test_an_event_is_one_entry_in_whatever_language_it_is_fetched(client: Client, trees):
    event = make_event(trees, slug="forum")
    make_event(trees, "Forum", slug="forum", language="en", translation_of=event)
    for language in ("zh-hans", "en"):
        file = client.get(f"/{language}/events/forum/calendar/").text
        assert f"UID:{event.translation_key}\r\n" in file


def test_a_past_event_leads_to_its_lecture_in_the_readers_language(client: Client, trees):
    event = make_event(trees, slug="talk", in_days=-9)
    english = make_event(
        trees, "Talk", slug="talk", language="en", in_days=-9, translation_of=event
    )
    lecture = make_lecture(trees, "中文讲座页", Audience.public())
    twin = make_lecture_page(
        trees.section(LectureIndexPage, "en"), lecture.recording, "The lecture in English"
    )
    for page in (event, english):
        came_of(page, lecture)
    chinese_page = client.get("/zh-hans/events/talk/").text
    assert f'href="{lecture.url}"' in chinese_page
    assert f'href="{twin.url}"' in client.get("/en/events/talk/").text
    assert "看回放" in client.get("/zh-hans/events/").text


def test_a_lecture_that_the_visitor_may_not_see_is_not_named(client: Client, trees):
    event = make_event(trees, slug="talk", in_days=-9)
    came_of(event, make_lecture(trees, "内部讲座", Audience.employees()))
    page = client.get("/zh-hans/events/talk/").text
    assert "内部讲座" not in page
    assert "登录后也许可以看到" in page
    assert "看回放" not in client.get("/zh-hans/events/").text
    client.force_login(make_user())
    assert "内部讲座" in client.get("/zh-hans/events/talk/").text


def test_an_event_says_when_it_is_to_people_and_machines(client: Client, trees):
    starts_at = moment(2027, 1, 9, 14)
    make_event(
        trees, "</script>论坛", slug="said", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2.5), unit=make_unit(name_zh="主办单位甲"),
        online_url="https://meet.example/1",
    )  # fmt: skip
    page = client.get("/zh-hans/events/said/").text
    assert "2027年1月9日 星期六" in page
    assert '<time datetime="2027-01-09T14:00:00+08:00">14:00</time>' in page
    assert '<time datetime="2027-01-09T16:30:00+08:00">16:30</time>' in page
    data = linked_data(page)
    assert data["@type"] == "Event"
    assert data["name"] == "</script>论坛"
    assert (data["startDate"], data["endDate"]) == (
        "2027-01-09T14:00:00+08:00",
        "2027-01-09T16:30:00+08:00",
    )
    assert data["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert data["organizer"]["name"] == "主办单位甲"


def test_what_is_not_public_is_not_described_to_machines(client: Client, trees):
    make_event(trees, slug="inside", audience=Audience.employees())
    client.force_login(make_user())
    assert "ld+json" not in client.get("/zh-hans/events/inside/").text


def test_a_cancelled_event_says_so_everywhere_and_takes_no_registration(client: Client, trees):
    make_event(
        trees, "取消的论坛", slug="off", standing=Standing.CANCELLED, notice="台风预警。",
        registration_url="https://form.example/",
    )  # fmt: skip
    page = client.get("/zh-hans/events/off/").text
    assert "本活动不再举行" in page
    assert "台风预警。" in page
    assert "https://form.example/" not in page
    assert linked_data(page)["eventStatus"].endswith("/EventCancelled")
    assert "已取消" in client.get("/zh-hans/events/").text
    assert "取消的论坛" not in client.get("/zh-hans/").text
    assert "STATUS:CANCELLED" in client.get("/zh-hans/events/off/calendar/").text


def test_home_shows_three_events_to_come_and_none_that_is_over(client: Client, trees):
    for days in (4, 3, 2, 1, -1):
        make_event(trees, f"论坛 {days}", in_days=days)
    page = client.get("/zh-hans/").text
    assert [f"论坛 {days}" in page for days in (1, 2, 3, 4, -1)] == [True, True, True, False, False]
    assert "Upcoming events" not in client.get("/en/").text


@pytest.mark.parametrize(
    ("values", "field", "chinese", "english"),
    [
        (
            {"ends_at": moment(2027, 1, 9, 13)},
            "ends_at",
            "结束时间早于开始时间",
            "The end lies before the beginning.",
        ),
        (
            {"online_url": "ftp://files.example/"},
            "online_url",
            "http:// 或 https://",
            "begins with http:// or https://",
        ),
        (
            {"registration_url": "javascript:alert(1)"},
            "registration_url",
            "http:// 或 https://",
            "begins with http:// or https://",
        ),
        ({"place": ""}, "place", "填写地点或线上网址", "Say where it is"),
    ],
)
def test_what_an_editor_got_wrong_is_said_at_the_field(trees, values, field, chinese, english):
    event = make_event(trees, starts_at=moment(2027, 1, 9, 14))
    for name, value in values.items():
        setattr(event, name, value)
    for language, words in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            with pytest.raises(ValidationError) as caught:
                event.full_clean()
            assert words in caught.value.message_dict[field][0]


def test_moving_an_event_moves_it_between_the_past_and_what_is_to_come(client: Client, trees):
    event = make_event(trees, "挪动的论坛", in_days=-3)
    event.starts_at = timezone.now() + timedelta(days=3)
    event.ends_at = None
    event.save_revision().publish()
    event.refresh_from_db()
    assert event.over_at == event.timing.over_at
    assert "即将举行" in client.get("/zh-hans/events/").text


def test_the_administration_lists_events_by_their_day(client: Client, trees):
    make_event(trees, "二月论坛", starts_at=moment(2027, 2, 3, 9))
    make_event(trees, "一月论坛", starts_at=moment(2027, 1, 3, 9))
    client.force_login(make_user(is_superuser=True, is_staff=True))
    with translation.override("en"):
        page = client.get("/admin/events/").text
    assert page.index("二月论坛") < page.index("一月论坛")
    assert "2027" in page


def test_an_editor_who_puts_off_an_event_hears_of_the_page_that_was_not(client: Client, trees):
    starts_at = moment(2027, 1, 9, 14)
    event = make_event(trees, "论坛", starts_at=starts_at)
    make_event(trees, "The forum", language="en", translation_of=event, starts_at=starts_at)
    client.force_login(make_user(is_superuser=True, is_staff=True))
    address = f"/admin/pages/{event.pk}/edit/"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    sent |= {"lecture_links-TOTAL_FORMS": "0", "lecture_links-INITIAL_FORMS": "0"}
    sent |= {"starts_at": "2027-01-10 14:00", "ends_at": "2027-01-10 16:00"}
    sent |= {"audience_0": "public", "action-publish": "publish"}
    kept = {name: value for name, value in sent.items() if value not in (None, False)}
    page = client.post(address, kept, follow=True).text
    assert "The forum" in page
    event.refresh_from_db()
    assert event.starts_at == moment(2027, 1, 10, 14)


def test_staff_find_an_event_by_its_words_its_place_and_its_speakers(trees):
    event = make_event(
        trees, "开放日", introduction="看张拉与浇筑", place="三号车间",
        speakers=(make_speaker("沈慧敏"),), unit=make_unit(name_zh="宣教中心"),
    )  # fmt: skip
    call_command("update_index", verbosity=0)
    for words in ("张拉", "三号车间", "慧敏", "宣教中心"):
        assert list(EventPage.objects.autocomplete(words)) == [event], words


def test_an_event_is_edited_in_the_administration(client: Client, trees):
    event = make_event(trees)
    client.force_login(make_user(is_superuser=True, is_staff=True))
    page = client.get(f"/admin/pages/{event.pk}/edit/")
    assert page.status_code == 200
    for name in ("starts_at", "ends_at", "standing", "online_url", "lecture_links"):
        assert name in page.text


def test_the_list_of_events_stands_in_the_menu(client: Client, trees):
    index = trees.section(EventIndexPage, "en")
    assert f'href="{index.url}"' in client.get("/en/").text
