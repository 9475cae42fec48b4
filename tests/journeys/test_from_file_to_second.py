"""A lecture file goes in at one end; at the other, the second in which a thing was said."""

import json
import random
import shutil
import subprocess
import threading
import urllib.request
import wave
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from content.jobs.worker import JobLoop
from content.lectures.models import LecturePage
from search import backends
from search.indexer import IndexLoop
from tests.factories.pages import make_site
from tests.factories.people import make_user
from tests.servers import missing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORDS = """
    mountain river garden window station bridge winter summer morning evening doctor teacher
    market kitchen village island forest castle engine pocket ticket basket candle carpet
    dinner finger butter cotton silver golden yellow purple orange number letter paper
    picture music history science water table orchard hammer ladder tractor
""".split()  # noqa: SIM905  # fifty lines of one word each would say no more
PASSWORD = "a-long-password-of-the-test"


@pytest.fixture
def worker() -> Iterator[None]:
    """What `manage.py worker` runs, in threads of this process: they see the test's database."""
    backends.forget()
    stop = threading.Event()
    loops = [JobLoop(stop, poll_seconds=0.1).run, IndexLoop(stop, wake_seconds=0.1).run]
    threads = [threading.Thread(target=loop) for loop in loops]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    backends.forget()


def speak(text: str, target: Path) -> float:
    """Write the sentence as a WAV file; its length in seconds."""
    program = shutil.which("espeak-ng")
    if program is None:
        missing("espeak-ng", "apt-get install espeak-ng")
    subprocess.run([program, "-v", "en", "-s", "130", "-w", str(target), text], check=True)
    with wave.open(str(target)) as sound:
        return sound.getnframes() / sound.getframerate()


def join(parts: list[Path], target: Path) -> None:
    with wave.open(str(target), "wb") as out:
        for number, path in enumerate(parts):
            with wave.open(str(path)) as sound:
                if number == 0:
                    out.setparams(sound.getparams())
                out.writeframes(sound.readframes(sound.getnframes()))


def make_talk(folder: Path, rng: random.Random) -> tuple[Path, list[str], float]:
    """A talk, three words of a sentence nobody could have prepared, and when it begins (s)."""
    chosen = rng.sample(WORDS, 3)
    sentences = [
        "Good morning and welcome to this short lecture about our building site.",
        "Before we begin, let me say a few words about safety on the site today.",
        f"Please write down these words: {chosen[0]}, {chosen[1]}, and {chosen[2]}.",
        "Thank you for listening, and good bye.",
    ]
    parts, lengths = [], []
    for number, sentence in enumerate(sentences):
        part = folder / f"{number}.wav"
        lengths.append(speak(sentence, part))
        parts.append(part)
    talk = folder / "the talk.wav"
    join(parts, talk)
    return talk, chosen, sum(lengths[:2])


def sign_in(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", number)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_sentence_nobody_prepared_is_found_at_its_second(
    page: Page, live_server: LiveServer, worker: None, tmp_path: Path
) -> None:
    make_site()
    make_user("S0001", password=PASSWORD, is_staff=True, is_superuser=True)
    talk, words, begins = make_talk(tmp_path, random.Random())

    sign_in(page, live_server.url, "S0001")
    page.goto(f"{live_server.url}/admin/recordings/new/")
    page.set_input_files("input[name=file]", talk)
    page.fill("input[name=title]", "A talk with a sentence nobody prepared")
    page.select_option("select[name=language]", "en")
    page.check("input[type=radio][value=public]")
    page.click("form[enctype] button[type=submit] >> visible=true")
    page.wait_for_url("**/progress/", timeout=60_000)
    expect(page.locator("[data-settled=yes]")).to_be_visible(timeout=180_000)

    hit = search_until_found(live_server.url, " ".join(words))
    moment = hit["moments"][0]
    assert abs(moment["start"] - begins) <= 5, (moment, begins)

    page.goto(live_server.url + moment["url"])
    expect(page.locator("lectern-player")).to_be_visible()
    expect(page.locator("lectern-transcript")).to_contain_text("building site")


def search_until_found(address: str, words: str) -> dict:
    """The first result a visitor gets; transcription may still be under way."""
    query = urlencode({"q": words})
    for _attempt in range(240):
        with urllib.request.urlopen(f"{address}/api/v1/search?{query}", timeout=20) as answer:
            found = json.load(answer)
        if found["results"] and found["results"][0]["moments"]:
            return found["results"][0]
        threading.Event().wait(0.5)
    raise AssertionError(f"{words!r} was never found")


def upload(page: Page, address: str, path: Path) -> None:
    make_site()
    make_user("S0001", password=PASSWORD, is_staff=True, is_superuser=True)
    sign_in(page, address, "S0001")
    page.goto(f"{address}/admin/recordings/new/")
    page.set_input_files("input[name=file]", path)
    page.fill("input[name=title]", "题目要留住")
    page.check("input[type=radio][value=public]")
    page.click("form[enctype] button[type=submit] >> visible=true")


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.mp4", b""), ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")],
)
def test_what_is_surely_no_recording_is_refused_in_words_and_what_was_typed_stays(
    page: Page, live_server: LiveServer, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    upload(page, live_server.url, path)
    said = page.locator("[data-upload-message], [data-upload-error]").filter(visible=True)
    expect(said.first).not_to_be_empty()
    expect(page.locator("input[name=title]")).to_have_value("题目要留住")


def test_a_text_renamed_is_named_for_what_it_is_and_nothing_of_it_is_published(
    page: Page, live_server: LiveServer, worker: None, tmp_path: Path
) -> None:
    path = tmp_path / "notes.mp4"
    path.write_bytes("只是一些文字，不是视频。\n".encode() * 50)
    upload(page, live_server.url, path)
    page.wait_for_url("**/progress/")
    expect(page.locator(".help-critical")).to_contain_text("不是可以读取的视频或音频")
    assert not LecturePage.objects.exists()
