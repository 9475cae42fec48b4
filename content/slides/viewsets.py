"""Where the administration keeps the slides of a recording: below the recording, in no menu."""

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from content.slides import views


class SlidesViewSet(ViewSet):
    name = "slides"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", views.deck, name="deck"),
            path("<int:pk>/upload/", views.upload, name="upload"),
            path("<int:pk>/delete/", views.delete, name="delete"),
            path("<int:pk>/find/", views.find, name="find"),
            path("<int:pk>/progress.json", views.progress_json, name="progress_json"),
            path("<int:pk>/times/", views.set_time, name="set_time"),
            path("<int:pk>/times/remove/", views.remove_time, name="remove_time"),
            path("<int:pk>/times/proposals/", views.proposals, name="proposals"),
        ]
