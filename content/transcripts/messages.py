"""What the worker and its child process say to each other: one JSON object a line. Pure.

A request names what to do; answers are any number of `{"progress": …}`, then one `{"result": …}`
or `{"error": …, "message": …}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content.transcripts.engines.base import AudioChunk, Segment, Word

MISSING, UNREADABLE, NO_SOUND, UNAVAILABLE, FULL, BROKEN = (
    "missing",
    "unreadable",
    "no_sound",
    "unavailable",
    "full",
    "broken",
)


def encode(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(line)
    return message


def regions_to_lists(regions: Iterable[AudioChunk]) -> list[list[int]]:
    return [[region.start_ms, region.end_ms] for region in regions]


def regions_from_lists(lists: Iterable[Sequence[int]]) -> list[AudioChunk]:
    return [AudioChunk(start, end) for start, end in lists]


def words_to_lists(words: Iterable[Word]) -> list[list[Any]]:
    """Each word as [start_ms, end_ms, text, probability]: also how cues store theirs."""
    return [[word.start_ms, word.end_ms, word.text, round(word.probability, 3)] for word in words]


def words_from_lists(lists: Iterable[Sequence[Any]]) -> tuple[Word, ...]:
    return tuple(Word(*fields) for fields in lists)


def segments_to_lists(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [
        {
            "start_ms": segment.start_ms,
            "end_ms": segment.end_ms,
            "text": segment.text,
            "words": words_to_lists(segment.words),
            "avg_logprob": round(segment.avg_logprob, 4),
            "no_speech_prob": round(segment.no_speech_prob, 4),
            "compression_ratio": round(segment.compression_ratio, 3),
        }
        for segment in segments
    ]


def segments_from_lists(lists: Iterable[Mapping[str, Any]]) -> list[Segment]:
    return [Segment(**{**fields, "words": words_from_lists(fields["words"])}) for fields in lists]
