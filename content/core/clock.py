"""Times and lengths as a clock shows them and as addresses carry them; inside they are integer
milliseconds."""


def clock(milliseconds: int | None) -> str:
    """ "06:52", or "1:06:52" from an hour on; parts of a second are left out."""
    hours, minutes, seconds = _parts(milliseconds)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def short_clock(milliseconds: int | None) -> str:
    """ "6:52", or "1:06:52": as players write it, where no column asks for equal widths."""
    hours, minutes, seconds = _parts(milliseconds)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def url_seconds(at_ms: int) -> str:
    """What follows `?t=`: "412" or "412.5", never "412.0"."""
    whole, rest = divmod(max(at_ms, 0), 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def _parts(milliseconds: int | None) -> tuple[int, int, int]:
    minutes, seconds = divmod(max(milliseconds or 0, 0) // 1000, 60)
    return *divmod(minutes, 60), seconds
