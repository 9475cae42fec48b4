from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "library"
