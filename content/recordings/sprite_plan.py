"""How small pictures lie along a recording: how far apart, and how many a sheet. Pure."""

COLUMNS = ROWS = 10
TILE_PIXELS = 160
_INTERVALS_MS = (2_000, 5_000, 10_000, 20_000, 30_000, 60_000)
_ENOUGH = 300


def interval_ms(duration_ms: int) -> int:
    """The finest interval that needs no more than three sheets; a minute for very long ones."""
    fine = (step for step in _INTERVALS_MS if duration_ms <= step * _ENOUGH)
    return next(fine, _INTERVALS_MS[-1])
