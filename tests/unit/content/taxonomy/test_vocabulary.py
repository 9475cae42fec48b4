"""The vocabulary: names in two languages, synonyms, its place in the administration."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from content.core.ports import synonyms, terms
from content.courses.models import Course, CourseTerm
from content.taxonomy.models import GlossaryTerm, Speaker, Topic
from tests.factories.courses import make_course, make_recording
from tests.factories.pages import make_speaker, make_topic
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_a_topic_is_called_by_its_english_name_on_english_pages():
    topic = make_topic("装配式建筑", name_en="Prefabricated buildings")
    with override("en"):
        assert str(topic) == "Prefabricated buildings"
    with override("zh-hans"):
        assert str(topic) == "装配式建筑"


def test_a_name_missing_in_english_is_shown_in_chinese():
    with override("en"):
        assert str(make_speaker("周明远")) == "周明远"


def test_a_terms_variants_are_synonyms_each_once():
    GlossaryTerm.objects.create(term="装配率", variants="预制率\n 预制率 \n装配率\nassembly rate\n")
    assert ("装配率", "预制率", "assembly rate") in synonyms()


def test_a_term_without_variants_gives_no_synonyms():
    GlossaryTerm.objects.create(term="双T板", variants="\n")
    assert not [group for group in synonyms() if "双T板" in group]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("model", [Topic, Speaker, GlossaryTerm])
def test_the_administration_lists_and_adds_the_vocabulary(editor: Client, model: type):
    viewset = model.snippet_viewset
    assert editor.get(reverse(viewset.get_url_name("list"))).status_code == 200
    assert editor.get(reverse(viewset.get_url_name("add"))).status_code == 200


def test_a_speaker_who_has_recordings_is_not_deleted(editor: Client):
    speaker = make_speaker()
    make_recording(speaker=speaker)
    address = reverse(Speaker.snippet_viewset.get_url_name("delete"), args=[speaker.pk])
    editor.post(address)
    assert Speaker.objects.filter(pk=speaker.pk).exists()


def test_mishearing_is_found_in_search_and_never_suggested(client: Client):
    GlossaryTerm.objects.create(term="双T板", variants="double tee", mishearings="双梯板")
    assert ("双T板", "double tee", "双梯板") in synonyms()
    assert set(terms()) == {"双T板", "double tee"}
    offered = client.get("/api/v1/search/suggest", {"q": "双"}).json()["suggestions"]
    assert [one["text"] for one in offered] == ["双T板"]


def test_term_of_a_unit_is_suggested_to_anyone_for_the_glossary_is_no_secret(client: Client):
    term = GlossaryTerm.objects.create(term="盾构机")
    term.units.add(make_unit(name_zh="地铁公司"))
    answer = client.get("/api/v1/search/suggest", {"q": "盾构"})
    assert [one["text"] for one in answer.json()["suggestions"]] == ["盾构机"]
    assert "地铁公司" not in answer.content.decode()


def test_form_cannot_be_right_and_misheard_at_once():
    with pytest.raises(ValidationError):
        GlossaryTerm(term="双T板", mishearings="双T板").full_clean()


def test_glossary_is_narrowed_by_unit_and_by_course(editor: Client):
    unit = make_unit()
    term, of_course = (GlossaryTerm.objects.create(term=name) for name in ("盾构机", "灌浆料"))
    GlossaryTerm.objects.create(term="通用词")
    term.units.add(unit)
    course = make_course()
    CourseTerm.objects.create(course=course, term=of_course)
    address = reverse(GlossaryTerm.snippet_viewset.get_url_name("list"))
    for query, expected in (({"unit": unit.pk}, term), ({"course": course.pk}, of_course)):
        answer = editor.get(address, query)
        assert [row.term for row in answer.context["object_list"]] == [expected.term]


def test_list_of_terms_costs_no_more_queries_for_more_units(
    editor: Client, django_assert_max_num_queries
):
    units = [make_unit() for _number in range(5)]
    for number in range(20):
        GlossaryTerm.objects.create(term=f"术语{number}").units.set(units)
    address = reverse(GlossaryTerm.snippet_viewset.get_url_name("list"))
    editor.get(address)
    with django_assert_max_num_queries(20):
        editor.get(address)


def test_editor_attaches_a_term_to_units_and_to_a_course(editor: Client):
    unit = make_unit()
    address = reverse(GlossaryTerm.snippet_viewset.get_url_name("add"))
    editor.post(address, {"term": "盾构机", "units": [unit.pk]})
    term = GlossaryTerm.objects.get()
    assert list(term.units.all()) == [unit]
    course = make_course(recordings=[])
    edit = reverse(Course.snippet_viewset.get_url_name("edit"), args=[course.pk])
    assert editor.get(edit).status_code == 200
    formset = {
        f"{name}-{key}": value
        for name in ("lessons", "materials", "terms")
        for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    values = {
        **formset,
        "code": course.code,
        "hours": "0",
        "completion_percent": "90",
        "audience_0": "employees",
        "terms-TOTAL_FORMS": 1,
        "terms-0-term": term.pk,
        "terms-0-ORDER": 1,
    }
    assert editor.post(edit, values).status_code == 302
    assert [row.term for row in course.terms.all()] == [term]
