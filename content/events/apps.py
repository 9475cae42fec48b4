from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "content.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Inner imports: models exist only now.
        from content.core.ports import register_source
        from content.events import receivers
        from content.events.indexing import EventSource

        register_source(EventSource())
        receivers.connect()
