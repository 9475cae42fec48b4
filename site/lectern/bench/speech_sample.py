"""Speech with known words and known silence, made on the spot for the transcription benchmark.

Sentences are read aloud by espeak-ng; between them lie pauses such as a lecturer makes, and now
and then a stretch in which nobody speaks: nothing at all, the hum of a room, or music. The same
request gives the same sound, to the sample.
"""

import shutil
import subprocess
import tempfile
import unicodedata
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lectern.bench.base import BenchImpossibleError

RATE = 22_050
VOICES = {"en": (("en-us", 150), ("en-gb", 145), ("en-us", 160)), "zh": (("cmn", 150),)}

_PAUSES_MS = (350, 500, 300, 900, 450, 1_400, 400, 650)
_SENTENCES_A_SECTION = 9
_STILL_MS = 9_000
_AROUND_STILL_MS = 1_500
_SEED = 1

Sound = npt.NDArray[np.int16]

SENTENCES = {
    "en": """
Good morning, and welcome to the special lecture on construction industrialization.
Today we talk about prefabricated concrete panels and how they are made in the factory.
A building that is made in a factory needs fewer people on the building site.
The first rule of quality is simple, and every worker can remember it.
Every panel is measured before it leaves the factory, and the result is written down.
If a joint is not filled, rain will find its way into the wall within a year.
The crane lifts the wall panel slowly, while two workers guide it with ropes.
Before the mortar is poured, the surface must be clean and wet.
We check the temperature of the water in the morning and again in the afternoon.
A steel sleeve joins the bars of the lower column with the bars of the upper column.
The grout must flow out of the upper hole before the worker closes it with a plug.
Nobody stands under a load, no matter how short the way is.
The county offices send their inspectors twice a year, and sometimes they come without notice.
Let us look at the drawing again and ask where the forces go.
The stairs were made in one piece and placed on the landing within the hour.
In the past, the same work took a whole week and a great deal of timber.
The architect and the engineer have to agree on the joints before the forms are built.
When a form has been used too many times, its edges are no longer sharp.
Insulation lies between two layers of concrete, like cheese between two slices of bread.
The bathroom arrives complete, with its tiles, its pipes and its mirror.
A good schedule says what will happen tomorrow, and a bad one says what happened yesterday.
Please write your questions on a card, and we will answer them after the break.
The price of the panels has fallen, because more factories compete with each other.
Dust and noise are lower than before, and the people next door have noticed it.
One photograph of a finished joint is worth more than a stack of signatures.
The young engineers learn faster when they see the mistakes of others.
Each truck carries four panels, and the driver knows in which order they are needed.
If the wind is stronger than a fresh breeze, the crane stops.
The concrete reaches half of its strength after three days.
We do not hide a crack, we measure it, and then we decide.
The roof is the last floor to be closed, but it is the first one to be planned.
Water is patient, and it will try every corner of the building.
The second part of this lecture is about the training of employees in the counties.
A certificate is given to those who have watched the whole course and passed the test.
Remember that a drawing is a promise to the people who build.
Thank you for your attention, and please return the safety helmets at the door.
""",
    "zh": """
各位同事大家好，欢迎参加建筑工业化专题讲座。
今天我们讨论预制混凝土构件的生产和安装。
质量的第一条规则很简单，每个工人都能记住。
构件出厂以前必须测量尺寸，并且写下结果。
灌浆以前要把表面清理干净，并且保持湿润。
起重机慢慢吊起墙板，两个工人用绳子引导方向。
任何人都不能站在吊起的构件下面。
装配式建筑可以减少工地上的灰尘和噪音。
工程师和设计师应该在开工以前商量好节点。
请把问题写在卡片上，休息以后我们一起回答。
混凝土三天以后达到一半的强度。
看完课程并且通过考试的员工可以得到证书。
""",
}


@dataclass(frozen=True)
class SpeechSample:
    """`still` holds the stretches [start_ms, end_ms) in which nobody speaks."""

    path: Path
    language: str
    text: str
    duration_ms: int
    still: tuple[tuple[int, int], ...]


def make_sample(folder: Path, language: str, minutes: float) -> SpeechSample:
    """A lecture of about this length as a WAV file in `folder`. Raises BenchImpossibleError."""
    pieces: list[Sound] = []
    said: list[str] = []
    still: list[tuple[int, int]] = []
    length, wanted = 0, round(minutes * 60 * RATE)
    spoken: dict[tuple[str, str, int], Sound] = {}
    for number, (sentence, (voice, speed)) in enumerate(_script(language), start=1):
        key = (sentence, voice, speed)
        if key not in spoken:
            spoken[key] = _say(*key)
        after = [_quiet(_PAUSES_MS[number % len(_PAUSES_MS)])]
        if number % _SENTENCES_A_SECTION == 0:
            after = [_quiet(_AROUND_STILL_MS), _still(len(still)), _quiet(_AROUND_STILL_MS)]
            begin = length + len(spoken[key]) + len(after[0])
            still.append((_ms(begin), _ms(begin + len(after[1]))))
        pieces += [spoken[key], *after]
        said.append(sentence)
        length += len(spoken[key]) + sum(map(len, after))
        if length >= wanted:
            break
    path = folder / f"speech-{language}-{minutes:g}.wav"
    _write(path, pieces)
    return SpeechSample(path, language, _joined(said, language), _ms(length), tuple(still))


def _script(language: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Sentences without end, each time round by the next voice."""
    sentences = [line for line in SENTENCES[language].splitlines() if line]
    for voice in cycle(VOICES[language]):
        for sentence in sentences:
            yield sentence, voice


def _joined(sentences: list[str], language: str) -> str:
    return ("" if language == "zh" else " ").join(sentences)


def _say(text: str, voice: str, speed: int) -> Sound:
    program = shutil.which("espeak-ng")
    if program is None:
        raise BenchImpossibleError(
            "espeak-ng is not installed; on Debian: apt-get install espeak-ng"
        )
    with tempfile.NamedTemporaryFile(suffix=".wav") as target:
        command = [program, "-v", voice, "-s", str(speed), "-w", target.name, text]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(target.name) as sound:
            if sound.getframerate() != RATE:
                raise BenchImpossibleError(f"espeak-ng spoke at {sound.getframerate()} Hz")
            return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").copy()


def _quiet(milliseconds: int) -> Sound:
    return np.zeros(RATE * milliseconds // 1000, np.int16)


def _still(number: int) -> Sound:
    """By turns: nothing, the hum of a room, a slow chord."""
    count = RATE * _STILL_MS // 1000
    seconds = np.arange(count) / RATE
    if number % 3 == 0:
        return np.zeros(count, np.int16)
    if number % 3 == 1:
        noise = np.random.default_rng(_SEED).normal(0, 120, count)
        hum: Sound = (noise + 60 * np.sin(2 * np.pi * 50 * seconds)).astype(np.int16)
        return hum
    swell = np.minimum(1, np.minimum(seconds, seconds[::-1]))
    chord = sum(np.sin(2 * np.pi * pitch * seconds) for pitch in (196.0, 246.9, 293.7, 392.0))
    played: Sound = (900 * swell * chord).astype(np.int16)
    return played


def _ms(samples: int) -> int:
    return samples * 1000 // RATE


def _write(path: Path, pieces: list[Sound]) -> None:
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE)
        for piece in pieces:
            target.writeframes(piece.astype("<i2").tobytes())


def units_of(text: str, language: str) -> list[str]:
    """What errors are counted in: words without marks and case, in Chinese characters."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LN" or c == "'" else " " for c in flat)
    return list("".join(kept.split())) if language == "zh" else kept.replace("'", "").split()


def error_rate(heard: str, said: str, language: str) -> float:
    """Insertions, deletions and replacements for each unit that was said."""
    reference, guess = units_of(said, language), units_of(heard, language)
    numbers: dict[str, int] = {}
    known = np.array([numbers.setdefault(unit, len(numbers)) for unit in reference])
    row = places = np.arange(len(reference) + 1)
    for count, unit in enumerate(guess, start=1):
        instead = row[:-1] + (known != numbers.get(unit, -1))
        best = np.concatenate(([count], np.minimum(row[1:] + 1, instead)))
        # What follows from the left neighbour, for the whole row at once.
        row = np.minimum.accumulate(best - places) + places
    return float(row[-1]) / max(1, len(reference))
