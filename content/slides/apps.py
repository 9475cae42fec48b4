from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlidesConfig(AppConfig):
    name = "content.slides"
    label = "slides"
    verbose_name = _("Slides")

    def ready(self) -> None:
        # Inner imports: models exist only now.
        from django.db.models.signals import post_delete

        from content.core.files import register_owner
        from content.jobs import registry
        from content.recordings.signals import recording_playable, recording_replaced
        from content.slides import deck_pipeline, files, find_pipeline, job_words, receivers
        from content.slides.models import Deck
        from content.slides.services import FIND_KIND, PROPOSE_KIND
        from content.transcripts.signals import transcript_changed

        register_owner("slides/", files.slide_grant)
        registry.register(
            deck_pipeline.KIND,
            deck_pipeline.convert_deck,
            stages=deck_pipeline.STAGES,
            lane=deck_pipeline.LANE,
            on_unfinished=deck_pipeline.mark_unfinished,
        )
        for kind, handler in (
            (FIND_KIND, find_pipeline.find_slides),
            (PROPOSE_KIND, find_pipeline.propose_anew),
        ):
            registry.register(
                kind,
                handler,
                stages=find_pipeline.STAGES,
                lane=find_pipeline.LANE,
                on_unfinished=find_pipeline.tidy_unfinished,
            )
        for kind, words in job_words.WORDS.items():
            registry.describe(kind, words)
        post_delete.connect(receivers.remove_files, sender=Deck, dispatch_uid="slides.remove_files")
        recording_playable.connect(receivers.find_when_playable)
        recording_replaced.connect(receivers.find_when_replaced)
        transcript_changed.connect(receivers.propose_when_transcribed)
