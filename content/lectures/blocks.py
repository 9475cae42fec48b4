"""What editors put on a lecture page beside its words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.lectures.timecode import parse_clock


class TimecodeBlock(blocks.CharBlock):
    """A time such as 21:40."""

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value)
        try:
            parse_clock(cleaned)
        except ValueError:
            raise ValidationError(_("Write a time such as 21:40 or 1:05:20.")) from None
        return cleaned


class ChapterBlock(blocks.StructBlock):
    at = TimecodeBlock(label=_("begins at"), max_length=12)
    title = blocks.CharBlock(label=_("title"), max_length=120)

    class Meta:
        icon = "list-ol"
        label = _("chapter")
