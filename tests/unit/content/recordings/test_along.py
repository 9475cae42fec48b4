"""What shows a recording along its length: stills, sheets of small pictures, peaks."""

import numpy as np
import pytest

from content.recordings import peaks, sprite_plan
from content.recordings.stills import COUNT, Look, best_of, look_at, positions_ms


def test_stills_are_spread_and_leave_out_the_ends() -> None:
    moments = positions_ms(70_000)
    assert moments == [10_000, 20_000, 30_000, 40_000, 50_000, 60_000]
    assert len(set(positions_ms(COUNT + 1))) == COUNT


def test_sharp_picture_beats_a_blurred_one_and_anything_beats_black() -> None:
    rng = np.random.default_rng(1)
    sharp = rng.integers(0, 255, (90, 160)).astype(np.uint8)
    gradient = np.tile(np.linspace(40, 200, 160), (90, 1)).astype(np.uint8)
    black, white = np.zeros((90, 160), np.uint8), np.full((90, 160), 255, np.uint8)
    looks = [look_at(picture) for picture in (black, gradient, white, sharp)]
    assert [look.is_dull for look in looks] == [True, False, True, False]
    assert best_of(looks) == 3
    assert best_of(looks[:3]) == 1
    assert best_of([looks[0], Look(10.0, 5.0, 1.0), looks[0]]) == 1


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(1, 2), (10, 2), (11, 5), (25, 5), (50, 10), (120, 30), (24 * 60, 60)]
)
def test_small_pictures_lie_farther_apart_in_longer_recordings(minutes: int, seconds: int) -> None:
    assert sprite_plan.interval_ms(minutes * 60_000) == seconds * 1000


def test_peaks_lie_farther_apart_beyond_an_hour() -> None:
    assert peaks.interval_ms(3_600_000) == 100
    assert peaks.interval_ms(3_600_001) == 200
    assert 86_400_000 / peaks.interval_ms(86_400_000) <= 36_000
