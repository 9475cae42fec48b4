"""Recordings in the administration's menu."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from content.jobs import wording
from content.recordings import poster_views, replacement_views, timing, views
from content.recordings.enums import RecordingState
from content.recordings.forms import FileRecordingForm, RecordingForm
from content.recordings.models import Recording


def _state(recording: Any) -> str:
    """State, and while it is being processed the stage and share done."""
    progress = recording.progress
    job = progress.job
    label = capfirst(progress.state_label)
    if progress.problem:
        return format_html("<strong>{}</strong><br>{}", label, progress.problem)
    if job is None or recording.state != RecordingState.PROCESSING:
        return str(label)
    share = "" if job.percent is None else f"{job.percent} %"
    left = wording.time_left(job.seconds_left)
    return format_html("{}<br>{}", job.stage_label, " · ".join(filter(None, (share, left))))


class RecordingViewSet(ModelViewSet):
    model = Recording
    name = "recordings"
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 150
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = views.RecordingIndexView
    add_view_class = views.RecordingCreateView
    edit_view_class = views.RecordingEditView
    delete_view_class = views.RecordingDeleteView
    history_view_class = views.RecordingHistoryView
    usage_view_class = views.RecordingUsageView
    ordering: ClassVar[list[str]] = ["-created_at"]
    list_filter: ClassVar[list[str]] = ["state", "language", "unit"]
    list_display: ClassVar[Sequence[str | BaseColumn]] = [
        "title",
        Column("state", label=_("State"), accessor=_state, sort_key="state"),
        Column(
            "duration",
            label=_("Length"),
            accessor=lambda recording: timing.clock(recording.duration_ms),
            sort_key="duration_ms",
        ),
        Column(
            "language",
            label=_("Spoken language"),
            accessor=lambda recording: recording.get_language_display() or "–",
            sort_key="language",
        ),
        Column("speaker", label=_("Speaker"), accessor=lambda row: row.speaker or "–"),
        Column("unit", label=_("Unit"), accessor=lambda row: row.unit or "–"),
        Column("audience", label=_("Audience"), accessor=lambda row: row.audience.kind.label),
        Column("created_at", label=_("Uploaded"), sort_key="created_at"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[RecordingForm]:
        return RecordingForm if for_update else FileRecordingForm

    def get_permissions_to_register(self) -> "QuerySet[Permission]":
        """None: rights on recordings are given by collection, in a panel of their own."""
        return Permission.objects.none()

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("make/", views.make, name="make"),
            path("<int:pk>/progress/", views.progress, name="progress"),
            path("<int:pk>/progress.json", views.progress_json, name="progress_json"),
            path("<int:pk>/retry/", views.retry, name="retry"),
            path("<int:pk>/cancel/", views.cancel, name="cancel"),
            path("<int:pk>/replace/", replacement_views.replace, name="replace"),
            path("<int:pk>/replace/arrived/", replacement_views.take_arrived, name="take_arrived"),
            path("<int:pk>/discard/", replacement_views.discard, name="discard"),
            path("<int:pk>/poster/", poster_views.poster, name="poster"),
        ]
