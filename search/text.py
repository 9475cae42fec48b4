"""The one analyser: text in, tokens out, each with its place in the original characters.

Everything is compared in one normal form: NFKC, lower case, simplified characters. A token's shape
tells what it is, so that one field can hold them all:

    装        a single Chinese (or Japanese, or Korean) character
    装配      two neighbouring characters
    zhuang_pei    the toneless syllables of two neighbours
    双t       a character and the Latin word or number beside it
    prefabr   the stem of a word; a number stands for itself, in digits however it is written
    30%       a share, beside its number
    prefabricated_    the word as it was written
    steel.structur    the stems of two neighbouring words
    gb50300   a code, joined however it is written, beside its letters and its number

Pure: no Django, no engine. Any string is accepted; offsets always lie inside it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from search import codes, pinyin
from search.numerals import numerals

LONGEST_TOKEN = 48
LONGEST_MIXED = 8
"""A word longer than this is not glued to the character beside it."""

_CJK = "㐀-䶿一-鿿豈-﫿〇々ぁ-ゖァ-ヺー가-힣\U00020000-\U0003fffd"
_LETTER = rf"[^\W\d_{_CJK}]"
_PIECE = re.compile(
    rf"[{_CJK}]+|(?:[^\W_{_CJK}]|(?<=\d)[.,](?=\d)|(?<={_LETTER})'(?={_LETTER})"
    # 30%, and the GB/T of a recommended standard, are one word each.
    rf"|(?<=\d)%(?!{_LETTER})|(?<=[a-z])/(?=t(?!{_LETTER})))+"
)
_IS_CJK = re.compile(rf"[{_CJK}]")
_CHARACTERS = re.compile(rf"[{_CJK}]{{1,2}}")
_HAS_GAP = re.compile(rf"[{_CJK}]\s{{1,2}}[{_CJK}]")
_JOINS = re.compile(r"\s{0,2}\Z")
_GLUES = re.compile(r"[\s\-]{0,2}\Z")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are character offsets into the original text, start < end."""

    text: str
    start: int
    end: int


class Piece(NamedTuple):
    """A run of Chinese characters, or a word or number, in the normal form."""

    text: str
    start: int
    is_cjk: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def storable(text: str) -> str:
    """The same text, character for character, that any database and any JSON will take."""
    return _UNSTORABLE.sub("\ufffd", text)


def normalise(text: str) -> tuple[str, Sequence[int] | None]:
    """The normal form, and for each of its characters the offset of the original one.

    The map is None where every character kept its place, which is nearly always.
    """
    if text.isascii():
        return text.lower(), None
    text = storable(text).replace("’", "'")
    places: Sequence[int] | None = None
    if _moving().search(text) is None:
        normal = unicodedata.normalize("NFKC", text)
        lowered = normal.lower()
        # Lower case adds a character in a handful of letters (İ).
        normal = lowered if len(lowered) == len(normal) else normal
    else:
        normal, places = _normalise_slowly(text)
    return _simplified(normal), places


# A text is looked at twice, once for words and once for sounds.
_looked_at = lru_cache(maxsize=256)(normalise)


def pieces(normal: str) -> Iterator[Piece]:
    """The runs and words of a text in the normal form."""
    for match in _PIECE.finditer(normal):
        found = match.group()
        yield Piece(found, match.start(), _IS_CJK.match(found) is not None)


def index_tokens(text: str, following: str = "") -> list[str]:
    """The different tokens of a text, in order of first appearance.

    `following` is what comes next: a word that is cut by the border is found on this side of it.
    """
    normal, _places = normalise(text)
    found: list[str] = []
    last: Piece | None = None
    for piece in pieces(normal):
        _add_inside(piece, found)
        if last is not None:
            found += _between(last, piece, normal[last.end : piece.start])
        last = piece
    if last is not None and following:
        head, _places = normalise(following[:12])
        first = next(pieces(head), None)
        if first is not None:
            gap = normal[last.end :] + head[: first.start]
            found += _between(last, first, gap)
    return list(dict.fromkeys(found))


def tokens(text: str) -> list[Token]:
    """Every token at every place."""
    return [Token(*found) for found in _found(text, None, with_sounds=True)]


def places_of(
    text: str, wanted: Collection[str], *, with_sounds: bool
) -> dict[str, list[tuple[int, int]]]:
    """Where the wanted tokens lie, by token: all places, ascending. Far cheaper without sounds."""
    places: dict[str, list[tuple[int, int]]] = {}
    for token, start, end in _found(text, wanted, with_sounds=with_sounds):
        places.setdefault(token, []).append((start, end))
    return places


def is_sound(token: str) -> bool:
    """Whether a token stands for how two characters sound."""
    return "_" in token[1:-1]


def is_pair_of_words(token: str) -> bool:
    return "." in token and not token[0].isdigit()


def _spans_words(token: str) -> bool:
    return is_pair_of_words(token) or codes.is_code(token)


def is_telling(token: str) -> bool:
    """Whether a token can say what a text is about: no lone character, sound or spelling."""
    return len(token) > 1 and "_" not in token


def word_tokens(word: str) -> list[str]:
    """The stem of a word and the word as written; a number has one token."""
    written = plain(word)
    if not written:
        return []
    if written[0].isdigit() and not any(char.isalpha() for char in written):
        return [written.removesuffix("%"), written] if written[-1] == "%" else [written]
    return [_stem(written), f"{written}_"]


@lru_cache(maxsize=65_536)
def word_pair(left: str, right: str) -> list[str]:
    """The token of two neighbouring words; of letters and a number their code. Read only."""
    first, second = plain(left), plain(right)
    if first[:1].isalpha() and second[:1].isalpha():
        return [f"{_stem(first)}.{_stem(second)}"]
    return codes.joined(first, second)


def bigrams(run: str) -> list[str]:
    return [left + right for left, right in pairwise(run)]


def sounds(run: str) -> list[str]:
    """For each pair of neighbours its two syllables; "" where a character has no reading."""
    read = pinyin.syllables(run)
    return [f"{left}_{right}" if left and right else "" for left, right in pairwise(read)]


def glues(gap: str) -> bool:
    """Whether a character and a word with this between them are neighbours."""
    return _GLUES.match(gap) is not None


def _add_inside(piece: Piece, found: list[str]) -> None:
    run = piece.text
    if piece.is_cjk:
        found += run
        found += bigrams(run)
        found += filter(None, sounds(run))
        found += (token for token, _start, _end in _numbers(run))
    else:
        found += _inside_word(run)


@lru_cache(maxsize=65_536)
def _inside_word(word: str) -> tuple[str, ...]:
    return (*word_tokens(word), *codes.parts(plain(word)))


def _numbers(run: str) -> Iterator[tuple[str, int, int]]:
    """A run's numerals as digits, alone and with their neighbours, as digits would have them."""
    for digits, start, end, is_percent in numerals(run):
        yield digits, start, end
        if is_percent:
            yield f"{digits}%", start, end
            continue
        if start:
            yield run[start - 1] + digits, start - 1, end
        if end < len(run):
            yield digits + run[end], start, end + 1


def _found(
    text: str, wanted: Collection[str] | None, *, with_sounds: bool
) -> list[tuple[str, int, int]]:
    normal, places = normalise(text) if wanted is None else _looked_at(text)
    if wanted is None:
        spans = list(_walked(normal, None, with_sounds=True))
    else:
        simple, others = _parted(frozenset(wanted))
        spans = [found for token in simple for found in _occurrences(normal, token)]
        if others or with_sounds or _HAS_GAP.search(normal):
            spans += _walked(normal, wanted, with_sounds=with_sounds)
            spans.sort(key=itemgetter(1, 2))
    if places is None:
        return spans
    ends = _ends(places, len(text))
    return [(token, places[start], ends[end - 1]) for token, start, end in spans]


@lru_cache(maxsize=64)
def _parted(wanted: frozenset[str]) -> tuple[list[str], bool]:
    """What can be looked for without walking through a text; whether more is wanted than sounds."""
    simple = [token for token in wanted if _CHARACTERS.fullmatch(token)]
    return simple, not all(token in simple or is_sound(token) for token in wanted)


def _occurrences(normal: str, token: str) -> Iterator[tuple[str, int, int]]:
    at = normal.find(token)
    while at >= 0:
        yield token, at, at + len(token)
        at = normal.find(token, at + 1)


def _walked(
    normal: str, wanted: Collection[str] | None, *, with_sounds: bool
) -> Iterator[tuple[str, int, int]]:
    """Every token; of the wanted ones those that are not simply written in the text."""
    with_pairs = wanted is None or any(map(_spans_words, wanted))
    last: Piece | None = None
    for piece in pieces(normal):
        yield from _placed(piece, with_sounds, wanted)
        if last is not None and (with_pairs or last.is_cjk or piece.is_cjk):
            start = last.end - 1 if last.is_cjk else last.start
            end = piece.start + 1 if piece.is_cjk else piece.end
            gap = normal[last.end : piece.start]
            for token in _between(last, piece, gap, with_sounds=with_sounds):
                if wanted is None or token in wanted:
                    yield token, start, end
        last = piece


def _placed(
    piece: Piece, with_sounds: bool, wanted: Collection[str] | None
) -> list[tuple[str, int, int]]:
    run, start = piece.text, piece.start
    if not piece.is_cjk:
        kept = (each for each in _inside_word(run) if wanted is None or each in wanted)
        is_share = run[-1] == "%"
        return [(each, start, piece.end - (is_share and each[-1] != "%")) for each in kept]
    found: list[tuple[str, int, int]] = []
    if wanted is None:
        found += [(character, at, at + 1) for at, character in enumerate(run, start)]
        found += [(pair, at, at + 2) for at, pair in enumerate(bigrams(run), start)]
    found += [
        (token, start + first, start + last)
        for token, first, last in _numbers(run)
        if wanted is None or token in wanted
    ]
    if with_sounds:
        heard = enumerate(sounds(run), start)
        sought = ((sound, at) for at, sound in heard if wanted is None or sound in wanted)
        found += [(sound, at, at + 2) for sound, at in sought if sound]
    return found


def _between(left: Piece, right: Piece, gap: str, *, with_sounds: bool = True) -> list[str]:
    """Tokens across the gap of two neighbours: a caption may be cut within a word."""
    if left.is_cjk and right.is_cjk:
        if _JOINS.match(gap) is None:
            return []
        pair = left.text[-1] + right.text[0]
        return [pair, *filter(None, sounds(pair))] if with_sounds else [pair]
    if not glues(gap):
        return []
    if not left.is_cjk and not right.is_cjk:
        return word_pair(left.text, right.text)
    word = right.text if left.is_cjk else left.text
    if len(word) > LONGEST_MIXED or (right.is_cjk and word[-1] == "%"):
        return []
    bare = plain(word).removesuffix("%")
    return [left.text[-1] + bare if left.is_cjk else bare + right.text[0]]


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """A word without accents, thousands' commas and the 's of a possessive."""
    if word[0].isdigit():
        word = word.replace(",", "")
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(part for part in parts if part.isalnum() or part in ".'%/")
    return word.removesuffix("'s").replace("'", "").replace("/", "")[:LONGEST_TOKEN]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> Any:
    import Stemmer  # a C extension, wanted only where text is analysed

    return Stemmer.Stemmer("english")


@cache
def _converter() -> Any:
    import opencc  # loads its dictionaries

    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    """繁 → 简, keeping every character's place."""
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    one_by_one = (_converter().convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, one_by_one, strict=True))


@cache
def _moving() -> "re.Pattern[str]":
    """Finds characters whose normal form may be longer or shorter, or joins its neighbours'."""
    moving = [
        point
        for point in range(0x80, 0x10000)
        if not 0xD800 <= point < 0xE000
        and (
            len(unicodedata.normalize("NFKC", chr(point))) != 1
            or unicodedata.category(chr(point)).startswith("M")
            or 0x1100 <= point < 0x1200
        )
    ]
    listed = "".join(rf"\u{point:04x}" for point in moving)
    return re.compile(rf"[{listed}\U00010000-\U0001ffff\U0002f800-\U0002fa1f]")


def _normalise_slowly(text: str) -> tuple[str, list[int]]:
    """Cluster by cluster: a character and the marks that follow it share one offset."""
    normal: list[str] = []
    places: list[int] = []
    start, length = 0, len(text)
    while start < length:
        end = start + 1
        while end < length and (
            unicodedata.category(text[end]).startswith("M") or 0x1160 <= ord(text[end]) < 0x1200
        ):
            end += 1
        cluster = unicodedata.normalize("NFKC", text[start:end]).lower()
        normal.append(cluster)
        places.extend([start] * len(cluster))
        start = end
    return "".join(normal), places


def _ends(places: Sequence[int], length: int) -> list[int]:
    """For each character of the normal form, where the original cluster behind it ends."""
    ends = [0] * len(places)
    following, last = length, None
    for index in range(len(places) - 1, -1, -1):
        if last is not None and places[index] != last:
            following = last
        ends[index] = following
        last = places[index]
    return ends
