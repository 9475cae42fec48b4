from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    name = "content.transcripts"
    label = "transcripts"
