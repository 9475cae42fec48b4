from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "content.people"
    label = "people"

    def ready(self) -> None:
        from content.core.viewers import register_viewer_provider
        from content.people.selectors import viewer_of

        register_viewer_provider(viewer_of)
