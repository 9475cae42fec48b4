"""The lectures' scripts: their notation, and that they are complete."""

import pytest

from content.demo.scripts import (
    LectureScript,
    Sentence,
    fresh_script,
    lecture_scripts,
    parse_sentences,
)
from content.demo.texts import table

SCRIPTS = lecture_scripts()


def test_a_line_is_a_sentence_and_the_marks_are_not_read_aloud() -> None:
    script = """
    截至十一月，{761.19 万|七百六十一点一九万}平方米。
    = As of November, 7,611,900 square metres.
    > 第二句。
    """
    assert parse_sentences(script) == (
        Sentence(
            text="截至十一月，761.19 万平方米。",
            spoken="截至十一月，七百六十一点一九万平方米。",
            translation="As of November, 7,611,900 square metres.",
            reveals=False,
        ),
        Sentence(text="第二句。", spoken="第二句。", translation="", reveals=True),
    )


def test_a_translation_without_its_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="without its sentence"):
        parse_sentences("= Nothing before me.")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_every_chapter_reveals_each_of_its_points_once(script: LectureScript) -> None:
    for chapter in script.chapters:
        reveals = sum(sentence.reveals for sentence in chapter.sentences)
        assert reveals == len(chapter.points) == len(chapter.points_other), chapter.title


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_a_lecture_is_translated_as_a_whole_or_not_at_all(script: LectureScript) -> None:
    sentences = [sentence for chapter in script.chapters for sentence in chapter.sentences]
    assert len({bool(sentence.translation) for sentence in sentences}) == 1


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_a_lecture_names_only_people_units_and_topics_that_there_are(script: LectureScript) -> None:
    words = table("taxonomy")
    assert script.speaker in {row["key"] for row in words["speakers"]}
    assert set(script.topics) <= {row["slug"] for row in words["topics"]}
    assert script.unit in {row["code"] for row in table("people")["units"]}


def test_one_lecture_alone_is_fresh_and_it_is_in_english() -> None:
    assert fresh_script().language == "en"


def test_the_english_introduction_speaks_of_prefabricated_buildings() -> None:
    (script,) = (script for script in SCRIPTS if script.slug == "jiaxing-introduction")
    said = " ".join(s.text for chapter in script.chapters for s in chapter.sentences)
    assert said.count("prefabricated") >= 5
