"""Reads the sound of any media file as 16 kHz mono samples, a slice at a time.

Owns decoding and keeping the decoded sound for reading in any order. Memory stays flat however
long the file is: hours of sound lie in a nameless scratch file, which is gone with the process.
Media come from other people: only plain files and known containers are opened, and this runs in
a child process (`engine_process`), never in a web worker.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from content.transcripts.engines.base import SAMPLE_RATE, SAMPLES_PER_MS, AudioChunk, Samples

_BLOCK_SAMPLES = 30 * SAMPLE_RATE
_BYTES_PER_SAMPLE = 2
_FULL_SCALE = 32768.0

# Containers people record lectures in. Play lists are missing on purpose: they name other files.
_CONTAINERS = (
    "mov,mp4,m4a,3gp,matroska,webm,mpegts,mpeg,avi,flv,asf,mp3,wav,w64,flac,ogg,aac,amr,aiff,caf"
)
_OPEN_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _CONTAINERS}

# A break in the file's own clock shorter than this is rounding, not silence.
_SMALLEST_GAP_S = 0.1
_LONGEST_GAP_S = 4 * 3600


class UnreadableMediaError(Exception):
    """The file is not media that can be decoded."""


class NoSoundError(Exception):
    """The file is media, but nothing in it is sound."""


def decoded_blocks(path: Path) -> Iterator[Samples]:
    """The sound from beginning to end, in blocks of at most 30 s.

    Where the file's clock starts late or jumps, silence stands in, so that a sample's place is its
    time in the player. Damaged stretches are passed over. Raises `UnreadableMediaError`,
    `NoSoundError` or `FileNotFoundError`.
    """
    waiting: list[Samples] = []
    held = 0
    for piece in _pieces(path):
        waiting.append(piece)
        held += len(piece)
        while held >= _BLOCK_SAMPLES:
            joined = np.concatenate(waiting)
            yield joined[:_BLOCK_SAMPLES]
            waiting, held = [joined[_BLOCK_SAMPLES:]], held - _BLOCK_SAMPLES
    if held:
        yield np.concatenate(waiting)


def _pieces(path: Path) -> Iterator[Samples]:
    try:
        container = av.open(str(path), options=dict(_OPEN_OPTIONS), metadata_errors="ignore")
    except FileNotFoundError:
        raise
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableMediaError(f"{path.name} is not a media file that can be read") from error
    with container:
        if not container.streams.audio:
            raise NoSoundError(f"{path.name} has no sound track")
        yield from _resampled(container, container.streams.audio[0], path)


def _resampled(container: InputContainer, stream: AudioStream, path: Path) -> Iterator[Samples]:
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    origin = (container.start_time or 0) / av.time_base
    heard_s = 0.0
    for frame in _frames(container, stream, path):
        gap = frame.time - origin - heard_s if frame.time is not None else 0.0
        if _SMALLEST_GAP_S < gap < _LONGEST_GAP_S:
            yield from _silence(gap)
            heard_s += gap
        heard_s += frame.samples / frame.sample_rate
        frame.pts = None
        yield from map(_samples, resampler.resample(frame))
    if heard_s:
        yield from map(_samples, resampler.resample(None))


def _silence(seconds: float) -> Iterator[Samples]:
    left = round(seconds * SAMPLE_RATE)
    while left > 0:
        yield np.zeros(min(left, _BLOCK_SAMPLES), np.float32)
        left -= _BLOCK_SAMPLES


def _frames(container: InputContainer, stream: AudioStream, path: Path) -> Iterator[AudioFrame]:
    decoded = damaged = False
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            for frame in packet.decode():
                if isinstance(frame, AudioFrame):
                    decoded = True
                    yield frame
        except av.error.InvalidDataError:
            damaged = True
        except av.error.FFmpegError as error:
            if not decoded:
                raise UnreadableMediaError(f"the sound of {path.name} cannot be decoded") from error
            break
    if damaged and not decoded:
        raise UnreadableMediaError(f"the sound of {path.name} cannot be decoded")


def _samples(frame: AudioFrame) -> Samples:
    whole: Samples = frame.to_ndarray().reshape(-1).astype(np.float32)
    return whole / np.float32(_FULL_SCALE)


class SoundStore:
    """Decoded sound in a nameless scratch file, two bytes a sample, read back by time."""

    def __init__(self, scratch: Path | None = None) -> None:
        if scratch is not None:
            scratch.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  # closed in __exit__
        self._samples = 0

    def __enter__(self) -> SoundStore:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    @property
    def duration_ms(self) -> int:
        """Rounded up, so that the last sample lies inside."""
        return -(-self._samples // SAMPLES_PER_MS)

    def keep(self, blocks: Iterator[Samples]) -> Iterator[Samples]:
        """Pass the blocks on, each once it has been stored."""
        for block in blocks:
            self._file.write((block * _FULL_SCALE).astype("<i2").tobytes())
            self._samples += len(block)
            yield block

    def read(self, stretches: Iterable[AudioChunk]) -> Samples:
        """The samples of all stretches, joined; fewer where the sound ends before they do."""
        data = b"".join(map(self._stretch, stretches))
        samples: Samples = np.frombuffer(data, "<i2").astype(np.float32)
        return samples / np.float32(_FULL_SCALE)

    def _stretch(self, stretch: AudioChunk) -> bytes:
        self._file.seek(stretch.start_ms * SAMPLES_PER_MS * _BYTES_PER_SAMPLE)
        return self._file.read(stretch.duration_ms * SAMPLES_PER_MS * _BYTES_PER_SAMPLE)
