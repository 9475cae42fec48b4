from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "content.indicators"
    label = "indicators"
    verbose_name = _("Figures")

    def ready(self) -> None:
        # Inner imports: models exist only now.
        from content.core.ports import register_source
        from content.indicators import receivers
        from content.indicators.indexing import IndicatorSource

        register_source(IndicatorSource())
        receivers.connect()
