"""Events for search: what is indexed of each language, and who may see which hit."""

from collections.abc import Collection, Iterator, Mapping

from content.core.audience import Viewer
from content.core.ports import DocumentKey, SourceDocument, VisibleDocument, uuids
from content.events.models import EventPage
from content.library.blocks import plain_text
from content.library.pictures import picture_url

KIND = "event"


def key_of(event: EventPage) -> DocumentKey:
    """An event with its translations is one document."""
    return DocumentKey(KIND, str(event.translation_key))


class EventSource:
    """The port of `content.core.ports` for events. Their date is the day on which they are."""

    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        events = EventPage.objects.live().filter(alias_of=None)
        if ids is not None:
            events = events.filter(translation_key__in=uuids(ids))
        related = events.select_related("unit", "locale").prefetch_related("topics", "speakers")
        for event in related.order_by("pk").iterator(chunk_size=200):
            yield _document(event)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        """In the asked language where the event has it, else in the one it has."""
        events = (
            EventPage.objects.visible_to(viewer)
            .filter(translation_key__in=uuids(ids))
            .select_related("locale", "unit", "lead_picture")
            .prefetch_related("lead_picture__renditions")
        )
        found: dict[str, VisibleDocument] = {}
        for event in events:
            ident = str(event.translation_key)
            if ident not in found or event.locale.language_code == language:
                found[ident] = _visible(event, viewer, language)
        return found


def _document(event: EventPage) -> SourceDocument:
    language = event.locale.language_code
    # What one may look for: where it is and how to take part as well as what it is about.
    words = (plain_text(event.body), event.place, event.address, event.registration, event.notice)
    return SourceDocument(
        key=key_of(event),
        language=language,
        title=event.title,
        audiences=event.audiences(),
        summary=event.introduction,
        body="\n".join(word for word in words if word),
        topics=tuple(topic.name_in(language) for topic in event.topics.all()),
        speaker=" · ".join(speaker.name_in(language) for speaker in event.speakers.all()),
        unit=event.unit.name_in(language) if event.unit else "",
        facets=_facets(event),
        published_at=event.starts_at,
    )


def _facets(event: EventPage) -> tuple[tuple[str, str], ...]:
    keys = [("topic", topic.slug) for topic in event.topics.all()]
    keys += [("speaker", str(speaker.pk)) for speaker in event.speakers.all()]
    if event.unit:
        keys.append(("unit", event.unit.code))
    return tuple(keys)


def _visible(event: EventPage, viewer: Viewer, language: str) -> VisibleDocument:
    return VisibleDocument(
        key=key_of(event),
        title=event.title,
        url=event.url or "",
        language=event.locale.language_code,
        image_url=picture_url(viewer, event.lead_picture),
        unit=event.unit.name_in(language) if event.unit else "",
        published_at=event.starts_at,
    )
