"""Wagtail's delete views ask the deletion guards before they act; the audience's form is styled."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from content.core.deletion import reasons_against
from content.core.protected_rows import protectors_of


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


@hooks.register("insert_global_admin_css")
def style_audiences() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/audience.css"))


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


def _refuse_rows(request: HttpRequest, rows: Iterable[Model], back: str) -> HttpResponse | None:
    rows = list(rows)
    reasons = protectors_of(rows)
    if not reasons:
        return None
    messages.error(
        request,
        _("“%(name)s” was not deleted, for other records rest on it. %(reasons)s.")
        % {"name": _("”, “").join(str(row) for row in rows), "reasons": _("; ").join(reasons)},
    )
    return redirect(back)


@hooks.register("before_delete_snippet")
def refuse_to_delete_rows(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    rows = list(instances)
    if not rows:
        return None
    return _refuse_rows(request, rows, type(rows[0]).snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]  # Wagtail adds it


@hooks.register("before_delete_user")
def refuse_to_delete_person(request: HttpRequest, user: Model) -> HttpResponse | None:
    return _refuse_rows(request, [user], "wagtailusers_users:index")
