"""The speech engines, one a file, found by name.

An engine's file is imported only when that engine is asked for, so a machine needs only the
packages of the engine it uses.
"""

from __future__ import annotations

from importlib import import_module

from content.transcripts.engines.base import EngineOptions, SpeechEngine

DEFAULT_ENGINE = "faster-whisper"

_ENGINES = {
    "faster-whisper": ("faster_whisper", "FasterWhisperEngine"),
    "openai-whisper": ("openai_whisper", "OpenAIWhisperEngine"),
}
_PACKAGES = {"faster-whisper": "faster_whisper", "openai-whisper": "whisper"}


class UnknownEngineError(ValueError):
    """No speech engine has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no speech engine is called {name!r}; there are {', '.join(_ENGINES)}")


def engine_names() -> tuple[str, ...]:
    return tuple(_ENGINES)


def package_of(name: str) -> str:
    """The Python package that the engine of this name needs."""
    return _PACKAGES[name]


def make_engine(name: str, options: EngineOptions) -> SpeechEngine:
    """An engine not yet loaded. Raises `UnknownEngineError`."""
    try:
        module_name, class_name = _ENGINES[name]
    except KeyError:
        raise UnknownEngineError(name) from None
    module = import_module(f"{__name__}.{module_name}")
    engine: SpeechEngine = getattr(module, class_name)(options)
    return engine
