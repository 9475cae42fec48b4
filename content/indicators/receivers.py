"""Tells search which figures changed, inside the save's own transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from content.core.signals import document_changed
from content.indicators.indexing import document_key
from content.indicators.models import Indicator, IndicatorsPage


def connect() -> None:
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(_figure_changed, sender=Indicator, dispatch_uid=f"indicators.{name}")
        signal.connect(_page_changed, sender=IndicatorsPage, dispatch_uid=f"indicators.page_{name}")


def _figure_changed(instance: Indicator, raw: bool = False, **kwargs: Any) -> None:
    """Older days may be left: then the document changed, it did not go."""
    if not raw:
        document_changed.send(Indicator, key=document_key(instance.code))


def _page_changed(raw: bool = False, **kwargs: Any) -> None:
    """Its audience and its place are those of every figure."""
    if not raw:
        for code in Indicator.objects.order_by().values_list("code", flat=True).distinct():
            document_changed.send(Indicator, key=document_key(code))
