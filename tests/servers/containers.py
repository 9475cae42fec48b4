"""Servers as containers, where the machine has an engine for them."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.servers import ServerMissing, processes


def has_engine() -> bool:
    if shutil.which("docker") is None:
        return False
    done = subprocess.run(["docker", "info"], check=False, capture_output=True, timeout=30)
    return done.returncode == 0


def run(image: str, *, publish: str, environment: Mapping[str, str]) -> str:
    """The new container's number. Raises ServerMissing."""
    command = ["docker", "run", "--detach", "--publish", publish]
    for name, value in environment.items():
        command += ["--env", f"{name}={value}"]
    done = subprocess.run([*command, image], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise ServerMissing(f"docker run {image}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def wait_until(answers: Callable[[], bool], container: str, seconds: float) -> None:
    """Raises ServerMissing where it ends, or stays silent."""
    waiting = subprocess.Popen(["docker", "wait", container], stdout=subprocess.DEVNULL)
    try:
        processes.wait_until(answers, waiting, Path(os.devnull), seconds)
    finally:
        waiting.terminate()
        waiting.wait()


def halt(container: str) -> None:
    subprocess.run(["docker", "stop", container], check=True, capture_output=True)


def resume(container: str) -> None:
    subprocess.run(["docker", "start", container], check=True, capture_output=True)


def remove(container: str) -> None:
    subprocess.run(["docker", "rm", "-f", container], check=False, capture_output=True)
