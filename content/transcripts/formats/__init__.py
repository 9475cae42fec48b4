"""The caption formats, one a file, found by name. Pure."""

from __future__ import annotations

from content.transcripts.formats.base import CaptionFormat
from content.transcripts.formats.json import JSON
from content.transcripts.formats.srt import SRT
from content.transcripts.formats.txt import TXT
from content.transcripts.formats.vtt import VTT

FORMATS: dict[str, CaptionFormat] = {form.name: form for form in (VTT, SRT, TXT, JSON)}
