"""Puts lectures into the administration: the page of proposed chapters and the way there, and what
is said where chapters have the times of another file.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.lectures.chapter_times import are_outdated, outdated_pages
from content.lectures.chapter_views import chapter_proposals
from content.lectures.models import LecturePage
from content.recordings.models import Recording


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


@hooks.register("register_recording_buttons")
def outdated_chapters_button(recording: Recording) -> Button | None:
    """The way to the first page whose chapters have to be looked at."""
    pages = outdated_pages(recording)
    if not pages:
        return None
    url = reverse("wagtailadmin_pages:edit", args=[pages[0].pk])
    return Button(_("Check the chapters"), url=url, icon_name="warning", priority=6)


@hooks.register("before_edit_page")
def say_that_chapters_are_outdated(request: HttpRequest, page: Page) -> None:
    if request.method != "GET" or not isinstance(page, LecturePage):
        return
    if page.chapters and are_outdated(page):
        messages.warning(
            request,
            _(
                "The recording's file was replaced by one of another length, so its chapters are "
                "not shown. Check their times, then publish this page to show them again."
            ),
        )
