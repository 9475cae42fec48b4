"""What was read of a file: found by the hash of its bytes, so that a copy is never read again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
