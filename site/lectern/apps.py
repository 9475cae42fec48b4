from django.apps import AppConfig


class LecternConfig(AppConfig):
    """The composition root: commands and checks that need more than one app."""

    name = "lectern"
    label = "lectern"
