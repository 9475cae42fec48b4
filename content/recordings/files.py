"""Who may have a recording's files: what `content.core.files` asks this app."""

from content.core.files import FileGrant
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile
from content.recordings.permissions import may_change


def recording_grant(path: str) -> FileGrant | None:
    """The recording's audience rules over all that was made of it, whatever its role. The file as
    uploaded, and a take that is not shown yet, go to those who may edit the recording alone.
    """
    row = MediaFile.objects.filter(name=path).select_related("recording").first()
    if row is None:
        return None
    recording = row.recording
    if row.role == FileRole.SOURCE:
        return FileGrant(
            (),
            row.name,
            row.content_type,
            filename=row.details.get("filename") or recording.original_filename or "source",
            inline=False,
            allowed=lambda user: may_change(user, recording),
        )
    allowed = None if row.take == recording.take else lambda user: may_change(user, recording)
    return FileGrant((recording.audience,), row.name, row.content_type, allowed=allowed)
