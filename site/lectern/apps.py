from django.apps import AppConfig


class LecternConfig(AppConfig):
    """The composition root: commands and checks that need more than one app."""

    name = "lectern"
    label = "lectern"

    def ready(self) -> None:
        from lectern.job_words import describe_jobs
        from lectern.queue_conditions import register_conditions

        describe_jobs()
        register_conditions()
