"""Lengths and waiting times in words and figures, for people."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def clock(duration_ms: int | None) -> str:
    """ "1:02:03" or "2:03"; a dash where the length is not known yet."""
    if duration_ms is None:
        return "–"
    minutes, seconds = divmod(duration_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def time_left(seconds: int | None) -> str:
    """ "about 3 minutes left"; empty where nobody can tell."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {
            "count": minutes
        }
    hours = round(minutes / 60)
    return ngettext("about %(count)d hour left", "about %(count)d hours left", hours) % {
        "count": hours
    }
