"""Tells search when an article changed or went, inside the save's own transaction.

Publishing, unpublishing and moving all save the page, so the save is what is listened to; Wagtail's
own signals come after the commit, when a message lost would be lost for good.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_unpublished

from content.articles.indexing import KIND, key_of
from content.articles.models import ArticlePage
from content.core.ports import DocumentKey
from content.core.signals import document_changed, document_removed
from content.people.models import Unit
from content.taxonomy.models import Speaker, Topic

# What articles name, and by which field: a new name is to be found too.
_NAMED: dict[type[Model], str] = {Topic: "topics", Speaker: "author", Unit: "unit"}


def connect() -> None:
    post_save.connect(_saved, sender=ArticlePage, dispatch_uid="articles.saved")
    # A page that expires is saved as a plain page; who may see it is asked of the database anyway.
    page_unpublished.connect(_saved, sender=ArticlePage, dispatch_uid="articles.unpublished")
    post_delete.connect(_deleted, sender=ArticlePage, dispatch_uid="articles.deleted")
    m2m_changed.connect(
        _topics_changed, sender=ArticlePage.topics.through, dispatch_uid="articles.topics"
    )

    for model in _NAMED:
        post_save.connect(_renamed, sender=model, dispatch_uid=f"articles.renamed.{model.__name__}")


def _saved(instance: ArticlePage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        document_changed.send(ArticlePage, key=key_of(instance))


def _topics_changed(instance: object, action: str, **kwargs: Any) -> None:
    if isinstance(instance, ArticlePage) and action.startswith("post_"):
        document_changed.send(ArticlePage, key=key_of(instance))


def _deleted(instance: ArticlePage, **kwargs: Any) -> None:
    """A translation may be left: then the document changed, it did not go."""
    key = key_of(instance)
    others = ArticlePage.objects.filter(translation_key=instance.translation_key)
    signal = document_changed if others.exists() else document_removed
    signal.send(ArticlePage, key=key)


def _renamed(
    sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if created or raw:
        return
    named = ArticlePage.objects.filter(**{_NAMED[sender]: instance}).order_by()
    for translation_key in named.values_list("translation_key", flat=True).distinct():
        document_changed.send(ArticlePage, key=DocumentKey(KIND, str(translation_key)))
