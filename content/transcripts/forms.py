"""The form for a caption file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.recordings.enums import SpokenLanguage


class CaptionFileForm(forms.Form):
    """The file itself is judged by `caption_files`, not here."""

    language = forms.ChoiceField(label=_("Language"), choices=SpokenLanguage.choices)
    file = forms.FileField(
        label=_("Caption file"), help_text=_("VTT, SRT or ASS, in UTF-8 or GB18030; 4 MB at most.")
    )
