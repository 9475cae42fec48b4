"""Wagtail's delete views ask the deletion guards before they act."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from content.core.deletion import reasons_against


def _refuse(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    for page in pages:
        reasons = reasons_against(page)
        if reasons:
            messages.error(
                request,
                _(
                    "“%(title)s” was not deleted. %(reasons)s Unpublish it instead: "
                    "it leaves the site, and the records stay."
                )
                % {"title": page.get_admin_display_title(), "reasons": " ".join(reasons)},
            )
            parent = page.get_parent()
            return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)
    return None


@hooks.register("before_delete_page")
def refuse_to_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def refuse_to_delete_pages(
    request: HttpRequest, action_type: str, objects: Iterable[object], action: object
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    return _refuse(request, [item for item in objects if isinstance(item, Page)])
