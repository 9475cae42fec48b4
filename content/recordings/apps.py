from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordingsConfig(AppConfig):
    name = "content.recordings"
    label = "recordings"
    verbose_name = _("Recordings")

    def ready(self) -> None:
        from django.core.checks import register as register_check
        from django.db.models.signals import post_delete
        from wagtail.permissions import register_permission_policy

        from content.core.files import register_owner
        from content.jobs import registry
        from content.recordings import checks, files, permissions, pipeline, receivers, uploads
        from content.recordings.models import Recording
        from content.uploads.gates import Gate, register_gate

        register_gate(Gate(permissions.may_upload, uploads.refusal_of))
        register_owner("recordings/", files.recording_grant)
        register_permission_policy(Recording, permissions.policy)
        registry.register(
            pipeline.KIND,
            pipeline.process_recording,
            lease_seconds=pipeline.LEASE_SECONDS,
            stages=pipeline.STAGES,
            on_unfinished=pipeline.mark_unfinished,
        )
        post_delete.connect(
            receivers.remove_files, sender=Recording, dispatch_uid="recordings.remove_files"
        )
        register_check(checks.check_ffmpeg, "media", deploy=False)
        register_check(checks.check_media_folder, "media")
