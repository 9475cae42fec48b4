"""Files that mean harm, built on the spot: none is kept in the repository."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.media_files import ffmpeg, make_media

Builder = Callable[[Path], Path]

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def references(secret: Path, address: str) -> dict[str, bytes]:
    """Small texts that ask whoever opens them to open something else: a file, or an address."""
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://{0}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<text>&x;</text><image href="{1}" width="9" height="9"/></svg>'
    )
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        "<Period><AdaptationSet><Representation><BaseURL>{}</BaseURL>"
        "</Representation></AdaptationSet></Period></MPD>"
    )
    texts = {
        "hls-file": hls.format(secret),
        "hls-file-url": hls.format(f"file://{secret}"),
        "hls-http": hls.format(f"{address}/segment.ts"),
        "hls-key": f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{address}/k"\n#EXTINF:1,\n{secret}\n',
        "hls-behind-a-line": "\n\n" + hls.format(secret),
        "hls-behind-a-comment": "\x01# nothing\n" + hls.format(secret),
        "concat": f"ffconcat version 1.0\nfile '{secret}'\n",
        "concat-http": f"ffconcat version 1.0\nfile '{address}/a.ts'\n",
        "concat-behind-a-comment": f"# nothing\nffconcat version 1.0\nfile '{secret}'\n",
        "dash": dash.format(f"{address}/"),
        "dash-file": dash.format(f"file://{secret}"),
        "svg": svg.format(secret, f"{address}/a.png"),
        "smil": f'<smil><body><video src="{address}/a.mp4"/></body></smil>',
        "asx": f'<asx version="3.0"><entry><ref href="{address}/a.wmv"/></entry></asx>',
        "pls": f"[playlist]\nFile1={address}/a.mp3\n",
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
        "vobsub": "# VobSub index file, v7\nid: en, index: 0\ntimestamp: 00:00:00, filepos: 0\n",
        "subtitle-with-picture": f'1\n00:00:00,000 --> 00:00:01,000\n<img src="{address}/a.png">\n',
        "sami": f'<SAMI><BODY><SYNC Start=0><P><img src="{address}/a"></SYNC></BODY></SAMI>',
        "rtsp-redirect": f"[Reference]\nRef1={address}/a\n",
        "path-alone": f"{secret}\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def no_length(path: Path) -> Path:
    """A sound without a single sample."""
    whole = make_media(path.with_suffix(".wav"), picture=False).read_bytes()
    path.write_bytes(whole[: whole.index(b"data")] + b"data" + bytes(4))
    return path


def no_frames(path: Path) -> Path:
    """An mp4 whose tracks are described and empty."""
    tracks = ("-f", "lavfi", "-i", "testsrc=size=64x64", *H264, "-t", "0")
    ffmpeg(*tracks, "-movflags", "empty_moov", "-f", "mp4", str(path))
    return path


def huge_frame(path: Path) -> Path:
    """A picture of 256 × 256 that claims 30 000 × 30 000, in its frames and in the container."""
    frames = ("-f", "lavfi", "-i", "color=size=256x256:rate=5:duration=1", "-c:v", "mjpeg")
    ffmpeg(*frames, "-f", "avi", str(path))
    data = path.read_bytes()
    small, large = struct.pack("<II", 256, 256), struct.pack("<II", 30_000, 30_000)
    data = data.replace(small, large)
    frame = b"\xff\xc0\x00\x11\x08"
    data = data.replace(
        frame + struct.pack(">HH", 256, 256), frame + struct.pack(">HH", 30_000, 30_000)
    )
    path.write_bytes(data)
    return path


def million_frames_a_second(path: Path) -> Path:
    frames = ("-f", "lavfi", "-i", "testsrc=size=16x16:rate=1000000:duration=0.002")
    ffmpeg(*frames, "-c:v", "mjpeg", "-f", "mov", "-video_track_timescale", "1000000", str(path))
    return path


def two_thousand_streams(path: Path) -> Path:
    """A Matroska file of nothing but descriptions of tracks."""
    tracks = b"".join(_track(number) for number in range(1, 2001))
    head = _element("1A45DFA3", _element("4282", b"matroska"))
    sound = _element("E7", b"\x00") + _element("A3", b"\x81\x00\x00\x80" + bytes(800))
    body = _element("1654AE6B", tracks) + _element("1F43B675", sound)
    path.write_bytes(head + _element("18538067", body))
    return path


def _track(number: int) -> bytes:
    sound = _element("B5", struct.pack(">f", 8000.0)) + _element("9F", b"\x01")
    named = _element("D7", struct.pack(">H", number)) + _element("73C5", struct.pack(">H", number))
    coded = _element("83", b"\x02") + _element("86", b"A_PCM/INT/LIT")
    return _element("AE", named + coded + _element("E1", sound + _element("6264", b"\x08")))


def _element(kind: str, body: bytes) -> bytes:
    return bytes.fromhex(kind) + b"\x01" + len(body).to_bytes(7, "big") + body


def hour_of_tiny_frames(path: Path) -> Path:
    frames = ("-f", "lavfi", "-i", "color=size=16x16:rate=25:duration=3600")
    ffmpeg(*frames, *H264, "-f", "matroska", str(path))
    return path


def chained_sound(path: Path) -> Path:
    """Three hundred recordings one behind the other in one Ogg, each with its own beginning."""
    link = make_media(path.with_suffix(".ogg"), picture=False, seconds=0.2).read_bytes()
    path.write_bytes(link * 300)
    return path


def endless_sound(path: Path) -> Path:
    """A second of sound whose last page says that it is the end of some million years."""
    whole = make_media(
        path.with_suffix(".oga"), picture=False, options=("-c:a", "libopus", "-f", "ogg")
    )
    data = bytearray(whole.read_bytes())
    start = data.rindex(b"OggS")
    data[start + 6 : start + 14] = struct.pack("<q", 1 << 61)
    data[start + 22 : start + 26] = bytes(4)
    data[start + 22 : start + 26] = struct.pack("<I", _ogg_checksum(bytes(data[start:])))
    path.write_bytes(bytes(data))
    return path


def _ogg_checksum(page: bytes) -> int:
    """The checksum of Ogg: as in zip, but with neither start, end nor bits turned round."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _bit in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


def half_of(name: str) -> Builder:
    def build(path: Path) -> Path:
        whole = make_media(path.with_name(f"whole-{path.name}-{name}"), seconds=2).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        return path

    return build


def noise(path: Path) -> Path:
    """The beginning of an mp4, then nonsense."""
    head = make_media(path.with_suffix(".mp4")).read_bytes()[:64]
    path.write_bytes(head + zlib.compress(bytes(range(256)) * 999, 9) * 50)
    return path


MARK = b"<script>alert('polyglot')</script>"


def sound_with_a_page(path: Path) -> Path:
    """An mp3 whose notes are a web page."""
    page = (
        "-metadata",
        f"title=<html>{MARK.decode()}</html>",
        "-metadata",
        f"comment={MARK.decode()}",
    )
    return make_media(path.with_suffix(".mp3"), picture=False, options=page).rename(path)


def video_with_an_archive(path: Path) -> Path:
    """An mp4 that is a zip with a web page in it as well."""
    import zipfile

    make_media(path.with_suffix(".mp4"), options=H264).rename(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("index.html", MARK)
    return path


def video_with_a_font(path: Path) -> Path:
    """A Matroska file that carries an attachment and a chapter."""
    attached = path.with_suffix(".html")
    attached.write_bytes(MARK)
    note = ("-attach", str(attached), "-metadata:s:t", "mimetype=text/html")
    return make_media(path.with_suffix(".mkv"), options=note).rename(path)
