"""Which of a recording's files is played, heard or shown, and in how many queries."""

from typing import Any

import pytest

from content.core.audience import Audience
from content.recordings import selectors, storage
from content.recordings.enums import FileRole, RecordingState
from content.recordings.models import MediaFile, Recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording() -> Recording:
    return Recording.objects.create(
        title="Talk", audience=Audience.public(), state=RecordingState.PLAYABLE, duration_ms=9000
    )


def add(recording: Recording, role: str, variant: str = "", **values: Any) -> MediaFile:
    take = values.get("take", recording.take)
    name = storage.name_of(recording.uuid, f"{take}-{role}-{variant}")
    return MediaFile.objects.create(
        recording=recording, role=role, variant=variant, name=name, **values
    )


def test_best_quality_is_played_and_the_sound_alone_is_heard(recording: Recording) -> None:
    assert selectors.played_file(recording) is None
    sound = add(recording, FileRole.AUDIO)
    assert selectors.played_file(recording) == sound
    rows = [add(recording, FileRole.VIDEO, height) for height in ("480", "1080", "720")]
    assert selectors.qualities_of(recording) == [rows[1], rows[2], rows[0]]
    assert selectors.played_file(recording) == rows[1]
    assert selectors.audio_only(recording) == selectors.heard_file(recording) == sound


def test_video_of_old_without_its_sound_alone_is_heard_itself(recording: Recording) -> None:
    video = add(recording, FileRole.VIDEO, height=720)
    assert selectors.heard_file(recording) == video
    assert selectors.heard_path(recording) == storage.path_of(video.name)


def test_files_of_the_next_take_are_not_shown_before_it_plays(recording: Recording) -> None:
    old = add(recording, FileRole.VIDEO, "480")
    new = add(recording, FileRole.VIDEO, "1080", take=2)
    assert selectors.qualities_of(recording) == [old]
    recording.take = 2
    assert selectors.qualities_of(recording) == [new]


def test_sheets_are_in_order_with_the_measures_of_their_tiles(recording: Recording) -> None:
    assert selectors.sprites_of(recording) is None
    for number in ("10", "2", "1"):
        details = {"interval_ms": 5000, "columns": 10, "rows": 10}
        add(recording, FileRole.SPRITES, number, width=1600, height=900, details=details)
    sprites = selectors.sprites_of(recording)
    assert sprites is not None
    assert (sprites.interval_ms, sprites.columns, sprites.rows) == (5000, 10, 10)
    assert (sprites.tile_width, sprites.tile_height) == (160, 90)
    assert [url.rsplit("-", 1)[1] for url in sprites.urls] == ["1", "2", "10"]


def test_all_of_it_takes_one_query_for_many_recordings(
    recording: Recording, django_assert_num_queries: Any
) -> None:
    add(recording, FileRole.POSTER)
    add(recording, FileRole.WAVEFORM)
    add(recording, FileRole.CANDIDATE, "1")
    with django_assert_num_queries(2):
        (row,) = Recording.objects.prefetch_related("files")
        assert selectors.poster_file(row) is not None
        assert selectors.waveform_of(row) is not None
        assert len(selectors.poster_candidates_of(row)) == 1
        assert selectors.played_file(row) is None
        assert selectors.sprites_of(row) is None
