"""The recordings: finished ones are adopted as they are, the fresh one goes the ordinary way."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from content.core.audience import Audience, AudienceKind
from content.demo.media.finished import media_path
from content.demo.scripts import LectureScript, fresh_script, lecture_scripts
from content.people.models import Unit, User
from content.recordings.models import Recording
from content.recordings.services import RecordingDetails, adopt_recording, create_recording
from content.taxonomy.models import Speaker, Topic


@dataclass(frozen=True)
class Company:
    """Who and what our content refers to, by the keys of our texts."""

    acting_user: User
    units: dict[str, Unit]
    topics: dict[str, Topic]
    speakers: dict[str, Speaker]


def demo_uuid(kind: str, slug: str) -> UUID:
    """The same identity on every machine and in every run."""
    return uuid5(NAMESPACE_URL, f"lectern-demo:{kind}:{slug}")


def recording_of(script: LectureScript) -> Recording | None:
    """The recording of a script, where it is loaded."""
    if script.fresh:
        return Recording.objects.filter(original_filename=f"{script.slug}.mp4").first()
    return Recording.objects.filter(uuid=demo_uuid("recording", script.slug)).first()


def load_recording(script: LectureScript, company: Company) -> Recording:
    """Adopt a finished recording, playable at once."""
    found = recording_of(script)
    if found is not None:
        return found
    return adopt_recording(
        acting_user=company.acting_user,
        source=media_path(script.slug),
        title=script.title,
        audience=Audience(AudienceKind(script.audience)),
        uuid=demo_uuid("recording", script.slug),
        details=_details(script, company),
        tell=False,
    )


def load_fresh(company: Company) -> Recording:
    """Upload the fresh lecture as anybody would: the worker probes, converts, transcribes it."""
    script = fresh_script()
    found = recording_of(script)
    if found is not None:
        return found
    path = media_path(script.slug)
    upload = SimpleUploadedFile(path.name, path.read_bytes(), content_type="video/mp4")
    return create_recording(
        acting_user=company.acting_user,
        upload=upload,
        title=script.title,
        audience=Audience(AudienceKind(script.audience)),
        details=_details(script, company),
    )


def load_recordings(company: Company) -> dict[str, Recording]:
    """Every recording by the slug of its script."""
    return {
        script.slug: load_fresh(company) if script.fresh else load_recording(script, company)
        for script in lecture_scripts()
    }


def _details(script: LectureScript, company: Company) -> RecordingDetails:
    return RecordingDetails(
        language=script.language,
        speaker=company.speakers[script.speaker],
        unit=company.units[script.unit],
        topics=[company.topics[slug] for slug in script.topics],
        recorded_on=script.recorded_on,
    )
