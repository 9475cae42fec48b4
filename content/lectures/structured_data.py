"""A lecture as search engines read it: schema.org's VideoObject, for public recordings alone."""

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from content.lectures.player import PlayerContext

if TYPE_CHECKING:
    from content.lectures.models import LecturePage

# As in Django's json_script: nothing in the data may end the element or begin a comment.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def video_object(request: HttpRequest, page: "LecturePage", player: PlayerContext) -> str:
    """The JSON-LD of a lecture, safe within a script element.

    Empty where any audience is not public, or nothing can be played: what is withheld from people
    is not described to machines either.
    """
    if not player.is_playable or not all(audience.is_public for audience in page.audiences()):
        return ""
    return as_script(_described(request, page, player))


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that stays JSON within <script type="application/ld+json">, whatever its texts say."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - the signs that matter are escaped


def _described(request: HttpRequest, page: "LecturePage", player: PlayerContext) -> dict[str, Any]:
    address = page.get_full_url(request) or request.build_absolute_uri(request.path)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "AudioObject" if player.is_audio else "VideoObject",
        "@id": address,
        "url": address,
        "name": page.title,
        "description": page.search_description or page.summary or page.title,
        "duration": iso_duration(player.duration_ms),
        "contentUrl": request.build_absolute_uri(player.media_url),
        "encodingFormat": player.media_type,
        "isAccessibleForFree": True,
        "potentialAction": {
            "@type": "SeekToAction",
            "target": f"{address}?t={{seek_to_second_number}}",
            "startOffset-input": "required name=seek_to_second_number",
        },
    }
    if page.first_published_at:
        data["uploadDate"] = page.first_published_at.isoformat()
    if player.poster_url:
        data["thumbnailUrl"] = [request.build_absolute_uri(player.poster_url)]
    if page.recording.language:
        data["inLanguage"] = page.recording.language
    if page.recording.speaker:
        data["creator"] = {"@type": "Person", "name": page.recording.speaker.name}
    if page.recording.unit:
        data["publisher"] = {"@type": "Organization", "name": page.recording.unit.name}
    # A machine's words that nobody has read are not handed on as the words of the lecture.
    if player.transcript and not player.transcript.is_draft:
        data["transcript"] = player.transcript.text
    if player.chapters:
        data["hasPart"] = _clips(address, player)
    return data


def _clips(address: str, player: PlayerContext) -> list[dict[str, Any]]:
    """The chapters; each ends where the next begins."""
    starts = [chapter.at_ms for chapter in player.chapters]
    ends = [*starts[1:], player.duration_ms]
    return [
        {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": chapter.at_ms / 1000,
            "endOffset": end_ms / 1000,
            "url": f"{address}{chapter.url}",
        }
        for chapter, end_ms in zip(player.chapters, ends, strict=True)
        if chapter.at_ms < end_ms
    ]


def iso_duration(milliseconds: int) -> str:
    """ "PT1H2M3S", as ISO 8601 writes lengths; parts of a second are left out."""
    seconds = max(milliseconds, 0) // 1000
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"
