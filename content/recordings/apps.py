from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "content.recordings"
    label = "recordings"
