"""The job that writes a transcript: listen once, decode batch by batch, store the captions.

Each batch is kept as soon as it is decoded, so a killed worker's successor decodes at most one
batch again and ends with the same words. The engine lives in a child process.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job
from content.jobs.run import JobRun
from content.recordings.enums import SpokenLanguage
from content.recordings.models import MediaFile, Recording
from content.recordings.selectors import heard_file, heard_path
from content.transcripts import messages
from content.transcripts.chunk_plan import ChunkPlan, batch_ms, make_plan
from content.transcripts.engine_client import EngineChoice, EngineClient, EngineFailedError
from content.transcripts.engines.base import Segment
from content.transcripts.models import TranscribedBatch, TranscriptionPlan
from content.transcripts.prompting import prompt_for
from content.transcripts.services import KIND, store_machine_transcript
from content.transcripts.transcription import (
    choose_language,
    decode,
    finish,
    usable_threads,
)

__all__ = ["KIND", "LANE", "LEASE_SECONDS", "STAGES", "announcement", "transcribe_recording"]

LANE = "speech"
LEASE_SECONDS = 60
STAGES = {
    "listen": _("Listening for speech"),
    "load": _("Loading the speech model"),
    "transcribe": _("Writing down what is said"),
    "finish": _("Cutting captions"),
}

UNREADABLE = gettext_noop("The sound of this recording cannot be read.")
UNAVAILABLE = gettext_noop("The speech engine cannot be used; see the details.")
FULL = gettext_noop("The disk is full: the sound of this recording found no room to be read.")
BROKEN = gettext_noop("The speech engine broke off; what it had written is kept.")
ADVICE = {
    UNREADABLE: _("Play the recording. Where it has no sound, upload its file anew."),
    UNAVAILABLE: _("Whoever looks after the server mends what the details name; then try again."),
    FULL: _(
        "Whoever looks after the server makes room where the speech models lie; then try again."
    ),
    BROKEN: _(
        "Try again: it goes on from what is kept. If it breaks off again, the machine may lack "
        "memory, or the sound of this recording is more than the engine can bear."
    ),
}
_PROBLEMS = {
    messages.FULL: (FULL, True),
    messages.MISSING: (UNREADABLE, False),
    messages.UNREADABLE: (UNREADABLE, False),
    messages.UNAVAILABLE: (UNAVAILABLE, False),
    messages.BROKEN: (BROKEN, True),
}

# A change of how plans are made or prompts are worded makes stored plans useless.
_PLAN_VERSION = 3
_NICE = 10


def transcribe_recording(run: JobRun) -> None:
    """The handler. A recording without speech, or without sound, gets an empty transcript."""
    recording = Recording.objects.filter(uuid=run.job.subject_id).first()
    path = heard_path(recording) if recording is not None else None
    row = heard_file(recording) if recording is not None else None
    if recording is None or path is None or row is None:
        return  # deleted meanwhile: nothing is left to do
    choice = engine_choice()
    try:
        _Transcription(run, recording, choice, _fingerprint(recording, row, choice)).work(path)
    except EngineFailedError as error:
        if error.kind == messages.NO_SOUND:
            _store(run, recording, choice, _language_of_silence(recording), [])
            return
        problem, retry = _PROBLEMS[error.kind]
        raise JobFailedError(problem, detail=str(error), retry=retry) from error


def engine_choice(engine: str = "", model: str = "") -> EngineChoice:
    """The engine the settings name, unless told otherwise."""
    return EngineChoice(
        engine=engine or settings.LECTERN_SPEECH_ENGINE,
        model=model or settings.LECTERN_SPEECH_MODEL,
        cache=Path(settings.LECTERN_CACHE_DIR),
        threads=usable_threads(settings.LECTERN_SPEECH_THREADS),
        device=settings.LECTERN_SPEECH_DEVICE,
    )


def announcement(job: Job) -> str:
    """What the worker prints when the job is done."""
    title = Recording.objects.filter(uuid=job.subject_id).values_list("title", flat=True).first()
    return f"Transcribed: {title}" if title else ""


def _fingerprint(recording: Recording, row: MediaFile, choice: EngineChoice) -> str:
    parts = (
        _PLAN_VERSION,
        *(choice.engine, choice.model, choice.beam_size),
        *(row.name, row.size_bytes, row.created_at.isoformat()),
        recording.language,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _language_of_silence(recording: Recording) -> str:
    return recording.language or SpokenLanguage.CHINESE.value


def _store(
    run: JobRun,
    recording: Recording,
    choice: EngineChoice,
    language: str,
    segments: list[Segment],
    duration_ms: int = 0,
) -> None:
    """Captions in, plan away, in one transaction that only the job's holder can make."""
    run.report("finish")
    cues = finish(segments, language=language, duration_ms=duration_ms)
    with run.transaction():
        store_machine_transcript(
            recording=recording,
            language=language,
            engine=choice.engine,
            model=choice.model,
            cues=cues,
        )
        TranscriptionPlan.objects.filter(recording=recording).delete()


class _Transcription:
    """One attempt at one recording."""

    def __init__(
        self, run: JobRun, recording: Recording, choice: EngineChoice, fingerprint: str
    ) -> None:
        self._run = run
        self._recording = recording
        self._choice = choice
        self._fingerprint = fingerprint

    def work(self, path: Path) -> None:
        stored = self._stored_plan()
        done = self._done(stored)
        if stored is None or len(done) < len(stored.batches):
            with EngineClient(self._choice, check=self._run.check, nice=_NICE) as client:
                stored = self._listen(client, path, stored)
                self._decode(client, stored)
        segments = [
            segment
            for lists in stored.done_batches.order_by("number").values_list("segments", flat=True)
            for segment in messages.segments_from_lists(lists)
        ]
        _store(
            self._run,
            self._recording,
            self._choice,
            stored.language,
            segments,
            stored.duration_ms,
        )

    def _stored_plan(self) -> TranscriptionPlan | None:
        rows = TranscriptionPlan.objects.filter(recording=self._recording)
        return rows.filter(fingerprint=self._fingerprint).first()

    def _done(self, stored: TranscriptionPlan | None) -> set[int]:
        if stored is None:
            return set()
        return set(stored.done_batches.values_list("number", flat=True))

    def _listen(
        self, client: EngineClient, path: Path, stored: TranscriptionPlan | None
    ) -> TranscriptionPlan:
        """Decode the sound; make and keep the plan where there is none yet."""
        total = (self._recording.duration_ms or 0) // 1000

        def progress(done_ms: int) -> None:
            self._run.report("listen", min(done_ms // 1000, total), total, "seconds")

        progress(0)
        heard = client.listen(path, find_speech=stored is None, progress=progress)
        if stored is not None:
            self._run.report("load")
            client.load()
            return stored
        plan = make_plan(heard.regions, heard.duration_ms, settings.LECTERN_SPEECH_BATCH)
        language = _language_of_silence(self._recording)
        if plan.batches:
            self._run.report("load")
            client.load()
            language = choose_language(client, plan, self._recording.language)
        return self._keep_plan(plan, language)

    def _keep_plan(self, plan: ChunkPlan, language: str) -> TranscriptionPlan:
        prompt = prompt_for(self._recording, language)
        with self._run.transaction():
            TranscriptionPlan.objects.filter(recording=self._recording).delete()
            return TranscriptionPlan.objects.create(
                recording=self._recording,
                fingerprint=self._fingerprint,
                language=language,
                prompt=prompt,
                duration_ms=plan.duration_ms,
                batches=plan.as_lists(),
            )

    def _decode(self, client: EngineClient, stored: TranscriptionPlan) -> None:
        """Decode what is missing; progress counts seconds of speech."""
        plan = ChunkPlan.from_lists(stored.duration_ms, stored.batches)
        done = self._done(stored)
        done_ms = sum(batch_ms(plan.batches[number]) for number in done)
        self._report(done_ms, plan)
        decoded = decode(
            client, plan, language=stored.language, prompt=stored.prompt, done=tuple(done)
        )
        for number, segments in decoded:
            with self._run.transaction():
                TranscribedBatch.objects.create(
                    plan=stored, number=number, segments=messages.segments_to_lists(segments)
                )
            done_ms += batch_ms(plan.batches[number])
            self._report(done_ms, plan)

    def _report(self, done_ms: int, plan: ChunkPlan) -> None:
        self._run.report("transcribe", done_ms // 1000, plan.speech_ms // 1000, "seconds")
