"""Addresses of the learner's pages, under each language's prefix."""

from django.urls import path

from content.learning.views import enrol_page, my_learning_page

urlpatterns = [
    path("me/", my_learning_page, name="my_learning"),
    path("courses/<uuid:course_uuid>/enrol/", enrol_page, name="enrol"),
]
