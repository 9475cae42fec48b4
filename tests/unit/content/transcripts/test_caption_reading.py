"""Files that people send: read for what they say, mended where they can be, refused with words."""

import time
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.caption_files import MOST_BYTES, read_caption_file, remarks_on
from content.transcripts.caption_reading import MOST_CUES, UnreadableFileError, read
from content.transcripts.captions import captions_file
from content.transcripts.cue_rules import cleaned
from content.transcripts.exceptions import CaptionFileError
from content.transcripts.formats import FORMATS
from tests.factories.courses import make_recording
from tests.factories.lectures import make_transcript
from tests.unit.content.transcripts import strict_webvtt
from tests.unit.content.transcripts.test_formats import Line, lines

SRT = "1\n00:00:01,000 --> 00:00:02,500\n质量第一\n\n2\n00:00:03,000 --> 00:00:04,000\n安全\n第一\n"
ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,a note
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8\\b1}质量{\\b0}第一\\N安全
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}
"""


def test_three_formats_are_told_apart_by_what_they_hold() -> None:
    vtt = "WEBVTT\n\n1\n00:01.000 --> 00:02.500 line:0\n<v 王工>质量</v>第一 &lt;好&gt;\n"
    assert read(SRT.encode(), None).lines == (
        (1_000, 2_500, "质量第一"),
        (3_000, 4_000, "安全 第一"),
    )
    assert read(vtt.encode(), None).lines == ((1_000, 2_500, "质量第一 <好>"),)
    assert read(ASS.encode(), None).lines == ((1_000, 2_500, "质量第一 安全"),)


def test_old_chinese_files_are_read_and_said_to_be() -> None:
    known = read(SRT.encode("gb18030"), None)
    assert (known.encoding, known.lines[0][2]) == ("GB18030", "质量第一")
    assert read(SRT.encode("utf-16"), None).lines[0][2] == "质量第一"
    assert read(b"\xef\xbb\xbf" + SRT.encode(), None).encoding == "UTF-8"


def test_markup_does_nothing() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> <b>质量</b> --> {\\an8}"
    [(_start, _end, text)] = read(
        f"1\n00:00:01,000 --> 00:00:02,000\n{evil}\n".encode(), None
    ).lines
    assert text == "<script>alert(1)</script><img src=x onerror=alert(1)> 质量 →"
    written = FORMATS["vtt"].write([Line(0, 900, text)], "zh").encode()
    [cue] = strict_webvtt.read(written)
    assert "".join(cue.lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xff\x81\xff\xff\x00-->", "encoding"),
        (b"%PDF-1.7 nothing", "format"),
        (b"WEBVTT\n\nNOTE nothing here\n", "no_cues"),
        (b"1\n00:00:02,000 --> 00:00:01,000\nbackwards\n", "no_cues"),
        (b"1\n00:99:02,000 --> 00:99:03,000\nlate\n", "outside"),
    ],
)
def test_file_that_says_nothing_is_refused(raw: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFileError, match=problem):
        read(raw, 60_000)


def test_lines_that_cannot_be_used_are_counted() -> None:
    raw = (
        SRT
        + "\n3\n00:00:xx,000 --> 00:00:05,000\nno time\n"
        + "\n4\n00:00:09,000 --> 00:00:08,000\nbackwards\n"
        + "\n5\n00:00:03,500 --> 00:00:05,000\noverlaps\n"
        + "\n6\n00:02:00,000 --> 00:02:01,000\nafter the end\n"
        + f"\n7\n00:00:06,000 --> 00:00:07,000\n{'长' * 600}\n"
    )
    known = read(raw.encode(), 60_000)
    assert (known.without_times, known.overlapping, known.outside, known.cut) == (2, 1, 1, 1)
    assert [line[:2] for line in known.lines][1:] == [
        (3_000, 3_500),
        (3_500, 5_000),
        (6_000, 7_000),
    ]
    assert len(remarks_on(known)) == 4


def test_two_lines_at_one_time_become_one() -> None:
    raw = "1\n00:00:01,000 --> 00:00:02,000\n质量\n\n2\n00:00:01,000 --> 00:00:03,000\nQuality\n"
    assert read(raw.encode(), None).lines == ((1_000, 3_000, "质量 Quality"),)


def test_million_lines_are_refused_with_words_and_at_once() -> None:
    raw = b"WEBVTT\n\n" + b"00:00.000 --> 00:00.001\n\n" * 160_000
    assert len(raw) < MOST_BYTES
    began = time.monotonic()
    with pytest.raises(CaptionFileError, match=str(MOST_CUES)):
        read_caption_file(raw, 60_000)
    with pytest.raises(CaptionFileError, match="4"):
        read_caption_file(raw * 7, 60_000)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "raw",
    [
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<" * 3_000_000,
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"&" * 3_000_000,
        b"1\n00:00:00,000 --> 00:00:01,000\n" + b"{\\" * 1_500_000,
        b"1\n00:00:00,000 --> 00:00:01,000\n" + b"\n" * 3_000_000 + b"1",
        b"[Script Info]\n\n[Events]\n" + b"Dialogue: " * 15_000,
        b"[Events]\n[Fonts]\nfontname: x\n" + b"a" * 3_000_000,
    ],
    ids=["angles", "ampersands", "braces", "blanks", "commas", "fonts"],
)
def test_hostile_file_keeps_nobody_busy(raw: bytes) -> None:
    began = time.monotonic()
    try:
        read_caption_file(raw, 60_000)
    except CaptionFileError as refusal:
        assert str(refusal)
    assert time.monotonic() - began < 25


@given(lines())
def test_what_is_written_is_valid_and_reads_back_the_same(cues: list[Line]) -> None:
    said = [Line(cue.start_ms, cue.end_ms, cleaned(cue.text)) for cue in cues]
    said = [cue for cue in said if cue.text]
    raw = FORMATS["vtt"].write(said, "zh").encode()
    valid = strict_webvtt.read(raw)
    assert [(cue.start_ms, cue.end_ms) for cue in valid] == [(c.start_ms, c.end_ms) for c in said]
    squeezed = ["".join("".join(cue.lines).split()) for cue in valid]
    assert squeezed == ["".join(cue.text.split()) for cue in said]
    if said:
        read_back = read(raw, None).lines
        assert [(start, end) for start, end, _text in read_back] == [
            (cue.start_ms, cue.end_ms) for cue in said
        ]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for start in (b"", b"WEBVTT\n\n", b"[Script Info]\n[Events]\n", SRT.encode()):
        try:
            known = read(start + raw, 60_000)
        except UnreadableFileError:
            continue
        assert all(0 <= begin < end <= 60_000 for begin, end, _text in known.lines)


@pytest.mark.django_db
def test_word_file_tells_what_it_is_a_file_of(tmp_path: object) -> None:
    recording = make_recording("建筑工业化专题讲座", language="zh", recorded_on=date(2026, 5, 4))
    transcript = make_transcript(recording, ("质量第一，", "安全第一。"))
    path = f"{tmp_path}/x.docx"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(captions_file(transcript, "docx"))
    document = Document(path)
    assert document.paragraphs[0].text == "文字稿：建筑工业化专题讲座"
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["录像"] == "建筑工业化专题讲座"
    assert "2026" in facts["录制日期"]
    assert document.paragraphs[-1].text == "00:00:00  质量第一，安全第一。"
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert "FangSong" in fonts.attrib.values()
