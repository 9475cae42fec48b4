"""Puts courses into the administration's menu."""

from wagtail.snippets.models import register_snippet

from content.courses.viewsets import CourseViewSet

register_snippet(CourseViewSet)
