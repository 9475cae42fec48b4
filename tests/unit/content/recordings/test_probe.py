"""The probe in its child: facts of real files, and refusals of files made to do harm."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.recordings import ffmpeg, media_work
from content.recordings.media_work import MediaWorkError
from content.recordings.probe import (
    LARGEST_PIXELS,
    LONGEST_MS,
    MOST_STREAMS,
    AudioFacts,
    MediaFacts,
    RefusedMediaError,
    VideoFacts,
    checked,
)
from tests.media_files import ffmpeg as run_ffmpeg
from tests.media_files import make_media

READY = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2")


def facts_like(**changes: object) -> MediaFacts:
    values: dict[str, object] = {
        "container": "mov,mp4,m4a,3gp,3g2,mj2",
        "duration_ms": 1000,
        "bit_rate": 800_000,
        "video": VideoFacts(0, "h264", "yuv420p", "High", 1280, 720),
        "audio": AudioFacts(1, "aac", "LC", 2, 48000),
        **changes,
    }
    return MediaFacts(**values)  # type: ignore[arg-type]


def picture_like(**changes: float) -> VideoFacts:
    return replace(VideoFacts(0, "h264", "yuv420p", "High", 1280, 720), **changes)  # type: ignore[arg-type]


def refused(path: Path) -> str:
    with pytest.raises(RefusedMediaError) as caught:
        media_work.probe(path)
    return caught.value.code


def test_facts_of_a_video(tmp_path: Path) -> None:
    facts = media_work.probe(make_media(tmp_path / "talk.mp4", options=READY))
    assert facts.video is not None
    assert facts.audio is not None
    assert (facts.video.codec, facts.video.width, facts.video.height) == ("h264", 160, 120)
    assert (facts.audio.codec, facts.audio.channels) == ("aac", 2)
    assert facts.duration_ms == pytest.approx(1000, abs=100)
    assert ffmpeg.can_be_copied(facts)
    assert MediaFacts.from_json(facts.to_json()) == facts


def test_name_of_the_file_plays_no_part(tmp_path: Path) -> None:
    media = make_media(tmp_path / "talk.mp3", picture=False)
    disguised = media.rename(tmp_path / "talk.m3u8")
    assert media_work.probe(disguised).audio is not None


def test_playlist_of_our_own_files_is_refused_before_ffmpeg_sees_it(tmp_path: Path) -> None:
    make_media(tmp_path / "secret.ts")
    playlist = tmp_path / "upload"
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n")
    assert refused(playlist) == "playlist"


@pytest.mark.parametrize("name", ["list.m3u8", "list.mpd", "list.ffconcat"])
def test_white_list_alone_keeps_ffmpeg_from_other_files(tmp_path: Path, name: str) -> None:
    """Even where the first bytes were not looked at and the name invites the reader."""
    make_media(tmp_path / "secret.ts")
    texts = {
        "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n",
        "list.mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
        "list.ffconcat": "ffconcat version 1.0\nfile secret.ts\n",
    }
    hostile = tmp_path / name
    hostile.write_text(texts[name])
    target = tmp_path / "out.mp4"
    with pytest.raises(MediaWorkError):
        media_work.sound(hostile, target, facts_like(bit_rate=10_000_000), gain_db=0.0)
    assert not target.exists() or target.stat().st_size == 0


def test_picture_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "picture"
    run_ffmpeg(*("-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1", f"{picture}.png"))
    assert refused(Path(f"{picture}.png")) == "picture"


def test_empty_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    assert refused(empty) == "empty"


def test_picture_of_sixty_million_points_is_refused_without_being_decoded(tmp_path: Path) -> None:
    frame = ("-f", "lavfi", "-i", "color=size=8192x8192", "-frames:v", "1", "-c:v", "mjpeg")
    run_ffmpeg(*frame, str(tmp_path / "bomb.avi"))
    assert refused(tmp_path / "bomb.avi") == "too_large_picture"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (facts_like(video=None, audio=None), "no_streams"),
        (facts_like(duration_ms=LONGEST_MS + 1), "too_long"),
        (
            facts_like(video=VideoFacts(0, "h264", "yuv420p", "High", LARGEST_PIXELS, 2)),
            "too_large_picture",
        ),
        (facts_like(streams=MOST_STREAMS + 1), "too_many_streams"),
        (facts_like(video=picture_like(frame_rate=1_000_000.0)), "too_many_frames"),
    ],
)
def test_what_no_server_should_convert_is_refused(facts: MediaFacts, code: str) -> None:
    with pytest.raises(RefusedMediaError) as caught:
        checked(facts)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "facts",
    [
        facts_like(container="avi"),
        facts_like(bit_rate=20_000_000),
        facts_like(video=VideoFacts(0, "hevc", "yuv420p", "Main", 1280, 720)),
        facts_like(video=VideoFacts(0, "h264", "yuv422p", "High 4:2:2", 1280, 720)),
        facts_like(video=VideoFacts(0, "h264", "yuv420p", "High", 3840, 2160)),
        facts_like(audio=AudioFacts(1, "mp3float", "", 2, 44100)),
        facts_like(video=picture_like(key_gap_ms=30_000)),
        facts_like(video=picture_like(frame_rate=120.0)),
        facts_like(video=picture_like(start_ms=500)),
        facts_like(audio=AudioFacts(1, "aac", "LC", 6, 48000)),
        facts_like(audio=AudioFacts(1, "aac", "LC", 2, 48000, start_ms=500)),
        facts_like(audio=AudioFacts(1, "aac", "LC", 2, 8000)),
    ],
)
def test_what_browsers_may_not_play_is_encoded(facts: MediaFacts) -> None:
    assert not ffmpeg.can_be_copied(facts)


def test_screen_with_few_pictures_a_second_may_have_few_key_frames() -> None:
    slow = picture_like(key_gap_ms=30_000, frame_rate=4.0)
    assert ffmpeg.can_be_copied(facts_like(video=slow))


def test_progress_lines_are_read() -> None:
    assert ffmpeg.progress_ms("out_time_us=1500000") == 1500
    assert ffmpeg.progress_ms("out_time_us=-40000") == 0
    assert ffmpeg.progress_ms("out_time_us=N/A") is None
    assert ffmpeg.progress_ms("frame=3") is None
