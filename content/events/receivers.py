"""Tells search when an event changed or went, inside the save's own transaction."""

from content.core.page_documents import PageDocuments
from content.events.indexing import KIND
from content.events.models import EventPage
from content.people.models import Unit
from content.taxonomy.models import Speaker, Topic

# Kept by name: a signal holds its receivers weakly.
_DOCUMENTS = PageDocuments(EventPage, KIND, {Topic: "topics", Speaker: "speakers", Unit: "unit"})

connect = _DOCUMENTS.connect
