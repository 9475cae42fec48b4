"""Uploading in the administration, in a real browser: many files, a reload, mistakes."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from content.jobs.models import Job
from content.recordings import storage
from content.recordings.models import Recording
from content.uploads import part_file
from content.uploads.models import Upload
from tests.factories.pages import make_site
from tests.factories.people import make_user
from tests.journeys.browser import serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password-of-the-test"
CHUNK = 8 << 20


@pytest.fixture
def form(page: Page, live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[Page]:
    """The upload page, open to someone who may upload."""
    settings.MEDIA_ROOT = tmp_path / "media"
    make_site()
    make_user("S0001", password=PASSWORD, is_staff=True, is_superuser=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("input[name=username]", "S0001")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{live_server.url}/admin/recordings/new/")
    yield page


def make_file(path: Path, size: int) -> Path:
    path.write_bytes(b"\x00" + os.urandom(size - 1))
    return path


def send(page: Page) -> None:
    page.click("#w-editor-form button[type=submit] >> visible=true")


def stored(recording: Recording) -> bytes:
    return (storage.folder_of(recording.uuid) / "source").read_bytes()


class Tap:
    """Lets so many pieces pass, and holds back the rest as a slow network would."""

    def __init__(self, page: Page, pieces: int) -> None:
        self.page, self.left = page, pieces
        page.route("**/api/uploads/*", self._judge)

    def _judge(self, route: Route) -> None:
        if route.request.method == "PATCH":
            if self.left <= 0:
                return  # never answered, until the page goes
            self.left -= 1
        route.continue_()

    def open(self) -> None:
        self.page.unroute("**/api/uploads/*")


def test_several_files_become_recordings_with_a_title_each(form: Page, tmp_path: Path) -> None:
    paths = [make_file(tmp_path / f"{name}.mp4", 300_000) for name in ("第一讲_地基", "第二讲 (1)")]
    form.set_input_files("input[type=file]", paths)
    expect(form.locator("[data-state=arrived]")).to_have_count(2)
    titles = form.locator("input[name=title]")
    assert [titles.nth(i).input_value() for i in range(2)] == ["第一讲 地基", "第二讲"]
    titles.nth(1).fill("第二讲 构件")
    form.select_option("select[name=language]", "zh")
    send(form)
    expect(form.locator("[data-state=made] a")).to_have_count(2)
    made = {recording.title: recording for recording in Recording.objects.all()}
    assert set(made) == {"第一讲 地基", "第二讲 构件"}
    assert stored(made["第一讲 地基"]) == paths[0].read_bytes()
    assert {recording.language for recording in made.values()} == {"zh"}


def test_upload_goes_on_after_a_reload_where_it_stopped(form: Page, tmp_path: Path) -> None:
    path = make_file(tmp_path / "long talk.mp4", 3 * CHUNK + 12_345)
    tap = Tap(form, pieces=2)
    form.set_input_files("input[type=file]", path)
    wait_for(lambda: Upload.objects.filter(offset_bytes=2 * CHUNK).exists(), form)
    form.reload()
    tap.open()
    row = form.locator("[data-state=absent]")
    expect(row).to_contain_text("long talk.mp4")
    expect(row).to_contain_text("16.0 MB / 24.0 MB")
    sent: list[int] = []
    form.on(
        "request",
        lambda request: (
            sent.append(int(request.headers["upload-offset"]))
            if request.method == "PATCH"
            else None
        ),
    )
    form.set_input_files("input[type=file]", path)
    expect(form.locator("[data-state=arrived]")).to_have_count(1, timeout=30_000)
    assert sent == [2 * CHUNK, 3 * CHUNK]
    send(form)
    form.wait_for_url("**/progress/")
    assert stored(Recording.objects.get()) == path.read_bytes()


def test_pause_and_going_on_by_keyboard(form: Page, tmp_path: Path) -> None:
    path = make_file(tmp_path / "talk.mp4", 2 * CHUNK)
    tap = Tap(form, pieces=1)
    form.set_input_files("input[type=file]", path)
    wait_for(lambda: Upload.objects.filter(offset_bytes=CHUNK).exists(), form)
    form.locator("[data-act=pause]").focus()
    form.keyboard.press("Enter")
    expect(form.locator("[data-state=paused]")).to_have_count(1)
    tap.open()
    form.locator("[data-act=resume]").focus()
    form.keyboard.press("Enter")
    expect(form.locator("[data-state=arrived]")).to_have_count(1)


def test_removed_file_leaves_nothing_on_the_server(form: Page, tmp_path: Path) -> None:
    form.set_input_files("input[type=file]", make_file(tmp_path / "wrong.mp4", 1000))
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    form.click("[data-act=cancel]")
    expect(form.locator(".recordings-file")).to_have_count(0)
    wait_for(lambda: not Upload.objects.open().exists(), form)
    assert list((storage.path_of("uploads")).iterdir()) == []


def test_mistake_in_the_form_costs_no_second_upload(form: Page, tmp_path: Path) -> None:
    form.set_input_files("input[type=file]", make_file(tmp_path / "talk.mp4", 1000))
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    form.fill("input[name=title]", "")
    send(form)
    expect(form.locator("[data-upload-error]")).to_be_visible()
    form.fill("input[name=title]", "A title")
    send(form)
    form.wait_for_url("**/progress/")
    assert Upload.objects.count() == 1
    assert Recording.objects.get().title == "A title"


def test_person_signed_out_meanwhile_is_told_and_loses_nothing(form: Page, tmp_path: Path) -> None:
    form.set_input_files("input[type=file]", make_file(tmp_path / "talk.mp4", 1000))
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    kept = form.context.cookies()
    form.context.clear_cookies(name="sessionid")
    send(form)
    expect(form.locator("[data-upload-error]")).to_be_visible()
    form.context.add_cookies(kept)
    send(form)
    form.wait_for_url("**/progress/")
    assert Recording.objects.count() == Upload.objects.count() == 1


def test_page_with_files_has_no_serious_barrier(form: Page, tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    files = [make_file(tmp_path / "talk.mp4", 1000), tmp_path / "empty.mp4"]
    form.set_input_files("input[type=file]", files)
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    expect(form.locator("[data-state=refused]")).to_have_count(1)
    assert serious_problems(form) == []


def test_bytes_that_the_server_lost_are_sent_once_more(form: Page, tmp_path: Path) -> None:
    path = make_file(tmp_path / "talk.mp4", 300_000)
    form.set_input_files("input[type=file]", path)
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    os.truncate(part_file.path_of(Upload.objects.get().uuid), 100_000)
    send(form)
    form.wait_for_url("**/progress/")
    assert stored(Recording.objects.get()) == path.read_bytes()


def make_recording(form: Page, path: Path) -> Recording:
    form.set_input_files("input[type=file]", path)
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    send(form)
    form.wait_for_url("**/progress/")
    Job.objects.all().delete()  # nobody processes it here
    return Recording.objects.get()


def open_replacement(form: Page, recording: Recording) -> None:
    form.goto(form.url.partition("/admin/")[0] + f"/admin/recordings/{recording.pk}/replace/")


def test_file_in_place_of_another_goes_on_after_a_reload(form: Page, tmp_path: Path) -> None:
    recording = make_recording(form, make_file(tmp_path / "talk.mp4", 1000))
    path = make_file(tmp_path / "better talk.mp4", 2 * CHUNK + 12_345)
    open_replacement(form, recording)
    tap = Tap(form, pieces=1)
    form.set_input_files("input[type=file]", path)
    wait_for(lambda: Upload.objects.filter(offset_bytes=CHUNK).exists(), form)
    form.reload()
    tap.open()
    sent: list[int] = []
    form.on(
        "request",
        lambda request: (
            sent.append(int(request.headers["upload-offset"]))
            if request.method == "PATCH"
            else None
        ),
    )
    form.wait_for_load_state("networkidle")
    form.set_input_files("input[type=file]", path)
    expect(form.locator("[data-state=arrived]")).to_have_count(1, timeout=30_000)
    assert sent == [CHUNK, 2 * CHUNK]
    assert serious_problems(form) == []
    form.click("[data-upload-place] ~ * button[type=submit]")
    expect(form.locator("section.recordings-progress")).to_contain_text("better talk.mp4")
    replaced = storage.folder_of(recording.uuid) / "take-2" / "source"
    assert replaced.read_bytes() == path.read_bytes()


def test_another_choice_takes_the_place_of_the_first(form: Page, tmp_path: Path) -> None:
    recording = make_recording(form, make_file(tmp_path / "talk.mp4", 1000))
    open_replacement(form, recording)
    form.set_input_files("input[type=file]", make_file(tmp_path / "wrong.mp4", 2000))
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    form.set_input_files("input[type=file]", make_file(tmp_path / "right.mp4", 3000))
    expect(form.locator(".recordings-file__name")).to_have_text("right.mp4")
    expect(form.locator("[data-state=arrived]")).to_have_count(1)
    wait_for(lambda: Upload.objects.open().count() == 1, form)
    form.click("[data-upload-place] ~ * button[type=submit]")
    expect(form.locator("section.recordings-progress")).to_contain_text("right.mp4")


def test_one_file_goes_without_scripts(
    browser: Browser, live_server: LiveServer, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_site()
    client = Client()
    client.force_login(make_user("S0001", is_staff=True, is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/recordings/new/")
    path = make_file(tmp_path / "talk.mp4", 1000)
    page.set_input_files("input[name=file]", path)
    page.fill("input[name=title]", "Without scripts")
    page.locator("#w-editor-form button[type=submit]").first.click()
    page.wait_for_url("**/progress/")
    context.close()
    recording = Recording.objects.get()
    assert (recording.title, stored(recording)) == ("Without scripts", path.read_bytes())


def wait_for(true: Any, page: Page) -> None:
    for _attempt in range(300):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("waited in vain")
