"""Remakes the demonstration's recordings from their scripts: `python -m content.demo.media.build`.

Run by whoever changes a script, never at demonstration time: the results are committed. Needs
espeak-ng and Noto Sans CJK. The same scripts and the same tools give the same files.
"""

import argparse
import json
import sys
from pathlib import Path

from content.demo.media.deck import deck_of
from content.demo.media.encode import Frame, encode
from content.demo.media.slides import Slide, paint
from content.demo.media.speech import SpokenLecture, speak
from content.demo.scripts import LectureScript, lecture_scripts

MEDIA = Path(__file__).parent


def chapter_starts(spoken: SpokenLecture) -> list[int]:
    """The first chapter begins with the recording; the others with their first sentence."""
    starts: dict[int, int] = {}
    for sentence in spoken.sentences:
        starts.setdefault(sentence.chapter, sentence.start_ms)
    return [0, *list(starts.values())[1:]]


def frames(script: LectureScript, spoken: SpokenLecture) -> list[Frame]:
    """One frame a slide and one more for each point that is revealed."""
    starts = chapter_starts(spoken)
    shares = tuple(start / spoken.duration_ms for start in starts)
    result: list[Frame] = []
    for number, chapter in enumerate(script.chapters):
        reveals = [s.start_ms for s in spoken.sentences if s.chapter == number and s.reveals]
        moments = [(starts[number], 0), *((at, n + 1) for n, at in enumerate(reveals))]
        if reveals[:1] == [starts[number]]:
            moments.pop(0)
        for at, shown in moments:
            slide = Slide(
                lecture_title=script.title,
                language=script.language,
                number=number + 1,
                title=chapter.title,
                title_other=chapter.title_other,
                subject=chapter.subject,
                points=chapter.points[:shown],
                chapter_starts=shares,
                progress=at / spoken.duration_ms,
            )
            result.append(Frame(at, paint(slide), opens_chapter=(at, shown) == moments[0]))
    return result


def cues(script: LectureScript, spoken: SpokenLecture) -> dict[str, object]:
    """What the loader needs to know of a finished recording."""
    chapters = [
        {"start_ms": start, "title": chapter.title, "title_other": chapter.title_other}
        for start, chapter in zip(chapter_starts(spoken), script.chapters, strict=True)
    ]
    rows = []
    for sentence in spoken.sentences:
        row: dict[str, object] = {
            "start_ms": sentence.start_ms,
            "end_ms": sentence.end_ms,
            "text": sentence.text,
            "chapter": sentence.chapter,
        }
        if sentence.translation:
            row["translation"] = sentence.translation
        rows.append(row)
    return {
        "slug": script.slug,
        "language": script.language,
        "duration_ms": spoken.duration_ms,
        "chapters": chapters,
        "cues": rows,
    }


def build(script: LectureScript, folder: Path) -> Path:
    spoken = speak(script)
    target = folder / f"{script.slug}.mp4"
    encode(frames(script, spoken), spoken.samples, spoken.duration_ms, target)
    text = json.dumps(cues(script, spoken), ensure_ascii=False, indent=1)
    (folder / f"{script.slug}.cues.json").write_text(text + "\n", encoding="utf-8")
    return target


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Remake the demonstration's recordings.")
    parser.add_argument("slugs", nargs="*", help="only these lectures; none means all")
    parser.add_argument("--decks", action="store_true", help="only the slides to hand out")
    parser.add_argument("-o", "--output", type=Path, default=MEDIA, help="where to write")
    options = parser.parse_args(arguments)
    for script in lecture_scripts():
        if options.slugs and script.slug not in options.slugs:
            continue
        if script.deck:
            (options.output / f"{script.slug}.pdf").write_bytes(deck_of(script))
        if options.decks:
            continue
        target = build(script, options.output)
        sys.stderr.write(f"{target.name}  {target.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
