"""Caption files under `/media/captions/`: made from the cues when asked for, guarded like media.

The rows are the truth. A file is named after the moment its transcript last changed, so that a
changed transcript is never answered with an old file, and old files are removed.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from content.core.files import FileGrant
from content.transcripts.formats import FORMATS
from content.transcripts.formats.base import CueLike
from content.transcripts.models import Transcript

PREFIX = "captions/"


def caption_grant(path: str) -> FileGrant | None:
    """For `captions/<transcript uuid>.<format>`; the recording's audience rules."""
    name, _dot, ending = path.removeprefix(PREFIX).partition(".")
    form = FORMATS.get(ending)
    transcript = _find(name)
    if form is None or transcript is None:
        return None
    storage_name = _storage_name(transcript, ending)
    target = Path(settings.MEDIA_ROOT) / storage_name
    if not target.is_file():
        _write(target, captions_text(transcript, ending))
    return FileGrant(
        (transcript.recording.audience,),
        storage_name,
        form.content_type,
        filename=f"{transcript.recording.title}.{transcript.language}.{ending}",
        # Only the browser's own captions are to be shown in place; all others are downloads.
        inline=ending == "vtt",
    )


def captions_text(transcript: Transcript, form: str) -> str:
    """The transcript in one of the formats."""
    cues: Iterable[CueLike] = transcript.cues.order_by("start_ms", "number")
    return FORMATS[form].write(cues, transcript.language)


def remove_files(transcript_uuid: UUID) -> None:
    shutil.rmtree(_folder(transcript_uuid), ignore_errors=True)


def _find(name: str) -> Transcript | None:
    try:
        wanted = UUID(name)
    except ValueError:
        return None
    return Transcript.objects.filter(uuid=wanted).select_related("recording").first()


def _folder(transcript_uuid: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / PREFIX / str(transcript_uuid)


def _storage_name(transcript: Transcript, ending: str) -> str:
    moment = int(transcript.updated_at.timestamp() * 1_000_000)
    return f"{PREFIX}{transcript.uuid}/{moment}.{ending}"


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two who ask at once must not take each other's file away.
    part = target.with_name(f"{uuid4().hex}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(target)
    for old in target.parent.iterdir():
        if old.stem < target.stem and old.suffix != ".part":
            old.unlink(missing_ok=True)
