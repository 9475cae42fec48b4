"""Puts slides into the administration: addresses, a recording's button, words of the audit log."""

from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from content.recordings.models import Recording
from content.slides.viewsets import SlidesViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> SlidesViewSet:
    return SlidesViewSet()


@hooks.register("register_recording_buttons")
def slides_button(recording: Recording) -> Button:
    url = reverse("slides:deck", args=[recording.pk])
    return Button(now("Slides"), url=url, icon_name="image", priority=8)


@hooks.register("register_log_actions")
def register_slide_actions(actions: LogActionRegistry) -> None:
    register = actions.register_action
    register("slides.upload", _("Upload slides"), _("Uploaded the slides"))
    register("slides.delete", _("Delete slides"), _("Deleted the slides"))
    register("slides.find", _("Find slides"), _("Had the video searched for the slides"))
    register("slides.times", _("Set slide times"), _("Changed when slides come up"))
