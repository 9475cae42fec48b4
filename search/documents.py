"""What is indexed: frozen values, analysed once, that every engine stores as they are.

A document is one thing (a recording, an article, a course) in one language; its moments are the
passages a search can point at. Tokens are made here, when content is saved, and travel with the
document, so a rebuild or another engine never analyses again. Nothing here knows an engine, the
database or Django.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from search import text as analyser

CONTEXT_CHARACTERS = 40
"""How much of each neighbour's text a moment knows, at low weight."""
PACKING = 3
"""How hard stored documents are packed; harder takes longer at each save of a long lecture than it
spares of disk."""
MAXIMUM_AUDIENCES = 4
MAXIMUM_MOMENTS = 65_000
GIST_LEVELS = (2, 4, 8)
"""In so many moments a token must come to weigh once, twice, three times in the gist."""
GIST_SIZES = {"telling": 128, "sound": 128, "lone": 48}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text before analysis: a moment of a lecture, or (times None) of an article.

    `cues` are (character offset into text, start in ms), ascending: where a jump may land. In a
    passage without times the second number is that of a page.
    """

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    cues: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class IndexMoment:
    """A passage with its tokens. Numbers run from 1 without gaps; a moment keeps its number while
    it stays as it is, so they follow the order of speech nearly everywhere.

    `since` is the version of the document since which the moment is as it is; 0 means its present
    version.
    """

    number: int
    text: str
    tokens: str
    context: str
    start_ms: int | None = None
    end_ms: int | None = None
    cues: tuple[tuple[int, int], ...] = ()
    since: int = 0


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One thing in one language. `version` only grows: engines refuse an older one. Its moments are
    in the order of speech.

    `audiences`: ALL sets must share a token with the viewer. `title_tokens` (title, topics, people)
    and `gist_tokens` (what the thing speaks of again and again, each up to three times) weigh on
    each of its moments; `header_tokens` are title, summary and the like, found with no moment.
    """

    group: str
    kind: str
    language: str
    version: int
    audiences: tuple[frozenset[str], ...]
    title: str
    summary: str
    topics: tuple[str, ...]
    unit: str
    speaker: str
    published_at: datetime | None
    title_tokens: str
    header_tokens: str
    gist_tokens: str
    moments: tuple[IndexMoment, ...]
    facets: tuple[tuple[str, str], ...] = ()
    """Facet and key (see `search.query.FACETS`); those of kind and language go without saying."""
    shared_since: int = 0
    """The version since which all that weighs on every moment, or decides who sees it, is as it is;
    0 means the present version."""

    def __post_init__(self) -> None:
        if len(self.audiences) > MAXIMUM_AUDIENCES:
            raise ValueError(f"more than {MAXIMUM_AUDIENCES} audiences: {self.group}")
        if len(self.moments) > MAXIMUM_MOMENTS:
            raise ValueError(f"more than {MAXIMUM_MOMENTS} moments: {self.group}")

    @property
    def id(self) -> str:
        return document_id(self.group, self.language)

    @property
    def published_ms(self) -> int:
        """Milliseconds since 1970, 0 where unknown."""
        return int(self.published_at.timestamp() * 1000) if self.published_at else 0

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of each facet but kind and language."""
        found: dict[str, list[str]] = {}
        for name, key in self.facets:
            found.setdefault(name, []).append(key)
        return found

    @property
    def content_mark(self) -> int:
        """Of what an engine should hold: see `ContentMark`."""
        mark = ContentMark()
        for moment in self.moments:
            mark.take(moment.number, moment.text, moment.start_ms, self.audiences)
        return mark.value

    def changed_since(self, held: int) -> tuple[IndexMoment, ...]:
        """The moments an index that holds this version of the document has to be given; all of
        them where it holds none (0), or this one, which is then written anew."""
        if not 0 < held < self.version:
            return self.moments
        return tuple(each for each in self.moments if (each.since or self.version) > held)

    def shares_since(self, held: int) -> bool:
        """Whether what all moments share is as it was in this version."""
        return 0 < held < self.version and (self.shared_since or self.version) <= held

    def moment_id(self, number: int) -> str:
        return f"{self.id}:{number}"

    def to_bytes(self) -> bytes:
        """A compact form to keep with the saved content; `from_bytes` gives an equal document."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        values["audiences"] = [sorted(tokens) for tokens in self.audiences]
        values["published_at"] = self.published_at.isoformat() if self.published_at else None
        values["moments"] = [
            {each.name: getattr(moment, each.name) for each in fields(IndexMoment)}
            for moment in self.moments
        ]
        return zlib.compress(json.dumps(values, ensure_ascii=False).encode(), PACKING)

    @classmethod
    def from_bytes(cls, data: bytes) -> "IndexDocument":
        values: dict[str, Any] = json.loads(zlib.decompress(data))
        values["audiences"] = tuple(frozenset(tokens) for tokens in values["audiences"])
        values["topics"] = tuple(values["topics"])
        if values["published_at"] is not None:
            values["published_at"] = datetime.fromisoformat(values["published_at"])
        values["facets"] = tuple((name, key) for name, key in values.get("facets", ()))
        values["moments"] = tuple(_moment_from(moment) for moment in values["moments"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Removal:
    """A document gone since `version`; `language` None means every language of the group."""

    group: str
    version: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """What an engine holds, for the reconciler to compare. `mark`: of the moments it really holds;
    version 0: moments that belong to no document."""

    group: str
    language: str
    version: int
    mark: int


class ContentMark:
    """A number that differs where moments differ: in number, words, start, or who may see them.
    They may be taken in any order."""

    def __init__(self) -> None:
        self.value = 0

    def take(
        self, number: int, text: str, start_ms: int | None, audiences: Iterable[Iterable[str]]
    ) -> None:
        rights = sorted(sorted(tokens) for tokens in audiences)
        told = f"{number} {start_ms} {rights} {text}"
        self.value += zlib.crc32(told.encode()) + 1


Surroundings = tuple[str, str, str]
"""The text of a moment with as much of its neighbours' as its tokens depend on."""
KnownTokens = Mapping[Surroundings, tuple[str, str]]
"""By surroundings the tokens and the context of a moment that was analysed before."""


def document_id(group: str, language: str) -> str:
    return f"{group}:{language}"


def build_document(  # noqa: PLR0913 - a document has that many sides
    *,
    group: str,
    language: str,
    version: int,
    audiences: Iterable[Iterable[str]],
    title: str,
    summary: str = "",
    topics: Sequence[str] = (),
    unit: str = "",
    speaker: str = "",
    published_at: datetime | None = None,
    passages: Sequence[Passage] = (),
    facets: Iterable[tuple[str, str]] = (),
    known: KnownTokens | None = None,
) -> IndexDocument:
    """Analyses a thing. `group` is "kind:id"; passages become moments in their order. A moment
    whose tokens are `known` is not analysed again."""
    passages = [passage for passage in passages if passage.text.strip()]
    moments = tuple(_moments(passages, known or {}))
    title_tokens = analyser.index_tokens("\n\n".join([title, *topics, speaker, unit]))
    header_tokens = dict.fromkeys([*title_tokens, *analyser.index_tokens(summary)])
    return IndexDocument(
        group=group,
        kind=group.partition(":")[0],
        language=language,
        version=version,
        audiences=simplify_audiences(audiences),
        title=analyser.storable(title),
        summary=analyser.storable(summary),
        topics=tuple(analyser.storable(topic) for topic in topics),
        unit=analyser.storable(unit),
        speaker=analyser.storable(speaker),
        published_at=published_at,
        title_tokens=" ".join(title_tokens),
        header_tokens=" ".join(header_tokens),
        gist_tokens=" ".join(_gist(moments)),
        moments=moments,
        facets=tuple(sorted({(name, analyser.storable(key)) for name, key in facets if key})),
    )


def simplify_audiences(audiences: Iterable[Iterable[str]]) -> tuple[frozenset[str], ...]:
    """The same rule with fewer sets: what is public asks nothing, a wider set adds nothing."""
    sets = {frozenset(tokens) for tokens in audiences}
    asked = {tokens for tokens in sets if "public" not in tokens}
    narrow = [tokens for tokens in asked if not any(other < tokens for other in asked)]
    return tuple(sorted(narrow, key=sorted)) or (frozenset({"public"}),)


def known_tokens(document: IndexDocument) -> KnownTokens:
    """What need not be analysed again. Only for a document made by the same analyser."""
    surroundings = _surroundings([moment.text for moment in document.moments])
    pairs = zip(surroundings, document.moments, strict=True)
    return {around: (moment.tokens, moment.context) for around, moment in pairs}


def _surroundings(texts: Sequence[str]) -> Iterator[Surroundings]:
    for index, text in enumerate(texts):
        before = texts[index - 1] if index else ""
        after = texts[index + 1] if index + 1 < len(texts) else ""
        yield before[-CONTEXT_CHARACTERS:], text, after[:CONTEXT_CHARACTERS]


def _moments(passages: Sequence[Passage], known: KnownTokens) -> Iterator[IndexMoment]:
    texts = [analyser.storable(passage.text) for passage in passages]
    pairs = zip(_surroundings(texts), passages, strict=True)
    for number, (around, passage) in enumerate(pairs, start=1):
        tokens, context = known.get(around) or _analysed(around)
        yield IndexMoment(
            number=number,
            text=around[1],
            tokens=tokens,
            context=context,
            start_ms=passage.start_ms,
            end_ms=passage.end_ms,
            cues=passage.cues,
        )


def _analysed(around: Surroundings) -> tuple[str, str]:
    """The tokens of a moment, and those of its neighbours that it has not itself."""
    before, text, after = around
    own = analyser.index_tokens(text, following=after)
    context = [*analyser.index_tokens(before), *analyser.index_tokens(after)]
    known = set(own)
    near = dict.fromkeys(token for token in context if token not in known)
    return " ".join(own), " ".join(near)


def _gist(moments: Sequence[IndexMoment]) -> list[str]:
    """The tokens that come back from moment to moment, each as often as it weighs (1 to 3)."""
    counts: Counter[str] = Counter()
    for moment in moments:
        counts.update(moment.tokens.split())
    room = dict(GIST_SIZES)
    found: list[str] = []
    for token, count in counts.most_common():
        if count < GIST_LEVELS[0]:
            break
        sort = _sort_of(token)
        if room[sort]:
            room[sort] -= 1
            found.extend([token] * sum(count >= least for least in GIST_LEVELS))
    return found


def _sort_of(token: str) -> str:
    if len(token) == 1:
        return "lone"
    return "telling" if analyser.is_telling(token) else "sound"


def _moment_from(values: dict[str, Any]) -> IndexMoment:
    cues = tuple((offset, start_ms) for offset, start_ms in values.pop("cues"))
    return IndexMoment(**values, cues=cues)
