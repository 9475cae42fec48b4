"""Counts what is asked through the page and the API, once for each answer to new words."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from content.core.audience import Viewer
from content.core.viewers import viewer_of_request
from search.answers import Answer
from search.asked import Asked
from search.asked_words import note
from search.engines.base import EngineUnavailable
from search.services import search


def note_search(request: HttpRequest, asked: Asked, answer: Answer) -> None:
    """Further pages and narrowed answers are the same question: they are not counted."""
    if asked.page > 1 or asked.is_narrowed or not asked.text:
        return
    address = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request)
    note(
        asked.text,
        total=_whole(answer),
        viewer=viewer_of_request(request),
        asker=f"{address} {request.headers.get('User-Agent', '')}",
        public_total=lambda: _public_total(asked),
    )


def _whole(answer: Answer) -> int:
    """What holds all of the words: an answer to some of them is none to these."""
    return 0 if answer.is_relaxed else answer.total


def _public_total(asked: Asked) -> int:
    try:
        answer = search(
            text=asked.text, viewer=Viewer.anonymous(), language=get_language() or "", page_size=1
        )
    except EngineUnavailable:
        return 0
    return _whole(answer)
