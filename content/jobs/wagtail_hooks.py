"""What staff did to jobs, in the words of Wagtail's audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_job_actions(actions: LogActionRegistry) -> None:
    actions.register_action("jobs.retry", _("Try again"), _("Put back into the queue"))
    actions.register_action("jobs.cancel", _("Cancel"), _("Cancelled"))
