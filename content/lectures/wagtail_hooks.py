"""Puts lectures into the administration: the page of proposed chapters and the way there."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.lectures.chapter_views import chapter_proposals
from content.lectures.models import LecturePage


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("lectures/<int:page_id>/chapters/", chapter_proposals, name="chapter_proposals")]


@hooks.register("register_page_header_buttons")
def chapters_button(
    page: Page, user: Any, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    if (
        isinstance(page.specific_deferred, LecturePage)
        and page.permissions_for_user(user).can_edit()
    ):
        url = reverse("chapter_proposals", args=[page.pk])
        yield Button(_("Proposed chapters"), url=url, icon_name="list-ol", priority=65)
