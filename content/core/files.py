"""Who may have a stored file: one registry, asked by the one view that sends bytes.

An app that stores files under a prefix of MEDIA_ROOT registers the resolver of that prefix. A path
whose prefix nobody owns is not served at all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from content.core.audience import Audience


@dataclass(frozen=True)
class FileGrant:
    """What is known of one stored file before a byte of it is sent.

    `storage_name` is relative to MEDIA_ROOT. `inline` false sends it as an attachment. `allowed`,
    where given, is asked besides with the user: some files are for those who edit them.
    """

    audiences: tuple[Audience, ...]
    storage_name: str
    content_type: str
    filename: str = ""
    inline: bool = True
    allowed: Callable[[object], bool] | None = None

    @property
    def is_public(self) -> bool:
        return self.allowed is None and all(audience.is_public for audience in self.audiences)


Resolver = Callable[[str], FileGrant | None]

_owners: dict[str, Resolver] = {}


def register_owner(prefix: str, resolver: Resolver) -> None:
    """Make `resolver` answer for paths that begin with `prefix` (which ends in a slash)."""
    if not prefix.endswith("/"):
        raise ValueError("a prefix ends in a slash")
    _owners[prefix] = resolver


def resolve(path: str) -> FileGrant | None:
    """The grant for a path under /media/, or None where nobody owns it or it does not exist."""
    if ".." in path.split("/") or path.startswith("/") or "\x00" in path:
        return None
    for prefix in sorted(_owners, key=len, reverse=True):
        if path.startswith(prefix):
            return _owners[prefix](path)
    return None
