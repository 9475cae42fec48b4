"""Lines, text and title of a page from its letters."""

from hypothesis import given
from hypothesis import strategies as st

from content.slides.page_text import Letter, Line, lines_of, text_of, title_of


def letters(text: str, height: float) -> list[Letter]:
    return [Letter(character, height) for character in text]


def test_the_largest_letters_are_the_title_also_further_down() -> None:
    page = [*letters("Unit 3\r\n", 12), *letters("Precast  beams\r\n", 40), *letters("a b\n", 20)]
    lines = lines_of(page)
    assert title_of(lines) == "Precast beams"
    assert text_of(lines) == "Unit 3\nPrecast beams\na b"


def test_a_title_of_two_lines_is_one_title() -> None:
    assert title_of([Line("建筑工业化", 40), Line("专题讲座", 40), Line("主讲人", 20)]) == (
        "建筑工业化专题讲座"
    )
    assert title_of([Line("Precast", 40), Line("beams", 39)]) == "Precast beams"


def test_a_page_number_is_no_title() -> None:
    assert title_of([Line("12", 60), Line("Joints", 30)]) == "Joints"
    assert title_of([Line("12", 60)]) == ""


def test_the_bullet_before_a_point_is_not_part_of_it() -> None:
    page = [*letters("• 预制\n", 20), *letters("▪\n", 20), *letters("● - 5 °C • dry\n", 20)]
    assert text_of(lines_of(page)) == "预制\n- 5 °C • dry"


@given(st.lists(st.tuples(st.characters(), st.floats(0, 1e6)), max_size=60))
def test_any_letters_give_readable_lines(given_letters: list[tuple[str, float]]) -> None:
    lines = lines_of([Letter(text, height) for text, height in given_letters])
    for line in lines:
        assert line.text == " ".join(line.text.split()) != ""
        assert "\x00" not in line.text
    assert len(title_of(lines)) <= 120
