"""The search page, under each language's prefix."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
