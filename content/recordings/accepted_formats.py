"""Which files are taken as recordings: containers, and what the first bytes give away. Pure."""

# Containers of single files. What refers to other files or addresses is not among them.
FORMATS = (
    "mov,mp4,matroska,webm,mpegts,mpeg,mp3,wav,w64,flac,ogg,aac,avi,asf,flv,aiff,amr,caf,dv,mxf"
)
PROTOCOLS = "file,pipe"

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
