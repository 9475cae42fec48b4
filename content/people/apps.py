from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "content.people"
    label = "people"

    def ready(self) -> None:
        from content.core.ports import register_labels
        from content.core.viewers import register_viewer_provider
        from content.people.groups import ensure_groups
        from content.people.selectors import unit_names, viewer_of

        register_viewer_provider(viewer_of)
        register_labels("unit", unit_names)
        post_migrate.connect(ensure_groups, sender=self, dispatch_uid="people.ensure_groups")
