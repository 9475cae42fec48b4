"""Times as people write them: 6:52, 06:52, 1:06:52; inside they are integer milliseconds."""

import re

from content.core.clock import url_seconds

__all__ = ("parse_clock", "parse_url_seconds", "url_seconds")

_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.(\d{1,3}))?$")


def parse_clock(text: str) -> int:
    """Milliseconds of "MM:SS", "H:MM:SS", either with decimals. Raises ValueError."""
    match = _CLOCK.match(text.strip())
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    hours, minutes, seconds, decimals = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        raise ValueError(f"not a time: {text!r}")
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int((decimals or "0").ljust(3, "0"))


def parse_url_seconds(text: str) -> int | None:
    """Milliseconds of a `?t=` value; None for anything that is not a plain decimal number."""
    if not re.fullmatch(r"\d{1,7}(\.\d{1,6})?", text or ""):
        return None
    whole, _dot, decimals = text.partition(".")
    return int(whole) * 1000 + int(decimals[:3].ljust(3, "0"))
