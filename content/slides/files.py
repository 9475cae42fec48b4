"""Who may have the pictures of slides: what `content.core.files` asks this app."""

from content.core.files import FileGrant
from content.slides.models import Deck
from content.slides.storage import CONTENT_TYPE, parse_picture


def slide_grant(path: str) -> FileGrant | None:
    """The recording's audience rules its pictures; the file as uploaded is sent to nobody."""
    parsed = parse_picture(path)
    if parsed is None:
        return None
    uuid, number = parsed
    deck = Deck.objects.filter(uuid=uuid, slides__number=number).select_related("recording").first()
    if deck is None:
        return None
    return FileGrant((deck.recording.audience,), path, CONTENT_TYPE)
