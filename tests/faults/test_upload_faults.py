"""The web server killed inside a request, clients that vanish, full disks: nothing is lost."""

import contextlib
import hashlib
import http.client
import os
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.test import Client
from wagtail.models import Collection

from content.people.models import User
from content.uploads import part_file
from content.uploads.models import Upload
from tests import web_process
from tests.factories.people import make_user
from tests.web_process import WebProcess
from tests.worker_process import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

TOKEN = "a" * 32
KILLS = 20


@pytest.fixture
def staff(transactional_db: None) -> User:
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return make_user("S0001", is_staff=True, is_superuser=True)


@pytest.fixture
def web(staff: User) -> Iterator[WebProcess]:
    with web_process.running() as started:
        yield started
    for path in part_file.folder().iterdir():
        path.unlink()


class RawTus:
    """tus by hand over a real connection, so that a request can be left half sent."""

    def __init__(self, port: int, user: User) -> None:
        self.port = port
        client = Client()
        client.force_login(user)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Tus-Resumable": "1.0.0",
            "Accept-Language": "en",
        }

    def ask(
        self, method: str, url: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, Any, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, url, body, {**self.headers, **named})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def new(self, size: int) -> str:
        status, headers, body = self.ask("POST", "/api/uploads/", b"", Upload_Length=str(size))
        assert status == 201, body
        return str(headers["Location"])

    def offset(self, url: str) -> int:
        status, headers, _body = self.ask("HEAD", url)
        assert status == 200
        return int(headers["Upload-Offset"])

    def patch(self, url: str, offset: int, body: bytes) -> tuple[int, Any, bytes]:
        return self.ask("PATCH", url, body, **_piece(offset))

    def begin_patch(self, url: str, offset: int, length: int) -> socket.socket:
        """The head of a request; its bytes are up to the caller."""
        headers = {**self.headers, "Host": "localhost", "Content-Length": str(length)}
        headers.update({key.replace("_", "-"): value for key, value in _piece(offset).items()})
        lines = [f"PATCH {url} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection


def _piece(offset: int) -> dict[str, str]:
    return {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"}


def path_of(url: str) -> Path:
    return part_file.path_of(UUID(url.rpartition("/")[2]))


def row_of(url: str) -> Upload:
    return Upload.objects.get(uuid=url.rpartition("/")[2])


@pytest.mark.timeout(900)  # twenty starts of a server
def test_killed_inside_requests_no_acknowledged_byte_is_asked_for_twice(
    web: WebProcess, staff: User
) -> None:
    """kill -9 of master and worker, twenty times, each after another number of bytes."""
    rng = random.Random(20)
    whole = b"\x00" + rng.randbytes(48 << 20)
    tus = RawTus(web.port, staff)
    url, acknowledged = tus.new(len(whole)), 0
    for _kill in range(KILLS):
        offset = tus.offset(url)
        assert acknowledged <= offset <= path_of(url).stat().st_size
        size = min(8 << 20, len(whole) - offset)
        die_after = rng.randrange(0, size)
        connection = tus.begin_patch(url, offset, size)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.sendall(whole[offset : offset + die_after])
            killer = threading.Thread(target=web.kill)
            killer.start()
            connection.sendall(whole[offset + die_after : offset + size])
            killer.join()
        web.kill()
        acknowledged = row_of(url).offset_bytes
        assert acknowledged <= path_of(url).stat().st_size
        assert hashlib.sha256(path_of(url).read_bytes()[:acknowledged]).digest() == (
            hashlib.sha256(whole[:acknowledged]).digest()
        )
        web.start()
    while (offset := tus.offset(url)) < len(whole):
        assert tus.patch(url, offset, whole[offset : offset + (8 << 20)])[0] == 204
    assert path_of(url).read_bytes() == whole


def test_connection_that_breaks_off_keeps_what_came(web: WebProcess, staff: User) -> None:
    whole = b"\x00" + os.urandom(3 << 20)
    tus = RawTus(web.port, staff)
    url = tus.new(len(whole))
    connection = tus.begin_patch(url, 0, len(whole))
    connection.sendall(whole[:1_000_000])
    connection.close()
    wait_until(lambda: row_of(url).offset_bytes == 1_000_000, "the bytes were not kept")
    assert tus.offset(url) == 1_000_000
    assert tus.patch(url, 1_000_000, whole[1_000_000:])[0] == 204
    assert path_of(url).read_bytes() == whole


def test_second_request_waits_its_turn_while_bytes_come(web: WebProcess, staff: User) -> None:
    whole = b"\x00" + os.urandom(999_999)
    tus = RawTus(web.port, staff)
    url = tus.new(len(whole))
    with contextlib.closing(tus.begin_patch(url, 0, len(whole))) as connection:
        connection.sendall(whole[:500_000])
        wait_until(lambda: path_of(url).exists() and path_of(url).stat().st_size, "nothing came")
        status, _headers, body = tus.patch(url, 0, b"other bytes")
        assert status == 423, body
        connection.sendall(whole[500_000:])
        assert connection.recv(12) == b"HTTP/1.1 204"
    assert path_of(url).read_bytes() == whole


def test_gigabytes_do_not_fill_the_memory(web: WebProcess, staff: User) -> None:
    tus = RawTus(web.port, staff)
    size = 256 << 20
    url = tus.new(size)
    block = b"\x00" * (1 << 20)
    before = memory_of(web)
    with contextlib.closing(tus.begin_patch(url, 0, size)) as connection:
        for _block in range(size // len(block)):
            connection.sendall(block)
        assert connection.recv(12) == b"HTTP/1.1 204"
    assert memory_of(web) - before < 32 << 20
    tus.ask("DELETE", url)


def memory_of(web: WebProcess) -> int:
    """The most that any process of the server ever held, in bytes."""
    assert web._process is not None
    group = str(web._process.pid)
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            text = status.read_text()
            if f"NSsid:\t{group}" in text:
                line = next(line for line in text.splitlines() if line.startswith("VmHWM"))
                most = max(most, int(line.split()[1]) << 10)
    assert most
    return most


@pytest.fixture
def small_disk(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB where uploads lie."""
    place = tmp_path / "media"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"needs the right to mount: {mounted.stderr.strip()}")
    settings.MEDIA_ROOT = place
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_full_disk_is_said_in_words_and_the_upload_goes_on_when_there_is_room(
    small_disk: Path, staff: User
) -> None:
    from tests.unit.content.uploads.client import Tus

    client = Client()
    client.force_login(staff)
    tus = Tus(client)
    whole = b"\x00" + os.urandom((12 << 20) - 1)
    url = tus.new(len(whole))
    assert tus.patch(url, 0, whole[: 4 << 20]).status_code == 204
    filler = small_disk / "filler"
    fill_but(filler, 3 << 20)
    # The reserve is asked before a byte is read; let the disk itself be what refuses.
    answer = _without_reserve(tus, url, 4 << 20, whole[4 << 20 :])
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    reached = tus.offset(url)
    assert (4 << 20) < reached <= (7 << 20) + 4096
    assert part_file.path_of(row_of(url).uuid).read_bytes()[:reached] == whole[:reached]
    again = tus.patch(url, reached, whole[reached:])
    assert again.status_code == 507
    assert tus.create(20 << 20).status_code == 507
    filler.unlink()
    assert tus.patch(url, reached, whole[reached:]).status_code == 204
    assert part_file.path_of(row_of(url).uuid).read_bytes() == whole


def fill_but(filler: Path, left: int) -> None:
    disk = os.statvfs(filler.parent)
    filler.write_bytes(b"\x00" * (disk.f_bavail * disk.f_frsize - left))


def _without_reserve(tus: Any, url: str, offset: int, body: bytes) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("content.uploads.quotas.check_reserve", lambda _size: None)
        return tus.patch(url, offset, body)


def test_client_that_falls_silent_lets_go_of_its_upload(web: WebProcess, staff: User) -> None:
    """A network that dies without a word: no request after it may wait for ever."""
    whole = b"\x00" + os.urandom(999_999)
    tus = RawTus(web.port, staff)
    url = tus.new(len(whole))
    with contextlib.closing(tus.begin_patch(url, 0, len(whole))) as connection:
        connection.sendall(whole[:300_000])
        begun = time.monotonic()
        wait_until(lambda: row_of(url).offset_bytes, "the silent client holds on")
        assert 20 < time.monotonic() - begun < 60
        offset = tus.offset(url)
    assert 0 < offset <= 300_000
    assert tus.patch(url, offset, whole[offset:])[0] == 204
    assert path_of(url).read_bytes() == whole
