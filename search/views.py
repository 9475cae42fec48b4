"""The search page: parses the address, asks, renders. Works without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.core.viewers import viewer_of_request
from search.answers import Answer
from search.asked import Asked
from search.engines.base import EngineUnavailable
from search.facets import kind_row, panel_rows, sort_row
from search.noting import note_search
from search.page import EXAMPLES, page_of, shown_results
from search.promotions import promoted
from search.services import search


@require_safe
@cache_control(private=True, no_cache=True)
def search_page(request: HttpRequest) -> HttpResponse:
    """503, with words to say so, only where no engine can answer."""
    asked = Asked.from_query(request.GET)
    context: dict[str, Any] = {"asked": asked, "examples": EXAMPLES}
    if not asked.text:
        return render(request, "search/page.html", context)
    try:
        answer = _answer(request, asked)
    except EngineUnavailable:
        return render(request, "search/page.html", {**context, "is_away": True}, status=503)
    viewer = viewer_of_request(request)
    note_search(request, asked, answer)
    context |= {
        "answer": answer,
        "promoted": promoted(asked.text, viewer) if asked.page == 1 else [],
        "results": shown_results(answer),
        "kinds": kind_row(answer, asked),
        "rows": panel_rows(answer, asked, is_known=request.user.is_authenticated),
        "order": sort_row(asked),
        "place": page_of(answer),
        "meant_url": asked.reworded(answer.did_you_mean or "").query_string(),
    }
    return render(request, "search/page.html", context)


def _answer(request: HttpRequest, asked: Asked) -> Answer:
    return search(
        text=asked.text,
        viewer=viewer_of_request(request),
        language=get_language() or "",
        filters=asked.filters,
        watched=asked.watched,
        newest_first=asked.newest_first,
        page=asked.page,
    )
