"""Which lectures documents belong to, for those who look for a document."""

from collections.abc import Collection, Mapping, Sequence

from content.core.audience import Viewer
from content.lectures.languages import spoken
from content.lectures.models import LectureMaterial, LecturePage
from content.materials.places import Place


def lecture_places(
    viewer: Viewer, documents: Collection[int], language: str
) -> Mapping[int, Sequence[Place]]:
    """Of each recording the page in the asker's language, else one in another: two queries."""
    attached = LectureMaterial.objects.filter(document__in=documents)
    pairs = list(dict.fromkeys(attached.order_by("pk").values_list("document_id", "page_id")))
    if not pairs:
        return {}
    visible = LecturePage.objects.visible_to(viewer).filter(pk__in={page for _, page in pairs})
    pages = {page.pk: page for page in visible.select_related("locale")}
    chosen: dict[tuple[int, int], LecturePage] = {}
    for document, key in pairs:
        page = pages.get(key)
        if page is None:
            continue
        place = document, page.recording_id
        if place not in chosen or spoken(page.locale.language_code) == spoken(language):
            chosen[place] = page
    found: dict[int, list[Place]] = {}
    for (document, _recording), page in chosen.items():
        found.setdefault(document, []).append(Place(page.title, f"{page.url or ''}#materials"))
    return found
