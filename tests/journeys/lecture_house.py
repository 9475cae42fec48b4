"""A lecture with everything the player can show, with real bytes made on the spot."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings

from content.core.audience import Audience
from content.lectures.models import LecturePage
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile, Recording
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript
from tests.media_files import ffmpeg, make_media

LENGTH_SECONDS = 60
CHAPTERS = (("00:00", "开场"), ("00:20", "浆料：温度、流动度、时间"), ("00:40", "问答"))
CHINESE = (
    "今天讲灌浆套筒。",
    "很多项目把心思放在检测上，",
    "其实检测发现问题的时候，墙已经立起来了。",
    "所以我们讲过程控制。",
    "灌浆套筒的饱满度靠的不是事后检测，",
    "而是出浆口的封堵次序和当班记录。",
    "这里有一个阈值，大家记一下，",
    "流动度初始不小于三百毫米，",
    "三十分钟后不小于二百六十毫米。",
    "低于这个数，整桶作废，不许加水。",
    "加水这件事，我们记得很清楚。",
    "饱满度不够的，返工。",
)
ENGLISH = (
    "Today we talk about grouted sleeves.",
    "Many projects put their minds to testing,",
    "but when a test finds a fault, the wall is standing.",
    "So we talk about controlling the process.",
    "Whether a sleeve is full does not depend on tests afterwards,",
    "but on the order of sealing and on the shift's records.",
    "There is a threshold to remember:",
    "flow of no less than three hundred millimetres at first,",
    "and of two hundred and sixty after thirty minutes.",
    "Below that the whole bucket is thrown away; add no water.",
    "We are clear about adding water.",
    "Sleeves that are not full are done again.",
)


def make_full_lecture(*, audience: Audience | None = None) -> LecturePage:
    """A minute of test card in two qualities, the sound alone, small pictures along it, chapters,
    and a transcript in each language."""
    recording = make_recording(
        "套筒灌浆连接的质量控制",
        language="zh",
        audience=audience or Audience.public(),
        duration_ms=LENGTH_SECONDS * 1000,
    )
    make_bytes(recording)
    make_transcript(recording, CHINESE)
    make_transcript(recording, ENGLISH, language="en")
    return make_lecture_page(make_lecture_index(), recording, chapters=CHAPTERS)


@cache
def made_once() -> Path:
    """The files, made once a run: encoding them takes longer than the journeys."""
    folder = Path(mkdtemp(prefix="lectern-journey-"))
    quick = ("-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10", "-movflags", "+faststart")
    best = make_media(folder / "360.mp4", seconds=LENGTH_SECONDS, size="640x360", options=quick)
    ffmpeg("-i", str(best), "-s", "320x180", *quick, str(folder / "180.mp4"))
    ffmpeg("-i", str(best), "-vn", str(folder / "sound.m4a"))
    tiles = "fps=1/5,scale=160:90,tile=4x3"
    ffmpeg("-i", str(best), "-vf", tiles, "-frames:v", "1", str(folder / "sprites.jpg"))
    ffmpeg("-i", str(best), "-frames:v", "1", str(folder / "poster.jpg"))
    return folder


def make_bytes(recording: Recording) -> None:
    target = Path(settings.MEDIA_ROOT) / "recordings" / str(recording.uuid)
    shutil.copytree(made_once(), target)
    rows: tuple[tuple[Any, ...], ...] = (
        (FileRole.VIDEO, "360", "360.mp4", "video/mp4", 640, 360, {}),
        (FileRole.VIDEO, "180", "180.mp4", "video/mp4", 320, 180, {}),
        (FileRole.AUDIO, "", "sound.m4a", "audio/mp4", None, None, {}),
        (FileRole.POSTER, "", "poster.jpg", "image/jpeg", 640, 360, {}),
        (FileRole.SPRITES, "1", "sprites.jpg", "image/jpeg", 640, 270,
         {"interval_ms": 5000, "columns": 4, "rows": 3}),
    )  # fmt: skip
    for role, variant, name, kind, width, height, details in rows:
        MediaFile.objects.create(
            recording=recording,
            role=role,
            variant=variant,
            name=f"recordings/{recording.uuid}/{name}",
            content_type=kind,
            width=width,
            height=height,
            details=details,
        )
