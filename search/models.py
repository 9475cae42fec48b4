"""What search keeps in the database: what changed, what was analysed, how far each index is.

`OutboxEntry` is written in the transaction of a save; `StoredDocument` is the journal every
index is filled from. No engine is known here.
"""

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.documents import IndexDocument
from search.querysets import StoredDocumentQuerySet


class OutboxEntry(models.Model):
    """A thing ("kind:id") that changed and has not been analysed since."""

    key = models.CharField(_("key"), max_length=100)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")
        indexes: ClassVar = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.key


class StoredDocument(models.Model):
    """A thing in one language, analysed once: the row every index and every rebuild reads.

    `version` counts all writes of this table, in the order in which they are committed; an index
    that has taken in version N needs only what is above N. A thing that is gone stays as a row
    without data until every index has passed it. `card`: see `search.cards`.
    `analyser` names the analysis that made this row; `content_mark` is what the moments of an index
    are compared with, None in rows of an earlier release.
    """

    group = models.CharField(_("key"), max_length=100)
    language = models.CharField(_("language"), max_length=20)
    version = models.BigIntegerField(_("version"), unique=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    is_removed = models.BooleanField(_("removed"), default=False)
    data = models.BinaryField(_("analysed document"), default=b"")
    analyser = models.CharField(_("analyser"), max_length=64, blank=True)
    content_mark = models.BigIntegerField(_("mark of the moments"), null=True)
    card = models.JSONField(_("card"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = StoredDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("analysed document")
        verbose_name_plural = _("analysed documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "language"], name="one_document_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.group} ({self.language})"

    def document(self) -> IndexDocument:
        """What was analysed, under this row's version. Only for rows that are not removed."""
        return replace(IndexDocument.from_bytes(bytes(self.data)), version=self.version)


class Journal(models.Model):
    """The single row that hands out versions; writing it is the lock of the journal's writers.

    `analyser` names the analysis the stored documents were made by.
    """

    ONLY = 1

    last_version = models.BigIntegerField(_("last version"), default=0)
    analyser = models.CharField(_("analyser"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("search journal")
        verbose_name_plural = _("search journals")

    def __str__(self) -> str:
        return str(self.last_version)


class IndexCursor(models.Model):
    """How far an index was when it was last written, and since when it cannot be.

    `is_filled` is false until a new or lost index has been filled for the first time: it must not
    answer before, for it would say that there is nothing.

    The index's own cursor, stored with it, is what counts; this is its reflection for health and
    status, which must answer without reaching the engine.
    """

    index_name = models.CharField(_("index"), max_length=40, unique=True)
    position = models.BigIntegerField(_("position"), default=0)
    is_filled = models.BooleanField(_("filled"), default=False)
    reached_at = models.DateTimeField(_("reached at"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of an index")
        verbose_name_plural = _("states of indexes")

    def __str__(self) -> str:
        return f"{self.index_name}: {self.position}"


class AdminEntry(models.Model):
    """What the administration's search keeps of a thing of Wagtail's: see `search.admin_text`."""

    model = models.CharField(_("model"), max_length=100)
    object_id = models.BigIntegerField(_("primary key"))
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"))
    sound = models.TextField(_("pinyin"))
    initials = models.CharField(_("initials"), max_length=255)

    class Meta:
        verbose_name = _("entry of the administration's search")
        verbose_name_plural = _("entries of the administration's search")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["model", "object_id"], name="one_admin_entry_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class AskedWords(models.Model):
    """Words that were searched for, in the normal form. Who asked is never stored."""

    LONGEST = 60

    text = models.CharField(_("words"), max_length=LONGEST, unique=True)
    last_asked_at = models.DateTimeField(_("last asked"))
    last_total = models.PositiveIntegerField(_("results of the last search"), default=0)
    public_total = models.PositiveIntegerField(_("public results"), null=True)
    public_at = models.DateTimeField(_("public results counted at"), null=True)

    class Meta:
        verbose_name = _("words searched for")
        verbose_name_plural = _("words searched for")

    def __str__(self) -> str:
        return self.text


class AskedDay(models.Model):
    """How many people searched for the words on a day, and how many of them found nothing."""

    words = models.ForeignKey(AskedWords, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    askers = models.PositiveIntegerField(_("people"), default=0)
    unanswered = models.PositiveIntegerField(_("found nothing"), default=0)

    class Meta:
        verbose_name = _("day of words searched for")
        verbose_name_plural = _("days of words searched for")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["words", "day"], name="one_count_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.words}, {self.day}"
