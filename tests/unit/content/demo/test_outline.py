"""The outline on a lecture's page."""

from content.demo.loading.lectures import outline
from content.demo.scripts import fresh_script


def test_the_outline_speaks_the_language_of_its_page() -> None:
    script = fresh_script()
    chapter = script.chapters[0]
    assert " · ".join(chapter.points) in outline(script, "en")
    chinese = outline(script, "zh")
    assert " · ".join(chapter.points_other) in chinese
    assert chapter.points[0] not in chinese


def test_the_outline_has_one_line_a_chapter() -> None:
    script = fresh_script()
    assert outline(script, "en").count("<li>") == len(script.chapters)
