"""The length of a recording, for people."""

from content.core.clock import short_clock


def clock(duration_ms: int | None) -> str:
    """ "1:02:03" or "2:03"; a dash where the length is not known yet."""
    return "–" if duration_ms is None else short_clock(duration_ms)
