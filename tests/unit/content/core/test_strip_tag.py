"""The strip as it is drawn."""

import re

from django.template import Context, Template
from django.utils import translation

from content.core.strip import Strip, StripChapter, StripHit
from content.core.templatetags.strip import describe, length_in_words


def drawn(strip: Strip, options: str = "") -> str:
    template = Template("{% load strip %}{% strip it " + options + " %}")
    return template.render(Context({"it": strip}))


STRIP = Strip(
    duration_ms=200_000,
    watched=((0, 50_000), (100_000, 120_000)),
    hits=(StripHit(25_000, "?t=25", "00:25: 灌浆"), StripHit(150_000)),
    chapters=(StripChapter(0, "开场"), StripChapter(80_000, "浆料")),
    now_ms=30_000,
)


def test_places_are_percentages_and_marks_keep_their_width() -> None:
    svg = drawn(STRIP)
    assert 'class="strip__watched" x="50.00%" y="11" width="10.00%"' in svg
    assert 'class="strip__tick" x="12.50%" y="3" width="4"' in svg
    assert 'class="strip__now" x="15.00%"' in svg
    assert "preserveAspectRatio" not in svg


def test_a_hit_with_an_address_is_a_link_with_44_pixels_to_touch() -> None:
    svg = drawn(STRIP)
    assert 'href="?t=25" aria-label="00:25: 灌浆"' in svg
    assert 'class="strip__reach" x="12.50%" y="-8" width="24" height="44"' in svg
    assert svg.count("<a ") == 1
    assert "<a " not in drawn(STRIP, "links=False")


def test_the_first_chapter_needs_no_joint() -> None:
    assert drawn(STRIP).count("strip__joint") == 1


def test_the_strip_says_in_words_what_it_shows() -> None:
    with translation.override("en"):
        assert describe(STRIP) == (
            "Length 3 min 20 s, watched 1 min 10 s, 35%, hits: 2, chapters: 2"
        )


def test_numbers_are_never_localised() -> None:
    with translation.override("de"):
        assert not re.search(r'(x|width)="\d+,\d', drawn(STRIP))


def test_nothing_inline_that_the_policy_forbids() -> None:
    assert "style=" not in drawn(STRIP)


def test_lengths_in_words_are_whole_minutes() -> None:
    with translation.override("en"):
        assert length_in_words(42_000) == "42 s"
        assert length_in_words(3_120_000) == "52 min"
        assert length_in_words(4_320_000) == "1 h 12 min"
