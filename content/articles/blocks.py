"""What an article's body is made of: text, and the words of lectures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.core.audience import Viewer, admits
from content.core.clock import clock
from content.core.strip import Strip, StripHit
from content.core.viewers import viewer_of_request
from content.lectures.blocks import TimecodeBlock
from content.lectures.timecode import parse_clock, url_seconds
from content.library.blocks import TextBody


class LectureChooserBlock(blocks.PageChooserBlock):
    """Lectures come with their recordings, whose audience is asked: one query for all clips."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        lectures: list[Any] = super().bulk_to_python(values)
        prefetch_related_objects([lecture for lecture in lectures if lecture], "recording")
        return lectures


class LectureClipBlock(blocks.StructBlock):
    """The seconds of a lecture in which something was said, as a link that opens there."""

    lecture = LectureChooserBlock(label=_("lecture"), page_type="lectures.LecturePage")
    starts_at = TimecodeBlock(label=_("begins at"), max_length=12)
    ends_at = TimecodeBlock(label=_("ends at"), max_length=12, required=False)
    words = blocks.TextBlock(
        label=_("words"), required=False, help_text=_("What is said there, as in the transcript.")
    )

    class Meta:
        icon = "media"
        label = _("words from a lecture")
        template = "articles/blocks/lecture_clip.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        ends_at = cleaned.get("ends_at")
        if ends_at and parse_clock(ends_at) <= parse_clock(cleaned["starts_at"]):
            raise blocks.StructBlockValidationError(
                {"ends_at": ValidationError(_("The end lies before the beginning."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        lecture = value["lecture"]
        request = (parent_context or {}).get("request")
        viewer = Viewer.anonymous() if request is None else viewer_of_request(request)
        start_ms = parse_clock(value["starts_at"])
        context["start"] = clock(start_ms)
        context["end"] = clock(parse_clock(value["ends_at"])) if value.get("ends_at") else ""
        context["is_open"] = (
            lecture is not None and lecture.live and admits(viewer, *lecture.audiences())
        )
        if context["is_open"]:
            context["url"] = f"{lecture.get_url(request)}?t={url_seconds(start_ms)}"
            context["clip_strip"] = _strip(lecture.recording.duration_ms, start_ms)
        return context


def _strip(duration_ms: int | None, start_ms: int) -> Strip | None:
    """Where in the lecture the words lie; nothing where its length is not known."""
    if not duration_ms:
        return None
    return Strip(duration_ms=duration_ms, hits=(StripHit(start_ms),))


class ArticleBody(TextBody):
    clip = LectureClipBlock()
