"""Who gets which bytes of a recording, by which request; the answers are exact.

One recording for each audience; the asker's right is decided before conditions and ranges are
looked at, so that neither tells a stranger that a file exists.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from content.core.audience import Audience
from content.people.models import User
from content.recordings import storage
from content.recordings.enums import FileRole, RecordingState
from content.recordings.models import MediaFile, Recording
from content.recordings.takes import CONTENT_TYPES, Made
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

VIDEO = bytes(range(256)) * 40
SOURCE = b"the file as it was uploaded"
MADE = (
    Made(FileRole.VIDEO, "1080"),
    Made(FileRole.VIDEO, "480"),
    Made(FileRole.AUDIO),
    Made(FileRole.POSTER),
    Made(FileRole.CANDIDATE, "3"),
    Made(FileRole.SPRITES, "1"),
    Made(FileRole.WAVEFORM),
)


@pytest.fixture
def people() -> dict[str, User | None]:
    """A visitor, employees of two units and below one of them, and who sees everything."""
    city = make_unit(code="city")
    county, other = make_unit(city, code="county"), make_unit(city, code="other")
    station = make_unit(county, code="station")
    return {
        "visitor": None,
        "county": make_user("c1", unit=county),
        "below": make_user("b1", unit=station),
        "above": make_user("a1", unit=city),
        "other": make_user("o1", unit=other),
        "everything": make_user("s1", is_superuser=True),
    }


def make_recording(audience: Audience) -> Recording:
    recording = Recording.objects.create(
        title="Talk", audience=audience, state=RecordingState.PLAYABLE, duration_ms=1000
    )
    for made in MADE:
        add_file(recording, made)
    add_file(recording, Made(FileRole.SOURCE), SOURCE)
    return recording


def add_file(recording: Recording, made: Made, data: bytes = VIDEO, take: int = 1) -> str:
    """The address of a stored file with its row."""
    name = storage.name_of(recording.uuid, made.filename, take)
    storage.write_whole(storage.path_of(name), [data])
    MediaFile.objects.create(
        recording=recording,
        take=take,
        role=made.role,
        variant=made.variant,
        name=name,
        content_type=CONTENT_TYPES[Path(made.filename).suffix],
        size_bytes=len(data),
    )
    return f"/media/{name}"


def url_of(recording: Recording, filename: str = "video-1080.mp4") -> str:
    return f"/media/{storage.name_of(recording.uuid, filename)}"


class ReadingClient(Client):
    """Reads each answer to its end, as a browser would; that closes it too."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer


def as_person(user: User | None) -> Client:
    client = ReadingClient()
    if user is not None:
        client.force_login(user)
    return client


ADMITTED = {
    "public": {"visitor", "county", "below", "above", "other", "everything"},
    "employees": {"county", "below", "above", "other", "everything"},
    "unit": {"county", "below", "everything"},
    "person": {"other", "everything"},
}


def audience_named(name: str, people: dict[str, User | None]) -> Audience:
    county, other = people["county"], people["other"]
    assert county is not None
    assert other is not None
    return {
        "public": Audience.public(),
        "employees": Audience.employees(),
        "unit": Audience.of_units([county.unit_id]),
        "person": Audience.of_people([other.pk]),
    }[name]


def test_every_kind_of_file_is_in_the_matrix() -> None:
    assert {made.role for made in MADE} | {FileRole.SOURCE} == set(FileRole)


@pytest.mark.parametrize("filename", [made.filename for made in MADE])
@pytest.mark.parametrize("name", list(ADMITTED))
def test_every_way_of_asking_obeys_the_audience(
    name: str, filename: str, people: dict[str, User | None]
) -> None:
    recording = make_recording(audience_named(name, people))
    url = url_of(recording, filename)
    etag = as_person(people["everything"]).get(url)["ETag"]
    for who, user in people.items():
        client, right = as_person(user), who in ADMITTED[name]
        part = {"Range": "bytes=10-19"}
        assert client.get(url).status_code == (200 if right else 404), who
        assert client.head(url).status_code == (200 if right else 404), who
        assert client.get(url, headers=part).status_code == (206 if right else 404), who
        assert client.head(url, headers=part).status_code == (206 if right else 404), who
        known = {"If-None-Match": etag}
        assert client.get(url, headers=known).status_code == (304 if right else 404), who
        beyond = {"Range": f"bytes={len(VIDEO)}-"}
        assert client.get(url, headers=beyond).status_code == (416 if right else 404), who
        assert client.post(url).status_code == 405


def test_only_public_bytes_may_be_kept_by_caches(people: dict[str, User | None]) -> None:
    public, private = make_recording(Audience.public()), make_recording(Audience.employees())
    client = as_person(people["county"])
    assert client.get(url_of(public))["Cache-Control"].startswith("public, max-age=")
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = client.get(url_of(private), headers=headers)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_source_is_never_given_to_readers(people: dict[str, User | None]) -> None:
    url = url_of(make_recording(Audience.public()), "source")
    for who, user in people.items():
        answer = as_person(user).get(url)
        assert answer.status_code == (200 if who == "everything" else 404), who
        if answer.status_code == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["Cache-Control"] == "private, no-store"


def test_file_that_is_to_take_a_recordings_place_is_for_its_editors_until_it_does(
    people: dict[str, User | None],
) -> None:
    recording = make_recording(Audience.public())
    url = add_file(recording, Made(FileRole.VIDEO, "480"), take=2)
    for who, user in people.items():
        assert as_person(user).get(url).status_code == (200 if who == "everything" else 404), who
    Recording.objects.filter(pk=recording.pk).update(take=2)
    assert as_person(None).get(url).status_code == 200
    assert as_person(None).get(url_of(recording)).status_code == 404


def test_right_that_was_taken_away_is_gone_at_the_next_request(
    people: dict[str, User | None],
) -> None:
    recording = make_recording(Audience.employees())
    client = as_person(people["county"])
    etag = client.get(url_of(recording))["ETag"]
    recording.audience = Audience.of_people([people["other"].pk])  # type: ignore[union-attr]
    recording.save()
    assert client.get(url_of(recording)).status_code == 404
    assert client.get(url_of(recording), headers={"If-None-Match": etag}).status_code == 404


def test_parts_are_the_bytes_asked_for() -> None:
    url = url_of(make_recording(Audience.public()))
    client = ReadingClient()
    whole = client.get(url)
    assert (whole["Content-Length"], whole["Accept-Ranges"]) == (str(len(VIDEO)), "bytes")
    assert whole.body == VIDEO
    part = client.get(url, headers={"Range": "bytes=100-199"})
    assert part["Content-Range"] == f"bytes 100-199/{len(VIDEO)}"
    assert part["Content-Length"] == "100"
    assert part.body == VIDEO[100:200]
    assert client.get(url, headers={"Range": "bytes=-5"}).body == VIDEO[-5:]
    head = client.head(url, headers={"Range": "bytes=0-"})
    assert (head["Content-Length"], head.body) == (str(len(VIDEO)), b"")
    beyond = client.get(url, headers={"Range": "bytes=999999-"})
    assert beyond["Content-Range"] == f"bytes */{len(VIDEO)}"


def test_range_holds_only_while_the_file_is_the_one_known() -> None:
    recording = make_recording(Audience.public())
    url, client = url_of(recording), ReadingClient()
    first = client.get(url)
    modified = storage.path_of(storage.name_of(recording.uuid, "video-1080.mp4")).stat().st_mtime
    for condition in (first["ETag"], http_date(int(modified))):
        headers = {"Range": "bytes=0-9", "If-Range": condition}
        assert client.get(url, headers=headers).status_code == 206
    for condition in ('"other"', http_date(0), f"W/{first['ETag']}"):
        answer = client.get(url, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert (answer.status_code, len(answer.body)) == (200, len(VIDEO))


@pytest.mark.parametrize(
    "path",
    [
        "recordings/nothing/video.mp4",
        "recordings/../recordings/x",
        "recordings/%2e%2e/x",
        "incoming/x.upload",
        "lectern.sqlite3",
        "recordings/",
    ],
)
def test_what_nobody_owns_is_not_there(path: str) -> None:
    assert as_person(make_user("s2", is_superuser=True)).get(f"/media/{path}").status_code == 404


def test_row_whose_file_is_gone_is_not_there() -> None:
    recording = make_recording(Audience.public())
    storage.remove_folder(storage.folder_of(recording.uuid))
    assert ReadingClient().get(url_of(recording)).status_code == 404


def test_web_server_is_told_to_send_the_bytes_once_the_right_is_checked(settings: Any) -> None:
    settings.LECTERN_ACCEL_PREFIX = "/protected/"
    public, private = make_recording(Audience.public()), make_recording(Audience.employees())
    answer = ReadingClient().get(url_of(public))
    name = storage.name_of(public.uuid, "video-1080.mp4")
    assert (answer["X-Accel-Redirect"], answer.content) == (f"/protected/{name}", b"")
    assert ReadingClient().get(url_of(private)).status_code == 404
