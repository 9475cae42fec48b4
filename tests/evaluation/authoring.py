"""From the two texts people write (library.txt, questions.txt) to the judged set's JSON lines.

    python -m tests.evaluation.authoring

Each line of a recording is a moment of 20 s; a line of anything else is a paragraph. A question
names a moment by its number, `r01@2=3`: the second moment of r01 is right, of grade 3.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CORPUS, QUERIES = FOLDER / "corpus.jsonl", FOLDER / "queries.jsonl"
SECONDS = 20
ENGLISH = {"en", "stem"}


def corpus(text: str) -> Iterator[dict[str, Any]]:
    """The things of the library, in its order."""
    for entry in text.split("@ ")[1:]:
        heading, *lines = [line.removeprefix("- ") for line in entry.strip().split("\n")]
        identity, title, summary = heading.split(" | ")
        ident, kind, language = identity.split()
        thing: dict[str, Any] = {
            "id": ident,
            "kind": kind,
            "language": language,
            "title": title,
            "summary": summary,
            "audience": "public",
        }
        if kind == "recording":
            thing["moments"] = [
                {"start": at * SECONDS, "end": (at + 1) * SECONDS, "text": line}
                for at, line in enumerate(lines)
            ]
        else:
            thing["body"] = "\n".join(lines)
        yield thing


def queries(text: str) -> Iterator[dict[str, Any]]:
    """The questions with what answers them."""
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        name, words, answers = line.split(" | ")
        judgements, moments = {}, {}
        for answer in answers.split():
            place, _equals, grade = answer.partition("=")
            ident, _at, numbers = place.partition("@")
            judgements[ident] = int(grade)
            if numbers:
                moments[ident] = [(int(number) - 1) * SECONDS for number in numbers.split(",")]
        yield {
            "query": words,
            "language": "en" if name in ENGLISH else "zh",
            "class": name,
            "judgements": judgements,
            "moments": moments,
        }


def json_lines(values: Iterator[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values)


def made() -> dict[Path, str]:
    """The two files as they should be."""
    library = (FOLDER / "library.txt").read_text(encoding="utf-8")
    questions = (FOLDER / "questions.txt").read_text(encoding="utf-8")
    return {CORPUS: json_lines(corpus(library)), QUERIES: json_lines(queries(questions))}


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
