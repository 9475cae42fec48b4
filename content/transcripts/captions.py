"""Caption files under `/media/captions/`: made from the cues when asked for, guarded like media.

The rows are the truth. A file is named after the moment its transcript last changed, so that a
changed transcript is never answered with an old file, and old files are removed.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.core.files import FileGrant
from content.recordings.permissions import may_change
from content.transcripts.formats import FORMATS, docx
from content.transcripts.formats.base import CueLike
from content.transcripts.models import Transcript

PREFIX = "captions/"
DOWNLOADS = {name: form.content_type for name, form in FORMATS.items()} | {
    docx.NAME: docx.CONTENT_TYPE
}


def caption_grant(path: str) -> FileGrant | None:
    """For `captions/<transcript uuid>.<format>`; the recording's audience rules."""
    name, _separator, ending = path.removeprefix(PREFIX).partition(".")
    content_type = DOWNLOADS.get(ending)
    transcript = _find(name)
    if content_type is None or transcript is None:
        return None
    recording = transcript.recording
    storage_name = _storage_name(transcript, ending)
    target = Path(settings.MEDIA_ROOT) / storage_name
    if not target.is_file():
        _write(target, captions_file(transcript, ending))
    return FileGrant(
        (recording.audience,),
        storage_name,
        content_type,
        # What nobody has reviewed yet is for those who are at work on it.
        allowed=None if transcript.is_shown else lambda user: may_change(user, recording),
        filename=f"{recording.title}.{transcript.language}.{ending}",
        # Only the browser's own captions are to be shown in place; all others are downloads.
        inline=ending == "vtt",
    )


def captions_text(transcript: Transcript, form: str) -> str:
    """The transcript in one of the formats that are text."""
    return FORMATS[form].write(_cues(transcript), transcript.language)


def captions_file(transcript: Transcript, form: str) -> bytes:
    """The transcript in one of `DOWNLOADS`."""
    if form == docx.NAME:
        return docx.write(_cues(transcript), _filing_facts(transcript))
    return captions_text(transcript, form).encode()


def _cues(transcript: Transcript) -> Iterable[CueLike]:
    cues: Iterable[CueLike] = transcript.cues.order_by("start_ms", "number").defer("words")
    return cues


def _filing_facts(transcript: Transcript) -> docx.FilingFacts:
    """In the language of the words: who files them reads that."""
    recording = transcript.recording
    speaker = recording.speaker
    with override("en" if transcript.language == "en" else "zh-hans"):
        known = (
            (_("Recording"), recording.title),
            (_("Speaker"), speaker.name if speaker else ""),
            (_("Recorded on"), date_format(recording.recorded_on) if recording.recorded_on else ""),
            (_("Language"), transcript.get_language_display()),
            (_("State"), transcript.state_label),
            (_("Words as of"), date_format(localtime(transcript.updated_at), "DATETIME_FORMAT")),
        )
        return docx.FilingFacts(
            title=_("Transcript: %(title)s") % {"title": recording.title},
            facts=[(label, value) for label, value in known if value],
        )


def remove_files(transcript_uuid: UUID) -> None:
    shutil.rmtree(_folder(transcript_uuid), ignore_errors=True)


def _find(name: str) -> Transcript | None:
    try:
        wanted = UUID(name)
    except ValueError:
        return None
    rows = Transcript.objects.filter(uuid=wanted)
    return rows.select_related("recording", "recording__speaker").first()


def _folder(transcript_uuid: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / PREFIX / str(transcript_uuid)


def _storage_name(transcript: Transcript, ending: str) -> str:
    moment = int(transcript.updated_at.timestamp() * 1_000_000)
    return f"{PREFIX}{transcript.uuid}/{moment}.{ending}"


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two who ask at once must not take each other's file away.
    part = target.with_name(f"{uuid4().hex}.part")
    part.write_bytes(content)
    part.replace(target)
    for old in target.parent.iterdir():
        if old.stem < target.stem and old.suffix != ".part":
            old.unlink(missing_ok=True)
