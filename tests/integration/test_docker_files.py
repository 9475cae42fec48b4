"""The files of docker/, run directly: the same entry point, settings and nginx configuration."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

import pytest

from tests.servers import missing, processes

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "")
HOST = "127.0.0.1"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        answer = OPENER.open(urllib.request.Request(url, headers=headers), timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, dict(answer.headers), answer.read()


@contextmanager
def process(command: list[str], environment: dict[str, str], url: str) -> Iterator[None]:
    child = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while True:
            assert child.poll() is None, f"{command[0]} ended"
            try:
                get(url)
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < until, f"{url} does not answer"
                time.sleep(0.2)
        yield
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(timeout=20)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("srv")
    port = processes.free_port(18300, 18349)
    return {
        **{key: value for key, value in os.environ.items() if key in ("HOME", "LANG")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "site"),
        "DJANGO_SETTINGS_MODULE": "lectern.settings.production",
        "LECTERN_SECRET_KEY": "a-long-random-value-of-this-test-alone-0123456789-abcdefghijkl",
        "LECTERN_ALLOWED_HOSTS": HOST,
        "LECTERN_BASE_URL": f"http://{HOST}:{port}",
        "LECTERN_HTTPS": "no",
        "LECTERN_PROXY_COUNT": "1",
        "LECTERN_ACCEL_PREFIX": "/protected/",
        "LECTERN_DATA_DIR": str(folder),
        "LECTERN_MIN_FREE_BYTES": "0",
        "LECTERN_PORT": str(port),
        "LECTERN_UPSTREAM": f"{HOST}:{port + 1}",
        "LECTERN_BIND": f"{HOST}:{port + 1}",
        "LECTERN_DATA_ROOT": str(folder),
        "LECTERN_MAX_BODY": "8m",
    }


@pytest.fixture(scope="module")
def site(environment: dict[str, str]) -> Iterator[str]:
    """The address of nginx in front of gunicorn, both as docker/ starts them."""
    if not NGINX:
        missing("nginx", "apt-get install nginx-light")
    subprocess.run(["docker/entrypoint", "prepare"], cwd=ROOT, env=environment, check=True)
    folder = Path(environment["LECTERN_DATA_DIR"])
    folder.chmod(0o755)
    for parent in list(folder.parents)[:2]:
        parent.chmod(parent.stat().st_mode | 0o011)
    template = (ROOT / "docker/nginx/lectern.conf.template").read_text(encoding="utf-8")
    (folder / "server.conf").write_text(Template(template).safe_substitute(environment))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr warn;"
        "events {} http { access_log off; include /etc/nginx/mime.types;"
        f"client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
        f"include {folder}/server.conf; }}"
    )
    upstream = f"http://{environment['LECTERN_UPSTREAM']}/healthz"
    front = f"http://{HOST}:{environment['LECTERN_PORT']}"
    nginx = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (
        process(["docker/entrypoint", "web"], environment, upstream),
        process(nginx, environment, f"{front}/healthz"),
    ):
        yield front


def manage(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


STORE = """
from django.core.files.base import ContentFile
from content.core.audience import Audience
from content.library.models import CustomDocument
document = CustomDocument(title="Notes", audience=Audience.{audience}())
document.file.save("notes.txt", ContentFile(b"0123456789"), save=False)
document.save()
print(document.file.name)
"""


def test_the_site_answers_behind_nginx_with_production_settings(site: str) -> None:
    status, headers, body = get(f"{site}/readyz")
    assert status == 200, body
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_nginx_sends_a_public_file_and_its_ranges(site: str, environment: dict[str, str]) -> None:
    name = manage(environment, STORE.format(audience="public"))
    status, headers, body = get(f"{site}/media/{name}", Range="bytes=2-4")
    assert (status, body) == (206, b"234")
    assert headers["Content-Range"] == "bytes 2-4/10"
    assert "X-Accel-Redirect" not in headers


def test_a_file_for_employees_stays_behind_the_rights(
    site: str, environment: dict[str, str]
) -> None:
    name = manage(environment, STORE.format(audience="employees"))
    assert get(f"{site}/media/{name}")[0] == 404


def test_nobody_reaches_the_internal_location_from_outside(
    site: str, environment: dict[str, str]
) -> None:
    name = manage(environment, STORE.format(audience="employees"))
    for path in (f"/protected/{name}", f"/protected/../protected/{name}", f"//protected/{name}"):
        assert get(site + path)[0] == 404, path
    assert get(f"{site}/static/../media/{name}")[0] == 404
    assert get(f"{site}/static../media/{name}")[0] == 404


def test_static_files_leave_with_a_long_life(site: str, environment: dict[str, str]) -> None:
    manifest = Path(environment["LECTERN_DATA_DIR"]) / "static" / "lectern"
    css = next(path for path in manifest.glob("lectern.*.css"))
    status, headers, _body = get(f"{site}/static/lectern/{css.name}")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]


def test_a_forged_header_cannot_make_nginx_send_a_file(
    site: str, environment: dict[str, str]
) -> None:
    name = manage(environment, STORE.format(audience="employees"))
    assert get(f"{site}/media/nothing", **{"X-Accel-Redirect": f"/protected/{name}"})[0] == 404
