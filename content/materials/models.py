"""What was read of a file, found by the hash of its bytes, so that a copy is never read again; and
the shape of a document that goes with something else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.library.models import CustomDocument

MATERIALS_HELP = _(
    "Shown with kind and size to those whom the document's own audience admits as well; drag to "
    "change the order."
)


class MaterialText(models.Model):
    """The words of one file. `pages`: [number, title, text] each, numbers counting from 1.

    A file that cannot be read has a row as well, with the problem: it is not tried again.
    """

    file_hash = models.CharField(_("hash of the file"), max_length=40, unique=True)
    pages = models.JSONField(_("pages"), default=list)
    is_cut = models.BooleanField(_("longer than what was read"), default=False)
    # A value of MaterialProblem. Not as choices: a better wording needs no migration.
    problem = models.CharField(_("problem"), max_length=20, blank=True)
    read_at = models.DateTimeField(_("read at"), auto_now=True)

    class Meta:
        verbose_name = _("words of a document")
        verbose_name_plural = _("words of documents")

    def __str__(self) -> str:
        return self.file_hash


class AttachedDocument(models.Model):
    """Abstract. A document of the library at a place among the materials of a thing, which may call
    it otherwise. Its own audience stays the ceiling.

    Not unique in the database: a form that exchanges two documents saves row after row. Whoever
    reads takes each document once.
    """

    sort_order_field = "position"

    document = models.ForeignKey(
        CustomDocument,
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.document.title)

    def title_in(self, language: str) -> str:
        """What it is called here, in a language of the interface."""
        raise NotImplementedError
