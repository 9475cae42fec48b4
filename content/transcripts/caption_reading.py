"""Reads a caption file that somebody sends: VTT, SRT or ASS, in whatever state it is. Pure.

Nothing in it is believed: size and number of cues are limited before anything is parsed, markup
is taken off, times are put in order. What was mended is counted, so that it can be said. As a
program it reads the file from its standard input and answers in JSON: `caption_files` runs it so,
under limits, for a file can be made to keep a parser busy.
"""

from __future__ import annotations

import html
import json
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

import pysubs2

from content.transcripts.cue_rules import LONGEST_TEXT, cleaned

MOST_CUES = 20_000
FORMATS = ("vtt", "srt", "ass")
_ENCODINGS = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))
_TIMES = {"vtt": "-->", "srt": "-->", "ass": "\nDialogue:"}
_ANY_TAG = re.compile(r"<[^<>]{0,500}>")
_STYLE_TAG = re.compile(r"</?(?:b|i|u|s|font|c|v|lang|ruby|rt)\b[^<>]{0,200}>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}]{0,500}\}")
_CLOCK = re.compile(r"\d{1,4}:\d{2}[:.,]\d")


class UnreadableFileError(ValueError):
    """`args[0]` says why, as a word: empty, encoding, format, too_many, no_cues."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The lines in order, and what had to be mended for it."""

    form: str
    encoding: str
    lines: tuple[tuple[int, int, str], ...] = ()
    without_times: int = 0
    without_text: int = 0
    overlapping: int = 0
    outside: int = 0
    cut: int = 0


def read(raw: bytes, duration_ms: int | None) -> ReadFile:
    """Raises UnreadableFileError."""
    text, encoding = _decoded(raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    form = _form(text)
    announced = text.count(_TIMES[form])
    if announced > MOST_CUES:
        raise UnreadableFileError("too_many")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            events = pysubs2.SSAFile.from_string(text, format_=form, **_options(form))
        except Exception as problem:  # a parser may fail in any way on a file that is none
            raise UnreadableFileError("format") from problem
    found = [
        (event.start, event.end, _words(event, form)) for event in events if not event.is_comment
    ]
    timed = [line for line in found if 0 <= line[0] < line[1]]
    said = [line for line in timed if line[2]]
    if not said:
        raise UnreadableFileError("no_cues")
    known = ReadFile(
        form,
        encoding,
        without_times=max(announced - _comments(events), len(found)) - len(timed),
        without_text=len(timed) - len(said),
    )
    return _in_order(said, known, duration_ms)


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    if not raw.strip():
        raise UnreadableFileError("empty")
    for name, label in _ENCODINGS:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, label
    raise UnreadableFileError("encoding")


def _form(text: str) -> str:
    start = text.lstrip()[:6].upper()
    if start == "WEBVTT":
        return "vtt"
    if "[Script Info]" in text[:2_000] or "\n[Events]" in text:
        return "ass"
    if "-->" in text and _CLOCK.search(text):
        return "srt"
    raise UnreadableFileError("format")


def _options(form: str) -> dict[str, bool]:
    return {} if form == "ass" else {"keep_html_tags": True}


def _comments(events: Iterable[pysubs2.SSAEvent]) -> int:
    return sum(1 for event in events if event.is_comment)


def _words(event: pysubs2.SSAEvent, form: str) -> str:
    """What is to be read: without markup, but with everything that only looks like it."""
    text = event.text.replace("\\N", " ").replace("\\n", " ").replace("\\h", " ")
    text = _OVERRIDE.sub("", text)
    if form == "ass":
        return "" if event.is_drawing else cleaned(text)
    if form == "vtt":
        # In this format whatever stands between angles is markup, and `&lt;` is the character.
        return cleaned(html.unescape(_ANY_TAG.sub("", text)))
    return cleaned(_STYLE_TAG.sub("", text))


def _in_order(
    lines: Sequence[tuple[int, int, str]], known: ReadFile, duration_ms: int | None
) -> ReadFile:
    """One after the other: who speaks into the next is cut short, who is outside stays outside."""
    limit = duration_ms if duration_ms is not None else max(line[1] for line in lines)
    inside = sorted(line for line in lines if line[0] < limit)
    if not inside:
        raise UnreadableFileError("outside")
    kept: list[tuple[int, int, str]] = []
    overlapping = cut = 0
    for start, end, text in inside:
        if len(text) > LONGEST_TEXT:
            cut += 1
        line = (start, min(end, limit), text[:LONGEST_TEXT])
        if kept and start < kept[-1][1]:
            overlapping += 1
            before = kept.pop()
            if start == before[0]:
                # Two at once are two lines of one caption.
                both = f"{before[2]} {line[2]}"[:LONGEST_TEXT]
                line = (start, max(before[1], line[1]), both)
            else:
                kept.append((before[0], start, before[2]))
        kept.append(line)
    return replace(
        known,
        lines=tuple(kept),
        overlapping=overlapping,
        outside=len(lines) - len(inside),
        cut=cut,
    )


def main() -> None:
    """`python -m content.transcripts.caption_reading DURATION_MS` (0: not known)."""
    duration_ms = int(sys.argv[1]) or None
    try:
        answer: dict[str, object] = asdict(read(sys.stdin.buffer.read(), duration_ms))
    except UnreadableFileError as problem:
        answer = {"problem": problem.args[0]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
