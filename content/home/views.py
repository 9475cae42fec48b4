"""What machines ask of a site: its map and its rules for robots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from content.home.sitemaps import public_addresses


@require_safe
@cache_page(600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The same for everyone: what the public may read."""
    context = {"addresses": public_addresses(request)}
    return render(request, "home/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /*/search/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
