"""Slides of other formats than PDF, read by the real LibreOffice of this machine."""

import io
import signal
import subprocess
import threading
import zipfile
from pathlib import Path

import pptx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pptx.util import Inches

from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.recordings.enums import RecordingState
from content.slides import deck_work, services, storage
from content.slides.enums import DeckProblem, DeckState
from content.slides.models import Deck
from tests import worker_process
from tests.factories.courses import make_recording
from tests.servers import missing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

SLIDES = (
    ("装配式建筑概论", "预制混凝土构件\n生产与安装"),
    ("Sleeves and grout", "Full to the brim\nA camera looks in"),
    ("装配率怎么算", "主体结构\n围护墙和内隔墙"),
)
GREEN = (20, 160, 60)


@pytest.fixture(scope="module", autouse=True)
def _libreoffice() -> None:
    if deck_work.office() is None:
        missing("libreoffice", "no program soffice; apt-get install libreoffice-impress")


def make_talk(slides: int = 3) -> bytes:
    """A presentation with Chinese words and a picture on each slide."""
    talk = pptx.Presentation()
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), GREEN).save(picture, "PNG")
    for number in range(slides):
        title, text = SLIDES[number % len(SLIDES)]
        slide = talk.slides.add_slide(talk.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        slide.shapes.add_picture(picture, Inches(6), Inches(4), Inches(3))
    data = io.BytesIO()
    talk.save(data)
    return data.getvalue()


def resaved(folder: Path, extension: str) -> bytes:
    """The same presentation as LibreOffice itself writes it in another format."""
    (folder / "talk.pptx").write_bytes(make_talk())
    program = deck_work.office()
    assert program is not None
    subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", extension, "--outdir", str(folder), str(folder / "talk.pptx"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return (folder / f"talk.{extension}").read_bytes()


def upload(data: bytes, name: str) -> Deck:
    recording = make_recording(state=RecordingState.UPLOADED)
    file = SimpleUploadedFile(name, data)
    return services.upload_deck(acting_user=None, recording=recording, upload=file)


def work() -> None:
    JobLoop(threading.Event(), lane="slides").drain()


@pytest.mark.parametrize("extension", ["pptx", "odp", "ppt"])
def test_presentation_becomes_pictures_and_words(tmp_path: Path, extension: str) -> None:
    data = make_talk() if extension == "pptx" else resaved(tmp_path, extension)
    deck = upload(data, f"我的课件.{extension}")
    work()
    deck.refresh_from_db()
    assert (deck.kind, deck.state, deck.problem) == (extension, DeckState.READY, "")
    slides = list(deck.slides.order_by("number"))
    assert [(slide.title, slide.text) for slide in slides] == [
        (title, f"{title}\n{text}") for title, text in SLIDES
    ]
    with Image.open(storage.picture_path(deck.uuid, 1, "large")) as picture:
        found = picture.convert("RGB").getpixel(
            (round(0.75 * picture.width), round(0.7 * picture.height))
        )
    assert max(abs(one - other) for one, other in zip(found, GREEN, strict=True)) < 12
    names = {path.name for path in storage.folder_of(deck.uuid).iterdir()}
    pictures = {f"{number}-{size}.webp" for number in (1, 2, 3) for size in storage.SIZES}
    assert names == {f"source.{extension}", "source.pdf"} | pictures


def test_presentation_that_libreoffice_cannot_read_is_told_in_words() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("ppt/presentation.xml", "<p:presentation")
    deck = upload(data.getvalue(), "talk.pptx")
    work()
    deck.refresh_from_db()
    assert deck.state == DeckState.FAILED
    assert deck.problem == DeckProblem.DAMAGED
    assert not storage.folder_of(deck.uuid).exists()


@pytest.mark.faults
def test_worker_killed_while_libreoffice_works_takes_it_along() -> None:
    deck = upload(make_talk(60), "talk.pptx")
    about = worker_process.processes_about
    with worker_process.running() as worker:
        worker_process.wait_until(
            lambda: set(about("soffice.bin")) & set(about(str(deck.uuid))), "it was not started"
        )
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker_process.wait_until(lambda: not about(str(deck.uuid)), "it outlived the worker")
    Job.objects.update(run_after="2000-01-01T00:00Z", lease_until="2000-01-01T00:00Z")
    worker_process.once()
    deck.refresh_from_db()
    assert Job.objects.get().state == JobState.SUCCEEDED
    assert (deck.state, deck.pages) == (DeckState.READY, 60)
    folder = storage.folder_of(deck.uuid)
    assert {path.suffix for path in folder.iterdir()} == {".pptx", ".pdf", ".webp"}
