"""What a document has in common with the one before it, so that only the rest is written again.

The journal stores what `succeed` gives. Moments that are as they were keep their numbers and the
version since which they are so; an index that holds an earlier version is given what is younger.
Pure: knows neither the database nor an engine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from search.documents import IndexDocument, IndexMoment

GIST_SLACK = 0.1
"""So large a share of a gist's weight may be out of date before every moment is weighed anew: one
corrected cue changes some of the counts a gist is made of, and a gist weighs on all moments."""

_SHARED = ("kind", "audiences", "published_at", "title_tokens", "facets")


def succeed(previous: IndexDocument | None, document: IndexDocument, version: int) -> IndexDocument:
    """The document under its version, numbered after the one it follows. `version` is higher than
    any given before."""
    if previous is None:
        moments = tuple(replace(moment, since=version) for moment in document.moments)
        return replace(document, version=version, shared_since=version, moments=moments)
    kept = _keeps_shared(previous, document)
    return replace(
        document,
        version=version,
        shared_since=(previous.shared_since or previous.version) if kept else version,
        gist_tokens=previous.gist_tokens if kept else document.gist_tokens,
        moments=tuple(_numbered(previous, document.moments, version)),
    )


def _keeps_shared(previous: IndexDocument, document: IndexDocument) -> bool:
    if any(getattr(previous, name) != getattr(document, name) for name in _SHARED):
        return False
    old, new = Counter(previous.gist_tokens.split()), Counter(document.gist_tokens.split())
    differing = (old - new).total() + (new - old).total()
    return differing <= GIST_SLACK * old.total()


def _numbered(
    previous: IndexDocument, moments: Sequence[IndexMoment], version: int
) -> Iterator[IndexMoment]:
    """The moments with their numbers: those that are as they were keep theirs, the others take
    what is free, lowest first. So there are no gaps, and most changed moments stay in place."""
    held: dict[tuple[Any, ...], list[IndexMoment]] = defaultdict(list)
    for moment in reversed(previous.moments):
        if moment.number <= len(moments):
            held[_content(moment)].append(moment)
    same = [found.pop() if (found := held.get(_content(each))) else None for each in moments]
    taken = {each.number for each in same if each is not None}
    free = iter(sorted(set(range(1, len(moments) + 1)) - taken))
    for moment, known in zip(moments, same, strict=True):
        if known is None:
            yield replace(moment, number=next(free), since=version)
        else:
            yield replace(moment, number=known.number, since=known.since or previous.version)


def _content(moment: IndexMoment) -> tuple[Any, ...]:
    return (
        *(moment.text, moment.tokens, moment.context),
        *(moment.start_ms, moment.end_ms, moment.cues),
    )
