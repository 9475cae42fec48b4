from django.apps import AppConfig


class LecturesConfig(AppConfig):
    name = "content.lectures"
    label = "lectures"
