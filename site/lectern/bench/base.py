"""What a benchmark is: it measures, and says its figures as rows that people and programs read.

A ratio is taken between two sides measured in the same run, by turns, with the same request, size
and hits; figures of different runs are never compared.
"""

import argparse
import statistics
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Say = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """One measured value; `goal` is what it is held to, in words, and `holds` None without one."""

    name: str
    value: float
    unit: str
    goal: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Report:
    """The figures of one run, and what they were measured on."""

    bench: str
    setting: dict[str, Any] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Bench(ABC):
    """One benchmark: `manage.py bench NAME`."""

    name: str
    help: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:  # noqa: B027  # may be none
        """Its own options; none unless said."""

    @abstractmethod
    def run(self, options: dict[str, Any], say: Say) -> Report:
        """Measure. `say` tells a person what is under way. Raises BenchImpossibleError."""


class BenchImpossibleError(Exception):
    """What it needs is not here; the message says what and how to have it."""


def at_most(name: str, value: float, unit: str, goal: float) -> Figure:
    return Figure(name, value, unit, f"≤ {goal:g}", value <= goal)


def at_least(name: str, value: float, unit: str, goal: float) -> Figure:
    return Figure(name, value, unit, f"≥ {goal:g}", value >= goal)


def percentile(values: Sequence[float], share: float) -> float:
    """By the nearest rank: the smallest value that at least `share` of them do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -(-int(share * 1000) * len(ranked) // 1000) - 1))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it took by the wall clock, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
