"""The benchmarks there are, by name. A module is imported when its benchmark is asked for."""

from importlib import import_module

from lectern.bench.base import Bench

NAMES: tuple[str, ...] = ("rebuild", "search", "transcription", "upload")


def bench_of(name: str) -> Bench:
    """The benchmark `name`: the class `Measured` of the module of that name."""
    bench: Bench = import_module(f"lectern.bench.{name}").Measured()
    return bench
