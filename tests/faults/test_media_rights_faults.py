"""Whoever tries to get at media without the right to it: through us, and through a real nginx."""

import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.test.testcases import _MediaFilesHandler

from content.core.audience import Audience
from content.people.models import Unit, User
from content.recordings.models import MediaFile, Recording
from content.transcripts.models import Cue, Transcript, TranscriptSource
from tests.factories.courses import make_recording
from tests.factories.people import make_unit, make_user
from tests.servers import missing, processes
from tests.worker_process import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
BYTES = bytes(range(256)) * 40
DERIVED = {
    "video.mp4": ("video", "1080", "video/mp4"),
    "video-480.mp4": ("video", "480", "video/mp4"),
    "audio.m4a": ("audio", "", "audio/mp4"),
    "poster.jpg": ("poster", "", "image/jpeg"),
    "candidate-1.jpg": ("candidate", "1", "image/jpeg"),
    "sprites-1.jpg": ("sprites", "1", "image/jpeg"),
    "waveform.json": ("waveform", "", "application/json"),
}
CAPTIONS = ("vtt", "srt", "txt", "json", "docx")


@pytest.fixture
def units() -> tuple[Unit, Unit]:
    return make_unit(), make_unit()


@pytest.fixture
def recording(units: tuple[Unit, Unit]) -> Recording:
    """For one unit only, with a file of every role and a machine's transcript."""
    recording = make_recording("Talk", language="en", audience=Audience.of_units([units[0].pk]))
    files = {**DERIVED, "source": ("source", "", "application/octet-stream")}
    for ending, (role, variant, content_type) in files.items():
        name = f"recordings/{recording.uuid}/{ending}"
        path = Path(django_settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BYTES)
        MediaFile.objects.create(
            recording=recording,
            role=role,
            variant=variant,
            name=name,
            content_type=content_type,
            size_bytes=len(BYTES),
        )
    transcript = Transcript.objects.create(
        recording=recording, language="en", source=TranscriptSource.MACHINE
    )
    Cue.objects.create(transcript=transcript, number=1, start_ms=0, end_ms=900, text="Secret.")
    return recording


def addresses(recording: Recording) -> list[str]:
    """Of everything that its audience may have."""
    transcript = recording.transcripts.get()
    return [f"/media/recordings/{recording.uuid}/{ending}" for ending in DERIVED] + [
        f"/media/captions/{transcript.uuid}.{ending}" for ending in CAPTIONS
    ]


def source(recording: Recording) -> str:
    return f"/media/recordings/{recording.uuid}/source"


def as_user(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


ASKING: tuple[dict[str, str], ...] = (
    {},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=-10"},
    {"Range": "bytes=0-9", "If-Range": '"any"'},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"},
)


def test_whoever_may_not_have_it_cannot_tell_it_from_what_is_not_there(
    recording: Recording, units: tuple[Unit, Unit]
) -> None:
    strangers = (None, make_user(unit=units[1]), make_user())
    nothing = f"/media/recordings/{recording.uuid}/nothing.mp4"
    for client in map(as_user, strangers):
        model = client.get(nothing)
        assert model.status_code == 404
        for address in (*addresses(recording), source(recording)):
            for headers in ASKING:
                for ask in (client.get, client.head):
                    answer = ask(address, headers=headers)
                    assert answer.status_code == 404, (address, headers)
                    assert b"Secret" not in answer.content
                    assert set(answer.headers) == set(model.headers)


def test_its_audience_has_all_but_the_source_and_no_cache_keeps_it(
    recording: Recording, units: tuple[Unit, Unit]
) -> None:
    client = as_user(make_user(unit=units[0]))
    for address in addresses(recording):
        for headers in ({}, {"Range": "bytes=0-9"}):
            answer = client.get(address, headers=headers)
            assert answer.status_code in (200, 206), address
            assert answer["Cache-Control"] == "private, no-store"
            b"".join(answer.streaming_content) if answer.streaming else answer.content
            answer.close()
    assert client.get(source(recording)).status_code == 404


def answered(client: Client, address: str) -> tuple[int, str]:
    """The status and the tag of the version, the answer closed as a server closes it."""
    answer = client.head(address)
    answer.close()
    return answer.status_code, answer["ETag"]


def test_taking_the_right_away_takes_effect_at_the_next_request(
    recording: Recording, units: tuple[Unit, Unit]
) -> None:
    person = make_user(unit=units[0])
    client = as_user(person)
    for take_away in (
        lambda: Recording.objects.update(audience=Audience.of_units([units[1].pk])),
        lambda: User.objects.filter(pk=person.pk).update(unit=units[1]),
        lambda: User.objects.filter(pk=person.pk).update(is_active=False),
    ):
        Recording.objects.update(audience=Audience.of_units([units[0].pk]))
        User.objects.filter(pk=person.pk).update(unit=units[0])
        assert {answered(client, address)[0] for address in addresses(recording)} == {200}
        etag = answered(client, addresses(recording)[0])[1]
        take_away()
        for address in addresses(recording):
            assert client.get(address).status_code == 404
            assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def crooked(recording: Recording) -> list[str]:
    """Ways around: other spellings of paths that exist."""
    name = f"recordings/{recording.uuid}/video.mp4"
    return [
        f"/media//{name}",
        f"/media/./{name}",
        f"/media/captions/../{name}",
        f"/media/captions/..%2f{name}",
        f"/media/captions/%2e%2e/{name}",
        f"/media/captions/%2e%2e%2f{name}",
        f"/media/captions/..%5c{name}",
        f"/media/captions/%252e%252e/{name}",
        f"/media/{name}%00.jpg",
        f"/media/{name}/",
        f"/media/{name}?audience=public",
        "/media/../lectern.sqlite3",
        "/media/..%2flectern.sqlite3",
        "/media/%2e%2e/search.sqlite3",
        f"/protected/{name}",
        f"//protected/{name}",
        f"/protected//{name}",
        f"/PROTECTED/{name}",
        f"/%70rotected/{name}",
        f"/media/..%2fprotected/{name}",
        f"/static/../protected/{name}",
        f"/static/..%2fmedia/{name}",
        f"/static../media/{name}",
        f"/static/%2e%2e/media/{name}",
        f"/protected../media/{name}",
        "/protected/../lectern.sqlite3",
        "/static../lectern.sqlite3",
    ]


def test_no_crooked_path_leads_to_a_file(recording: Recording) -> None:
    client = Client()
    for path in crooked(recording):
        answer = client.get(path, follow=True)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert BYTES not in content, path
        assert b"SQLite format" not in content, path


class Nginx:
    """A real nginx with the configuration that we ship, in front of the live server."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self.port = processes.free_port(18300, 18340)
        template = (ROOT / "docker" / "nginx" / "lectern.conf.template").read_text()
        values = {
            "LECTERN_PORT": f"127.0.0.1:{self.port}",
            "LECTERN_MAX_BODY": "1m",
            "LECTERN_DATA_ROOT": str(django_settings.DATA_DIR),
            "LECTERN_UPSTREAM": urlsplit(upstream).netloc,
        }
        for name, value in values.items():
            template = template.replace(f"${{{name}}}", value)
        (folder / "lectern.conf").write_text(template)
        paths = "".join(
            f"  {name}_temp_path {folder};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = folder / "nginx.conf"
        main.write_text(
            f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\nworker_processes 1;\n"
            f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
            f"http {{\n  access_log off;\n{paths}  include {folder}/lectern.conf;\n}}\n"
        )
        self._process = subprocess.Popen(
            ["nginx", "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(main)]
        )
        wait_until(lambda: self._answers() or self._process.poll() is not None, "nginx is silent")
        assert self._process.poll() is None, (folder / "error.log").read_text()

    def _answers(self) -> bool:
        try:
            return self.ask("/healthz")[0] == 200
        except OSError:
            return False

    def ask(
        self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """The path goes out as it is written: nothing on the way makes it straight."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in {"Host": "localhost", **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def nginx(
    live_server: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Nginx]:
    if shutil.which("nginx") is None:
        missing("nginx", "no such program; on Debian: apt-get install nginx-light")
    # Django's live server would send media itself, to anybody.
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda _self, _path: False)
    settings.LECTERN_ACCEL_PREFIX = "/protected/"
    folder = tmp_path / "nginx"
    folder.mkdir()
    server = Nginx(folder, live_server.url)
    yield server
    server.stop()


def cookie(user: User) -> dict[str, str]:
    client = as_user(user)
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


def test_nginx_sends_the_bytes_to_those_who_may_and_to_nobody_else(
    nginx: Nginx, recording: Recording, units: tuple[Unit, Unit]
) -> None:
    address = f"/media/recordings/{recording.uuid}/video.mp4"
    mine = cookie(make_user(unit=units[0]))
    status, headers, body = nginx.ask(address, headers=mine)
    assert (status, body) == (200, BYTES)
    assert headers["cache-control"] == "private, no-store"
    assert "x-accel-redirect" not in headers
    status, headers, body = nginx.ask(address, headers={**mine, "Range": "bytes=10-19"})
    assert (status, body) == (206, BYTES[10:20])
    assert headers["cache-control"] == "private, no-store"
    for headers in ({}, cookie(make_user(unit=units[1])), {"X-Accel-Redirect": address}):
        assert nginx.ask(address, headers=headers)[0] == 404
    # What nginx has just sent it does not keep: the next request is asked anew.
    Recording.objects.update(audience=Audience.of_units([units[1].pk]))
    etag = {"If-None-Match": "*", "If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}
    assert nginx.ask(address, headers=mine)[0] == 404
    assert nginx.ask(address, headers={**mine, **etag})[0] == 404


def test_no_crooked_path_leads_past_nginx_to_a_file(nginx: Nginx, recording: Recording) -> None:
    for path in crooked(recording):
        status, _headers, body = nginx.ask(path)
        assert status >= 300, path
        assert BYTES not in body, path
        assert b"SQLite format" not in body, path


def test_internal_place_answers_as_if_nothing_were_there(
    nginx: Nginx, recording: Recording, units: tuple[Unit, Unit]
) -> None:
    """Also to those who may have the file: the door is the other one."""
    mine = cookie(make_user(unit=units[0]))
    for method in ("GET", "HEAD", "POST"):
        path = f"/protected/recordings/{recording.uuid}/video.mp4"
        assert nginx.ask(path, method=method, headers=mine)[0] == 404
