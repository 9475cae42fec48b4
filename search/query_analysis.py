"""From what a person typed to the clauses an engine looks for.

Pure. A query has one reading as it stands; further readings come from numerals (第十一条 is
第11条), from the glossary's synonyms and from pinyin (zhuangpeishi). Words that only ask (怎么,
什么, how) are left out unless nothing else is there.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from search import text as analyser
from search.numerals import in_digits
from search.pinyin import is_syllable, typed_readings
from search.query import AnalysedQuery, Clause, SearchQuery, Term, Variant
from search.segmentation import pairs_within_words
from search.text import Piece

LONGEST_QUERY = 200
MOST_TERMS = 20
MOST_CLAUSES = 4

SOUND_WEIGHT = 0.3
"""Two syllables beside the two characters themselves: what a mishearing is worth."""
STEM_WEIGHT = 0.85
LONE_CHARACTER_WEIGHT = 0.5
DIGITS_CLAUSE_WEIGHT = 0.9
PINYIN_CLAUSE_WEIGHT = 0.7
SYNONYM_CLAUSE_WEIGHT = 0.8

_ASKING = re.compile(
    "请问|想问|有没有|能不能|是不是|可不可以|为什么|是什么|什么叫|什么是|什么样|什么时候|什么|"
    "怎么样|怎么办|怎么做|怎么|为何|何时|是否|能否|可否|要不要|会不会|该不该|必须|多久|多长|多高|"
    "(?<![一二三四五六七八九十])几(?=[天次年月层人级道遍])|才能|才会|怎样|如何|哪些|哪个|哪里|哪种|哪几|多少|多大|几个|几种|"
    "应该|应当|需要|可以|能够|进行|我们|他们|它们|这个|那个|这些|那些|一下|一些|"
    "关于|以及|还是|或者|"
    "(?<!目)(?<!(?<![招投评中开流废])标)的(?!确|士)|(?<!为)了(?!解)|(?<!干)吗|呢|吧|啊|(?<!总)(?<!饱)(?<!缓)和(?!谐|平)|"
    "与(?!会)|(?<!普)(?<!以)(?<!涉)及(?!格|时)|(?<!但)(?<!就)(?<!总)是(?!否)|(?<!存)(?<!现)在(?!线|场|建)|"
    "(?<!所)(?<!没)有(?!限|效|关|机|害|色)"
)
_ENGLISH_ASKING = frozenset(
    re.findall(
        r"\w+",
        "a about an and any are as at be been by can could did do does for from had has have how i "
        "if in is it its long many may me might much must my need of often on or our shall should "
        "some that the their them there these they this those to us was we were what when where "
        "which who whom whose why will with would you your",
    )
)
_NEVER_SPLIT = 3
"""A run this short is a word as a whole, whatever it contains."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the query, or several syllables typed as Latin letters."""

    text: str
    kind: str  # "cjk", "word" or "pinyin"
    glued: bool
    """Whether it follows the part before it with no more than a space between."""
    syllables: tuple[str, ...] = ()


def analyse(query: SearchQuery) -> AnalysedQuery:
    """The clauses of a query; none where it holds nothing to look for. Never raises."""
    normal, _places = analyser.normalise(query.text[:LONGEST_QUERY])
    clauses: dict[tuple[Term, ...], Clause] = {}
    for words_asked, weight in _wordings(normal, query.synonyms):
        for parts, share in _readings(_parts(words_asked)):
            terms = tuple(islice(dict.fromkeys(_terms(parts)), MOST_TERMS))
            if terms and terms not in clauses and len(clauses) < MOST_CLAUSES:
                asked = sum(term.is_asked for term in terms)
                minimum = least(asked, asks=_ASKING.search(words_asked) is not None)
                clauses[terms] = Clause(terms, minimum, weight * share * _evenly(clauses, terms))
    return AnalysedQuery(query, tuple(clauses.values()))


def _evenly(clauses: Collection[tuple[Term, ...]], terms: tuple[Term, ...]) -> float:
    """What each term of a further reading is worth, that the wordier one is not worth more: what
    was asked for in Chinese is shown in Chinese where it was said in both languages."""
    first = next(iter(clauses), terms)
    return min(1.0, len(first) / len(terms))


def least(count: int, *, asks: bool = False) -> int:
    """How many of so many terms must be found: all of a word, most of a phrase, a third of a
    question, whose own words are seldom those of the answer."""
    if count <= 2:
        return count
    if asks:
        return max(2, math.ceil(count / 3))
    return math.ceil(count * 0.6) if count <= 6 else math.ceil(count * 0.5)


def _wordings(normal: str, synonyms: Sequence[Sequence[str]]) -> Iterator[tuple[str, float]]:
    """The query as it stands, with its numerals in digits, and then with each glossary word
    replaced by those that mean the same."""
    yield normal, 1.0
    digits = in_digits(normal)
    if digits != normal:
        yield digits, DIGITS_CLAUSE_WEIGHT
    for group in synonyms:
        words = [analyser.normalise(word)[0].strip() for word in group]
        for word in words:
            if word and _mentions(normal, word):
                for other in words:
                    if other and other != word:
                        yield normal.replace(word, f" {other} "), SYNONYM_CLAUSE_WEIGHT
                break


def _mentions(normal: str, word: str) -> bool:
    if not word.isascii():
        return word in normal
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", normal) is not None


def _parts(normal: str) -> list[_Part]:
    """The pieces of a query without the words that only ask; all of them if nothing remains."""
    everything = list(_glued(normal, analyser.pieces(normal)))
    telling = [part for part in _telling(everything) if part.text]
    return telling or everything


def _glued(normal: str, found: Iterator[Piece]) -> Iterator[_Part]:
    last: Piece | None = None
    for piece in found:
        glued = last is not None and analyser.glues(normal[last.end : piece.start])
        yield _Part(piece.text, "cjk" if piece.is_cjk else "word", glued)
        last = piece


def _telling(parts: Sequence[_Part]) -> Iterator[_Part]:
    for part in parts:
        if part.kind == "word":
            if part.text not in _ENGLISH_ASKING:
                yield part
        elif len(part.text) <= _NEVER_SPLIT and len(parts) == 1:
            yield part
        else:
            kept = _ASKING.split(part.text)
            for index, run in enumerate(kept):
                yield _Part(run, "cjk", part.glued and index == 0)


def _readings(parts: Sequence[_Part]) -> Iterator[tuple[Sequence[_Part], float]]:
    """The parts as they stand; then with Latin letters read as pinyin where they can be."""
    yield parts, 1.0
    runs = list(_typed_runs(parts))
    if not runs:
        return
    most = max(len(readings) for _start, _end, readings in runs)
    for choice in range(most):
        read: list[_Part] = []
        at = 0
        for start, end, readings in runs:
            syllables = readings[min(choice, len(readings) - 1)]
            read.extend(parts[at:start])
            read.append(_Part("".join(syllables), "pinyin", False, syllables))
            at = end
        read.extend(parts[at:])
        yield read, PINYIN_CLAUSE_WEIGHT


def _typed_runs(
    parts: Sequence[_Part],
) -> Iterator[tuple[int, int, Sequence[tuple[str, ...]]]]:
    """Stretches of parts that can be pinyin: one word of many syllables, or many of one."""
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) and _is_one_syllable(parts[end]):
            end += 1
        if end - at >= 2:
            yield at, end, [tuple(part.text for part in parts[at:end])]
            at = end
            continue
        if parts[at].kind == "word" and (readings := typed_readings(parts[at].text)):
            yield at, at + 1, readings
        at += 1


def _is_one_syllable(part: _Part) -> bool:
    return part.kind == "word" and len(part.text) > 1 and is_syllable(part.text)


def _terms(parts: Sequence[_Part]) -> Iterator[Term]:
    for index, part in enumerate(parts):
        before = parts[index - 1] if index and part.glued else None
        after = parts[index + 1] if index + 1 < len(parts) and parts[index + 1].glued else None
        if part.kind == "pinyin":
            yield from _typed_terms(part, parts[index + 1 : index + 2])
        elif part.kind == "cjk":
            yield from _character_terms(part.text, before, after)
        # A lone letter beside a character (双T板) is found through the two together.
        elif len(part.text) > 1 or not (_is_run(before) or _is_run(after)):
            yield from _word_terms(part.text)
            if before is not None and before.kind == "word":
                for token in analyser.word_pair(before.text, part.text):
                    yield Term((Variant(token, 1.0),), is_asked=False)


def _typed_terms(part: _Part, following: Sequence[_Part]) -> Iterator[Term]:
    """The pairs of typed syllables, and the one across to a word that is typed behind them."""
    for left, right in pairwise(part.syllables):
        yield Term((Variant(f"{left}_{right}", 1.0),))
    for other in following:
        if other.kind == "pinyin":
            sound = f"{part.syllables[-1]}_{other.syllables[0]}"
            yield Term((Variant(sound, 1.0),), is_asked=False)


def _is_run(part: _Part | None) -> bool:
    return part is not None and part.kind == "cjk"


def _character_terms(run: str, before: _Part | None, after: _Part | None) -> Iterator[Term]:
    """A run's pairs, those within its words being asked for; a lone character, and one beside a
    lone letter, together with the word."""
    if before is not None and before.kind == "word" and _wants_company(run, before):
        yield _mixed_term(analyser.plain(before.text) + run[0], run)
    within = pairs_within_words(run)
    heard = zip(analyser.bigrams(run), analyser.sounds(run), strict=True)
    for place, (pair, sound) in enumerate(heard):
        variants = [Variant(pair, 1.0)]
        if sound:
            variants.append(Variant(sound, SOUND_WEIGHT))
        yield Term(tuple(variants), is_asked=place in within)
    if after is not None and after.kind == "word" and _wants_company(run, after):
        yield _mixed_term(run[-1] + analyser.plain(after.text), run)
    elif len(run) == 1 and (before is None or before.kind != "word"):
        yield Term((Variant(run, 1.0),))


def _wants_company(run: str, word: _Part) -> bool:
    return len(word.text) <= analyser.LONGEST_MIXED and (len(run) == 1 or len(word.text) == 1)


def _mixed_term(mixed: str, run: str) -> Term:
    variants = [Variant(mixed, 1.0)]
    if len(run) == 1:
        variants.append(Variant(run, LONE_CHARACTER_WEIGHT))
    return Term(tuple(variants))


def _word_terms(word: str) -> Iterator[Term]:
    tokens = analyser.word_tokens(word)
    if len(tokens) == 1:
        yield Term((Variant(tokens[0], 1.0),))
    elif tokens:
        stem, written = tokens
        yield Term((Variant(written, 1.0), Variant(stem, STEM_WEIGHT)))
