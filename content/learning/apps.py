from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "content.learning"
    label = "learning"
