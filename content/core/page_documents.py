"""Pages that are documents of search themselves: which one a page is, and when search is told.

Such a page with its translations is one document, named by its translation key. Publishing,
unpublishing and moving all save the page, so the save is what is listened to; Wagtail's own
signals come after the commit, when a message lost would be lost for good.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_unpublished

from content.core.ports import DocumentKey
from content.core.signals import document_changed, document_removed


class PageDocuments:
    """Tells search of the pages of one model. `named` are the rows that a page names, each with
    the page's field: a new name is to be found too.
    """

    def __init__(self, model: type[Page], kind: str, named: Mapping[type[Model], str]) -> None:
        self.model = model
        self.kind = kind
        self.named = named

    def _key(self, page: Page) -> DocumentKey:
        return DocumentKey(self.kind, str(page.translation_key))

    def connect(self) -> None:
        """Called once, when the app is ready."""
        post_save.connect(self._saved, sender=self.model)
        # A page that expires is saved as a plain page; who may see it is asked of the database.
        page_unpublished.connect(self._saved, sender=self.model)
        post_delete.connect(self._deleted, sender=self.model)
        for row, field in self.named.items():
            post_save.connect(self._renamed, sender=row)
            through = getattr(getattr(self.model, field), "through", None)
            if through is not None:
                m2m_changed.connect(self._linked, sender=through)

    def _changed(self, page: Page) -> None:
        document_changed.send(self.model, key=self._key(page))

    def _saved(self, instance: Page, raw: bool = False, **kwargs: Any) -> None:
        if not raw:
            self._changed(instance)

    def _linked(self, instance: object, action: str, **kwargs: Any) -> None:
        if isinstance(instance, self.model) and action.startswith("post_"):
            self._changed(instance)

    def _deleted(self, instance: Page, **kwargs: Any) -> None:
        """A translation may be left: then the document changed, it did not go."""
        others = self.model.objects.filter(translation_key=instance.translation_key)
        signal = document_changed if others.exists() else document_removed
        signal.send(self.model, key=self._key(instance))

    def _renamed(
        self,
        sender: type[Model],
        instance: Model,
        created: bool,
        raw: bool = False,
        **kwargs: Any,
    ) -> None:
        if created or raw:
            return
        naming = self.model.objects.filter(**{self.named[sender]: instance}).order_by()
        for key in naming.values_list("translation_key", flat=True).distinct():
            document_changed.send(self.model, key=DocumentKey(self.kind, str(key)))
