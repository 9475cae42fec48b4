from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "content.courses"
    label = "courses"

    def ready(self) -> None:
        from content.core.ports import register_source
        from content.courses import receivers  # noqa: F401  # they register themselves
        from content.courses.glossary import FILTER, TERMS_OF_COURSES
        from content.courses.indexing import CourseSource
        from content.courses.material_places import course_places
        from content.materials.places import register_places
        from content.taxonomy.glossary_filter import register_filter
        from content.transcripts.term_order import register_holder

        register_source(CourseSource())
        register_places("courses", course_places)
        register_holder("courses", TERMS_OF_COURSES)
        register_filter("course", FILTER)
