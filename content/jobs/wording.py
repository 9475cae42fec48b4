"""How far a job is, in words and figures for people."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.core.clock import short_clock


def amount(done: int, total: int, unit: str) -> str:
    """What is done of what there is, in the job's own unit; empty where no end is known."""
    if total <= 0:
        return ""
    if unit == "seconds":
        values = {"done": short_clock(done * 1000), "total": short_clock(total * 1000)}
    elif unit == "bytes":
        values = {"done": filesizeformat(done), "total": filesizeformat(total)}
    else:
        values = {"done": str(done), "total": str(total)}
    return _("%(done)s of %(total)s") % values


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


def span(seconds: float) -> str:
    """How long something has lasted: "40 seconds", "12 minutes", "3 hours", "2 days"."""
    if seconds < 90:
        count = round(seconds)
        return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}
    if seconds < 90 * 60:
        count = round(seconds / 60)
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if seconds < 36 * 3600:
        count = round(seconds / 3600)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = round(seconds / 86400)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
