from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MaterialsConfig(AppConfig):
    name = "content.materials"
    label = "materials"
    verbose_name = _("Words of documents")

    def ready(self) -> None:
        # Inner imports: models exist only now.
        from content.core.ports import register_source
        from content.jobs import registry
        from content.materials import pipeline, receivers
        from content.materials.indexing import MaterialSource

        register_source(MaterialSource())
        registry.register(
            pipeline.KIND,
            pipeline.read_material,
            stages=pipeline.STAGES,
            lane=pipeline.LANE,
        )
        receivers.connect()
