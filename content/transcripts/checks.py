"""What can be said before the first job about the speech engine that the settings name."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from content.transcripts.engines import engine_names, package_of


def check_speech_engine(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for a name that no engine has, a warning where its package is not installed."""
    name = settings.LECTERN_SPEECH_ENGINE
    if name not in engine_names():
        return [
            Error(
                f"ENGINE names {name!r}, and no speech engine is called so.",
                hint=f"There are: {', '.join(engine_names())}.",
                id="transcripts.E001",
            )
        ]
    if find_spec(package_of(name)) is None:
        return [
            Warning(
                f"The speech engine {name} is not installed; nothing can be transcribed.",
                hint=f"Install it, for instance with: pip install 'lectern[{name}]'",
                id="transcripts.W001",
            )
        ]
    return []
