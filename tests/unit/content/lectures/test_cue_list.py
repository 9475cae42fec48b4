"""The lines of a transcript as HTML."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from content.lectures.player import CueLine, Piece, TranscriptPanel
from content.lectures.templatetags.cue_list import cue_list


def written(*cues: CueLine, beside_tag: str = "") -> str:
    return cue_list(
        TranscriptPanel(
            tag="zh-Hans",
            language="zh",
            label="中文",
            is_draft=False,
            state_label="",
            cues=cues,
            beside_tag=beside_tag,
        )
    )


def test_a_line_is_a_link_to_its_second_with_its_marks() -> None:
    pieces = (Piece("灌浆的"), Piece("饱满度", is_hit=True), Piece("靠记录", is_quoted=True))
    line = written(CueLine(5000, 9500, pieces, "?t=5&q=饱满度", is_doubtful=True))
    assert '<li class="cue cue--hit cue--quoted" data-start="5" data-end="9.5">' in line
    assert 'href="?t=5&amp;q=饱满度"' in line
    assert ">00:05</time>" in line
    assert (
        '<span class="cue__text cue__doubt">灌浆的<mark>饱满度</mark>'
        '<mark class="quoted">靠记录</mark></span>'
    ) in line
    assert "cue__beside" not in line


def test_the_other_language_stands_beside_each_line() -> None:
    cues = (CueLine(0, 1, (Piece("一"),), "", beside="One"), CueLine(1, 2, (Piece("二"),), ""))
    lines = written(*cues, beside_tag="en").splitlines()
    assert [re.findall(r'lang="en">(.*?)</span>', line) for line in lines] == [["One"], [""]]


@given(st.text(), st.text())
def test_no_text_becomes_markup(words: str, beside: str) -> None:
    cue = CueLine(0, 1000, (Piece(words, is_hit=True),), "?t=0", beside=beside)
    html = written(cue, beside_tag="en")
    assert set(re.findall(r"</?([a-z]+)", html)) == {"li", "a", "time", "span", "mark"}
    assert f"<mark>{words}</mark>" == unescape(re.search("<mark>.*</mark>", html, re.DOTALL)[0])
