"""The way from a media file to captions, apart from where they are kept.

Used alike by the job and by the command: plan, decode batch by batch, cut into cues. The caller
stores the plan and each batch, and may begin again in the middle with what it stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from content.transcripts.chunk_plan import ChunkPlan, sample_chunks, vote
from content.transcripts.cue_splitting import DraftCue, split_into_cues, words_of
from content.transcripts.engine_client import EngineClient
from content.transcripts.engines.base import Segment
from content.transcripts.hallucinations import CHINESE_STYLE
from content.transcripts.messages import words_to_lists
from content.transcripts.punctuation import punctuate
from content.transcripts.simplified import simplify_words

LANGUAGES = ("zh", "en")

_LONGEST_PROMPT = {"zh": 120, "en": 400}


@dataclass(frozen=True, slots=True)
class FinishedCue:
    """A caption as it is stored: what is shown, and the same in the script the engine chose."""

    start_ms: int
    end_ms: int
    text: str
    raw_text: str
    confidence: float | None
    words: list[list[Any]]


def usable_threads(wanted: int) -> int:
    """The processors this process may use, where none are asked for."""
    if wanted:
        return wanted
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def choose_language(client: EngineClient, plan: ChunkPlan, wanted: str) -> str:
    """The language asked for, else the one that most of three spread chunks seem to be in."""
    if wanted in LANGUAGES:
        return wanted
    return vote(client.languages(sample_chunks(plan), LANGUAGES))


def make_prompt(language: str, title: str = "", terms: Iterable[str] = ()) -> str:
    """What each chunk is decoded after: style, and the words that the lecture is likely to use."""
    limit = _LONGEST_PROMPT.get(language, _LONGEST_PROMPT["en"])
    style, separator, end = (CHINESE_STYLE, "、", "。") if language == "zh" else ("", ", ", ".")
    known: list[str] = []
    for term in dict.fromkeys(filter(None, (title.strip(), *(term.strip() for term in terms)))):
        if len(style) + len(separator.join([*known, term])) + len(end) > limit:
            break
        known.append(term)
    return style + (separator.join(known) + end if known else "")


def decode(
    client: EngineClient,
    plan: ChunkPlan,
    *,
    language: str,
    prompt: str,
    done: Sequence[int] = (),
) -> Iterator[tuple[int, list[Segment]]]:
    """Each batch's number and segments, those of `done` left out."""
    for number, batch in enumerate(plan.batches):
        if number not in done:
            yield number, client.decode(batch, language=language, prompt=prompt)


def finish(segments: Iterable[Segment], *, language: str, duration_ms: int) -> list[FinishedCue]:
    """The captions of a whole recording from all its segments in order."""
    if language == "zh":
        segments = [replace(segment, words=punctuate(words_of(segment))) for segment in segments]
    drafts = split_into_cues(segments, language=language, duration_ms=duration_ms)
    return [_finished(draft) for draft in drafts]


def _finished(draft: DraftCue) -> FinishedCue:
    # Whatever the lecture's language: an English one quotes Chinese, too.
    words = simplify_words(draft.words)
    text = " ".join("".join(word.text for word in words).split())
    return FinishedCue(
        start_ms=draft.start_ms,
        end_ms=draft.end_ms,
        text=text,
        raw_text=draft.text,
        confidence=draft.confidence,
        words=words_to_lists(words),
    )
