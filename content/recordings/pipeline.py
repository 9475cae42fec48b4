"""The job that makes an upload playable, and then better: stage by stage, each done once.

What the checkpoint says is done is not done again, a file gets its name only when it is whole, and
what is written goes through the job's fence. The recording can be played as soon as its first
quality exists; the others, and what shows its length, follow in later stages.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job, JobState
from content.jobs.run import JobRun
from content.recordings import ffmpeg, media_work, sprite_plan, stills, storage, takes
from content.recordings.enums import FileRole, MediaKind, RecordingProblem, RecordingState
from content.recordings.ladder import Quality, qualities
from content.recordings.media_work import MediaWorkError
from content.recordings.models import MediaFile, Recording
from content.recordings.probe import MediaFacts, RefusedMediaError
from content.recordings.takes import Made
from content.recordings.workbench import Workbench

KIND = "process_recording"
LEASE_SECONDS = 60
STAGES = {
    "probe": _("Reading the file"),
    "measure": _("Measuring how loud it is"),
    "sound": _("Converting the sound"),
    "convert": _("Converting for playing"),
    "poster": _("Choosing a still picture"),
    "finish": _("Finishing"),
    "waveform": _("Drawing the sound"),
    "sprites": _("Making small pictures along the recording"),
    "qualities": _("Adding other qualities"),
}
# Below this the key frames alone are too few to show what is seen every few seconds.
_KEYS_SUFFICE_MS = 600_000


def process_recording(run: JobRun) -> None:
    """The handler. Raises JobFailedError with the message of a `RecordingProblem`."""
    recording = Recording.objects.filter(uuid=run.job.subject_id).first()
    if recording is None:
        return  # deleted meanwhile: nothing is left to do
    bench = Workbench(storage.folder_of(recording.uuid), f"{run.job.pk}-{run.job.fence}")
    try:
        _Processing(run, recording, bench).work()
    except RefusedMediaError as refusal:
        # What is no recording is not kept. What ffmpeg failed at is: ffmpeg may be wrong.
        with run.transaction():
            takes.drop_refused(recording)
        raise _failure(refusal.code, refusal.detail, retry=False) from refusal
    except MediaWorkError as error:
        raise _failure(error.code, error.detail, retry=error.retry) from error
    finally:
        # Ours alone: its name carries the fence. Gone also when the job was taken from us.
        bench.clear()


def mark_unfinished(job: Job) -> None:
    """The job ended without success: the recording says so, whoever noticed it.

    One that can be played stays playable: what failed is another quality, or the file that was to
    replace its own.
    """
    problem = (
        RecordingProblem.CANCELLED
        if job.state == JobState.CANCELLED
        else RecordingProblem.of_message(job.problem) or RecordingProblem.INTERNAL
    )
    Recording.objects.filter(uuid=job.subject_id).exclude(state=RecordingState.PLAYABLE).update(
        state=RecordingState.FAILED, problem=problem
    )


def _failure(code: str, detail: str, *, retry: bool) -> JobFailedError:
    return JobFailedError(RecordingProblem(code).message, detail=detail, retry=retry)


class _Processing:
    """One attempt at one take of a recording. Every stage looks first whether it is done."""

    def __init__(self, run: JobRun, recording: Recording, bench: Workbench) -> None:
        self._run = run
        self._recording = recording
        self._bench = bench
        self._take: int = run.checkpoint.get("take") or takes.newest_take(recording)
        # What killed workers left; whoever holds the job is the only one at work here.
        bench.sweep()

    def work(self) -> None:
        self._probe()
        self._make_sound()
        played = self._make_first()
        self._make_poster(played)
        self._show(played)
        self._draw_waveform(played)
        self._make_sprites(played)
        self._make_other_qualities(played)

    @cached_property
    def _facts(self) -> MediaFacts:
        return MediaFacts.from_json(self._run.checkpoint["facts"])

    @property
    def _qualities(self) -> tuple[Quality, ...]:
        video = self._facts.video
        return qualities(video, settings.LECTERN_VIDEO_HEIGHTS) if video is not None else ()

    def _is_done(self, stage: str) -> bool:
        return stage in self._run.checkpoint

    def _done(self, **values: object) -> None:
        """Inside the transaction that stores what the stage made."""
        self._run.save({**self._run.checkpoint, **values})

    def _store(self, part: Path, made: Made) -> MediaFile:
        return takes.store_file(self._recording, self._take, part, made)

    def _probe(self) -> None:
        if self._is_done("facts"):
            return
        self._run.report("probe")
        source = self._source()
        rows = Recording.objects.filter(pk=self._recording.pk)
        waiting = rows.exclude(state=RecordingState.PLAYABLE)
        with self._run.transaction():
            waiting.update(state=RecordingState.PROCESSING, problem="")
        facts = media_work.probe(source, self._run.check)
        with self._run.transaction():
            kind = MediaKind.VIDEO if facts.video is not None else MediaKind.AUDIO
            waiting.update(media_kind=kind)
            self._done(facts=facts.to_json(), take=self._take)

    def _make_sound(self) -> None:
        """The sound alone, brought to one loudness: it goes into every quality as it is."""
        if self._is_done("sound") or self._facts.audio is None:
            return
        source, facts = self._source(), self._facts
        measured = media_work.measure(
            source, facts, check=self._run.check, on_progress=self._progress("measure")
        )
        gain_db = measured.gain_db if measured is not None else 0.0
        self._need_room()
        part = self._bench.part
        media_work.sound(
            source,
            part,
            facts,
            gain_db=gain_db,
            check=self._run.check,
            on_progress=self._progress("sound"),
        )
        made = media_work.probe(part, self._run.check)
        has_sound = made.audio is not None and made.duration_ms > 0
        with self._run.transaction():
            if has_sound:
                loudness = measured.integrated if measured is not None else None
                details = {"gain_db": round(gain_db, 2), "source_lufs": loudness}
                self._store(part, Made(FileRole.AUDIO, details=details))
            self._done(sound=has_sound)

    def _make_first(self) -> MediaFacts:
        """The first file to play; its own facts, read from itself."""
        if not self._is_done("played"):
            if self._facts.video is None:
                self._play_sound()
            else:
                self._make_quality(self._first, "convert")
        return MediaFacts.from_json(self._run.checkpoint["played"])

    @property
    def _first(self) -> Quality:
        """What is there soonest: the best where it is only taken over, else the smallest."""
        return self._qualities[0 if self._copies_best else -1]

    @property
    def _copies_best(self) -> bool:
        facts = self._facts
        return ffmpeg.picture_can_be_copied(facts) and len(self._qualities) > 0

    def _play_sound(self) -> None:
        path = self._sound_path()
        if path is None:
            raise RefusedMediaError("no_length")
        played = media_work.probe(path, self._run.check)
        self._refuse_empty(played)
        with self._run.transaction():
            self._done(played=played.to_json())

    def _make_quality(self, quality: Quality, stage: str) -> None:
        self._need_room()
        part = self._bench.part
        media_work.video(
            self._source(),
            self._sound_path(),
            part,
            self._facts,
            quality,
            copy=self._copies_best and quality == self._qualities[0],
            check=self._run.check,
            on_progress=self._progress(stage),
        )
        made = media_work.probe(part, self._run.check)
        self._refuse_empty(made)
        video = made.video
        if video is None:
            raise MediaWorkError("damaged", "no picture came out")
        saves = self._saves(quality, part)
        with self._run.transaction():
            if saves:
                made_for = Made(FileRole.VIDEO, quality.variant, video.width, video.height)
                self._store(part, made_for)
            done = [*self._run.checkpoint.get("qualities", []), quality.variant]
            played = self._run.checkpoint.get("played") or made.to_json()
            self._done(qualities=done, played=played)

    def _saves(self, quality: Quality, part: Path) -> bool:
        """Whether a reader saves by it: a sharper picture that stands still may take less room."""
        sharper = [each.variant for each in self._qualities if each.height > quality.height]
        present = self._recording.files.filter(role=FileRole.VIDEO, take=self._take)
        as_small = present.filter(variant__in=sharper, size_bytes__lte=part.stat().st_size)
        return not as_small.exists()

    def _make_poster(self, played: MediaFacts) -> None:
        """Six stills to choose from, and the best of them; of the upload, which is the sharpest."""
        if played.video is None or self._is_done("poster"):
            return
        self._run.report("poster")
        parts = [self._bench.folder() / f"{number}.jpg" for number in range(1, stills.COUNT + 1)]
        looks: list[tuple[Path, stills.Look]] = []
        for source in (self._source(), self._path(FileRole.VIDEO, self._first.variant)):
            looks = looks or media_work.stills(source, parts, played.duration_ms, self._run.check)
        with self._run.transaction():
            takes.store_stills(self._recording, self._take, looks, self._bench.part)
            self._done(poster=True)

    def _show(self, played: MediaFacts) -> None:
        if self._is_done("shown"):
            return
        self._run.report("finish")
        with self._run.transaction():
            takes.show(self._recording, self._take, played)
            self._done(shown=True)

    def _draw_waveform(self, played: MediaFacts) -> None:
        path = self._sound_path()
        if path is None or self._is_done("waveform"):
            return
        self._run.report("waveform")
        part = self._bench.part
        media_work.waveform(path, part, played.duration_ms, self._run.check)
        with self._run.transaction():
            self._store(part, Made(FileRole.WAVEFORM))
            self._done(waveform=True)

    def _make_sprites(self, played: MediaFacts) -> None:
        if played.video is None or self._is_done("sprites"):
            return
        every_ms = sprite_plan.interval_ms(played.duration_ms)
        sheets = media_work.sprites(
            self._path(FileRole.VIDEO, self._first.variant),
            self._bench.folder(),
            played.duration_ms,
            interval_ms=every_ms,
            only_keys=not self._copies_best or played.duration_ms > _KEYS_SUFFICE_MS,
            check=self._run.check,
            on_progress=self._progress("sprites"),
        )
        details = {
            "interval_ms": every_ms,
            "columns": sprite_plan.COLUMNS,
            "rows": sprite_plan.ROWS,
        }
        with self._run.transaction():
            for number, sheet in enumerate(sheets, start=1):
                size = takes.picture_size(sheet)
                self._store(sheet, Made(FileRole.SPRITES, str(number), *size, details))
            self._done(sprites=True)

    def _make_other_qualities(self, played: MediaFacts) -> None:
        done = self._run.checkpoint.get("qualities", [])
        for quality in reversed(self._qualities):
            if quality.variant not in done:
                self._make_quality(quality, "qualities")
        with self._run.transaction():
            # Tells whoever keeps pages or the index that there is more to show now.
            self._recording.save(update_fields=["updated_at"])

    def _progress(self, stage: str) -> Callable[[int], None]:
        """Reports seconds of the recording under this stage."""
        total = self._facts.duration_ms // 1000
        self._run.report(stage, 0, total, "seconds")
        return lambda at_ms: self._run.report(stage, at_ms // 1000, total, "seconds")

    def _path(self, role: FileRole, variant: str = "") -> Path:
        """Raises MediaWorkError where the file is gone."""
        row = self._recording.files.filter(role=role, variant=variant, take=self._take).first()
        path = storage.path_of(row.name) if row is not None else None
        if path is None or not path.is_file():
            raise MediaWorkError("source_missing", f"{role} {variant}")
        return path

    def _source(self) -> Path:
        return self._path(FileRole.SOURCE)

    def _sound_path(self) -> Path | None:
        return self._path(FileRole.AUDIO) if self._run.checkpoint.get("sound") else None

    @staticmethod
    def _refuse_empty(played: MediaFacts) -> None:
        if played.duration_ms <= 0:
            raise RefusedMediaError("no_length")

    @staticmethod
    def _need_room() -> None:
        if storage.free_bytes() < settings.LECTERN_MIN_FREE_BYTES:
            raise MediaWorkError("disk_full", retry=True)
