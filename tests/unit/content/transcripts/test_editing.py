"""Operations on rows: each once, each on its own, each written down, none over another's work."""

from uuid import UUID, uuid4

import pytest

from content.core.signals import document_changed
from content.transcripts import cue_operations as kinds
from content.transcripts.editing import (
    Outcome,
    Seen,
    apply_operation,
    changed_since,
    revert_operation,
    stacks_of,
)
from content.transcripts.exceptions import CueRefusedError, StaleCueError
from content.transcripts.models import Cue, CueEdit, Transcript
from content.transcripts.services import store_machine_transcript
from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.unit.content.transcripts.test_services import finished, texts_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript() -> Transcript:
    """Five lines of 0.9 s, one each second."""
    return written(make_recording(language="zh"), *"一二三四五")


def row(transcript: Transcript, text: str) -> Cue:
    found: Cue = transcript.cues.get(text=text)
    return found


def uuid_of(transcript: Transcript, text: str) -> UUID:
    return row(transcript, text).uuid


def do(
    transcript: Transcript,
    operation: kinds.Operation,
    *,
    user: object = None,
    operation_id: UUID | None = None,
    seen: dict[UUID, Seen] | None = None,
) -> Outcome:
    return apply_operation(
        acting_user=user,  # type: ignore[arg-type]
        transcript=transcript,
        operation_id=operation_id or uuid4(),
        operation=operation,
        seen=seen or {},
    )


def as_seen(cue: Cue) -> dict[UUID, Seen]:
    return {cue.uuid: Seen(cue.version, cue.text, cue.start_ms, cue.end_ms)}


def numbers(transcript: Transcript) -> list[int]:
    return list(transcript.cues.order_by("start_ms").values_list("number", flat=True))


def test_edit_bumps_only_the_version_of_its_line(transcript: Transcript) -> None:
    before = {cue.uuid: (cue.pk, cue.version) for cue in transcript.cues.all()}
    target = uuid_of(transcript, "三")
    outcome = do(transcript, kinds.ReplaceTexts({target: "叁"}), user=make_user())
    after = {cue.uuid: (cue.pk, cue.version) for cue in transcript.cues.all()}
    assert [cue.uuid for cue in outcome.cues] == [target]
    assert {uuid for uuid in after if after[uuid] != before[uuid]} == {target}
    assert after[target][0] == before[target][0]
    assert texts_of(transcript) == ["一", "二", "叁", "四", "五"]


def test_lines_keep_their_identity_while_their_numbers_change(transcript: Transcript) -> None:
    known = {cue.uuid: cue.pk for cue in transcript.cues.all()}
    new = uuid4()
    do(transcript, kinds.Insert(new, uuid_of(transcript, "一"), 900, 1_000, "新"))
    do(transcript, kinds.Delete(uuid_of(transcript, "三")))
    do(transcript, kinds.Merge(uuid_of(transcript, "四"), uuid_of(transcript, "五")))
    assert texts_of(transcript) == ["一", "新", "二", "四五"]
    assert numbers(transcript) == [1, 2, 3, 4]
    kept = {cue.uuid: cue.pk for cue in transcript.cues.exclude(uuid=new)}
    assert kept.items() <= known.items()


def test_operation_sent_twice_is_done_once(transcript: Transcript) -> None:
    operation = kinds.Split(uuid_of(transcript, "一"), 1, uuid4())
    do(transcript, kinds.ReplaceTexts({operation.cue: "一 壹"}))
    ident = uuid4()
    first = do(transcript, operation, operation_id=ident)
    again = do(transcript, operation, operation_id=ident)
    assert texts_of(transcript) == ["一", "壹", "二", "三", "四", "五"]
    assert [cue.version for cue in first.cues] == [cue.version for cue in again.cues]
    assert CueEdit.objects.filter(operation=ident).count() == 1


def test_words_changed_meanwhile_are_never_overwritten(transcript: Transcript) -> None:
    cue = row(transcript, "一")
    seen = as_seen(cue)
    do(transcript, kinds.ReplaceTexts({cue.uuid: "她的"}), seen=seen)
    with pytest.raises(StaleCueError) as stale:
        do(transcript, kinds.ReplaceTexts({cue.uuid: "我的"}), seen=seen)
    assert stale.value.cues == (cue.uuid,)
    assert texts_of(transcript)[0] == "她的"


def test_other_lines_and_other_fields_are_no_conflict(transcript: Transcript) -> None:
    cue = row(transcript, "一")
    seen = as_seen(cue)
    do(transcript, kinds.EditTimes(cue.uuid, 100, 800), seen=seen)
    do(transcript, kinds.ReplaceTexts({uuid_of(transcript, "二"): "贰"}))
    do(transcript, kinds.ReplaceTexts({cue.uuid: "壹"}), seen=seen)
    assert texts_of(transcript)[:2] == ["壹", "贰"]


def test_line_deleted_meanwhile_is_a_conflict(transcript: Transcript) -> None:
    cue = row(transcript, "一")
    do(transcript, kinds.Delete(cue.uuid))
    with pytest.raises(StaleCueError):
        do(transcript, kinds.ReplaceTexts({cue.uuid: "壹"}), seen=as_seen(cue))


def test_many_lines_are_replaced_at_once_or_not_at_all(transcript: Transcript) -> None:
    first, second = row(transcript, "一"), row(transcript, "二")
    seen = as_seen(first) | as_seen(second)
    do(transcript, kinds.ReplaceTexts({second.uuid: "改过"}))
    operation = kinds.ReplaceTexts({first.uuid: "壹", second.uuid: "贰"})
    with pytest.raises(StaleCueError) as stale:
        do(transcript, operation, seen=seen)
    assert stale.value.cues == (second.uuid,)
    assert texts_of(transcript)[:2] == ["一", "改过"]


def every_operation(transcript: Transcript) -> list[kinds.Operation]:
    first, second = uuid_of(transcript, "一"), uuid_of(transcript, "二")
    return [
        kinds.ReplaceTexts({first: "壹", second: "贰"}),
        kinds.Confirm(first),
        kinds.EditTimes(first, 100, 800),
        kinds.Merge(first, second),
        kinds.Insert(uuid4(), first, 900, 1_000, "新"),
        kinds.Delete(first),
        kinds.Shift(second, 50),
        kinds.Shift(None, 50),
    ]


@pytest.mark.parametrize("number", range(8))
def test_everything_is_undone_and_done_again(transcript: Transcript, number: int) -> None:
    def content() -> list[object]:
        fields = ("uuid", "number", "start_ms", "end_ms", "text", "confidence", "words")
        rows = transcript.cues.order_by("number").values_list(*fields)
        return [(*row[:-1], row[-1] or None) for row in rows]

    user = make_user()
    before, done, undone = content(), uuid4(), uuid4()
    do(transcript, every_operation(transcript)[number], user=user, operation_id=done)
    after = content()
    assert after != before
    revert(transcript, done, undone, user)
    assert content() == before
    assert stacks_of(transcript, user.pk).redo == [undone]
    revert(transcript, undone, uuid4(), user)
    assert content() == after
    assert stacks_of(transcript, user.pk).redo == []


def revert(transcript: Transcript, what: UUID, ident: UUID, user: object) -> Outcome:
    return revert_operation(
        acting_user=user,  # type: ignore[arg-type]
        transcript=transcript,
        operation_id=ident,
        reverts=what,
    )


def test_undo_goes_back_step_by_step(transcript: Transcript) -> None:
    user, cue = make_user(), row(transcript, "一")
    steps = [uuid4() for _ in range(3)]
    for step, text in zip(steps, "甲乙丙", strict=True):
        do(transcript, kinds.ReplaceTexts({cue.uuid: text}), user=user, operation_id=step)
    assert stacks_of(transcript, user.pk).undo == steps
    for expected in ("乙", "甲", "一"):
        revert(transcript, stacks_of(transcript, user.pk).undo[-1], uuid4(), user)
        assert texts_of(transcript)[0] == expected
    do(transcript, kinds.ReplaceTexts({cue.uuid: "丁"}), user=user)
    assert stacks_of(transcript, user.pk).redo == []


def test_undo_never_takes_back_what_another_has_written_since(transcript: Transcript) -> None:
    mine, cue = uuid4(), row(transcript, "一")
    do(transcript, kinds.ReplaceTexts({cue.uuid: "我的"}), operation_id=mine)
    do(transcript, kinds.ReplaceTexts({cue.uuid: "她的"}), user=make_user())
    with pytest.raises(StaleCueError):
        revert(transcript, mine, uuid4(), None)
    assert texts_of(transcript)[0] == "她的"


def test_deleted_line_does_not_come_back_into_anothers_time(transcript: Transcript) -> None:
    gone = uuid4()
    do(transcript, kinds.Delete(uuid_of(transcript, "二")), operation_id=gone)
    do(transcript, kinds.EditTimes(uuid_of(transcript, "一"), 0, 1_500))
    with pytest.raises(CueRefusedError):
        revert(transcript, gone, uuid4(), None)
    assert texts_of(transcript) == ["一", "三", "四", "五"]


def test_what_others_did_is_told_once(transcript: Transcript) -> None:
    start = transcript.sequence
    first, second = uuid_of(transcript, "一"), uuid_of(transcript, "二")
    do(transcript, kinds.ReplaceTexts({first: "壹"}), user=make_user(full_name="王工"))
    do(transcript, kinds.Delete(second))
    transcript.refresh_from_db()
    news = changed_since(transcript, start)
    assert news is not None
    assert [(cue.text, cue.changed_by.full_name) for cue in news.cues] == [("壹", "王工")]
    assert news.removed == (second,)
    later = changed_since(transcript, news.sequence)
    assert later == Outcome(news.sequence)


def test_machine_that_writes_anew_has_all_lines_read_again(transcript: Transcript) -> None:
    start = transcript.sequence
    written(transcript.recording, "新的")
    transcript.refresh_from_db()
    assert changed_since(transcript, start) is None


def test_machine_never_writes_over_what_a_person_has_edited(transcript: Transcript) -> None:
    do(transcript, kinds.ReplaceTexts({uuid_of(transcript, "一"): "壹"}))
    store_machine_transcript(
        recording=transcript.recording, language="zh", engine="", model="", cues=finished("机器")
    )
    assert texts_of(transcript) == ["壹", "二", "三", "四", "五"]


def test_each_edit_of_what_is_read_is_told_to_search_once(transcript: Transcript) -> None:
    told: list[str] = []

    def hear(sender: object, key: object, **kwargs: object) -> None:
        told.append(str(key))

    document_changed.connect(hear, sender=Transcript)
    try:
        do(transcript, kinds.ReplaceTexts({uuid_of(transcript, "一"): "壹"}))
        do(transcript, kinds.ReplaceTexts({uuid_of(transcript, "壹"): "壹"}))
        do(transcript, kinds.Confirm(uuid_of(transcript, "二")))
    finally:
        document_changed.disconnect(hear, sender=Transcript)
    assert told == [f"recording:{transcript.recording.uuid}"]


def test_edit_of_one_line_costs_the_same_among_many(
    django_assert_max_num_queries: object,
) -> None:
    long = written(make_recording(language="zh", duration_ms=None), *("词" for _ in range(2_000)))
    target = long.cues.get(number=1_000).uuid
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        do(long, kinds.ReplaceTexts({target: "改"}))
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        do(long, kinds.Delete(target))
    assert numbers(long) == list(range(1, 2_000))
