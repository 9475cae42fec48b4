"""Which handler does which kind of job, and what people call it. Filled by each app's `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class Subject:
    """What a job is about, as one person sees it; `may_change` lets them cancel and retry."""

    title: str
    url: str = ""
    may_change: bool = False


Subjects = Callable[[Any, Collection[str]], Mapping[str, Subject]]


@dataclass(frozen=True)
class JobWords:
    """What the board says of a kind.

    `subjects(user, ids)` answers for those subjects that this person may know of, in a fixed number
    of queries. `advice` maps problems (msgids) to what can be done about them (lazy translations).
    """

    label: object
    subjects: Subjects | None = None
    advice: Mapping[str, object] = field(default_factory=dict)


_kinds: dict[str, JobKind] = {}
_words: dict[str, JobWords] = {}


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


def describe(kind: str, words: JobWords) -> None:
    """Say what people call this kind. A second description replaces the first."""
    _words[kind] = words


def words_of(kind: str) -> JobWords:
    """The description of a kind; its bare name where nobody described it."""
    return _words.get(kind) or JobWords(label=kind)


def unregister(kind: str) -> None:
    _kinds.pop(kind, None)
    _words.pop(kind, None)


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
