"""Which still picture shows most: neither black, nor blank, nor blurred. Run as a child process.

python -m content.recordings.stills FILE…      prints [[brightness, contrast, sharpness], …]
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

COUNT = 6
_DARK, _BRIGHT, _FLAT = 20.0, 240.0, 10.0


@dataclass(frozen=True)
class Look:
    """Mean and spread of the grey levels (0 to 255), and the variance of their Laplacian."""

    brightness: float
    contrast: float
    sharpness: float

    @property
    def is_dull(self) -> bool:
        """Black, blank or of one colour: a fade, a pause, a lens cap."""
        return not _DARK < self.brightness < _BRIGHT or self.contrast < _FLAT


def best_of(looks: list[Look]) -> int:
    """The index of the sharpest that is not dull; of only dull ones, the one with most contrast."""

    def rank(index: int) -> tuple[bool, float]:
        look = looks[index]
        return (not look.is_dull, look.contrast if look.is_dull else look.sharpness)

    return max(range(len(looks)), key=rank)


def look_at(grey: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]") -> Look:
    levels = grey.astype(np.float64)
    middle = levels[1:-1, 1:-1]
    around = levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:]
    edges = around - 4 * middle
    return Look(
        brightness=float(levels.mean()),
        contrast=float(levels.std()),
        sharpness=float(edges.var()) if edges.size else 0.0,
    )


def read(path: Path) -> Look:
    import av  # heavy, and only this child needs it

    with av.open(str(path)) as container:
        frame = next(iter(container.decode(video=0)))
        return look_at(frame.to_ndarray(format="gray"))


def positions_ms(duration_ms: int) -> list[int]:
    """Moments spread over the recording, away from its very beginning and end."""
    return [duration_ms * (number + 1) // (COUNT + 1) for number in range(COUNT)]


def main(paths: list[Path]) -> None:
    looks = [read(path) for path in paths]
    rows = [[look.brightness, look.contrast, look.sharpness] for look in looks]
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main([Path(text) for text in sys.argv[1:]])
