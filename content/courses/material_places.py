"""Which courses documents belong to, for those who look for a document."""

from collections.abc import Collection, Mapping, Sequence

from content.core.audience import Viewer
from content.courses.models import CourseMaterial, CoursePage
from content.materials.places import Place


def course_places(
    viewer: Viewer, documents: Collection[int], language: str
) -> Mapping[int, Sequence[Place]]:
    """The pages of their courses that the viewer may see: two queries."""
    attached = CourseMaterial.objects.filter(document__in=documents).order_by("course__code")
    pairs = list(dict.fromkeys(attached.values_list("document_id", "course_id")))
    if not pairs:
        return {}
    pages = CoursePage.objects.visible_to(viewer).filter(course__in={course for _, course in pairs})
    # The page in the asker's language comes last and stays.
    ordered = sorted(
        pages.select_related("locale"), key=lambda page: page.locale.language_code == language
    )
    places = {page.course_id: Place(page.title, f"{page.url or ''}#materials") for page in ordered}
    found: dict[int, list[Place]] = {}
    for document, course in pairs:
        if course in places:
            found.setdefault(document, []).append(places[course])
    return found
