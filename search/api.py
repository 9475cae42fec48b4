"""The search API: what the search page shows, as JSON. Open to everyone; rights by the session."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from content.core.viewers import viewer_of_request
from search.asked import Asked
from search.engines.base import EngineUnavailable
from search.schemas import ProblemOut, SearchOut
from search.services import search

router = Router(tags=["search"], auth=None)


@router.get("search", response={200: SearchOut, 503: ProblemOut}, url_name="search")
def get_search(
    request: HttpRequest,
    q: str = "",
    kind: Query[list[str]] = [],  # noqa: B006  # never written to
    language: Query[list[str]] = [],  # noqa: B006
    topic: Query[list[str]] = [],  # noqa: B006
    page: int = 1,
) -> Status[SearchOut] | Status[dict[str, str]]:
    """Search what was said and written. `language` is that of the speech or the text; titles and
    addresses come in the interface's language, chosen by Accept-Language."""
    asked = Asked.of(text=q, kinds=kind, languages=language, topics=topic, page=page)
    try:
        answer = search(
            text=asked.text,
            viewer=viewer_of_request(request),
            language=get_language() or "",
            kinds=asked.kinds,
            languages=asked.languages,
            topics=asked.topics,
            page=asked.page,
        )
    except EngineUnavailable:
        return Status(503, {"detail": _("Search cannot answer right now. Please try again.")})
    return Status(200, SearchOut.of(answer))
