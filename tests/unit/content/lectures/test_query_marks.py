"""What of a query is seen in the cues."""

from hypothesis import given
from hypothesis import strategies as st

from content.lectures.cue_lines import pieces
from content.lectures.query_marks import folded, mark_cues


def marked(text: str, query: str) -> list[str]:
    [places] = mark_cues([text], query)
    return [text[start:end] for start, end in places]


def test_each_word_of_the_query_is_marked() -> None:
    assert marked("灌浆套筒的饱满度靠的不是检测", "灌浆套筒 饱满度") == ["灌浆套筒", "饱满度"]


def test_width_and_case_do_not_matter() -> None:
    assert marked("ＰＣ构件和pc墙板", "Pc") == ["ＰＣ", "pc"]


def test_a_query_in_traditional_characters_finds_simplified_text() -> None:
    assert marked("灌浆套筒的饱满度", "飽滿度") == ["饱满度"]


def test_an_english_word_is_found_in_its_other_forms_but_not_inside_others() -> None:
    assert marked("Grouting a sleeve: sleeves are grouted", "grout") == ["Grouting", "grouted"]
    assert marked("the art of a cart", "art") == ["art"]


def test_a_run_nobody_said_as_a_whole_is_marked_in_its_parts() -> None:
    assert marked("灌浆套筒的饱满度", "灌浆饱满度") == ["灌浆", "饱满度"]


def test_parts_are_not_marked_where_the_whole_is_said_somewhere() -> None:
    marks = mark_cues(["灌浆饱满度不够", "饱满度要记录"], "灌浆饱满度")
    assert [len(places) for places in marks] == [1, 0]


def test_parts_are_marked_where_search_led() -> None:
    lines = ["灌浆套筒要饱满", "再封灌浆口", "套筒里有浆"]
    marks = mark_cues(lines, "灌浆套筒", near=range(1, 2))
    assert [[line[a:b] for a, b in places] for line, places in zip(lines, marks, strict=True)] == [
        ["灌浆套筒"],
        ["灌浆"],
        [],
    ]


def test_no_query_marks_nothing() -> None:
    assert marked("灌浆套筒", "  ") == []


@given(st.text(max_size=60), st.text(max_size=12))
def test_pieces_joined_are_the_text_and_marks_lie_apart(text: str, query: str) -> None:
    [places] = mark_cues([text], query)
    assert "".join(piece.text for piece in pieces(text, places)) == text
    assert len(folded(text)) == len(text)
    ends = [0, *(bound for place in places for bound in place), len(text)]
    assert ends == sorted(ends)
