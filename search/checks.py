"""System checks: settings that can never work. A server that is away is not one of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def elasticsearch_url(**_kwargs: Any) -> Sequence[CheckMessage]:
    """The address is one a client could call. Nothing is asked of the server."""
    url = settings.ELASTICSEARCH_URL
    if not url or _is_address(url):
        return []
    return [
        Error(
            "ELASTICSEARCH_URL is not the address of a server.",
            hint="Expected http://host:port or https://user:password@host:port.",
            id="search.E001",
        )
    ]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
