from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "content.courses"
    label = "courses"
