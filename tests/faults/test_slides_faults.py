"""Killed in the middle of reading a deck or looking for it in the video: as if nothing had been."""

import hashlib
import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.recordings.enums import FileRole, MediaKind, RecordingState
from content.recordings.models import MediaFile, Recording
from content.slides import services, storage
from content.slides.enums import DeckProblem, DeckState, Finding
from content.slides.models import Deck, SlideChange
from content.slides.services import CONVERT_KIND, FIND_KIND
from tests import pdf_files, worker_process
from tests.factories.courses import make_recording
from tests.media_files import ffmpeg
from tests.office_files import make_pptx
from tests.worker_process import Gate, wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

PAGES = [[f"Page {number}", f"About subject {number}", "预制混凝土"] for number in range(1, 21)]
SHOWN = (1, 7, 2, 12)
SHOWN_SECONDS = 6

Outcome = dict[str, Any]


@pytest.fixture(autouse=True)
def _root_collection(transactional_db: None) -> None:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    folder = tmp_path / "gate"
    folder.mkdir()
    return Gate(folder)


def upload(recording: Recording, data: bytes, name: str = "talk.pdf") -> Deck:
    file = SimpleUploadedFile(name, data)
    return services.upload_deck(acting_user=None, recording=recording, upload=file)


def let_the_lease_run_out() -> None:
    """As if its minute had passed."""
    Job.objects.filter(state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def kill(worker: "subprocess.Popen[str]", deck: Deck) -> None:
    """The worker alone; its children must notice by themselves."""
    worker.kill()
    worker.wait()
    wait_until(lambda: no_process_of(deck), "a child outlived its worker")


def no_process_of(deck: Deck) -> bool:
    about = worker_process.processes_about
    return not about(str(deck.uuid)) and not about(str(deck.recording.uuid))


def files_of(deck: Deck) -> dict[str, str]:
    """Every file of the deck, scratch and leftovers included, with what is in it."""
    folder = storage.folder_of(deck.uuid)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in folder.rglob("*")
    }


def outcome(deck: Deck) -> Outcome:
    """What people see of a deck, and all that lies on the disk for it."""
    deck.refresh_from_db()
    slides = deck.slides.order_by("number")
    changes = SlideChange.objects.filter(deck=deck).order_by("at_ms")
    return {
        "deck": (deck.state, deck.problem, deck.pages, deck.finding),
        "slides": list(slides.values_list("number", "title", "text", "large_width", "small_width")),
        "changes": list(changes.values_list("slide__number", "at_ms", "source", "confidence")),
        "files": files_of(deck),
    }


def stage_of(kind: str, stage: str) -> Callable[[], bool]:
    """The stage is on, or went by between two looks."""
    rows = Job.objects.filter(kind=kind)
    return lambda: rows.filter(stage=stage).exists() or rows.exclude(finished_at=None).exists()


@pytest.fixture
def unbroken() -> Outcome:
    """The same deck, read without a break."""
    deck = upload(make_recording(state=RecordingState.UPLOADED), pdf_files.make_pdf(PAGES))
    worker_process.once()
    found = outcome(deck)
    assert found["deck"] == (DeckState.READY, "", len(PAGES), Finding.NOTHING)
    assert len(found["files"]) == 1 + 2 * len(PAGES)
    return found


@pytest.mark.parametrize("stage", ["count", "draw", "halfway"])
def test_worker_killed_while_it_reads_a_deck_is_resumed(unbroken: Outcome, stage: str) -> None:
    deck = upload(make_recording(state=RecordingState.UPLOADED), pdf_files.make_pdf(PAGES))
    jobs = Job.objects.filter(kind=CONVERT_KIND, subject_id=str(deck.uuid))
    with worker_process.running() as worker:
        moment = {
            "count": lambda: jobs.exclude(stage="").exists(),
            "draw": jobs.filter(stage="draw").exists,
            "halfway": jobs.filter(checkpoint__drawn__gte=8).exists,
        }[stage]
        wait_until(moment, f"the stage {stage} never came")
        kill(worker, deck)
    job = jobs.get()
    drawn = int(job.checkpoint.get("drawn", 0))
    before = {number: pk for pk, number in deck.slides.values_list("pk", "number")}
    assert len(before) == drawn
    assert (drawn >= 8) == (stage == "halfway") or job.state == JobState.SUCCEEDED
    let_the_lease_run_out()
    worker_process.once()
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED
    after = {number: pk for pk, number in deck.slides.values_list("pk", "number")}
    assert before.items() <= after.items()
    assert outcome(deck) == unbroken


def waiting_office(folder: Path, pdf: bytes) -> dict[str, str]:
    """A LibreOffice of a kind: litters its scratch, then waits while the file `shut` is there."""
    (folder / "made.pdf").write_bytes(pdf)
    place = shlex.quote(str(folder))
    (folder / "soffice").write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\n'
        'echo litter > "$HOME/litter"; echo litter > "$TMPDIR/lu1.tmp"\n'
        f"[ -e {place}/shut ] && : > {place}/waiting\n"
        f"while [ -e {place}/shut ]; do sleep 0.05; done\n"
        f'cp {place}/made.pdf "$2/source.pdf"\n',
        encoding="utf-8",
    )
    (folder / "soffice").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_worker_killed_while_libreoffice_works_is_resumed_and_leaves_no_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = waiting_office(tmp_path, pdf_files.make_pdf(PAGES[:3]))
    monkeypatch.setenv("PATH", path["PATH"])
    recording = make_recording(state=RecordingState.UPLOADED)
    deck = upload(recording, make_pptx(("装配式", "预制")), "talk.pptx")
    (tmp_path / "shut").touch()
    with worker_process.running() as worker:
        wait_until((tmp_path / "waiting").exists, "LibreOffice was not started")
        kill(worker, deck)
    (tmp_path / "shut").unlink()
    assert any("litter" in name for name in files_of(deck))
    let_the_lease_run_out()
    worker_process.once()
    found = outcome(deck)
    assert found["deck"] == (DeckState.READY, "", 3, Finding.NOTHING)
    assert [number for number, *_rest in found["slides"]] == [1, 2, 3]
    pictures = {f"{n}-{size}.webp" for n in (1, 2, 3) for size in storage.SIZES}
    assert set(found["files"]) == {"source.pptx", "source.pdf"} | pictures


def test_sleeper_at_a_deck_leaves_nothing_when_it_wakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = waiting_office(tmp_path, pdf_files.make_pdf(PAGES[:3]))
    monkeypatch.setenv("PATH", path["PATH"])
    recording = make_recording(state=RecordingState.UPLOADED)
    deck = upload(recording, make_pptx(("装配式", "预制")), "talk.pptx")
    (tmp_path / "shut").touch()
    with worker_process.running() as sleeper:
        wait_until((tmp_path / "waiting").exists, "LibreOffice was not started")
        sleeper.send_signal(signal.SIGSTOP)
        (tmp_path / "shut").unlink()
        let_the_lease_run_out()
        worker_process.once()
        before = outcome(deck)
        assert before["deck"][0] == DeckState.READY
        sleeper.send_signal(signal.SIGCONT)
        sleeper.send_signal(signal.SIGTERM)
        assert sleeper.wait(timeout=60) == 0
    assert outcome(deck) == before
    job = Job.objects.get(kind=CONVERT_KIND)
    assert (job.state, job.fence) == (JobState.SUCCEEDED, 2)


def filmed(folder: Path) -> Deck:
    """A deck that is read, and a video of some of its slides; nothing has been looked for yet."""
    recording = make_recording(audience=Audience.public(), state=RecordingState.UPLOADED)
    deck = upload(recording, pdf_files.make_pdf(PAGES))
    worker_process.once()
    lines = []
    for number in SHOWN:
        picture = folder / f"{number}.png"
        with Image.open(storage.picture_path(deck.uuid, number, "large")) as slide:
            slide.resize((640, 360)).save(picture)
        lines.append(f"file '{picture}'\nduration {SHOWN_SECONDS}\n")
    (folder / "list.txt").write_text("".join([*lines, f"file '{picture}'\n"]), encoding="utf-8")
    name = f"recordings/{recording.uuid}/video.mp4"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True)
    seconds = SHOWN_SECONDS * len(SHOWN)
    listed = ("-f", "concat", "-safe", "0", "-i", str(folder / "list.txt"))
    coded = ("-vf", "fps=12", "-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast")
    ffmpeg(*listed, *coded, "-g", "24", "-pix_fmt", "yuv420p", str(path))
    MediaFile.objects.create(
        recording=recording, role=FileRole.VIDEO, name=name, content_type="video/mp4",
        size_bytes=path.stat().st_size, width=640, height=360,
    )  # fmt: skip
    Recording.objects.filter(pk=recording.pk).update(
        state=RecordingState.PLAYABLE, media_kind=MediaKind.VIDEO, duration_ms=seconds * 1000
    )
    return Deck.objects.select_related("recording").get(pk=deck.pk)


GLANCE, WATCH = "nokey", "-ss"


@pytest.mark.parametrize("looking", [GLANCE, WATCH], ids=["glance", "watch"])
def test_worker_killed_while_it_looks_for_slides_is_resumed(
    tmp_path: Path, gate: Gate, looking: str
) -> None:
    deck = filmed(tmp_path)
    services.request_finding(acting_user=None, deck=deck)
    worker_process.once()
    unbroken = outcome(deck)
    assert unbroken["deck"][3] == Finding.SHOWN
    assert [number for number, *_rest in unbroken["changes"]] == list(SHOWN)
    services.request_finding(acting_user=None, deck=deck)
    gate.shut(looking)
    with worker_process.running(FFMPEG_BINARY=str(gate.binary)) as worker:
        gate.wait_for_someone()
        kill(worker, deck)
    gate.open()
    job = Job.objects.filter(kind=FIND_KIND).latest("pk")
    assert job.state == JobState.RUNNING
    assert ("layouts" in job.checkpoint) == (looking == WATCH)
    assert set(files_of(deck)) > set(unbroken["files"])
    let_the_lease_run_out()
    worker_process.once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
    assert outcome(deck) == unbroken


def test_worker_killed_at_the_proposal_is_resumed(tmp_path: Path) -> None:
    """Where nothing can be looked at, slides are spread: one short step, done once or not."""
    recording = make_recording(state=RecordingState.UPLOADED)
    deck = upload(recording, pdf_files.make_pdf(PAGES))
    worker_process.once()
    Recording.objects.filter(pk=recording.pk).update(
        state=RecordingState.PLAYABLE, media_kind=MediaKind.AUDIO, duration_ms=60_000
    )
    services.request_finding(acting_user=None, deck=deck)
    with worker_process.running() as worker:
        wait_until(stage_of(FIND_KIND, "propose"), "nothing was proposed")
        kill(worker, deck)
    let_the_lease_run_out()
    worker_process.once()
    found = outcome(deck)
    assert Job.objects.get(kind=FIND_KIND).state == JobState.SUCCEEDED
    assert found["deck"][3] == Finding.BY_LENGTH
    assert [(number, at) for number, at, *_rest in found["changes"]] == [
        (number + 1, number * 3000) for number in range(len(PAGES))
    ]


def test_search_for_slides_that_is_given_up_leaves_no_file(tmp_path: Path, gate: Gate) -> None:
    deck = filmed(tmp_path)
    before = set(files_of(deck))
    services.request_finding(acting_user=None, deck=deck)
    Job.objects.filter(kind=FIND_KIND).update(max_attempts=1)
    gate.shut(WATCH)
    with worker_process.running(FFMPEG_BINARY=str(gate.binary)) as worker:
        gate.wait_for_someone()
        kill(worker, deck)
    gate.open()
    let_the_lease_run_out()
    worker_process.once()
    job = Job.objects.get(kind=FIND_KIND)
    assert job.state == JobState.FAILED
    assert set(files_of(deck)) == before


def reader_of(deck: Deck) -> list[int]:
    drawing = set(worker_process.processes_about("content.slides.deck_reader\0draw"))
    return sorted(drawing.intersection(worker_process.processes_about(str(deck.uuid))))


def test_deck_that_breaks_its_reader_leaves_the_queue_going() -> None:
    """The reader of one deck aborts outright, as a library does that was led astray."""
    harmful = upload(make_recording(state=RecordingState.UPLOADED), pdf_files.make_pdf(PAGES * 20))
    good = upload(make_recording(state=RecordingState.UPLOADED), pdf_files.make_pdf(PAGES[:2]))
    with worker_process.running() as worker:
        wait_until(lambda: reader_of(harmful), "the reader was not started")
        os.kill(reader_of(harmful)[-1], signal.SIGABRT)
        wait_until(
            lambda: Deck.objects.filter(pk=good.pk, state=DeckState.READY).exists(),
            "the next deck was not read",
        )
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    harmful.refresh_from_db()
    assert (harmful.state, harmful.problem) == (DeckState.FAILED, DeckProblem.TOO_HEAVY)
    assert harmful.slides.count() == 0
    assert files_of(harmful) == {}
