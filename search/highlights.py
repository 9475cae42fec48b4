"""Which characters of a text to mark for a query, and which of the marks to jump to."""

from collections.abc import Iterable, Sequence

from search.query import AnalysedQuery
from search.text import is_sound, tokens

Span = tuple[int, int]


def highlight_spans(original: str, query: AnalysedQuery) -> list[Span]:
    """Character spans of the original, ascending, apart from each other, never empty.

    Words that only sound like a term are marked where the term itself does not appear.
    """
    wanted = query.tokens
    places: dict[str, list[Span]] = {}
    for token in tokens(original):
        if token.text in wanted:
            places.setdefault(token.text, []).append((token.start, token.end))
    spans: list[Span] = []
    for clause in query.clauses:
        for term in clause.terms:
            present = [variant.token for variant in term.variants if variant.token in places]
            written = [token for token in present if not is_sound(token)]
            for token in written or present:
                spans.extend(places[token])
    return _merged(original, spans)


def longest(spans: Sequence[Span]) -> Span | None:
    """The mark that holds most of the query: where a jump should land. The earliest of equals."""
    return max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=None)


def _merged(original: str, spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or original[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
