"""How loud a recording is and what is done about it: one gain for the whole of it. Pure.

Measured by EBU R 128. A talk keeps its own dynamics: only peaks that the gain would push over the
ceiling are held by a limiter.
"""

import math
import re
from dataclasses import dataclass

TARGET_LUFS = -16.0
NEAR_ENOUGH_LU = 1.0
# Quieter than this there is no talk, only noise that nobody wants to hear louder.
_SILENCE_LUFS = -50.0
_LARGEST_GAIN_DB = 30.0
_PEAK_LIMIT = 0.84  # −1.5 dBFS

_SUMMARY = re.compile(r"\bI:\s+(-?inf|-?[\d.]+) LUFS.*?Peak:\s+(-?inf|-?[\d.]+) dBFS", re.DOTALL)


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBFS of a whole recording."""

    integrated: float
    peak: float

    @property
    def gain_db(self) -> float:
        """What brings it to the target; 0 where it is near enough, silent, or too short to tell."""
        if not math.isfinite(self.integrated) or self.integrated <= _SILENCE_LUFS:
            return 0.0
        gain = TARGET_LUFS - self.integrated
        if abs(gain) <= NEAR_ENOUGH_LU:
            return 0.0
        return max(-_LARGEST_GAIN_DB, min(_LARGEST_GAIN_DB, gain))


def read_summary(text: str) -> Loudness | None:
    """What the measuring filter said at the end of its output; None where it said nothing."""
    _before, found, summary = text.rpartition("Summary:")
    match = _SUMMARY.search(summary) if found else None
    return Loudness(float(match[1]), float(match[2])) if match else None


def filters(gain_db: float) -> str:
    """ffmpeg filters for a gain; empty for none."""
    if gain_db == 0:
        return ""
    limiter = f"alimiter=limit={_PEAK_LIMIT}:level=false:attack=5:release=50"
    return f"volume={gain_db:.2f}dB,{limiter}"
