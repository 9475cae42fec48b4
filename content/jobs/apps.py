from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "content.jobs"
    label = "jobs"
