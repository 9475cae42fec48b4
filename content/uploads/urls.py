"""Addresses of the upload protocol."""

from django.urls import path

from content.uploads import views

app_name = "uploads"

urlpatterns = [
    path("", views.UploadsView.as_view(), name="uploads"),
    path("<uuid:uuid>", views.UploadView.as_view(), name="upload"),
]
