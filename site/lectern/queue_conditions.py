"""What else the queue's health rests on: the disk, the programs, the weights, the search index."""

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from content.jobs.health import Condition, register_condition
from content.recordings import ffmpeg
from content.transcripts.engines import engine_names, package_of
from content.transcripts.weights import are_at_hand
from search import status


def register_conditions() -> None:
    looks: dict[str, Callable[[], Condition]] = {
        "disk": disk,
        "ffmpeg": converter,
        "engine": engine,
        "weights": weights,
        "search": search,
    }
    for name, look in looks.items():
        register_condition(name, look)


def disk() -> Condition:
    folder = Path(settings.MEDIA_ROOT)
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    return Condition(
        label=_("Free where recordings lie"),
        value=filesizeformat(free),
        is_well=free > settings.LECTERN_MIN_FREE_BYTES,
        advice=_(
            "Uploads are refused until there is room: delete what is not needed, or add disk."
        ),
    )


def converter() -> Condition:
    try:
        found = shutil.which(ffmpeg.binary()) is not None
    except (OSError, RuntimeError):
        found = False
    return Condition(
        label=_("ffmpeg"),
        value=_("here") if found else _("missing"),
        is_well=found,
        advice=_("Install imageio-ffmpeg again, or set FFMPEG_BINARY to a working ffmpeg."),
    )


def engine() -> Condition:
    name = settings.LECTERN_SPEECH_ENGINE
    found = name in engine_names() and find_spec(package_of(name)) is not None
    return Condition(
        label=_("Speech engine"),
        value=name if found else _("%(name)s is missing") % {"name": name},
        is_well=found,
        advice=_("Nothing can be transcribed. Install it: %(command)s")
        % {"command": f"pip install 'lectern[{name}]'"},
    )


def weights() -> Condition:
    model = settings.LECTERN_SPEECH_MODEL
    found = are_at_hand(model, Path(settings.LECTERN_CACHE_DIR))
    return Condition(
        label=_("Speech model"),
        value=Path(model).name if found else _("%(name)s is not here yet") % {"name": model},
        is_well=found,
        advice=_("It is downloaded by the first transcription, which needs the network, once."),
    )


def search() -> Condition:
    found = status.health()
    return Condition(
        label=_("Search index"),
        value=_("up to date") if found == "ok" else _("behind"),
        is_well=found == "ok",
        advice=_("The worker catches up by itself when it runs. It last noted: %(note)s")
        % {"note": found.removeprefix("degraded: ")},
    )
