"""Looking for words within one lecture, as the transcript panel asks."""

import pytest
from django.test import Client

from content.core.audience import Audience
from content.lectures.cue_lines import cue_lines, cues_of
from content.recordings.models import Recording
from content.transcripts.models import Cue, Transcript
from tests.factories.courses import make_recording
from tests.factories.lectures import make_transcript
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording() -> Recording:
    found = make_recording(language="zh", audience=Audience.public())
    make_transcript(found, ("灌浆套筒的饱满度。", "今天讲装配式。"))
    make_transcript(found, ("The sleeves are grouted.",), language="en")
    return found


def ask(client: Client, recording: Recording, **query: str):
    return client.get(f"/api/v1/recordings/{recording.uuid}/transcript/lines", query)


@pytest.mark.parametrize("query", ["饱满度", "飽滿度", "baomandu"])
def test_lines_are_found_as_written_in_traditional_characters_and_by_sound(
    client: Client, recording: Recording, query: str
) -> None:
    answer = ask(client, recording, q=query).json()
    assert answer == {
        "language": "zh",
        "total": 1,
        "lines": [{"line": 0, "start": 0.0, "highlights": [[5, 8]]}],
    }


def test_the_language_asked_for_is_looked_through(client: Client, recording: Recording) -> None:
    answer = ask(client, recording, q="grouting", language="en").json()
    assert [line["highlights"] for line in answer["lines"]] == [[[16, 23]]]
    assert ask(client, recording, q="grouting", language="zh-hans").json()["total"] == 0


def test_nothing_asked_is_nothing_found(client: Client, recording: Recording) -> None:
    assert ask(client, recording, q="").json()["total"] == 0
    assert ask(client, recording, q="\x00'\"<>" * 90).status_code == 200


def test_who_may_not_see_the_recording_learns_nothing_of_its_words(client: Client) -> None:
    inner = make_recording(audience=Audience.employees())
    make_transcript(inner, ("内部的话。",))
    assert ask(client, inner, q="内部").status_code == 404
    client.force_login(make_user())
    assert ask(client, inner, q="内部").json()["total"] == 1


def ask_words(client: Client, recording: Recording, **query: object):
    return client.get(f"/api/v1/recordings/{recording.uuid}/transcript/words", query)


def test_the_times_of_a_lines_words_are_told(client: Client, recording: Recording) -> None:
    cue = Cue.objects.get(transcript__recording=recording, text="今天讲装配式。")
    start = cue.start_ms
    cue.words = [[start, start + 500, "今天", 0.9], [start + 500, start + 900, "讲装配式。", 0.9]]
    cue.save()
    answer = ask_words(client, recording, line=1, language="zh").json()
    seconds = start / 1000
    expected = [[0, 2, seconds, seconds + 0.5], [2, 7, seconds + 0.5, seconds + 0.9]]
    assert answer == {"language": "zh", "words": expected}
    assert ask_words(client, recording, line=0).json()["words"] == []
    assert ask_words(client, recording, line=99).json()["words"] == []
    assert ask_words(client, recording, line=-1).status_code == 422


def test_words_of_what_one_may_not_see_are_not_told(client: Client) -> None:
    inner = make_recording(audience=Audience.employees())
    make_transcript(inner, ("内部的话。",))
    assert ask_words(client, inner, line=0).status_code == 404


def test_the_address_of_some_words_marks_them_by_their_times(
    client: Client, recording: Recording
) -> None:
    transcript = Transcript.objects.get(recording=recording, language="zh")
    (cue,) = transcript.cues.filter(text="灌浆套筒的饱满度。")
    cue.start_ms, cue.end_ms = 0, 9000
    cue.words = [[0, 300, "灌浆", 1.0], [300, 600, "套筒的", 1.0], [8000, 9000, "饱满度。", 1.0]]
    cue.save()
    (line,) = cue_lines(cues_of(transcript)[:1], quoted=(300, 600), kept={})
    assert [piece.text for piece in line.pieces if piece.is_quoted] == ["套筒的"]
