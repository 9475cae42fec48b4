"""Which characters of a text to mark for a query, and which of the marks to jump to."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from search.query import AnalysedQuery, Term
from search.text import is_sound, normalise, places_of

Span = tuple[int, int]

_THIN = re.compile(r"[\s\-]{1,2}")
"""What may lie between two marks that are shown as one."""


def highlight_spans(original: str, query: AnalysedQuery) -> list[Span]:
    """Character spans of the original, ascending, apart from each other, never empty."""
    return joined(original, query, marks_of_terms(original, query))


def marks_of_terms(original: str, query: AnalysedQuery) -> list[list[Span]]:
    """Where each term of the query lies in the original, in the order of the terms.

    Words that only sound like a term are marked where the term itself does not appear. Of a
    further reading (a synonym, pinyin) nothing is marked where too little of it is there: half a
    synonym is another word. Unless nothing else is.
    """
    wanted = query.tokens
    terms = [term for clause in query.clauses for term in clause.terms]
    places = places_of(original, wanted, with_sounds=False)
    if not _is_written(query, places) and any(_only_sounds(term, places) for term in terms):
        places = places_of(original, wanted, with_sounds=True)
    marks: list[list[Span]] = []
    for term in terms:
        present = [variant.token for variant in term.variants if variant.token in places]
        written = [token for token in present if not is_sound(token)]
        marks.append([span for token in written or present for span in places[token]])
    told = _of_answering_readings(marks, query)
    return told if any(told) else marks


def _of_answering_readings(marks: list[list[Span]], query: AnalysedQuery) -> list[list[Span]]:
    """The marks of the first reading, and of those further ones of which enough is there."""
    told: list[list[Span]] = []
    for clause in query.clauses:
        found = marks[len(told) : len(told) + len(clause.terms)]
        enough = not told or clause.is_answered([bool(places) for places in found])
        told += found if enough else [[] for _term in found]
    return told


def joined(original: str, query: AnalysedQuery, marks: Sequence[Sequence[Span]]) -> list[Span]:
    """The marks of all terms as they are shown: in order, those that touch made one."""
    spans = [span for found in marks for span in found]
    return _merged(original, spans or _at_border(original, query.tokens))


def landing(marks: Sequence[Sequence[Span]], offsets: Sequence[int]) -> int | None:
    """In which cue a jump should land: the one that holds most of what was asked for.

    `offsets` are where the cues of a moment begin in its text. What every cue says (the subject of
    the whole lecture) tells them apart less than what one of them says. The earliest of equals.
    """
    worth: dict[int, float] = {}
    for found in marks:
        holding = {max(bisect_right(offsets, start) - 1, 0): end - start for start, end in found}
        for cue, length in holding.items():
            worth[cue] = worth.get(cue, 0.0) + length / len(holding)
    return max(worth, key=lambda cue: (worth[cue], -cue), default=None)


def cue_of_mark(highlights: Sequence[Span], offsets: Sequence[int]) -> int | None:
    """In which cue the first mark lies; for a moment that holds but the beginning of a word."""
    return max(bisect_right(offsets, highlights[0][0]) - 1, 0) if highlights else None


def _is_written(query: AnalysedQuery, places: Mapping[str, Sequence[Span]]) -> bool:
    """Whether enough of the query is there as it is written: what only sounds like it is then not
    looked for, which takes as long as all the rest."""
    return any(
        clause.is_answered([any(v.token in places for v in term.variants) for term in clause.terms])
        for clause in query.clauses
    )


def _only_sounds(term: Term, places: Mapping[str, Sequence[Span]]) -> bool:
    """Whether a term is not there as it is written, and may be there as it sounds."""
    tokens = [variant.token for variant in term.variants]
    return any(map(is_sound, tokens)) and not any(token in places for token in tokens)


def _at_border(original: str, wanted: Collection[str]) -> list[Span]:
    """The last character, where a word begins that the next moment ends."""
    normal, places = normalise(original.rstrip())
    starts = {token[0] for token in wanted if len(token) == 2 and not token.isascii()}
    if not normal or normal[-1] not in starts:
        return []
    return [(len(normal) - 1 if places is None else places[-1], len(original.rstrip()))]


def _merged(original: str, spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or _THIN.fullmatch(original, merged[-1][1], start)):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
