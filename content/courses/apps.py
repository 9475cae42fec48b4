from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "content.courses"
    label = "courses"

    def ready(self) -> None:
        from content.core.ports import register_source
        from content.courses import receivers  # noqa: F401  # they register themselves
        from content.courses.indexing import CourseSource

        register_source(CourseSource())
