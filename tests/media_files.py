"""Media made on the spot by ffmpeg's own generators: no binaries of strangers in the tests."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

_PICTURE = ("-f", "lavfi", "-i", "testsrc=size={size}:rate=10:duration={seconds}")
_SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration={seconds}")


def make_media(
    path: Path,
    *,
    picture: bool = True,
    sound: bool = True,
    seconds: float = 1,
    size: str = "160x120",
    options: tuple[str, ...] = (),
) -> Path:
    """A test card and a tone of this length, in the format that the file's name asks for."""
    inputs = [*(_PICTURE if picture else ()), *(_SOUND if sound else ())]
    filled = [text.format(size=size, seconds=seconds) for text in inputs]
    ffmpeg(*filled, *options, str(path))
    return path


def ffmpeg(*arguments: str) -> None:
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-nostdin", "-y", *arguments],
        check=True,
    )
