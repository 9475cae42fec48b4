"""Language of the interface, for pages alone.

Django answers an unknown address with a redirect to the same address under a language's prefix,
where our catch-all of pages always "exists". For machines (the API, files, health) that would turn
every 404 into a redirect to a page that is not there.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

WITHOUT_LANGUAGE = ("/api/", "/media/", "/static/", "/admin/", "/healthz", "/readyz")


class PageLocaleMiddleware(LocaleMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        return super().process_response(request, response)
