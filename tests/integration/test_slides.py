"""A deck's way to pictures, words and times, with the real reader, ffmpeg and worker loop."""

import io
import shutil
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image
from pptx import Presentation

from content.core.audience import Audience
from content.core.signals import document_changed
from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.recordings.enums import FileRole, MediaKind, RecordingState
from content.recordings.models import MediaFile, Recording
from content.slides import services, storage
from content.slides.enums import ChangeSource, DeckProblem, DeckState, Finding
from content.slides.exceptions import DeckRefusedError
from content.slides.models import Deck, SlideChange
from tests import pdf_files
from tests.factories.courses import make_recording
from tests.factories.lectures import make_transcript
from tests.factories.people import make_user
from tests.media_files import ffmpeg

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    ["Construction today", "Cost, quality, time", "What we know of the sites", "Who pays"],
    ["Precast walls", "Cast lying down", "Lifted on the fourth day"],
    ["Precast walls", "Cast lying down", "Lifted on the fourth day", "Stored upright", "Joined"],
    ["Sleeves and grout", "Full to the brim or not", "A camera looks in", "Three defects", "Now"],
    ["装配率怎么算", "主体结构", "围护墙和内隔墙", "装修与设备管线"],
    ["Questions", "Until next week"],
]


def upload(recording: Recording, data: bytes, name: str = "talk.pdf") -> Deck:
    file = SimpleUploadedFile(name, data)
    return services.upload_deck(acting_user=None, recording=recording, upload=file)


def work() -> int:
    return JobLoop(threading.Event(), lane="slides").drain()


def stored() -> list[Path]:
    """The files of all decks."""
    return [path for path in _folder().rglob("*") if path.is_file()]


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "slides"


@pytest.fixture(autouse=True)
def _nothing_stored() -> None:
    shutil.rmtree(_folder(), ignore_errors=True)


def with_video(recording: Recording, *arguments: str, seconds: float) -> None:
    """Make this the recording's video."""
    name = f"recordings/{recording.uuid}/video.mp4"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    options = ("-t", str(seconds), "-r", "12", "-c:v", "libx264", "-preset", "ultrafast")
    ffmpeg(*arguments, *options, "-g", "24", "-pix_fmt", "yuv420p", str(path))
    MediaFile.objects.create(
        recording=recording, role=FileRole.VIDEO, name=name, content_type="video/mp4",
        size_bytes=path.stat().st_size, width=640, height=360,
    )  # fmt: skip
    Recording.objects.filter(pk=recording.pk).update(
        state=RecordingState.PLAYABLE,
        media_kind=MediaKind.VIDEO,
        duration_ms=round(seconds * 1000),
    )
    recording.refresh_from_db()


def test_a_deck_becomes_pictures_and_words_that_the_audience_may_have(client: Client) -> None:
    recording = make_recording("讲座", audience=Audience.employees())
    told: list[str] = []

    def listen(key: Any, **kwargs: Any) -> None:
        told.append(str(key))

    document_changed.connect(listen, weak=False)
    deck = upload(recording, pdf_files.make_pdf(PAGES), "我的 ../../课件.pdf")
    work()
    document_changed.disconnect(listen)
    deck.refresh_from_db()
    assert (deck.state, deck.pages, deck.problem) == (DeckState.READY, 6, "")
    fifth = deck.slides.get(number=5)
    assert fifth.title == "装配率怎么算"
    assert fifth.text.splitlines()[1:] == ["主体结构", "围护墙和内隔墙", "装修与设备管线"]
    assert (fifth.small_width, fifth.small_height) == (480, 270)
    with Image.open(storage.picture_path(deck.uuid, 5, "large")) as picture:
        assert picture.size == (1440, 810) == (fifth.large_width, fifth.large_height)
    assert f"recording:{recording.uuid}" in told
    assert client.get(fifth.small_url).status_code == 404
    client.force_login(make_user())
    with closing(client.get(fifth.small_url)) as answer:
        assert answer["Content-Type"] == "image/webp"
        assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert client.get(f"/media/slides/{deck.uuid}/source.pdf").status_code == 404
    assert all("课件" not in str(path) for path in stored())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (pdf_files.encrypted(), DeckProblem.ENCRYPTED),
        (pdf_files.many_pages(10_000), DeckProblem.TOO_MANY_PAGES),
        (pdf_files.make_pdf(PAGES)[:2500], DeckProblem.DAMAGED),
        (b"%PDF-1.7\nnothing of the kind", DeckProblem.DAMAGED),
        (pdf_files.make_pdf([]), DeckProblem.DAMAGED),
        (b"GIF89a", DeckProblem.NOT_A_DECK),
        (b"", DeckProblem.EMPTY),
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    data: bytes, problem: DeckProblem
) -> None:
    recording = make_recording()
    with pytest.raises(DeckRefusedError) as refusal:
        upload(recording, data)
    assert refusal.value.messages == [problem.label]
    with translation.override("zh-hans"):
        assert str(problem.label) != problem.message
    assert not Deck.objects.exists()
    assert not Job.objects.exists()
    assert stored() == []


def test_a_refused_file_leaves_the_earlier_slides_in_place() -> None:
    recording = make_recording()
    deck = upload(recording, pdf_files.make_pdf(PAGES[:2]))
    work()
    with pytest.raises(DeckRefusedError):
        upload(recording, pdf_files.encrypted())
    assert [row.uuid for row in Deck.objects.all()] == [deck.uuid]
    assert storage.picture_path(deck.uuid, 2, "small").is_file()


def test_a_new_file_takes_the_place_of_the_earlier_one_wholly() -> None:
    recording = make_recording()
    earlier = upload(recording, pdf_files.make_pdf(PAGES))
    work()
    deck = upload(recording, pdf_files.make_pdf(PAGES[:1]))
    work()
    assert [row.uuid for row in Deck.objects.all()] == [deck.uuid] != [earlier.uuid]
    assert {path.parent.name for path in stored()} == {str(deck.uuid)}
    recording.delete()
    assert stored() == []


def test_a_page_of_any_size_is_drawn_at_ours() -> None:
    for size in [(200_000.0, 120_000.0), (3.0, 2.0), (40.0, 9000.0)]:
        deck = upload(make_recording(), pdf_files.make_pdf(PAGES[:1], size=size))
        work()
        slide = deck.slides.get()
        assert max(slide.large_width, slide.large_height) <= 2160


def test_scripts_in_a_file_are_not_run() -> None:
    script = b"/OpenAction << /S /JavaScript /JS (while \\(true\\) {}) >>"
    deck = upload(make_recording(), pdf_files.make_pdf(PAGES[:1], extra=script))
    work()
    deck.refresh_from_db()
    assert deck.state == DeckState.READY


def test_a_page_that_cannot_be_drawn_ends_the_conversion_and_leaves_no_file() -> None:
    recording = make_recording()
    deck = upload(recording, pdf_files.make_pdf(PAGES))
    source = storage.source_path(deck.uuid, "pdf")
    source.write_bytes(b"%PDF-1.7 overwritten")
    work()
    deck.refresh_from_db()
    assert (deck.state, deck.problem) == (DeckState.FAILED, DeckProblem.DAMAGED)
    assert Job.objects.get().state == JobState.FAILED
    assert stored() == []


def test_powerpoint_without_libreoffice_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    data = io.BytesIO()
    Presentation().save(data)
    with pytest.raises(DeckRefusedError) as refusal:
        upload(make_recording(), data.getvalue(), "talk.pptx")
    assert refusal.value.messages == [DeckProblem.NO_OFFICE.label]
    assert stored() == []


ORDER = [(1, 6.0), (2, 5.0), (3, 7.5), (4, 4.0), (2, 3.5), (4, 4.0), (5, 8.0), (6, 5.0)]
"""Slide and seconds: in order, once back and on again; the third adds lines to the second."""


@pytest.mark.parametrize("layout", ["full", "inset", "beside"])
def test_slides_are_found_in_the_video_to_a_second(tmp_path: Path, layout: str) -> None:
    recording = make_recording(audience=Audience.public())
    deck = upload(recording, pdf_files.make_pdf(PAGES, bars=False))
    work()
    seconds = _film(recording, deck, tmp_path, layout)
    services.request_finding(acting_user=None, deck=deck)
    work()
    deck.refresh_from_db()
    assert deck.finding == Finding.SHOWN
    found = list(
        SlideChange.objects.filter(deck=deck).values_list("slide__number", "at_ms", "confidence")
    )
    begins = [sum(length for _n, length in ORDER[:place]) for place in range(len(ORDER))]
    assert [number for number, _at, _sure in found] == [number for number, _length in ORDER]
    for (_number, at_ms, _sure), begin in zip(found, begins, strict=True):
        assert abs(at_ms - begin * 1000) <= 1500
    assert all(at_ms < seconds * 1000 for _n, at_ms, _c in found)
    assert {row.source for row in deck.changes.all()} == {ChangeSource.FOUND}
    assert not list(storage.folder_of(deck.uuid).glob("*.part"))
    assert not list(storage.folder_of(deck.uuid).glob("scores-*"))


def _film(recording: Recording, deck: Deck, folder: Path, layout: str) -> float:
    """A noisy video of the slides with a moving "speaker" over a corner or at the side."""
    lines = []
    for number, length in ORDER:
        picture = folder / f"{number}.png"
        with Image.open(storage.picture_path(deck.uuid, number, "large")) as slide:
            slide.resize((640, 360)).save(picture)
        lines.append(f"file '{picture}'\nduration {length}\n")
    lines.append(f"file '{picture}'\n")
    (folder / "list.txt").write_text("".join(lines), encoding="utf-8")
    seconds = sum(length for _number, length in ORDER)
    speaker = f"testsrc2=size=160x120:rate=12:duration={seconds}"
    slides = "[0:v]fps=12,scale=640:360[s]"
    ways = {
        "full": "[0:v]fps=12,scale=640:360",
        "inset": f"{slides};[s][1:v]overlay=W-w:H-h",
        "beside": f"color=c=0x203040:size=640x360:rate=12:duration={seconds}[b];"
        "[0:v]fps=12,scale=448:252[s];[b][s]overlay=16:54[c];[c][1:v]overlay=W-w:H-h",
    }
    with_video(
        recording,
        *("-f", "concat", "-safe", "0", "-i", str(folder / "list.txt")),
        *("-f", "lavfi", "-i", speaker),
        *("-filter_complex", f"{ways[layout]},noise=alls=10:allf=t"),
        seconds=seconds,
    )
    return seconds


def test_where_the_video_shows_no_slides_times_are_proposed_by_the_words(tmp_path: Path) -> None:
    recording = make_recording(audience=Audience.public())
    make_transcript(
        recording,
        ("各位好", "construction costs time", "the precast walls are cast lying",
         "and stored upright then joined", "the grout in the sleeves", "装配率怎么算呢",
         "questions"),
    )  # fmt: skip
    with_video(recording, "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=12", seconds=35)
    deck = upload(recording, pdf_files.make_pdf(PAGES))
    work()
    deck.refresh_from_db()
    assert deck.finding == Finding.BY_WORDS
    rows = list(deck.changes.values_list("slide__number", "at_ms", "source"))
    assert {source for _number, _at, source in rows} == {ChangeSource.PROPOSED}
    assert (4, 20_000, ChangeSource.PROPOSED) in rows
    assert (5, 25_000, ChangeSource.PROPOSED) in rows


def test_without_words_the_slides_are_spread_and_compared_once_there_are_words() -> None:
    recording = make_recording(audience=Audience.public())
    Recording.objects.filter(pk=recording.pk).update(
        state=RecordingState.PLAYABLE, media_kind=MediaKind.AUDIO, duration_ms=60_000
    )
    recording.refresh_from_db()
    deck = upload(recording, pdf_files.make_pdf(PAGES))
    work()
    deck.refresh_from_db()
    assert deck.finding == Finding.BY_LENGTH
    assert list(deck.changes.values_list("at_ms", flat=True)) == [
        0, 10_000, 20_000, 30_000, 40_000, 50_000,
    ]  # fmt: skip
    from content.transcripts.models import TranscriptSource
    from content.transcripts.services import save_transcript

    said = [f"{title} {' '.join(lines)}" for title, *lines in PAGES]
    save_transcript(
        acting_user=None,
        recording=recording,
        language="zh",
        lines=[(n * 7000, n * 7000 + 5000, text) for n, text in enumerate(said)],
        source=TranscriptSource.TYPED,
    )
    work()
    deck.refresh_from_db()
    assert deck.finding == Finding.BY_WORDS
    assert (6, 35_000) in deck.changes.values_list("slide__number", "at_ms")


def test_a_conversion_goes_on_where_a_stopped_worker_left_it() -> None:
    recording = make_recording()
    deck = upload(recording, pdf_files.make_pdf([[f"Page {n}"] for n in range(1, 21)]))
    stopping = threading.Event()
    from content.slides import deck_pipeline

    drawn: list[int] = []
    from django.db.models.signals import post_save

    from content.slides.models import Slide

    def count(instance: Slide, **kwargs: Any) -> None:
        drawn.append(instance.number)
        if len(drawn) == deck_pipeline.PAGES_AT_ONCE:
            stopping.set()

    post_save.connect(count, sender=Slide, weak=False)
    JobLoop(stopping, lane="slides").drain()
    assert deck.slides.count() == deck_pipeline.PAGES_AT_ONCE
    work()
    post_save.disconnect(count, sender=Slide)
    deck.refresh_from_db()
    assert deck.state == DeckState.READY
    assert drawn == list(range(1, 21))


def test_powerpoint_passes_libreoffice_and_becomes_slides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that stands in for LibreOffice: takes its arguments and writes what it would."""
    (tmp_path / "made.pdf").write_bytes(pdf_files.make_pdf(PAGES[:2]))
    program = tmp_path / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\n'
        'grep -q DisableMacrosExecution "$HOME/profile/user/registrymodifications.xcu" || exit 1\n'
        f'cp {tmp_path}/made.pdf "$2/$(basename "$3" .pptx).pdf"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    data = io.BytesIO()
    Presentation().save(data)
    deck = upload(make_recording(), data.getvalue(), "talk.pptx")
    work()
    deck.refresh_from_db()
    assert (deck.state, deck.pages) == (DeckState.READY, 2)
    assert deck.slides.get(number=2).title == "Precast walls"
