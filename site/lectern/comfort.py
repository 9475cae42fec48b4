"""The elder-friendly mode (适老版): larger type and more contrast, remembered in a cookie.

A page cache must keep the two looks apart: `is_comfortable(request)` belongs in its key.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "lectern_comfort"
_YEAR_SECONDS = 365 * 24 * 3600


def is_comfortable(request: HttpRequest | None) -> bool:
    return request is not None and request.COOKIES.get(COOKIE) == "on"


@require_safe
@never_cache
def switch(request: HttpRequest, state: str) -> HttpResponse:
    """Turn the mode on or off and go back; a plain link, so that it works without scripts."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if state == "on":
        response.set_cookie(
            COOKIE,
            "on",
            max_age=_YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
