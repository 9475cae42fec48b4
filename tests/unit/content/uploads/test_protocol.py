"""tus 1.0 as clients meet it: creation, bytes, offsets, expiration, termination, and refusals."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date

from content.people.models import User
from content.uploads import part_file, services
from content.uploads.enums import UploadState
from content.uploads.models import Upload
from tests.factories.people import make_user
from tests.unit.content.uploads.client import BODY_TYPE, VERSION, Tus
from tests.unit.content.uploads.conftest import make_uploader

pytestmark = pytest.mark.django_db


def bytes_of(url: str) -> bytes:
    return part_file.path_of(UUID(url.rpartition("/")[2])).read_bytes()


def test_file_arrives_in_pieces(tus: Tus) -> None:
    url = tus.new(11, filename="讲座 第一讲.mp4", fingerprint="11-5")
    assert tus.offset(url) == 0
    first = tus.patch(url, 0, b"hello ")
    assert (first.status_code, first["Upload-Offset"]) == (204, "6")
    assert tus.patch(url, 6, b"world")["Upload-Offset"] == "11"
    upload = Upload.objects.get()
    assert bytes_of(url) == b"hello world"
    assert (upload.state, upload.filename) == (UploadState.COMPLETE, "讲座 第一讲.mp4")
    assert tus.head(url)["Upload-Length"] == "11"


def test_every_answer_names_the_version_and_is_kept_by_no_cache(tus: Tus) -> None:
    url = tus.new(5)
    for answer in (tus.head(url), tus.patch(url, 0, b"12"), tus.patch(url, 9, b"1")):
        assert answer["Tus-Resumable"] == "1.0.0"
        assert answer["Cache-Control"] == "no-store"


def test_server_says_what_it_can(client: Client) -> None:
    answer = client.options("/api/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert int(answer["Tus-Max-Size"]) > 1 << 30


@pytest.mark.parametrize("offset", [0, 3, 5])
def test_wrong_offset_is_a_conflict_and_changes_nothing(tus: Tus, offset: int) -> None:
    url = tus.new(10)
    tus.patch(url, 0, b"1234")
    assert tus.patch(url, offset, b"xxxx").status_code == 409
    assert bytes_of(url) == b"1234"


def test_more_bytes_than_announced_are_refused(tus: Tus) -> None:
    url = tus.new(5)
    assert tus.patch(url, 0, b"123456").status_code == 413
    assert tus.offset(url) == 0


def test_body_of_another_type_is_refused(tus: Tus) -> None:
    url = tus.new(5)
    headers = {**VERSION, "Upload-Offset": "0"}
    answer = tus.client.patch(url, b"12345", content_type="text/plain", headers=headers)
    assert answer.status_code == 415


def test_client_of_another_version_is_told_ours(tus: Tus) -> None:
    answer = tus.client.post(
        "/api/uploads/", headers={"Upload-Length": "5", "Tus-Resumable": "0.2.2"}
    )
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "1" * 30, "five"])
def test_length_that_is_no_number_is_refused(tus: Tus, length: str) -> None:
    assert tus.create(length).status_code == 400


@pytest.mark.parametrize("offset", ["", "-1", "0x0", "1" * 30])
def test_offset_that_is_no_number_is_refused(tus: Tus, offset: str) -> None:
    assert tus.patch(tus.new(5), offset, b"1").status_code == 400


def test_empty_file_is_refused_in_words(tus: Tus) -> None:
    answer = tus.create(0)
    assert answer.status_code == 400
    assert answer.json()["code"] == "empty"


@pytest.mark.parametrize("header", ["filename", "filename !!!", "a YQ==,a YQ==", "k " + "A" * 5000])
def test_metadata_that_cannot_be_read_is_refused(tus: Tus, header: str) -> None:
    answer = tus.client.post(
        "/api/uploads/", headers={**VERSION, "Upload-Length": "5", "Upload-Metadata": header}
    )
    # An empty value is allowed by the protocol.
    assert answer.status_code == (201 if header == "filename" else 400)


def test_name_of_the_file_is_for_showing_only(tus: Tus) -> None:
    url = tus.new(3, filename="../../etc/\u202epasswd\x00\n<b>")
    upload = Upload.objects.get()
    assert upload.filename == "passwd<b>"
    assert [path.name for path in part_file.folder().iterdir()] == []
    tus.patch(url, 0, b"1")
    assert [path.name for path in part_file.folder().iterdir()] == [upload.uuid.hex]
    tus.delete(url)


def test_method_in_a_header_stands_for_the_request(tus: Tus) -> None:
    url = tus.new(4)
    headers = {**VERSION, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = tus.client.post(url, b"1234", content_type=BODY_TYPE, headers=headers)
    assert answer.status_code == 204
    assert bytes_of(url) == b"1234"


def test_cancelled_upload_leaves_no_bytes(tus: Tus) -> None:
    url = tus.new(4)
    tus.patch(url, 0, b"12")
    assert tus.delete(url).status_code == 204
    assert list(part_file.folder().iterdir()) == []
    assert tus.head(url).status_code == 410
    assert tus.patch(url, 2, b"34").status_code == 410
    assert tus.delete(url).status_code == 410
    assert list(part_file.folder().iterdir()) == []


def test_expired_upload_is_gone_and_its_end_was_announced(tus: Tus) -> None:
    answer = tus.create(4)
    announced = parse_http_date(answer["Upload-Expires"])
    assert announced == pytest.approx(timezone.now().timestamp() + 7 * 24 * 3600, abs=60)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tus.head(answer["Location"]).status_code == 410
    assert tus.patch(answer["Location"], 0, b"1234").status_code == 410


def test_bytes_put_off_the_end_of_an_upload(tus: Tus) -> None:
    url = tus.new(4)
    Upload.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    tus.patch(url, 0, b"12")
    assert Upload.objects.get().expires_at > timezone.now() + timedelta(days=6)


def test_what_a_broken_request_left_on_the_disk_is_cut_off(tus: Tus) -> None:
    url = tus.new(6)
    tus.patch(url, 0, b"123")
    with part_file.path_of(Upload.objects.get().uuid).open("ab") as file:
        file.write(b"left behind, never acknowledged")
    assert tus.offset(url) == 3
    tus.patch(url, 3, b"456")
    assert bytes_of(url) == b"123456"


def test_lost_file_is_asked_for_again(tus: Tus) -> None:
    url = tus.new(6)
    tus.patch(url, 0, b"123")
    part_file.path_of(Upload.objects.get().uuid).unlink()
    assert tus.offset(url) == 0
    tus.patch(url, 0, b"123456")
    assert bytes_of(url) == b"123456"


def test_refused_by_its_first_bytes_before_the_rest_is_sent(tus: Tus) -> None:
    url = tus.new(1 << 30)
    answer = tus.patch(url, 0, b"#EXTM3U\n#EXT-X-VERSION:3\n" + b"x" * 2000)
    assert (answer.status_code, answer.json()["code"]) == (422, "content")
    assert list(part_file.folder().iterdir()) == []
    assert Upload.objects.get().state == UploadState.CANCELLED


def test_refused_file_stays_refused_where_its_end_is_acknowledged_at_once(tus: Tus) -> None:
    whole = b"#EXTM3U\n#EXT-X-VERSION:3\n".ljust(services.SYNC_BYTES, b"x")
    url = tus.new(len(whole))
    assert tus.patch(url, 0, whole).status_code == 422
    assert Upload.objects.get().state == UploadState.CANCELLED
    assert tus.head(url).status_code == 410


def test_message_is_in_the_language_of_the_page(tus: Tus) -> None:
    url = tus.new(4)
    english = tus.patch(url, 2, b"1", **{"Accept-Language": "en"}).json()["message"]
    assert english == "0 bytes have arrived. Go on from there."
    chinese = tus.patch(url, 2, b"1", **{"Accept-Language": "zh-hans"}).json()["message"]
    assert chinese != english


def test_only_staff_with_the_right_may_upload(client: Client, uploader: User) -> None:
    assert Tus(client).create(4).status_code == 401
    client.force_login(make_user())
    assert Tus(client).create(4).status_code == 403
    client.force_login(uploader)
    assert Tus(client).create(4).status_code == 201


def test_uploads_of_others_do_not_exist(tus: Tus) -> None:
    url = tus.new(4)
    tus.patch(url, 0, b"12")
    tus.client.force_login(make_uploader())
    assert tus.head(url).status_code == 404
    assert tus.patch(url, 2, b"34").status_code == 404
    assert tus.delete(url).status_code == 404
    assert tus.client.get("/api/uploads/").json() == {"uploads": []}
    assert bytes_of(url) == b"12"


def test_person_finds_unfinished_uploads_again(tus: Tus) -> None:
    url = tus.new(4, filename="talk.mp4", fingerprint="4-99")
    tus.patch(url, 0, b"12")
    tus.delete(tus.new(9))
    shown = tus.client.get("/api/uploads/").json()["uploads"]
    assert [(one["url"], one["offset"], one["fingerprint"]) for one in shown] == [(url, 2, "4-99")]


def test_client_that_did_not_hear_the_answer_gets_the_same_upload(tus: Tus) -> None:
    url = tus.new(4, fingerprint="4-99")
    tus.patch(url, 0, b"12")
    assert tus.new(4, fingerprint="4-99") == url
    assert tus.new(5, fingerprint="4-99") != url
    assert tus.new(4) != tus.new(4)
    tus.delete(url)
    assert tus.new(4, fingerprint="4-99") != url


def test_page_of_another_site_cannot_upload_in_someones_name(uploader: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(uploader)
    assert Tus(strict).create(4).status_code == 403
    assert not Upload.objects.exists()
