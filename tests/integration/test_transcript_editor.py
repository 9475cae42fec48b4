"""The editor's API as a browser uses it: rights, conflicts, refusals, presence, undo."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from content.people.models import User
from content.taxonomy.models import GlossaryTerm
from content.transcripts.models import CueEdit, Transcript
from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.unit.content.transcripts.test_services import texts_of, written

pytestmark = pytest.mark.django_db


def signed_in(user: User, **kwargs: Any) -> Client:
    client = Client(**kwargs)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def transcript() -> Transcript:
    return written(make_recording("质量讲座", language="zh"), "质量第一", "安全第一", "谢谢")


@pytest.fixture
def editor() -> Client:
    return signed_in(make_user(is_superuser=True, full_name="王工"))


@pytest.fixture
def address(transcript: Transcript) -> str:
    return f"/api/v1/transcripts/{transcript.uuid}"


def state(client: Client, address: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{address}/editor").json()
    return answer


def send(client: Client, address: str, kind: str, **values: Any) -> tuple[int, dict[str, Any]]:
    payload = {"id": str(uuid4()), "kind": kind, **values}
    response = client.post(f"{address}/operations", payload, content_type="application/json")
    return response.status_code, response.json()


def seen(line: dict[str, Any]) -> dict[str, Any]:
    return {"cue": line["id"], **{name: line[name] for name in ("version", "text", "start", "end")}}


def test_editor_reads_every_line_with_what_there_is_to_say_of_it(
    editor: Client, transcript: Transcript, address: str
) -> None:
    GlossaryTerm.objects.create(term="安全至上", variants="安全第一")
    first, second, third = state(editor, address)["cues"]
    assert (first["text"], first["start"], first["end"], first["number"]) == ("质量第一", 0, 0.9, 1)
    assert second["hints"] == [{"place": 0, "found": "安全第一", "term": "安全至上"}]
    assert third["remarks"] == []


def test_every_kind_of_operation_goes_through_one_door(
    editor: Client, transcript: Transcript, address: str
) -> None:
    first, second, third = state(editor, address)["cues"]
    new, other = str(uuid4()), str(uuid4())
    steps = [
        ("text", {"cue": first["id"], "text": "质量 至上", "seen": [seen(first)]}),
        ("split", {"cue": first["id"], "place": 3, "new": new}),
        ("merge", {"cue": first["id"], "following": new}),
        ("confirm", {"cue": second["id"]}),
        ("times", {"cue": second["id"], "start": 1.1, "end": 1.9}),
        ("insert", {"cue": other, "after": second["id"], "start": 1.9, "end": 2, "text": "嗯"}),
        ("delete", {"cue": other}),
        ("shift", {"first": third["id"], "by": 0.5}),
        ("replace", {"texts": [{"cue": third["id"], "text": "谢谢大家"}]}),
    ]
    for kind, values in steps:
        status, answer = send(editor, address, kind, **values)
        assert status == 200, (kind, answer)
    assert texts_of(transcript) == ["质量至上", "安全第一", "谢谢大家"]
    last = transcript.cues.get(number=3)
    assert (last.start_ms, last.end_ms) == (2_500, 3_400)
    assert transcript.edits.exclude(kind="reset").count() == len(steps)
    undo = state(editor, address)["undo"]
    assert len(undo) == len(steps)
    status, _answer = send(editor, address, "undo", reverts=undo[-1])
    assert (status, texts_of(transcript)[-1]) == (200, "谢谢")


def test_second_writer_is_told_who_was_first_and_loses_nothing(
    editor: Client, transcript: Transcript, address: str
) -> None:
    line = state(editor, address)["cues"][0]
    send(editor, address, "text", cue=line["id"], text="她的", seen=[seen(line)])
    late = signed_in(make_user(is_superuser=True))
    status, answer = send(late, address, "text", cue=line["id"], text="我的", seen=[seen(line)])
    assert status == 409
    [theirs] = answer["stale"]
    assert (theirs["text"], theirs["by"]) == ("她的", "王工")
    again = [seen(theirs)]
    assert send(late, address, "text", cue=line["id"], text="我的", seen=again)[0] == 200
    assert texts_of(transcript)[0] == "我的"


def test_refusal_says_why(editor: Client, address: str) -> None:
    line = state(editor, address)["cues"][0]
    status, answer = send(editor, address, "times", cue=line["id"], start=0, end=5)
    assert status == 422
    assert answer["detail"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "text"},
        {"kind": "nonsense"},
        {"kind": "text", "cue": "no uuid", "text": "x"},
        {"kind": "times", "cue": str(uuid4()), "start": "nan", "end": 1e99},
    ],
)
def test_malformed_operation_is_refused(
    editor: Client, address: str, values: dict[str, Any]
) -> None:
    kind = values.pop("kind")
    assert send(editor, address, kind, **values)[0] == 422
    assert not CueEdit.objects.exclude(kind="reset").exists()


def test_nobody_else_sees_or_changes_anything(transcript: Transcript, address: str) -> None:
    line = transcript.cues.first()
    assert line is not None
    calls: list[Callable[[Client], int]] = [
        lambda client: client.get(f"{address}/editor").status_code,
        lambda client: send(client, address, "delete", cue=str(line.uuid))[0],
        lambda client: (
            client.post(
                f"{address}/presence",
                {"client": str(uuid4()), "since": 0},
                content_type="application/json",
            ).status_code
        ),
    ]
    for client, expected in ((Client(), 401), (signed_in(make_user()), 404)):
        assert [call(client) for call in calls] == [expected] * 3
    assert transcript.cues.count() == 3


def test_forged_form_of_another_site_is_refused(transcript: Transcript, address: str) -> None:
    strict = signed_in(make_user(is_superuser=True), enforce_csrf_checks=True)
    line = transcript.cues.first()
    assert line is not None
    assert send(strict, address, "delete", cue=str(line.uuid))[0] == 403


def test_line_of_another_transcript_is_out_of_reach(editor: Client, address: str) -> None:
    other = written(make_recording(language="zh"), "别处")
    line = other.cues.get()
    assert send(editor, address, "text", cue=str(line.uuid), text="改")[0] == 409
    assert texts_of(other) == ["别处"]


def test_two_people_notice_each_other_and_what_they_do(
    editor: Client, transcript: Transcript, address: str
) -> None:
    def look(client: Client, ident: str, since: int, **values: Any) -> dict[str, Any]:
        payload = {"client": ident, "since": since, **values}
        response = client.post(f"{address}/presence", payload, content_type="application/json")
        answer: dict[str, Any] = response.json()
        return answer

    other = signed_in(make_user(is_superuser=True, full_name="李工"))
    known = state(editor, address)
    line, mine, theirs = known["cues"][0], str(uuid4()), str(uuid4())
    assert look(editor, mine, known["sequence"], cue=line["id"])["people"] == []
    there = look(other, theirs, known["sequence"])
    assert there["people"] == [{"name": "王工", "cue": line["id"]}]
    send(other, address, "text", cue=line["id"], text="质量至上")
    news = look(editor, mine, known["sequence"])
    assert [person["name"] for person in news["people"]] == ["李工"]
    assert [(cue["text"], cue["by"]) for cue in news["cues"]] == [("质量至上", "李工")]
    assert look(editor, mine, news["sequence"])["cues"] == []
    look(other, theirs, news["sequence"], leaving=True)
    assert look(editor, mine, news["sequence"])["people"] == []
    written(transcript.recording, "x")  # the machine leaves edited words alone
    assert look(editor, mine, news["sequence"])["reset"] is False
