from django.apps import AppConfig


class LecternConfig(AppConfig):
    """The composition root: commands and checks that need more than one app."""

    name = "lectern"
    label = "lectern"

    def ready(self) -> None:
        from content.transcripts.prompting import register_context
        from lectern.course_words import course_words
        from lectern.job_words import describe_jobs
        from lectern.queue_conditions import register_conditions

        describe_jobs()
        register_conditions()
        register_context("courses", course_words)
