"""A unit (单位): a bureau, a section of it or a company, in a tree."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Unit(MP_Node):
    """Names are plain columns in both languages, so that units need no page and no locale."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=160)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the interface."""
        return self.name_in(get_language() or "zh-hans")

    def indented_name(self) -> str:
        """The name, set in by one step for each unit above it: a tree as a list."""
        return f"{'　' * (self.depth - 1)}{self.name}"

    indented_name.short_description = _("name")  # type: ignore[attr-defined]  # the list's heading

    def name_in(self, language: str) -> str:
        english = language.startswith("en")
        return (self.name_en if english else self.name_zh) or self.name_zh or self.name_en
