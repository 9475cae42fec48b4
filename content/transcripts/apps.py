from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranscriptsConfig(AppConfig):
    name = "content.transcripts"
    label = "transcripts"
    verbose_name = _("Transcripts")

    def ready(self) -> None:
        from django.core.checks import register as register_check
        from django.db.models.signals import post_delete

        from content.core.files import register_owner
        from content.jobs import registry
        from content.recordings.signals import recording_playable, recording_replaced
        from content.transcripts import captions, checks, pipeline, receivers
        from content.transcripts.models import Transcript

        register_owner(captions.PREFIX, captions.caption_grant)
        registry.register(
            pipeline.KIND,
            pipeline.transcribe_recording,
            lease_seconds=pipeline.LEASE_SECONDS,
            stages=pipeline.STAGES,
            lane=pipeline.LANE,
            announce=pipeline.announcement,
        )
        recording_playable.connect(
            receivers.transcribe_when_playable, dispatch_uid="transcripts.transcribe_when_playable"
        )
        recording_replaced.connect(
            receivers.doubt_when_replaced, dispatch_uid="transcripts.doubt_when_replaced"
        )
        post_delete.connect(
            receivers.remove_caption_files,
            sender=Transcript,
            dispatch_uid="transcripts.remove_caption_files",
        )
        register_check(checks.check_speech_engine, "media")
