"""The recordings: finished ones are adopted as they are, so that they play at once; the fresh one
goes the ordinary way. The worker then makes of the finished ones what it makes of any upload."""

from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from content.core.audience import Audience, AudienceKind
from content.demo.media.finished import deck_path, media_path
from content.demo.scripts import LectureScript, fresh_script, lecture_scripts
from content.people.models import Unit, User
from content.recordings.enums import FileRole
from content.recordings.models import Recording
from content.recordings.services import (
    RecordingDetails,
    adopt_recording,
    create_recording,
    replace_file,
)
from content.slides.models import Deck
from content.slides.services import upload_deck
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
    return create_recording(
        acting_user=company.acting_user,
        upload=_upload(media_path(script.slug)),
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


def upload_finished(recordings: dict[str, Recording], acting_user: User) -> int:
    """Upload the finished recordings over themselves: qualities, sound alone, waveform and small
    pictures follow from the worker, while people watch what is there. How many are, or will be, so.

    An upload is kept as it came, so a recording that has one needs nothing any more.
    """
    scripts = [script for script in lecture_scripts() if not script.fresh]
    for script in sorted(scripts, key=lambda script: not script.deck):
        recording = recordings[script.slug]
        if not recording.files.filter(role=FileRole.SOURCE).exists():
            upload = _upload(media_path(script.slug))
            replace_file(acting_user=acting_user, recording=recording, upload=upload)
    return len(scripts)


def load_decks(recordings: dict[str, Recording], acting_user: User) -> int:
    """The slides to show beside the speaker; the worker draws them and finds their times."""
    scripts = [script for script in lecture_scripts() if script.deck]
    for script in scripts:
        recording = recordings[script.slug]
        if not Deck.objects.filter(recording=recording).exists():
            upload = _upload(deck_path(script.slug))
            upload_deck(acting_user=acting_user, recording=recording, upload=upload)
    return len(scripts)


def _upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def _details(script: LectureScript, company: Company) -> RecordingDetails:
    return RecordingDetails(
        language=script.language,
        speaker=company.speakers[script.speaker],
        unit=company.units[script.unit],
        topics=[company.topics[slug] for slug in script.topics],
        recorded_on=script.recorded_on,
    )
