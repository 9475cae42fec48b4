"""Tells search when an article changed or went, inside the save's own transaction."""

from content.articles.indexing import KIND
from content.articles.models import ArticlePage
from content.core.page_documents import PageDocuments
from content.people.models import Unit
from content.taxonomy.models import Speaker, Topic

# Kept by name: a signal holds its receivers weakly.
_DOCUMENTS = PageDocuments(ArticlePage, KIND, {Topic: "topics", Speaker: "author", Unit: "unit"})

connect = _DOCUMENTS.connect
