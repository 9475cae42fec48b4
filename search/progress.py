"""A bar for long work in a terminal; silent anywhere else."""

from typing import Any

WIDTH = 32


class ProgressBar:
    """Called with what is done and the whole. `stream` is a command's standard error."""

    def __init__(self, stream: Any, label: str) -> None:
        self._stream = stream
        self._label = label
        self._shown = ""
        self._is_terminal = bool(stream.isatty())

    def __call__(self, done: int, total: int) -> None:
        if not self._is_terminal:
            return
        share = min(done / total, 1.0) if total else 1.0
        bar = ("█" * round(share * WIDTH)).ljust(WIDTH, "·")
        line = f"\r{self._label} {bar} {share:4.0%}  {done} / {total}"
        if line != self._shown:
            self._stream.write(line, ending="")
            self._stream.flush()
            self._shown = line

    def end(self) -> None:
        if self._shown:
            self._stream.write("")
