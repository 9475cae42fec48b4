"""The writers are strict: what they write, a strict reader reads."""

import json
import re
from dataclasses import dataclass

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.formats import FORMATS
from content.transcripts.formats.base import UnwritableCueError


@dataclass(frozen=True)
class Line:
    start_ms: int
    end_ms: int
    text: str


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    now, found = 0, []
    for pause, length, text in draw(
        st.lists(
            st.tuples(
                st.integers(0, 9_000_000), st.integers(1, 7_000), st.text(min_size=1, max_size=60)
            ),
            max_size=8,
        )
    ):
        found.append(Line(now + pause, now + pause + length, text))
        now += pause + length
    return found


TIMES = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3} --> \d{2,}:[0-5]\d:[0-5]\d\.\d{3}")


@given(lines())
def test_vtt_has_only_well_formed_blocks(cues: list[Line]) -> None:
    text = FORMATS["vtt"].write(cues, "zh")
    header, *blocks = text.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    identifiers = []
    for block in blocks:
        identifier, times, *payload = block.split("\n")
        identifiers.append(identifier)
        assert TIMES.fullmatch(times)
        assert payload
        assert all(line.strip() and "-->" not in line and "<" not in line for line in payload)
        assert all(re.match(r"&(amp|lt|gt);", part) for part in re.findall(r"&[^&]*", block))
    assert len(set(identifiers)) == len(identifiers)


@given(lines())
def test_srt_is_read_back_by_another_program(cues: list[Line]) -> None:
    written = [cue for cue in cues if "".join(c for c in cue.text if c.isprintable()).strip()]
    read = pysubs2.SSAFile.from_string(FORMATS["srt"].write(cues, "en") or "\n", format_="srt")
    assert [(event.start, event.end) for event in read] == [
        (cue.start_ms, cue.end_ms) for cue in written
    ]


def test_vtt_text_cannot_break_out_of_its_cue() -> None:
    text = FORMATS["vtt"].write([Line(0, 900, "<script>&\n\n00:00 --> 00:09\nx")], "en")
    assert text == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.900\n&lt;script&gt;&amp; 00:00 --&gt; 00:09 x\n"
    )


def test_txt_joins_chinese_without_blanks_and_english_with() -> None:
    chinese = [Line(0, 900, "质量第一，"), Line(900, 1_800, "安全第一。")]
    english = [Line(0, 900, "Quality first,"), Line(900, 1_800, "safety first.")]
    assert FORMATS["txt"].write(chinese, "zh") == "质量第一，安全第一。\n"
    assert FORMATS["txt"].write(english, "en") == "Quality first, safety first.\n"


def test_txt_begins_a_paragraph_after_a_long_pause() -> None:
    assert FORMATS["txt"].write([Line(0, 900, "一"), Line(9_000, 9_900, "二")], "zh") == "一\n二\n"


def test_json_tells_times_in_seconds() -> None:
    known = json.loads(FORMATS["json"].write([Line(1_250, 2_000, "质量")], "zh"))
    assert known == {
        "language": "zh",
        "cues": [{"number": 1, "start": 1.25, "end": 2.0, "text": "质量"}],
    }


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_said_is_a_valid_file(name: str) -> None:
    assert FORMATS[name].write([], "zh") in {
        "WEBVTT\n",
        "",
        '{\n  "language": "zh",\n  "cues": []\n}\n',
    }


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("cue", [Line(900, 900, "x"), Line(900, 100, "x"), Line(-5, 100, "x")])
def test_impossible_times_are_refused(name: str, cue: Line) -> None:
    with pytest.raises(UnwritableCueError):
        FORMATS[name].write([cue], "zh")
