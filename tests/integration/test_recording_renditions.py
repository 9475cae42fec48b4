"""What is made of a recording, measured in the files themselves."""

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from content.core.audience import Audience
from content.jobs.models import Job
from content.jobs.worker import JobLoop
from content.recordings import loudness, media_work, selectors, services, storage
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile, Recording
from content.recordings.signals import recording_playable
from tests.media_files import ffmpeg, make_media

pytestmark = pytest.mark.django_db(transaction=True)

SPEECH = Path(__file__).resolve().parents[1] / "media" / "talk.opus"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@pytest.fixture(autouse=True)
def _root_collection(transactional_db: None) -> None:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")


def processed(path: Path) -> Recording:
    recording = services.create_recording(
        acting_user=None,
        upload=SimpleUploadedFile(path.name, path.read_bytes()),
        title=path.stem,
        audience=Audience.employees(),
    )
    JobLoop(threading.Event(), lane="media").drain()
    recording.refresh_from_db()
    assert recording.is_playable, recording.problem
    return recording


def file_of(row: MediaFile | None) -> Path:
    assert row is not None
    return storage.path_of(row.name)


def measured(path: Path) -> float:
    answer = subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path), "-vn"),
            *("-af", "aformat=channel_layouts=stereo,ebur128=peak=true:framelog=quiet"),
            *("-f", "null", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = loudness.read_summary(answer.stderr)
    assert summary is not None
    return summary.integrated


def keys_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        packets = container.demux(container.streams.video[0])
        return [
            round(float(packet.pts * packet.time_base), 2)
            for packet in packets
            if packet.is_keyframe
        ]


def speech(target: Path, *options: str) -> Path:
    ffmpeg("-i", str(SPEECH), *options, str(target))
    return target


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Seven seconds at 1280 × 720, of a kind that no browser plays."""
    return make_media(tmp_path / "large.avi", size="1280x720", seconds=7)


def test_smaller_quality_plays_first_and_the_best_follows(large: Path) -> None:
    at_playing: list[list[str]] = []

    def listen(recording: Recording, **kwargs: Any) -> None:
        at_playing.append([row.variant for row in selectors.qualities_of(recording)])

    recording_playable.connect(listen)
    recording = processed(large)
    recording_playable.disconnect(listen)
    assert at_playing == [["480"]]
    best, small = selectors.qualities_of(recording)
    assert (best.variant, best.width, best.height) == ("720", 1280, 720)
    assert (small.variant, small.width, small.height) == ("480", 854, 480)
    assert best.name == f"recordings/{recording.uuid}/video-720.mp4"
    assert selectors.played_file(recording) == best
    assert 0 < small.size_bytes < best.size_bytes


def test_every_quality_has_key_frames_at_even_distances_and_plays_while_it_loads(
    large: Path,
) -> None:
    for row in selectors.qualities_of(processed(large)):
        assert keys_of(file_of(row)) == [0, 2, 4, 6]
        head = file_of(row).read_bytes()
        assert head.index(b"moov") < head.index(b"mdat")


def test_all_files_of_a_recording_share_one_time(tmp_path: Path) -> None:
    """Also where the sound begins later than the picture, which players show as it is."""
    late = tmp_path / "late.mkv"
    picture = ("-f", "lavfi", "-i", "testsrc=size=1280x720:rate=10:duration=6")
    beep = ("-itsoffset", "2", "-f", "lavfi", "-i", "sine=frequency=440:duration=3")
    ffmpeg(*picture, *beep, *H264, "-c:a", "aac", str(late))
    recording = processed(late)
    paths = [file_of(row) for row in selectors.qualities_of(recording)]
    for path in (file_of(selectors.audio_only(recording)), *paths):
        assert first_sound_ms(path) == pytest.approx(2000, abs=60), path.name
    assert recording.duration_ms == pytest.approx(6000, abs=100)


def first_sound_ms(path: Path) -> int:
    target = path.with_suffix(".measured")
    media_work.waveform(path, target, 10_000)
    drawn = json.loads(target.read_text())
    target.unlink()
    first = next(number for number, peak in enumerate(drawn["peaks"]) if peak > 8)
    return int(first * drawn["interval_ms"])


def test_picture_that_browsers_play_is_taken_over_as_it_is(tmp_path: Path) -> None:
    ready = speech(
        tmp_path / "ready.mp4",
        *("-f", "lavfi", "-i", "testsrc=size=1280x720:rate=10", "-shortest"),
        *(*H264, "-g", "20", "-c:a", "aac"),
    )
    recording = processed(ready)
    best = selectors.played_file(recording)
    assert video_packets(file_of(best)) == video_packets(ready)
    assert [row.variant for row in selectors.qualities_of(recording)] == ["720", "480"]
    # The sound was too quiet, and is not any more.
    assert measured(file_of(best)) == pytest.approx(-16, abs=1)


def test_lower_quality_that_is_no_smaller_is_not_kept(tmp_path: Path) -> None:
    """A picture squeezed hard, whose blocks cost more to draw again than they take."""
    ready = speech(
        tmp_path / "squeezed.mp4",
        *("-f", "lavfi", "-i", "mandelbrot=size=1280x720:rate=10", "-shortest"),
        *(*H264, "-g", "20", "-crf", "51", "-c:a", "aac"),
    )
    recording = processed(ready)
    kept = selectors.qualities_of(recording)
    assert [row.variant for row in kept] == ["720"]
    assert not list(file_of(kept[0]).parent.glob("*.part"))


def video_packets(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [packet.size for packet in container.demux(container.streams.video[0])][:-1]


@pytest.mark.parametrize("gain", ["-14dB", "0dB", "9dB"])
def test_speech_however_loud_it_came_is_brought_to_one_loudness(tmp_path: Path, gain: str) -> None:
    recording = processed(speech(tmp_path / "talk.wav", "-af", f"volume={gain}"))
    assert measured(file_of(selectors.audio_only(recording))) == pytest.approx(-16, abs=1)


def test_sound_that_is_right_already_is_taken_over_as_it_is(tmp_path: Path) -> None:
    first = processed(speech(tmp_path / "talk.wav"))
    again = tmp_path / "again.m4a"
    again.write_bytes(file_of(selectors.audio_only(first)).read_bytes())
    second = processed(again)
    assert audio_packets(file_of(selectors.audio_only(second))) == audio_packets(again)


def audio_packets(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [packet.size for packet in container.demux(container.streams.audio[0])]


@pytest.mark.parametrize("source", ["anullsrc", "anoisesrc=amplitude=0.0005", "sine=duration=0.2"])
def test_silence_noise_and_a_blink_are_not_made_loud(tmp_path: Path, source: str) -> None:
    quiet = tmp_path / "quiet.wav"
    ffmpeg("-f", "lavfi", "-i", source, "-t", "2", str(quiet))
    row = selectors.audio_only(processed(quiet))
    assert row is not None
    assert row.details["gain_db"] == 0


def test_best_of_six_stills_is_the_poster(tmp_path: Path) -> None:
    """A talk that begins and ends in the dark, with a picture in between."""
    dark = tmp_path / "dark.mp4"
    chain = "testsrc=size=640x360:rate=10:duration=14,fade=in:60:1,fade=out:80:1"
    ffmpeg("-f", "lavfi", "-i", chain, *H264, str(dark))
    recording = processed(dark)
    rows = selectors.poster_candidates_of(recording)
    assert [row.variant for row in rows] == ["1", "2", "3", "4", "5", "6"]
    poster = selectors.poster_file(recording)
    assert poster is not None
    assert poster.details["candidate"] in ("3", "4")
    chosen = rows[int(poster.details["candidate"]) - 1]
    assert file_of(poster).read_bytes() == file_of(chosen).read_bytes()


def test_small_pictures_show_what_is_seen_at_their_time(tmp_path: Path) -> None:
    """Each two seconds are of one grey; each tile must be the grey of its time."""
    steps = tmp_path / "steps.avi"
    chain = "color=black:size=320x180:rate=10:duration=11,format=gray,geq=lum='20+floor(T/2)*40'"
    ffmpeg("-f", "lavfi", "-i", chain, "-c:v", "mjpeg", "-q:v", "2", str(steps))
    recording = processed(steps)
    sprites = selectors.sprites_of(recording)
    assert sprites is not None
    assert (sprites.interval_ms, sprites.columns, sprites.rows) == (2000, 10, 10)
    assert (sprites.tile_width, sprites.tile_height) == (160, 90)
    row = recording.files.get(role=FileRole.SPRITES)
    greys = tiles_of(file_of(row), sprites.tile_width, sprites.tile_height)
    assert [round((grey - 20) / 40) for grey in greys[:6]] == [0, 1, 2, 3, 4, 5]


def tiles_of(path: Path, width: int, height: int) -> list[float]:
    from PIL import Image, ImageStat

    with Image.open(path) as sheet:
        grey = sheet.convert("L")
        boxes = ((left, 0, left + width, height) for left in range(0, sheet.width, width))
        return [ImageStat.Stat(grey.crop(box)).mean[0] for box in boxes]


def test_waveform_is_loud_where_the_recording_is(tmp_path: Path) -> None:
    half = tmp_path / "half.wav"
    chain = "sine=frequency=440:duration=4,volume='if(lt(t,2),0,1)':eval=frame"
    ffmpeg("-f", "lavfi", "-i", chain, str(half))
    drawn = json.loads(file_of(selectors.waveform_of(processed(half))).read_text())
    assert drawn["interval_ms"] == 100
    assert len(drawn["peaks"]) == pytest.approx(40, abs=1)
    assert max(drawn["peaks"][:18]) <= 2
    assert min(drawn["peaks"][22:38]) > 20
    assert max(drawn["peaks"]) <= 255


def test_video_without_sound_has_neither_sound_alone_nor_waveform(tmp_path: Path) -> None:
    recording = processed(make_media(tmp_path / "silent.avi", sound=False))
    assert selectors.audio_only(recording) is None
    assert selectors.waveform_of(recording) is None
    assert selectors.sprites_of(recording) is not None


def test_standing_video_of_a_phone_stays_standing(tmp_path: Path) -> None:
    lying = make_media(tmp_path / "lying.mp4", size="1280x720", seconds=0.5, options=H264)
    phone = tmp_path / "phone.mov"
    ffmpeg("-display_rotation", "90", "-i", str(lying), "-c", "copy", str(phone))
    small = selectors.qualities_of(processed(phone))[-1]
    assert (small.variant, small.width, small.height) == ("480", 480, 854)


def test_done_stages_are_not_done_again(large: Path) -> None:
    recording = processed(large)
    before = {row.name: file_of(row).stat().st_ino for row in recording.files.all()}
    Job.objects.update(state="failed")
    services.retry_processing(acting_user=None, recording=recording)
    recording.refresh_from_db()
    assert recording.is_playable
    JobLoop(threading.Event(), lane="media").drain()
    assert {row.name: file_of(row).stat().st_ino for row in recording.files.all()} == before


def leftovers(recording: Recording) -> Iterator[str]:
    known = {row.name.rsplit("/", 1)[1] for row in recording.files.all()}
    folder = storage.folder_of(recording.uuid)
    return (path.name for path in folder.iterdir() if path.name not in known)


def test_nothing_unfinished_is_left_behind(large: Path) -> None:
    assert list(leftovers(processed(large))) == []
