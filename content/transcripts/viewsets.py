"""Transcripts in the administration's menu: which recordings have words, and their review."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from content.recordings.permissions import may_enter
from content.transcripts import views, whole_text_views


class TranscriptMenuItem(MenuItem):
    """Shown to those whom recordings concern."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


class TranscriptViewSet(ViewSet):
    name = "transcripts"
    icon = "openquote"
    menu_label = _("Transcripts")
    menu_order = 151
    add_to_admin_menu = True
    menu_item_class = TranscriptMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", views.index, name="index"),
            path("<uuid:transcript_uuid>/", views.detail, name="detail"),
            path("<uuid:transcript_uuid>/state/", views.state, name="state"),
            path("<uuid:transcript_uuid>/translate/", whole_text_views.translate, name="translate"),
            path("<uuid:transcript_uuid>/compare/", whole_text_views.compare, name="compare"),
            path(
                "<uuid:transcript_uuid>/restore/<int:number>/",
                whole_text_views.restore,
                name="restore",
            ),
            path("recordings/<int:pk>/import/", whole_text_views.import_file, name="import"),
            path("recordings/<int:pk>/transcribe/", views.transcribe, name="transcribe"),
        ]
