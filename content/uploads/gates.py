"""Who may upload, and what is refused by its first bytes: said by the app that takes the files.

The port by which an app above registers; without one nobody may upload.
"""

from dataclasses import dataclass
from typing import Protocol


class MayUpload(Protocol):
    def __call__(self, user: object) -> bool: ...


class RefusalOf(Protocol):
    def __call__(self, head: bytes) -> str:
        """Why a file that begins so is not wanted, in the reader's language; empty if it may be."""


HEAD_BYTES = 1024
"""How much of a file `refusal_of` is shown, or all of it where it is shorter."""


@dataclass(frozen=True)
class Gate:
    may_upload: MayUpload
    refusal_of: RefusalOf


_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Called once, in `ready()`. Raises ValueError for a second gate: there is one kind of file."""
    if _gates:
        raise ValueError("uploads have a gate already")
    _gates.append(gate)


def may_upload(user: object) -> bool:
    return any(gate.may_upload(user) for gate in _gates)


def refusal_of(head: bytes) -> str:
    return next((words for gate in _gates if (words := gate.refusal_of(head))), "")
