"""How loud a recording is along its length, for drawing. Run as a child process.

    python -m content.recordings.peaks FILE INTERVAL_MS TARGET      writes {"interval_ms", "peaks"}

It knows nothing of Django, and decodes what strangers encoded: only in a child with limits.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from content.recordings.accepted_formats import FORMATS, PROTOCOLS

SAMPLE_RATE = 8000
_FULL_SCALE = 32768
_FINEST_MS = 100
_MOST_PEAKS = 36_000


def interval_ms(duration_ms: int) -> int:
    """A tenth of a second up to an hour, coarser in whole steps beyond."""
    return _FINEST_MS * max(1, -(-duration_ms // (_MOST_PEAKS * _FINEST_MS)))


def peaks(path: Path, every_ms: int) -> list[int]:
    """The loudest sample of each interval, 0 to 255."""
    size = SAMPLE_RATE * every_ms // 1000
    found: list[int] = []
    rest = np.zeros(0, dtype=np.int16)
    for block in _samples(path):
        rest = np.concatenate((rest, block))
        whole = len(rest) // size * size
        if whole:
            found.extend(_loudest(rest[:whole].reshape(-1, size)))
            rest = rest[whole:]
    if len(rest):
        found.extend(_loudest(rest.reshape(1, -1)))
    return found


def _loudest(rows: "np.ndarray[tuple[int, int], np.dtype[np.int16]]") -> list[int]:
    largest = np.abs(rows.astype(np.int32)).max(axis=1)
    scaled: list[int] = np.minimum(255, largest * 256 // _FULL_SCALE).tolist()
    return scaled


def _samples(path: Path) -> "Iterator[np.ndarray[tuple[int], np.dtype[np.int16]]]":
    import av  # heavy, and only this child needs it

    options = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS}
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path), container_options=options) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                yield part.to_ndarray()[0]
        for part in resampler.resample(None):
            yield part.to_ndarray()[0]


def main(path: Path, every_ms: int, target: Path) -> None:
    text = json.dumps(
        {"interval_ms": every_ms, "peaks": peaks(path, every_ms)}, separators=(",", ":")
    )
    target.write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
