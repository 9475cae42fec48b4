"""What search learns of documents: title, tags and words, page by page."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from content.core.audience import Viewer, admits
from content.core.ports import DocumentKey, SourceDocument, SourcePage, VisibleDocument
from content.library.models import CustomDocument
from content.materials.models import MaterialText
from content.materials.places import places_of

KIND = "document"
_BATCH = 50
_MOST_PLACES = 3
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_LOOKED_AT = 5_000


def document_key(document: CustomDocument) -> DocumentKey:
    return DocumentKey(KIND, str(document.pk))


class MaterialSource:
    """Every document of the library, attached to something or not: its own audience rules. What it
    is attached to is named to those alone who may see that as well."""

    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        documents = CustomDocument.objects.order_by("pk").prefetch_related("tags")
        if ids is not None:
            documents = documents.filter(pk__in=_numbers(ids))
        for document in documents.iterator(chunk_size=_BATCH):
            yield _document(document)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        documents = [
            document
            for document in CustomDocument.objects.filter(pk__in=_numbers(ids))
            if admits(viewer, document.audience)
        ]
        places = places_of(viewer, [document.pk for document in documents], language)
        return {
            str(document.pk): VisibleDocument(
                key=document_key(document),
                title=document.title,
                url=document.url,
                language=language,
                published_at=document.created_at,
                file_type=str(document.file_extension).upper(),
                places=tuple(
                    (place.title, place.url) for place in places.get(document.pk, ())[:_MOST_PLACES]
                ),
            )
            for document in documents
        }


def _document(document: CustomDocument) -> SourceDocument:
    found = MaterialText.objects.filter(file_hash=document.file_hash).first()
    pages = [] if found is None or not document.file_hash else found.pages
    words = "\n".join([document.title, *(f"{title}\n{text}" for _number, title, text in pages)])
    return SourceDocument(
        key=document_key(document),
        language=_language_of(words[:_LOOKED_AT]),
        title=document.title,
        audiences=(document.audience,),
        topics=tuple(sorted(tag.name for tag in document.tags.all())),
        published_at=document.created_at,
        pages=tuple(SourcePage(number, _joined(title, text)) for number, title, text in pages),
    )


def _joined(title: str, text: str) -> str:
    """A heading is no part of the sentence below it."""
    if not title:
        return str(text)
    return f"{title}{'：' if _HAN.search(title) else ': '}{text}"


def _language_of(words: str) -> str:
    """What it is written in: a document says so nowhere."""
    han, latin = len(_HAN.findall(words)), len(_LATIN.findall(words))
    return "zh-hans" if han * 2 >= latin else "en"


def _numbers(ids: Collection[str]) -> Sequence[int]:
    return [int(ident) for ident in ids if ident.isascii() and ident.isdigit() and len(ident) < 19]
