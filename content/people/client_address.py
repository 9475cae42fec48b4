"""The address a request comes from, for counting failed sign-ins.

Only the last LECTERN_PROXY_COUNT entries of X-Forwarded-For were written by our own proxies;
whatever stands before them, the client may have made up.
"""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    direct: str = request.META.get("REMOTE_ADDR", "")
    count: int = settings.LECTERN_PROXY_COUNT
    if count < 1:
        return direct
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return forwarded[-count] if len(forwarded) >= count and forwarded[-count] else direct
