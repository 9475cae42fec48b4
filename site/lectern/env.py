"""The one reader of the process's environment.

Every setting that an operator may give has a line in `Environment`, with its meaning. Nothing
else in the project looks at `os.environ`. A value that cannot be read raises
`InvalidEnvironmentError` with the name of the variable, what was given and what is expected.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]


class InvalidEnvironmentError(ValueError):
    """A variable of the environment holds something that cannot be used."""


def _flag(name: str, value: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    try:
        return known[value.strip().lower()]
    except KeyError:
        raise InvalidEnvironmentError(f"{name}={value!r}: expected yes or no") from None


def _number(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise InvalidEnvironmentError(f"{name}={value!r}: expected a whole number") from None


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _heights(value: str) -> tuple[int, ...]:
    heights = tuple(_number("LECTERN_VIDEO_HEIGHTS", word) for word in _words(value))
    if not heights or not all(120 <= height <= 4320 for height in heights):
        raise InvalidEnvironmentError(f"LECTERN_VIDEO_HEIGHTS={value!r}: heights like 1080,480")
    return heights


def default_cache_dir(environ: Mapping[str, str]) -> Path:
    """Where downloads shared by all checkouts lie: the XDG cache folder's `lectern`."""
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "lectern"


def _doc(variable: str, meaning: str) -> Any:
    """A field whose variable and meaning the settings reference shows."""
    return field(metadata={"variable": variable, "meaning": meaning})


@dataclass(frozen=True)
class Environment:
    """What an operator may set."""

    secret_key: str = _doc("LECTERN_SECRET_KEY", "signs sessions; required in production")
    debug: bool = _doc("LECTERN_DEBUG", "yes shows tracebacks in the browser; development only")
    allowed_hosts: tuple[str, ...] = _doc(
        "LECTERN_ALLOWED_HOSTS", "host names served, separated by commas; required in production"
    )
    base_url: str = _doc(
        "LECTERN_BASE_URL", "the site's address as people type it; default http://localhost:8000"
    )
    data_dir: Path = _doc(
        "LECTERN_DATA_DIR", "folder of the database, media and search file; default var/"
    )
    cache_dir: Path = _doc(
        "LECTERN_CACHE_DIR", "folder of downloads such as speech models; default the user's cache"
    )
    database_url: str = _doc(
        "DATABASE_URL",
        "sqlite:////path/file or postgresql://user:password@host:port/name; default SQLite",
    )
    elasticsearch_url: str = _doc(
        "ELASTICSEARCH_URL", "an Elasticsearch 9 server; empty means that the database searches"
    )
    elasticsearch_shards: int = _doc(
        "ELASTICSEARCH_SHARDS",
        "shards of an index; takes hold at the next search_rebuild; default 1",
    )
    elasticsearch_replicas: int | None = _doc(
        "ELASTICSEARCH_REPLICAS",
        "copies of each shard; default one where there is a second server to hold it",
    )
    search_index: str = _doc("LECTERN_SEARCH_INDEX", "name of the search alias; default lectern")
    redis_url: str = _doc("REDIS_URL", "cache shared by several machines; empty means files")
    speech_engine: str = _doc("ENGINE", "faster-whisper (default) or openai-whisper")
    speech_model: str = _doc(
        "LECTERN_SPEECH_MODEL", "name or folder of Whisper weights; default base"
    )
    speech_device: str = _doc("LECTERN_SPEECH_DEVICE", "cpu (default) or cuda")
    speech_threads: int = _doc(
        "LECTERN_SPEECH_THREADS", "processor threads of the speech engine; 0 lets it choose"
    )
    speech_batch: int = _doc(
        "LECTERN_SPEECH_BATCH",
        "30-second chunks decoded together: fewer need less memory, more are quicker; default 8",
    )
    ffmpeg: str = _doc("FFMPEG_BINARY", "path of ffmpeg; default the one installed by pip")
    accel_prefix: str = _doc(
        "LECTERN_ACCEL_PREFIX", "nginx's internal location for media; empty: we send the bytes"
    )
    max_upload_bytes: int = _doc(
        "LECTERN_MAX_UPLOAD_BYTES", "largest recording accepted, bytes; default 4 GiB"
    )
    min_free_bytes: int = _doc(
        "LECTERN_MIN_FREE_BYTES", "disk space kept free, bytes; default 1 GiB"
    )
    disk_reserve_percent: int = _doc(
        "LECTERN_DISK_RESERVE_PERCENT",
        "share of the disk uploads leave free, at most 20 GiB; default 10",
    )
    upload_open_bytes: int = _doc(
        "LECTERN_UPLOAD_OPEN_BYTES", "unfinished uploads of one person, bytes; default 20 GiB"
    )
    upload_day_bytes: int = _doc(
        "LECTERN_UPLOAD_DAY_BYTES", "uploads of one person in 24 hours, bytes; default 100 GiB"
    )
    upload_keep_hours: int = _doc(
        "LECTERN_UPLOAD_KEEP_HOURS", "how long an unfinished upload is kept; default 168, a week"
    )
    video_heights: tuple[int, ...] = _doc(
        "LECTERN_VIDEO_HEIGHTS", "qualities of videos, none above its source; default 1080,480"
    )
    proxy_count: int = _doc("LECTERN_PROXY_COUNT", "trusted reverse proxies in front; default 0")
    https: bool = _doc("LECTERN_HTTPS", "yes (default) where people reach the site over https")

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Environment":
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("LECTERN_DATA_DIR") or BASE_DIR / "var")
        return cls(
            secret_key=env.get("LECTERN_SECRET_KEY", ""),
            debug=_flag("LECTERN_DEBUG", env.get("LECTERN_DEBUG") or "no"),
            allowed_hosts=_words(env.get("LECTERN_ALLOWED_HOSTS", "")),
            base_url=env.get("LECTERN_BASE_URL", "http://localhost:8000").rstrip("/"),
            data_dir=data_dir,
            cache_dir=Path(env.get("LECTERN_CACHE_DIR") or default_cache_dir(env)),
            database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'lectern.sqlite3'}",
            elasticsearch_url=env.get("ELASTICSEARCH_URL", ""),
            elasticsearch_shards=max(
                1, _number("ELASTICSEARCH_SHARDS", env.get("ELASTICSEARCH_SHARDS") or "1")
            ),
            elasticsearch_replicas=(
                _number("ELASTICSEARCH_REPLICAS", env["ELASTICSEARCH_REPLICAS"])
                if env.get("ELASTICSEARCH_REPLICAS")
                else None
            ),
            search_index=env.get("LECTERN_SEARCH_INDEX", "lectern"),
            redis_url=env.get("REDIS_URL", ""),
            speech_engine=env.get("ENGINE") or "faster-whisper",
            speech_model=env.get("LECTERN_SPEECH_MODEL") or "base",
            speech_device=env.get("LECTERN_SPEECH_DEVICE") or "cpu",
            speech_threads=_number(
                "LECTERN_SPEECH_THREADS", env.get("LECTERN_SPEECH_THREADS") or "0"
            ),
            speech_batch=max(
                1, _number("LECTERN_SPEECH_BATCH", env.get("LECTERN_SPEECH_BATCH") or "8")
            ),
            ffmpeg=env.get("FFMPEG_BINARY", ""),
            accel_prefix=env.get("LECTERN_ACCEL_PREFIX", ""),
            max_upload_bytes=_number(
                "LECTERN_MAX_UPLOAD_BYTES", env.get("LECTERN_MAX_UPLOAD_BYTES") or str(4 << 30)
            ),
            min_free_bytes=_number(
                "LECTERN_MIN_FREE_BYTES", env.get("LECTERN_MIN_FREE_BYTES") or str(1 << 30)
            ),
            disk_reserve_percent=_number(
                "LECTERN_DISK_RESERVE_PERCENT", env.get("LECTERN_DISK_RESERVE_PERCENT") or "10"
            ),
            upload_open_bytes=_number(
                "LECTERN_UPLOAD_OPEN_BYTES", env.get("LECTERN_UPLOAD_OPEN_BYTES") or str(20 << 30)
            ),
            upload_day_bytes=_number(
                "LECTERN_UPLOAD_DAY_BYTES", env.get("LECTERN_UPLOAD_DAY_BYTES") or str(100 << 30)
            ),
            upload_keep_hours=_number(
                "LECTERN_UPLOAD_KEEP_HOURS", env.get("LECTERN_UPLOAD_KEEP_HOURS") or "168"
            ),
            video_heights=_heights(env.get("LECTERN_VIDEO_HEIGHTS") or "1080,480"),
            proxy_count=_number("LECTERN_PROXY_COUNT", env.get("LECTERN_PROXY_COUNT") or "0"),
            https=_flag("LECTERN_HTTPS", env.get("LECTERN_HTTPS") or "yes"),
        )


def database_settings(url: str) -> dict[str, object]:
    """Django's `DATABASES["default"]` for a database URL.

    Raises InvalidEnvironmentError for any other scheme than sqlite and postgresql.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        # IMMEDIATE: a deferred read-then-write upgrade fails at once and ignores the timeout.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise InvalidEnvironmentError(f"DATABASE_URL={url!r}: expected sqlite:///… or postgresql://…")
