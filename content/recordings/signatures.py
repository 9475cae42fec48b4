"""Tells by the first bytes what is certainly no recording. Pure; the probe decides the rest."""

PLAYLIST = "playlist"
PICTURE = "picture"

HEAD_BYTES = 1024

_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"8BPS",
)
_PLAYLISTS = (b"#extm3u", b"ffconcat", b"[playlist]", b"<asx", b"<smil", b"<?wpl", b"v=0")
_XML_PLAYLISTS = (b"<mpd", b"<smil", b"<asx", b"<playlist", b"<smoothstreamingmedia")


def refusal(head: bytes) -> str:
    """PLAYLIST or PICTURE where the first bytes give the file away, else an empty string."""
    if head.startswith(_PICTURES) or _is_webp(head) or _is_heif(head):
        return PICTURE
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_PLAYLISTS):
        return PLAYLIST
    if text.startswith(b"<"):
        if any(tag in text for tag in _XML_PLAYLISTS):
            return PLAYLIST
        if b"<svg" in text:
            return PICTURE
    return ""


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif")
