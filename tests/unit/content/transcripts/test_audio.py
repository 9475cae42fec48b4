"""Sound is read from real files, slice by slice, in step with the file's own clock."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from content.transcripts.audio import (
    NoSoundError,
    SoundStore,
    UnreadableMediaError,
    decoded_blocks,
)
from content.transcripts.engines.base import SAMPLE_RATE, AudioChunk, Samples

TALK = Path(__file__).parents[3] / "media" / "talk.opus"


def ffmpeg(target: Path, *arguments: str) -> Path:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *arguments]
    subprocess.run([*command, str(target)], check=True)
    return target


def whole(path: Path) -> Samples:
    return np.concatenate(list(decoded_blocks(path)))


def test_block_is_never_longer_than_thirty_seconds(tmp_path: Path) -> None:
    tone = ffmpeg(tmp_path / "tone.flac", "-f", "lavfi", "-i", "sine=frequency=440:duration=70")
    blocks = list(decoded_blocks(tone))
    assert [len(block) for block in blocks] == [
        30 * SAMPLE_RATE,
        30 * SAMPLE_RATE,
        10 * SAMPLE_RATE,
    ]
    assert all(block.dtype == np.float32 for block in blocks)
    assert max(float(np.abs(block).max()) for block in blocks) < 1.0


@pytest.mark.parametrize("ending", ["mp4", "mkv", "webm", "mp3", "wav", "flac"])
def test_any_container_gives_the_same_length(tmp_path: Path, ending: str) -> None:
    codec = {"webm": "libopus", "mkv": "libopus"}.get(ending)
    arguments = ["-c:a", codec] if codec else []
    copy = ffmpeg(tmp_path / f"talk.{ending}", "-i", str(TALK), *arguments)
    assert len(whole(copy)) / SAMPLE_RATE == pytest.approx(len(whole(TALK)) / SAMPLE_RATE, abs=0.1)


def test_sound_that_begins_late_is_heard_late(tmp_path: Path) -> None:
    late = ffmpeg(
        tmp_path / "late.mkv",
        *("-f", "lavfi", "-t", "6", "-i", "color=size=64x64:rate=10"),
        *("-itsoffset", "2.5", "-f", "lavfi", "-t", "2", "-i", "sine=frequency=440"),
        *("-map", "0:v", "-map", "1:a"),
    )
    sound = np.abs(whole(late))
    assert float(sound[: int(2.4 * SAMPLE_RATE)].max()) < 0.001
    assert float(sound[int(2.6 * SAMPLE_RATE) : int(3 * SAMPLE_RATE)].max()) > 0.05


def test_file_without_a_sound_track_says_so(tmp_path: Path) -> None:
    silent = ffmpeg(tmp_path / "mute.mp4", "-f", "lavfi", "-t", "1", "-i", "color=size=64x64")
    with pytest.raises(NoSoundError):
        list(decoded_blocks(silent))


def test_text_is_no_media(tmp_path: Path) -> None:
    note = tmp_path / "talk.mp4"
    note.write_text("质量第一")
    with pytest.raises(UnreadableMediaError):
        list(decoded_blocks(note))


def test_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(decoded_blocks(tmp_path / "none.mp4"))


def test_playlist_that_names_another_file_is_not_opened(tmp_path: Path) -> None:
    ffmpeg(tmp_path / "secret.ts", "-i", str(TALK), "-c:a", "aac", "-f", "mpegts")
    playlist = tmp_path / "talk.m3u8"
    playlist.write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\nsecret.ts\n#EXT-X-ENDLIST\n"
    )
    with pytest.raises(UnreadableMediaError):
        list(decoded_blocks(playlist))


def test_damaged_stretch_is_passed_over(tmp_path: Path) -> None:
    good = ffmpeg(tmp_path / "talk.mp3", "-i", str(TALK))
    data = bytearray(good.read_bytes())
    data[20_000:24_000] = b"\xff\xfb" * 2_000
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(data)
    assert len(whole(bad)) > 20 * SAMPLE_RATE


def test_stored_sound_is_read_back_by_time(tmp_path: Path) -> None:
    sound = whole(TALK)
    with SoundStore(tmp_path / "scratch") as store:
        for _ in store.keep(decoded_blocks(TALK)):
            pass
        assert store.duration_ms == -(-len(sound) // 16)
        middle = store.read([AudioChunk(10_000, 12_000)])
        assert np.allclose(middle, sound[10_000 * 16 : 12_000 * 16], atol=1e-4)
        assert (
            len(store.read([AudioChunk(store.duration_ms - 100, store.duration_ms + 900)])) <= 1600
        )
        assert list((tmp_path / "scratch").iterdir()) == []
