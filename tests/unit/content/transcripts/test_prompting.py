"""The words of the trade that a recording is decoded with."""

import pytest

from content.taxonomy.models import GlossaryTerm
from content.transcripts import prompting
from content.transcripts.prompting import likely_terms, prompt_for
from tests.factories.courses import make_course, make_recording

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
