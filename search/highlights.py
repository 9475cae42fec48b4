"""Which characters of a text to mark for a query, and which of the marks to jump to."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from search.query import AnalysedQuery, Term
from search.text import is_sound, normalise, places_of

Span = tuple[int, int]

_THIN = re.compile(r"[\s\-]{1,2}")
"""What may lie between two marks that are shown as one."""


def highlight_spans(original: str, query: AnalysedQuery) -> list[Span]:
    """Character spans of the original, ascending, apart from each other, never empty.

    Words that only sound like a term are marked where the term itself does not appear.
    """
    wanted = query.tokens
    terms = [term for clause in query.clauses for term in clause.terms]
    places = places_of(original, wanted, with_sounds=False)
    if any(_only_sounds(term, places) for term in terms):
        places = places_of(original, wanted, with_sounds=True)
    spans: list[Span] = []
    for term in terms:
        present = [variant.token for variant in term.variants if variant.token in places]
        written = [token for token in present if not is_sound(token)]
        for token in written or present:
            spans.extend(places[token])
    return _merged(original, spans or _at_border(original, wanted))


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


def longest(spans: Sequence[Span]) -> Span | None:
    """The mark that holds most of the query: where a jump should land. The earliest of equals."""
    return max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=None)


def _merged(original: str, spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or _THIN.fullmatch(original, merged[-1][1], start)):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
