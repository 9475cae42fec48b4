"""Files, translations and revisions take the place of all words, and keep what stood there."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from content.people.selectors import viewer_of
from content.transcripts.captions import caption_grant, captions_file
from content.transcripts.comparison import Piece, words_apart
from content.transcripts.cue_operations import Delete, ReplaceTexts
from content.transcripts.editing import apply_operation, revert_operation, stacks_of
from content.transcripts.models import CueEdit, RevisionReason, Transcript, TranscriptState
from content.transcripts.selectors import transcript_of
from content.transcripts.services import change_state
from content.transcripts.whole_texts import import_captions, restore_revision, start_translation
from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.unit.content.transcripts.test_services import texts_of, written

pytestmark = pytest.mark.django_db

SRT = "1\n00:00:01,000 --> 00:00:02,500\n质量第一\n\n2\n00:00:02,000 --> 00:00:04,000\n安全第一\n"


@pytest.fixture
def transcript() -> Transcript:
    return written(make_recording("质量讲座", language="zh"), "一", "二", "三")


@pytest.fixture
def staff() -> Client:
    client = Client()
    user = make_user(is_superuser=True, full_name="王工")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def edit(transcript: Transcript, **kwargs: Any) -> None:
    cue = transcript.cues.order_by("number").first()
    assert cue is not None
    operation = ReplaceTexts({cue.uuid: "改过"})
    apply_operation(
        acting_user=None, transcript=transcript, operation_id=uuid4(), operation=operation, seen={}
    )


def test_file_never_overwrites_without_a_snapshot(transcript: Transcript) -> None:
    edit(transcript)
    lines = [(0, 900, "文件里的")]
    import_captions(acting_user=None, recording=transcript.recording, language="zh", lines=lines)
    transcript.refresh_from_db()
    assert texts_of(transcript) == ["文件里的"]
    assert (transcript.source, transcript.state) == ("imported", "draft")
    revision = transcript.revisions.get()
    assert revision.reason == RevisionReason.REPLACED
    restore_revision(acting_user=None, revision=revision, operation_id=uuid4())
    assert texts_of(transcript) == ["改过", "二", "三"]


def test_restored_revision_is_one_edit_that_can_be_undone(transcript: Transcript) -> None:
    user = make_user()
    change_state(acting_user=user, transcript=transcript, state=TranscriptState.IN_REVIEW)
    edit(transcript)
    gone = transcript.cues.get(text="二")
    apply_operation(
        acting_user=None,
        transcript=transcript,
        operation_id=uuid4(),
        operation=Delete(gone.uuid),
        seen={},
    )
    restore_revision(acting_user=user, revision=transcript.revisions.get(), operation_id=uuid4())
    assert texts_of(transcript) == ["一", "二", "三"]
    [done] = stacks_of(transcript, user.pk).undo
    revert_operation(acting_user=user, transcript=transcript, operation_id=uuid4(), reverts=done)
    assert texts_of(transcript) == ["改过", "三"]


def test_revisions_are_kept_at_submission_and_publication_only(transcript: Transcript) -> None:
    for state in ("in_review", "reviewed", "published", "draft"):
        edit(transcript)
        change_state(acting_user=None, transcript=transcript, state=TranscriptState(state))
    assert [row.reason for row in transcript.revisions.all()] == ["submitted", "published"]


def test_translation_starts_with_the_times_and_is_not_shown_before_review(
    transcript: Transcript,
) -> None:
    made = start_translation(acting_user=None, transcript=transcript, language="en")
    times = list(transcript.cues.order_by("number").values_list("start_ms", "end_ms"))
    assert list(made.cues.order_by("number").values_list("start_ms", "end_ms")) == times
    viewer = viewer_of(make_user(is_superuser=True))
    recording = transcript.recording.uuid
    assert transcript_of(viewer, recording, ["en"]) is None
    assert captions_file(made, "vtt") == b"WEBVTT\n"
    change_state(acting_user=None, transcript=made, state=TranscriptState.REVIEWED)
    assert transcript_of(viewer, recording, ["en"]) == made


def test_unreviewed_words_of_a_person_are_for_editors_alone(transcript: Transcript) -> None:
    made = start_translation(acting_user=None, transcript=transcript, language="en")
    grant, heard = (caption_grant(f"captions/{row.uuid}.srt") for row in (made, transcript))
    assert grant is not None
    assert grant.allowed is not None
    assert grant.allowed(make_user(is_superuser=True))
    assert not grant.allowed(make_user())
    assert heard is not None
    assert heard.allowed is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("质量第一", "质量至上", [("same", "质量"), ("gone", "第一"), ("new", "至上")]),
        ("one two", "one three", [("same", "one "), ("gone", "two"), ("new", "three")]),
        ("", "新", [("new", "新")]),
    ],
)
def test_words_are_compared_as_wholes(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert list(words_apart(before, after)) == [Piece(*piece) for piece in expected]


def test_comparison_shows_what_differs_and_restores(staff: Client, transcript: Transcript) -> None:
    change_state(acting_user=None, transcript=transcript, state=TranscriptState.IN_REVIEW)
    edit(transcript)
    address = f"/admin/transcripts/{transcript.uuid}"
    page = staff.get(f"{address}/compare/").content.decode()
    assert "<del>一</del><ins>改过</ins>" in page
    assert "<del>二" not in page
    raw = staff.get(f"{address}/compare/?before=raw&after=now").content.decode()
    assert "<del>一</del><ins>改过</ins>" in raw
    assert staff.post(f"{address}/restore/1/").status_code == 302
    assert texts_of(transcript) == ["一", "二", "三"]
    assert staff.get(f"{address}/compare/?before=9&after=x").status_code == 200


def test_file_is_taken_in_by_the_form_and_mended_aloud(
    staff: Client, transcript: Transcript
) -> None:
    address = f"/admin/transcripts/recordings/{transcript.recording.pk}/import/"
    assert "质量讲座" in staff.get(address).content.decode()
    file = SimpleUploadedFile("x.srt", SRT.encode("gb18030"))
    page = staff.post(address, {"language": "zh", "file": file}, follow=True).content.decode()
    assert "GB18030" in page
    assert texts_of(transcript) == ["质量第一", "安全第一"]
    assert transcript.cues.get(number=1).end_ms == 2_000


def test_file_that_is_none_is_refused_with_words(staff: Client, transcript: Transcript) -> None:
    address = f"/admin/transcripts/recordings/{transcript.recording.pk}/import/"
    file = SimpleUploadedFile("x.srt", b"%PDF-1.7")
    page = staff.post(address, {"language": "zh", "file": file}).content.decode()
    assert "VTT、SRT 和 ASS" in page
    assert texts_of(transcript) == ["一", "二", "三"]
    assert not CueEdit.objects.exclude(kind="reset").exists()


def test_translation_is_begun_by_one_button(staff: Client, transcript: Transcript) -> None:
    address = f"/admin/transcripts/{transcript.uuid}/translate/"
    page = staff.post(address, {"language": "en"}, follow=True).content.decode()
    other = Transcript.objects.get(language="en")
    assert f'data-beside="/api/v1/transcripts/{transcript.uuid}/editor"' in page
    assert other.cues.count() == 3
    assert staff.post(address, {"language": "en"}).status_code == 302
    assert staff.post(address, {"language": "xx"}).status_code == 302


def test_strangers_are_kept_out_of_every_page(transcript: Transcript) -> None:
    client = Client()
    client.force_login(make_user(), "django.contrib.auth.backends.ModelBackend")
    base = "/admin/transcripts/"
    addresses = [
        f"{base}{transcript.uuid}/compare/",
        f"{base}recordings/{transcript.recording.pk}/import/",
    ]
    assert all(client.get(address).status_code in (302, 403) for address in addresses)
    for address in (f"{base}{transcript.uuid}/restore/1/", f"{base}{transcript.uuid}/translate/"):
        assert client.post(address, {"language": "en"}).status_code in (302, 403)
    assert Transcript.objects.count() == 1
