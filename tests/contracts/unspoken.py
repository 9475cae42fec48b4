"""Sounds in which nobody speaks: what a speech model is tempted to put words to."""

import numpy as np

from content.transcripts.engines.base import SAMPLE_RATE, Samples

_CHORDS = ((220, 277, 330), (196, 247, 294), (262, 330, 392), (175, 220, 262))
_SCALE = (262, 294, 330, 349, 392, 440, 494, 523)
_SEED = 7


def unspoken(seconds: int) -> dict[str, Samples]:
    """Each sound by its name; the same ones each time."""
    chance = np.random.default_rng(_SEED)
    time = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    noise = chance.normal(0, 1, len(time))
    sounds = {
        "silence": np.zeros(len(time)),
        "noise": 0.1 * noise,
        "tone": 0.3 * np.sin(2 * np.pi * 440 * time),
        "hum of a room": 0.1 * np.sin(2 * np.pi * 50 * time) + 0.003 * noise,
        "chords": _music(_CHORDS, 2.0, seconds),
        "melody": _music([(int(chance.choice(_SCALE)),) for _ in range(2 * seconds)], 0.5, seconds),
    }
    return {name: sound.astype(np.float32) for name, sound in sounds.items()}


def _music(notes: "tuple[tuple[int, ...], ...] | list[tuple[int, ...]]", beat: float, seconds: int):
    """Struck strings: each note with its overtones, fading until the next."""
    length = round(beat * SAMPLE_RATE)
    time = np.arange(length) / SAMPLE_RATE
    swell = np.minimum(1, 20 * time) * np.exp(-1.2 * time)
    beats = [
        swell
        * sum(
            np.sin(2 * np.pi * pitch * overtone * time) / overtone
            for pitch in notes[number % len(notes)]
            for overtone in (1, 2, 3, 4)
        )
        for number in range(round(seconds / beat))
    ]
    whole = np.concatenate(beats)
    return 0.5 * whole / np.abs(whole).max()
