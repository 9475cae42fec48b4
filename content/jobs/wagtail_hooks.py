"""Puts the board into the administration: address, menu, a word on the front page, audit log."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.log_actions import LogActionRegistry

from content.jobs.board import board_for


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("jobs/", include("content.jobs.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return MenuItem(_("Jobs"), reverse("jobs:board"), name="jobs", icon_name="tasks", order=155)


class JobsSummary(SummaryItem):
    """How many jobs run, wait and need someone, with the way to them."""

    order = 400
    template_name = "jobs/site_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"counts": board_for(self.request.user).counts}


@hooks.register("construct_homepage_summary_items")
def add_summary(request: HttpRequest, items: list[Any]) -> None:
    items.append(JobsSummary(request))


@hooks.register("register_log_actions")
def register_job_actions(actions: LogActionRegistry) -> None:
    actions.register_action("jobs.retry", _("Try again"), _("Put back into the queue"))
    actions.register_action("jobs.cancel", _("Cancel"), _("Cancelled"))
