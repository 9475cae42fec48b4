"""Puts transcripts into the administration: menu and words of the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from content.transcripts.viewsets import TranscriptViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> TranscriptViewSet:
    return TranscriptViewSet()


@hooks.register("register_log_actions")
def register_transcript_actions(actions: LogActionRegistry) -> None:
    register = actions.register_action
    register("transcripts.request", _("Transcribe"), _("Asked the machine for a transcript"))
    register("transcripts.save", _("Save transcript"), _("Saved the transcript's words"))
    register("transcripts.review", _("Review transcript"), _("Marked the transcript as reviewed"))
    register("transcripts.publish", _("Publish transcript"), _("Published the transcript"))
    register("transcripts.submit", _("Submit transcript"), _("Submitted the transcript for review"))
    register("transcripts.restore", _("Restore revision"), _("Restored an earlier revision"))
    register("transcripts.reopen", _("Reopen transcript"), _("Took the transcript back to draft"))
