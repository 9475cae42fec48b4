"""Topics, speakers and glossary terms. Names are plain columns in both languages, like a unit's."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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
        help_text=_("Abbreviations, other spellings and mis-hearings, one a line."),
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
        """The term and its variants, each once."""
        lines = [self.term, *(line.strip() for line in self.variants.splitlines())]
        return tuple(dict.fromkeys(line for line in lines if line))

    @property
    def variants_in_a_line(self) -> str:
        """The variants as a list in the administration shows them."""
        return " · ".join(self.forms()[1:])
