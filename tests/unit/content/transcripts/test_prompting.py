"""The words of the trade that a recording is decoded with."""

import pytest

from content.courses.models import CourseTerm
from content.taxonomy.models import GlossaryTerm
from content.transcripts import prompting
from content.transcripts.prompting import likely_terms, prompt_for
from content.transcripts.term_order import ordered_terms
from tests.factories.courses import make_course, make_recording
from tests.factories.people import make_unit

TERMS = [
    ("灌浆套筒", "grouting sleeve", "灌浆筒"),
    ("叠合板", "composite slab"),
    ("PC", "预制混凝土"),
    ("BIM",),
]


def test_terms_that_the_recording_names_come_first() -> None:
    found = likely_terms(TERMS, "第三讲：叠合板的安装", "zh")
    assert found == ["叠合板", "灌浆套筒", "预制混凝土"]


def test_other_form_of_a_term_names_it_as_well() -> None:
    assert likely_terms(TERMS, "Composite slab and BIM", "zh")[0] == "叠合板"


def test_words_in_the_other_script_are_left_out() -> None:
    found = likely_terms(TERMS, "叠合板", "en")
    assert found == ["composite slab", "grouting sleeve", "PC", "BIM"]


@pytest.mark.django_db
def test_course_of_a_recording_decides_what_its_prompt_holds() -> None:
    for number in range(40):
        GlossaryTerm.objects.create(term=f"甲乙丙丁术语{number:02}")
    GlossaryTerm.objects.create(term="龙门吊")
    recording = make_recording("第二讲")
    assert "龙门吊" not in prompt_for(recording, "zh")
    make_course(recordings=[recording, make_recording("龙门吊的安装")])
    assert "龙门吊" in prompt_for(recording, "zh")
    assert prompt_for(recording, "zh").index("龙门吊") < prompt_for(recording, "zh").index("甲乙")


@pytest.mark.django_db
def test_second_context_of_a_name_replaces_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompting, "_contexts", {})
    for term in ("甲项术语", "龙门吊"):
        GlossaryTerm.objects.create(term=term)
    prompting.register_context("test", lambda recording: ["甲项术语"])
    prompting.register_context("test", lambda recording: ["龙门吊"])
    prompt = prompt_for(make_recording("第二讲"), "zh")
    assert prompt.index("龙门吊") < prompt.index("甲项术语")


def make_term(term: str, *units, course=None) -> GlossaryTerm:
    made = GlossaryTerm.objects.create(term=term)
    made.units.set(units)
    if course is not None:
        CourseTerm.objects.create(course=course, term=made, position=course.terms.count())
    return made


@pytest.mark.django_db
def test_terms_of_the_course_come_before_those_of_the_unit_and_those_of_nothing() -> None:
    bureau = make_unit()
    station = make_unit(parent=bureau)
    recording = make_recording("第二讲", unit=station)
    course = make_course(recordings=[recording])
    for term, units, of in (
        ("甲通用", [], None),
        ("乙上级", [bureau], None),
        ("丙本单位", [station], None),
        ("戊课程", [], course),
        ("丁课程", [], course),
        ("己别处", [make_unit()], None),
        ("庚别课", [], make_course(recordings=[])),
    ):
        make_term(term, *units, course=of)
    words = prompt_for(recording, "zh").removesuffix("。").rpartition("第二讲、")[2].split("、")
    assert words == ["戊课程", "丁课程", "丙本单位", "乙上级", "甲通用"]
    everything = [term.term for term in ordered_terms(recording).all()]
    assert (everything[:5], set(everything[5:])) == (words, {"己别处", "庚别课"})


@pytest.mark.django_db
def test_term_of_another_unit_is_used_where_the_recording_names_it() -> None:
    for number in range(40):
        make_term(f"甲乙丙丁术语{number:02}")
    make_term("盾构机", make_unit())
    assert "盾构机" not in prompt_for(make_recording("第二讲"), "zh")
    assert "盾构机" in prompt_for(make_recording("盾构机的始发"), "zh").partition("甲乙")[0]


@pytest.mark.django_db
def test_mishearing_is_never_written_into_a_prompt() -> None:
    GlossaryTerm.objects.create(term="双T板", variants="double-T slab", mishearings="双梯板")
    recording = make_recording("双梯板")
    assert "双T板" in prompt_for(recording, "zh")
    assert prompt_for(recording, "en").endswith("double-T slab.")


@pytest.mark.django_db
def test_terms_cost_the_same_queries_however_many_there_are(django_assert_num_queries) -> None:
    unit = make_unit()
    recording = make_recording(unit=unit)
    course = make_course(recordings=[recording])
    for number in range(30):
        make_term(f"术语{number}", unit, course=course if number % 2 else None)
    with django_assert_num_queries(4):
        ordered_terms(recording)
