"""The benchmark's sample and its scales."""

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lectern.bench.speech_sample import RATE, error_rate, make_sample, units_of
from tests.servers import missing

words = st.lists(st.sampled_from(["panel", "joint", "crane", "grout"]), min_size=1, max_size=12)


def test_errors_are_counted_in_words_and_in_chinese_characters() -> None:
    assert error_rate("Good morning and welcome", "Good morning, and welcome.", "en") == 0
    assert error_rate("the wall and a roof", "The wall and the roof", "en") == pytest.approx(1 / 5)
    assert error_rate("灌浆套桶", "灌浆，套筒。", "zh") == pytest.approx(1 / 4)
    assert error_rate("", "one two", "en") == 1
    assert units_of("Don't STOP!", "en") == ["dont", "stop"]


def edits(heard: list[str], said: list[str]) -> int:
    """The textbook's way, cell by cell."""
    row = list(range(len(said) + 1))
    for count, unit in enumerate(heard, start=1):
        before, row[0] = row[0], count
        for place, wanted in enumerate(said, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (unit != wanted)),
            )
    return row[-1]


@given(words, words)
def test_errors_are_the_fewest_edits(heard: list[str], said: list[str]) -> None:
    rate = error_rate(" ".join(heard), " ".join(said), "en")
    assert rate == pytest.approx(edits(heard, said) / len(said))


def test_sample_has_its_silences_where_it_says(tmp_path: Path) -> None:
    if shutil.which("espeak-ng") is None:
        missing("espeak-ng", "no such program; on Debian: apt-get install espeak-ng")
    sample = make_sample(tmp_path, "en", 1)
    with wave.open(str(sample.path)) as sound:
        heard = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(float)
    assert abs(len(heard) * 1000 // RATE - sample.duration_ms) <= 1
    assert sample.duration_ms >= 60_000
    (still,) = sample.still
    first, last = (time * RATE // 1000 for time in still)
    assert not heard[first:last].any()
    assert np.abs(heard[: 2 * RATE]).max() > 5_000
