"""Puts the vocabulary into the administration's menu."""

from wagtail.snippets.models import register_snippet

from content.taxonomy.viewsets import VocabularyGroup

register_snippet(VocabularyGroup)
