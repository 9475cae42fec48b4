"""Puts the figures into the administration's menu."""

from wagtail.snippets.models import register_snippet

from content.indicators.viewsets import IndicatorViewSet

register_snippet(IndicatorViewSet)
