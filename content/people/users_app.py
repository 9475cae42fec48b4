"""Wagtail's user administration, with our own people in it (see INSTALLED_APPS)."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleUsersConfig(WagtailUsersAppConfig):  # type: ignore[misc]  # Wagtail is untyped
    user_viewset = "content.people.viewsets.PersonViewSet"
