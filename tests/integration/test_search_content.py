"""Search over the site's own rows: lectures and articles, from save to answer."""

from pathlib import Path

import pytest
from django.test import Client

from content.core.audience import Audience
from content.recordings.models import Recording
from search import backends
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript
from tests.factories.pages import make_article, make_site, make_speaker, make_topic
from tests.factories.people import make_unit, make_user
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db

LINES = ("先讲模数协调。", "灌浆套筒的饱满度靠记录。", "抽检发现的一律复检。")


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings):
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    yield
    backends.database_engine().close()
    backends.forget()


@pytest.fixture
def lecture() -> Recording:
    recording = make_recording("录像", language="zh", audience=Audience.public())
    make_transcript(recording, LINES)
    page = make_lecture_page(make_lecture_index(), recording, "套筒灌浆的质量控制")
    page.save_revision().publish()
    return recording


def take_in() -> None:
    index(backends.database_engine())


def ask(client: Client, words: str, **parameters) -> dict:
    return client.get("/api/v1/search", {"q": words, **parameters}).json()


def test_a_lecture_is_found_at_the_second_and_the_link_opens_there(
    client: Client, lecture: Recording
) -> None:
    take_in()
    [result] = ask(client, "饱满度")["results"]
    assert (result["kind"], result["id"]) == ("recording", str(lecture.uuid))
    [moment] = result["moments"]
    assert moment["start"] == 5.0
    [[start, end]] = moment["highlights"]
    assert moment["text"][start:end] == "饱满度"
    assert "?t=5&q=" in moment["url"]
    assert client.get(moment["url"]).status_code == 200


def test_what_only_employees_may_see_is_not_even_counted_for_the_public(
    client: Client, lecture: Recording
) -> None:
    lecture.audience = Audience.employees()
    lecture.save()
    take_in()
    answer = ask(client, "饱满度")
    assert (answer["total"], answer["results"]) == (0, [])
    client.force_login(make_user())
    assert ask(client, "饱满度")["total"] == 1


def test_rights_changed_after_indexing_hold_at_once(client: Client, lecture: Recording) -> None:
    take_in()
    assert ask(client, "饱满度")["total"] == 1
    Recording.objects.filter(pk=lecture.pk).update(audience=Audience.of_units([make_unit().pk]))
    answer = ask(client, "饱满度")
    assert (answer["total"], answer["results"]) == (0, [])
    assert not any(answer["facets"].values())


def test_an_unpublished_page_is_found_no_more(client: Client, lecture: Recording) -> None:
    take_in()
    page = lecture.lecture_pages.get()
    page.unpublish()
    assert ask(client, "饱满度")["total"] == 0
    take_in()
    assert backends.database_engine().count() == 0


def test_an_article_is_found_by_its_passage_in_both_trees(client: Client) -> None:
    trees = make_site()
    make_article(trees, "节点质量月", introduction="把饱满度写进监理旁站记录。")
    take_in()
    answer = ask(client, "旁站记录")
    assert answer["facets"]["kind"] == {"article": 1}
    assert answer["results"][0]["title"] == "节点质量月"
    page = client.get("/zh-hans/search/", {"q": "旁站记录"})
    assert "节点质量月" in page.content.decode()


def test_the_page_of_ten_lectures_costs_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    tree = make_lecture_index()
    for number in range(10):
        recording = make_recording(f"录像 {number}", language="zh", audience=Audience.public())
        make_transcript(recording, LINES)
        page = make_lecture_page(tree, recording, f"讲座 {number}")
        page.save_revision().publish()
    take_in()
    client.get("/zh-hans/search/", {"q": "饱满度"})
    with django_assert_max_num_queries(20):
        response = client.get("/zh-hans/search/", {"q": "饱满度"})
    assert response.content.decode().count('class="result"') == 10


def test_facets_are_keys_named_in_the_language_of_the_interface(
    client: Client, lecture: Recording
) -> None:
    lecture.unit = make_unit(code="haining")
    lecture.speaker = make_speaker("陈工", name_en="Chen")
    lecture.save()
    lecture.topics.add(make_topic("套筒灌浆", name_en="Grouting", slug="grouting"))
    lecture.lecture_pages.get().save()
    take_in()
    speaker = str(lecture.speaker.pk)
    answer = ask(client, "饱满度")
    assert answer["facets"]["topic"] == {"grouting": 1}
    assert answer["facets"]["speaker"] == {speaker: 1}
    assert answer["facets"]["unit"] == {"haining": 1}
    assert answer["facet_labels"]["topic"] == {"grouting": "套筒灌浆"}
    asked = {"q": "饱满度", "speaker": speaker, "topic": "grouting", "unit": "haining"}
    english = client.get("/api/v1/search", asked, headers={"accept-language": "en"}).json()
    assert english["total"] == 1
    assert english["facet_labels"]["topic"] == {"grouting": "Grouting"}
    assert english["facet_labels"]["speaker"] == {speaker: "Chen"}
    assert "Chen" in client.get("/en/search/", asked).content.decode()


def test_an_address_spells_out_no_name_that_was_not_counted(client: Client, lecture) -> None:
    hidden = make_speaker("不公开的人")
    take_in()
    html = client.get("/zh-hans/search/", {"q": "饱满度", "speaker": str(hidden.pk)})
    assert "不公开的人" not in html.content.decode()
