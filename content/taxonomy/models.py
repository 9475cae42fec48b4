"""Topics, speakers and glossary terms. Names are plain columns in both languages, like a unit's.

The glossary is no secret: a unit to which a term is attached says where it is used, not who may
read it. Search completes what anyone types with its words.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.people.models import Unit

BOTH = _("“%(form)s” cannot be both right and a mis-hearing.")


NAMES = ("name_zh", "name_en")
"""The columns by which a member of staff finds whatever bears a name."""


class Named(models.Model):
    """Something with a Chinese and an English name."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(get_language() or "zh-hans")

    def name_in(self, language: str) -> str:
        english = language.startswith("en")
        return (self.name_en if english else self.name_zh) or self.name_zh or self.name_en


class Topic(Named):
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("slug",)


class Speaker(Named):
    """Who gives a lecture or writes an article; need not be a user."""

    role_zh = models.CharField(_("role (Chinese)"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("speaker or author")
        verbose_name_plural = _("speakers and authors")
        ordering = ("name_zh",)

    @property
    def role(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.role_en if english else self.role_zh) or self.role_zh or self.role_en


class GlossaryTerm(models.Model):
    """A term of the trade with its other forms: synonyms in search, spelling in transcripts."""

    term = models.CharField(_("term"), max_length=80, unique=True)
    variants = models.TextField(
        _("variants"),
        blank=True,
        help_text=_("English, abbreviations and other spellings that are right, one a line."),
    )
    mishearings = models.TextField(
        _("mis-hearings"),
        blank=True,
        help_text=_("What a machine or a person writes instead, one a line. Never suggested."),
    )
    units = models.ManyToManyField(
        Unit,
        verbose_name=_("units"),
        blank=True,
        related_name="glossary_terms",
        help_text=_(
            "Recordings of these units, and of the units below them, are transcribed with this "
            "term first. A term of no unit and no course is for all recordings. Everyone may read "
            "the glossary."
        ),
    )
    explanation_zh = models.TextField(_("explanation (Chinese)"), blank=True)
    explanation_en = models.TextField(_("explanation (English)"), blank=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def forms(self) -> tuple[str, ...]:
        """The term and its variants, each once: all right as they stand."""
        return _each_once([self.term, *self.variants.splitlines()])

    def all_forms(self) -> tuple[str, ...]:
        """Those, and what is written instead by mistake."""
        return _each_once([*self.forms(), *self.only_misheard()])

    def only_misheard(self) -> tuple[str, ...]:
        return _each_once(self.mishearings.splitlines())

    def clean(self) -> None:
        super().clean()
        for form in sorted({*self.forms()} & {*self.only_misheard()}):
            raise ValidationError({"mishearings": BOTH % {"form": form}})

    @property
    def variants_in_a_line(self) -> str:
        """The variants as a list in the administration shows them."""
        return " · ".join(self.forms()[1:])

    @property
    def units_in_a_line(self) -> str:
        """The units by their names, as a list in the administration shows them."""
        return " · ".join(unit.name for unit in self.units.all())


def _each_once(lines: Iterable[str]) -> tuple[str, ...]:
    stripped = (line.strip() for line in lines)
    return tuple(dict.fromkeys(line for line in stripped if line))
