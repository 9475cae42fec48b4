"""From the probability of a voice to the stretches of a recording where somebody speaks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from content.transcripts.engines.base import LONGEST_CHUNK_MS, AudioChunk

WINDOW_MS = 32

# A voice begins above the first and is over below the second: between them nothing changes.
_VOICE = 0.5
_NO_VOICE = 0.35
_SHORTEST_SILENCE_MS = 160
_SHORTEST_SPEECH_MS = 96
_PADDING_MS = 400


def speech_regions(probabilities: Iterable[float], duration_ms: int) -> list[AudioChunk]:
    """The stretches with speech, in order, apart, each at most 30 s, none past `duration_ms`.

    `probabilities` holds one value for each 32 ms. Speech without a pause for 30 s is cut where a
    voice is least probable.
    """
    known = list(probabilities)
    pieces: list[tuple[int, int]] = []
    for first, last in _voiced(known):
        if (last - first) * WINDOW_MS >= _SHORTEST_SPEECH_MS:
            pieces.extend(_cut(known, first, last))
    return _padded(pieces, duration_ms)


def _voiced(probabilities: Sequence[float]) -> Iterable[tuple[int, int]]:
    """Runs of windows [first, last) that hold a voice, joined over very short silences."""
    silent_windows = -(-_SHORTEST_SILENCE_MS // WINDOW_MS)
    first = quiet_since = -1
    for index, probability in enumerate(probabilities):
        if probability >= _VOICE:
            first = index if first < 0 else first
            quiet_since = -1
        elif first >= 0 and probability < _NO_VOICE:
            quiet_since = index if quiet_since < 0 else quiet_since
            if index - quiet_since >= silent_windows:
                yield first, quiet_since
                first = quiet_since = -1
    if first >= 0:
        yield first, quiet_since if quiet_since >= 0 else len(probabilities)


def _cut(probabilities: Sequence[float], first: int, last: int) -> Iterable[tuple[int, int]]:
    longest = (LONGEST_CHUNK_MS - 2 * _PADDING_MS) // WINDOW_MS
    while last - first > longest:
        # Not in the first half: small pieces waste a window of the model.
        places = range(first + longest // 2, first + longest)
        cut = min(places, key=lambda index: (probabilities[index], -index))
        yield first, cut
        first = cut
    yield first, last


def _padded(pieces: Sequence[tuple[int, int]], duration_ms: int) -> list[AudioChunk]:
    """Give each piece a little of the silence around it; neighbours share what is too short."""
    edges = [(first * WINDOW_MS, min(last * WINDOW_MS, duration_ms)) for first, last in pieces]
    edges = [(start, end) for start, end in edges if start < end]
    regions = []
    for index, (start, end) in enumerate(edges):
        before = start - (edges[index - 1][1] if index else 0)
        after = (edges[index + 1][0] if index + 1 < len(edges) else duration_ms) - end
        half_before = before if index == 0 else before // 2
        # The odd millisecond of a shared silence goes to the earlier piece.
        half_after = after if index + 1 == len(edges) else after - after // 2
        regions.append(
            AudioChunk(
                start - min(half_before, _PADDING_MS),
                end + min(half_after, _PADDING_MS),
            )
        )
    return regions
