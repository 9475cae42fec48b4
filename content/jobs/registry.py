"""Which handler does which kind of job. Filled by each app's `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.jobs.exceptions import UnknownJobKindError

if TYPE_CHECKING:
    from content.jobs.models import Job
    from content.jobs.run import JobRun

DEFAULT_LEASE_SECONDS = 60


@dataclass(frozen=True)
class JobKind:
    """`stages` maps the names given to `JobRun.report` to words for people (lazy translations).

    `lane`: a worker does the lanes side by side and the jobs of one lane one after the other, so
    that an hour of transcription keeps no upload waiting. `announce` gives the line the worker
    prints on success. `on_unfinished` is called in the transaction that ends a job as failed or
    cancelled, also where the worker died and its handler never came to say so.
    """

    name: str
    handler: Callable[[JobRun], None]
    lease_seconds: int = DEFAULT_LEASE_SECONDS
    stages: Mapping[str, object] = field(default_factory=dict)
    lane: str = "media"
    announce: Callable[[Job], str] | None = None
    on_unfinished: Callable[[Job], None] | None = None


_kinds: dict[str, JobKind] = {}


def register(
    kind: str,
    handler: Callable[[JobRun], None],
    *,
    lease_seconds: int = DEFAULT_LEASE_SECONDS,
    stages: Mapping[str, object] | None = None,
    lane: str = "media",
    announce: Callable[[Job], str] | None = None,
    on_unfinished: Callable[[Job], None] | None = None,
) -> None:
    """Let `handler` do the jobs of this kind. A second registration replaces the first."""
    _kinds[kind] = JobKind(
        kind, handler, lease_seconds, dict(stages or {}), lane, announce, on_unfinished
    )


def unregister(kind: str) -> None:
    _kinds.pop(kind, None)


def get(kind: str) -> JobKind:
    """Raises UnknownJobKindError."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownJobKindError(kind) from None


def kinds(lane: str | None = None) -> tuple[str, ...]:
    """Names of the registered kinds, of one lane or of all."""
    return tuple(kind.name for kind in _kinds.values() if lane is None or kind.lane == lane)


def lanes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind.lane for kind in _kinds.values()))
