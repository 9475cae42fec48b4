"""The search API: what the search page shows, as JSON. Open to everyone; rights by the session."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from content.core.ports import DocumentKey
from content.core.viewers import viewer_of_request
from search.engines.base import EngineUnavailable
from search.neighbours import neighbours
from search.noting import note_search
from search.promotions import promoted
from search.schemas import (
    NeighbourOut,
    NeighboursOut,
    ProblemOut,
    SearchIn,
    SearchOut,
    SuggestionOut,
    SuggestionsOut,
)
from search.services import search
from search.suggesting import suggestions

router = Router(tags=["search"], auth=None)


@router.get("search", response={200: SearchOut, 503: ProblemOut}, url_name="search")
def get_search(
    request: HttpRequest, parameters: Query[SearchIn]
) -> Status[SearchOut] | Status[dict[str, str]]:
    """Search what was said and written. `language` is that of the speech or the text; titles,
    addresses and the labels of facets come in the interface's language, chosen by Accept-Language.
    `topic`, `unit`, `speaker` and `year` take the keys that `facets` counts, each more than once;
    `watched` is yes or no, `sort` may be date."""
    asked, viewer = parameters.asked(), viewer_of_request(request)
    try:
        answer = search(
            text=asked.text,
            viewer=viewer,
            language=get_language() or "",
            filters=asked.filters,
            watched=asked.watched,
            newest_first=asked.newest_first,
            page=asked.page,
        )
    except EngineUnavailable:
        return Status(503, {"detail": _("Search cannot answer right now. Please try again.")})
    note_search(request, asked, answer)
    picks = promoted(asked.text, viewer) if asked.page == 1 else []
    return Status(200, SearchOut.of(answer, picks))


@router.get(
    "search/neighbours", response={200: NeighboursOut, 404: ProblemOut}, url_name="neighbours"
)
def get_neighbours(
    request: HttpRequest, kind: str, id: str, language: str, number: int
) -> Status[NeighboursOut] | Status[dict[str, str]]:
    """What was said or written before and after a moment of a result, by its `number` there."""
    found = neighbours(
        viewer=viewer_of_request(request),
        key=DocumentKey(kind, id[:100]),
        language=language[:20],
        number=number,
    )
    if found is None:
        return Status(404, {"detail": _("There is no such moment.")})
    before, after = NeighbourOut.of(found.before), NeighbourOut.of(found.after)
    return Status(200, NeighboursOut(before=before, after=after))


@router.get("search/suggest", url_name="search-suggest")
def get_suggestions(request: HttpRequest, q: str = "") -> SuggestionsOut:
    """Titles and glossary words that begin as typed: in characters, pinyin, or its initials."""
    found = suggestions(q, viewer_of_request(request), get_language() or "")
    return SuggestionsOut(
        suggestions=[SuggestionOut(text=one.text, kind=one.kind, url=one.url) for one in found]
    )
