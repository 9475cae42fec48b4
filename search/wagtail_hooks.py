"""Search in the administration: a report of what people looked for and did not find."""

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.asked_words import unanswered
from search.models import AskedWords

_policy = ModelPermissionPolicy(AskedWords)


class UnansweredView(ReportView):  # type: ignore[misc]  # Wagtail is untyped
    """Words that found nothing, with how many people missed it; also as CSV and XLSX."""

    model = AskedWords
    page_title = _("Searches that found nothing")
    header_icon = "search"
    index_url_name = "search_unanswered"
    index_results_url_name = "search_unanswered_results"
    permission_policy = _policy
    permission_required = "view"
    is_searchable = False
    columns: ClassVar[list[Column]] = [
        Column("text", label=_("Words")),
        Column("missed", label=_("People who found nothing"), width="20%"),
        Column("askers", label=_("People who asked"), width="20%"),
        DateColumn("last_asked_at", label=_("Last asked"), width="20%"),
    ]
    list_export: ClassVar[list[str]] = ["text", "missed", "askers", "last_asked_at"]
    export_headings: ClassVar[dict[str, Any]] = {
        "text": _("Words"),
        "missed": _("People who found nothing"),
        "askers": _("People who asked"),
        "last_asked_at": _("Last asked"),
    }

    def get_base_queryset(self) -> "QuerySet[AskedWords]":
        return unanswered()

    def get_queryset(self) -> "QuerySet[AskedWords]":
        return unanswered()


class _UnansweredItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(_policy.user_has_permission(request.user, "view"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    view = UnansweredView
    return [
        path("reports/unanswered/", view.as_view(), name="search_unanswered"),
        path(
            "reports/unanswered/results/",
            view.as_view(results_only=True),
            name="search_unanswered_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def unanswered_item() -> MenuItem:
    return _UnansweredItem(
        _("Searches that found nothing"),
        reverse("search_unanswered"),
        name="unanswered-searches",
        icon_name="search",
        order=1200,
    )


@hooks.register("construct_reports_menu")
def without_empty_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own report of search terms counts by a table that we leave empty."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_permissions")
def permissions() -> "QuerySet[Permission]":
    return Permission.objects.filter(content_type__app_label="search", codename="view_askedwords")
