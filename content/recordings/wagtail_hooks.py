"""Puts recordings into the administration: menu, rights of groups, words of the audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.log_actions import LogActionRegistry

from content.recordings.models import Recording
from content.recordings.viewsets import RecordingViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> RecordingViewSet:
    return RecordingViewSet()


@hooks.register("register_group_permission_panel")
def register_permission_panel() -> Any:
    return collection_member_permission_formset_factory(
        Recording,
        [
            ("add_recording", _("Add"), _("Upload recordings and edit your own")),
            ("change_recording", _("Edit"), _("Edit and delete any recording")),
        ],
        "recordings/permissions_formset.html",
    )


@hooks.register("register_log_actions")
def register_recording_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "recordings.retry", _("Process again"), _("Put into the queue to be processed again")
    )
    actions.register_action(
        "recordings.replace", _("Replace the file"), _("Another file given to take its place")
    )
    actions.register_action(
        "recordings.discard", _("Keep the present file"), _("The file to take its place given up")
    )
    actions.register_action("recordings.poster", _("Choose the poster"), _("Poster chosen"))
