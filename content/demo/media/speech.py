"""Reads sentences aloud with espeak-ng, one at a time, so that every time is exact."""

import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from content.demo.scripts import LectureScript

SAMPLE_RATE = 22050
LEAD_IN_MS = 800
SENTENCE_GAP_MS = 420
CHAPTER_GAP_MS = 1300


@dataclass(frozen=True)
class SpokenSentence:
    start_ms: int
    end_ms: int
    chapter: int
    text: str
    translation: str
    reveals: bool


@dataclass(frozen=True)
class SpokenLecture:
    samples: bytes
    duration_ms: int
    sentences: tuple[SpokenSentence, ...]


def silence(milliseconds: int) -> bytes:
    return bytes(2 * (SAMPLE_RATE * milliseconds // 1000))


def say(text: str, *, voice: str, rate: int, folder: Path) -> bytes:
    """16-bit mono samples. RuntimeError where espeak-ng is missing."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise RuntimeError("espeak-ng is not installed (Debian: apt-get install espeak-ng)")
    target = folder / "sentence.wav"
    command = [program, "-v", voice, "-s", str(rate), "-w", str(target), text]
    subprocess.run(command, check=True, capture_output=True)
    with wave.open(str(target)) as sound:
        if sound.getframerate() != SAMPLE_RATE:
            raise RuntimeError(f"espeak-ng spoke at {sound.getframerate()} Hz")
        samples: bytes = sound.readframes(sound.getnframes())
        return samples


def milliseconds(sound: bytes | bytearray) -> int:
    return len(sound) // 2 * 1000 // SAMPLE_RATE


def speak(script: LectureScript) -> SpokenLecture:
    """The whole lecture and the times of its sentences, in milliseconds of the recording."""
    sound = bytearray(silence(LEAD_IN_MS))
    spoken: list[SpokenSentence] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, chapter in enumerate(script.chapters):
            for sentence in chapter.sentences:
                start_ms = milliseconds(sound)
                sound += say(
                    sentence.spoken, voice=script.voice, rate=script.rate, folder=Path(folder)
                )
                spoken.append(
                    SpokenSentence(
                        start_ms=start_ms,
                        end_ms=milliseconds(sound),
                        chapter=number,
                        text=sentence.text,
                        translation=sentence.translation,
                        reveals=sentence.reveals,
                    )
                )
                sound += silence(SENTENCE_GAP_MS)
            sound += silence(CHAPTER_GAP_MS)
    return SpokenLecture(bytes(sound), milliseconds(sound), tuple(spoken))
