"""Any order of creating, sending, repeating, breaking off and cancelling keeps the bytes."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from content.people.models import User
from content.uploads import part_file, services
from content.uploads.exceptions import UploadError
from content.uploads.models import Upload
from tests.unit.content.uploads.client import Tus

pieces = st.binary(min_size=0, max_size=4000)


class Uploading(RuleBasedStateMachine):
    """The model is a string of bytes, and how much of it the server has acknowledged."""

    tus: Tus
    owner: User

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.whole = b""
        self.sent = 0

    def _send(self, offset: int, body: bytes) -> Any:
        return self.tus.patch(self.url, offset, body)

    @property
    def _upload(self) -> Upload:
        return Upload.objects.get(uuid=self.url.rpartition("/")[2])

    @precondition(lambda self: not self.url)
    @rule(whole=st.binary(min_size=1, max_size=12_000))
    def begin(self, whole: bytes) -> None:
        # Not a picture or playlist by chance.
        self.whole, self.sent = b"\x00" + whole, 0
        self.url = self.tus.new(len(self.whole))

    @precondition(lambda self: self.url)
    @rule(size=st.integers(0, 5000))
    def send_next(self, size: int) -> None:
        body = self.whole[self.sent : self.sent + size]
        answer = self._send(self.sent, body)
        assert answer.status_code == 204
        self.sent += len(body)
        assert int(answer["Upload-Offset"]) == self.sent

    @precondition(lambda self: self.url and self.sent)
    @rule(body=pieces, back=st.integers(1, 4000))
    def repeat(self, body: bytes, back: int) -> None:
        assert self._send(max(0, self.sent - back), body[: min(back, self.sent)]).status_code == 409

    @precondition(lambda self: self.url)
    @rule(body=pieces, gap=st.integers(1, 4000))
    def leave_a_gap(self, body: bytes, gap: int) -> None:
        assert self._send(self.sent + gap, body).status_code == 409

    @precondition(lambda self: self.url)
    @rule(more=st.integers(1, 100))
    def send_too_much(self, more: int) -> None:
        body = self.whole[self.sent :] + b"x" * more
        assert self._send(self.sent, body).status_code == 413

    @precondition(lambda self: self.url)
    @rule(size=st.integers(1, 5000), broken=st.integers(0, 5000))
    def break_off(self, size: int, broken: int) -> None:
        """The connection ends before the announced length has come."""
        body = self.whole[self.sent : self.sent + size]
        arrives = body[:broken]
        if body:
            services.receive(
                upload=self._upload,
                offset=self.sent,
                length=len(body),
                read=io.BytesIO(arrives).read,
            )
        self.sent += len(arrives)

    @precondition(lambda self: self.url)
    @rule(size=st.integers(1, 5000), rest=pieces)
    def die_before_acknowledging(self, size: int, rest: bytes) -> None:
        """Bytes reached the disk, and the process died before the row said so."""
        with part_file.path_of(self._upload.uuid).open("ab") as file:
            file.write(rest)

    @precondition(lambda self: self.url)
    @rule()
    def hand_over(self) -> None:
        digest = hashlib.sha256(self.whole).hexdigest()
        taken: list[bytes] = []

        def make(file: Any, uuid: Any) -> str:
            taken.append(file.read())
            return "made"

        sent_all = self.sent == len(self.whole)
        for _attempt in range(2):
            try:
                result = services.adopt(
                    acting_user=self.owner, uuid=self._upload.uuid, sha256=digest, make=make
                )
            except UploadError as error:
                assert not sent_all
                assert error.status == 409
                return
            assert result == "made"
        assert taken == [self.whole]
        self.url = ""

    @precondition(lambda self: self.url)
    @rule()
    def cancel(self) -> None:
        assert self.tus.delete(self.url).status_code == 204
        assert self.tus.head(self.url).status_code == 410
        self.url = ""

    @invariant()
    def what_is_acknowledged_is_on_the_disk(self) -> None:
        if not self.url:
            return
        assert self.tus.offset(self.url) == self.sent
        stored = part_file.path_of(self._upload.uuid)
        if self.sent:
            assert stored.read_bytes()[: self.sent] == self.whole[: self.sent]


@pytest.fixture
def quick_folder(settings: Any) -> Iterator[None]:
    """In memory where there is such a folder: thousands of fsyncs would be all this measures."""
    memory = Path("/dev/shm")  # noqa: S108  # a file system, not a place to find things again
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        settings.MEDIA_ROOT = Path(folder)
        yield


@pytest.mark.django_db
def test_no_order_of_requests_loses_or_mixes_bytes(
    client: Client, uploader: User, quick_folder: None
) -> None:
    client.force_login(uploader)
    Uploading.tus, Uploading.owner = Tus(client), uploader
    run_state_machine_as_test(
        Uploading,
        settings=hypothesis_settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
