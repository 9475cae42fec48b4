from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LecturesConfig(AppConfig):
    name = "content.lectures"
    label = "lectures"
    verbose_name = _("lectures")

    def ready(self) -> None:
        # Inner imports: models exist only now.
        from content.core.ports import register_source
        from content.lectures import receivers
        from content.lectures.indexing import LectureSource
        from content.lectures.material_places import lecture_places
        from content.materials.places import register_places

        register_source(LectureSource())
        register_places("lectures", lecture_places)
        receivers.connect()
