"""Operations on values: what they make of the lines, and what they refuse."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.cue_operations import (
    Around,
    Confirm,
    Delete,
    EditTimes,
    Insert,
    Merge,
    Operation,
    ReplaceTexts,
    Shift,
    Split,
)
from content.transcripts.cue_states import (
    Change,
    CueState,
    as_json,
    encoded,
    from_json,
    stands_at,
    taken_to,
)
from content.transcripts.exceptions import CueGoneError, CueRefusedError

DURATION_MS = 60_000


def cue(start_ms: int, end_ms: int, text: str, **fields: object) -> CueState:
    return CueState(uuid4(), start_ms, end_ms, text, **fields)  # type: ignore[arg-type]


FIRST = cue(1_000, 3_000, "质量第一，安全第一。", raw_text="质量第一安全第一", confidence=0.4)
SECOND = cue(3_000, 5_000, "再说一遍。", confidence=0.9)
THIRD = cue(6_000, 9_000, "Thank you.")
LINES = Around((FIRST, SECOND, THIRD), DURATION_MS)


def after(operation: Operation, around: Around = LINES) -> list[CueState]:
    """The lines once the operation is done, in the order of time."""
    known = {line.uuid: line for line in around.cues}
    for change in operation.changes(around):
        known.pop(change.uuid, None)
        if change.after is not None:
            known[change.uuid] = change.after
    return sorted(known.values(), key=lambda line: line.start_ms)


def test_other_words_settle_the_machines_doubt() -> None:
    [change] = ReplaceTexts({FIRST.uuid: "质量至上"}).changes(LINES)
    assert change.after is not None
    assert (change.after.text, change.after.confidence) == ("质量至上", None)
    assert change.after.raw_text == FIRST.raw_text


def test_same_words_are_no_change() -> None:
    assert ReplaceTexts({FIRST.uuid: f" {FIRST.text}\n"}).changes(LINES) == []


def test_text_is_cleaned_of_what_no_file_holds() -> None:
    [change] = ReplaceTexts({FIRST.uuid: "a\x00b\x1b\r\n --> \u202e c"}).changes(LINES)
    assert change.after is not None
    assert change.after.text == "ab → c"


def test_line_of_endless_text_is_refused() -> None:
    with pytest.raises(CueRefusedError, match="500"):
        ReplaceTexts({FIRST.uuid: "长" * 501}).changes(LINES)


def test_confirmed_line_is_no_longer_doubtful() -> None:
    [change] = Confirm(FIRST.uuid).changes(LINES)
    assert change.after is not None
    assert change.after.confidence is None


@pytest.mark.parametrize(
    ("start_ms", "end_ms"),
    [(-1, 100), (3_500, 3_500), (4_000, 3_500), (2_999, 4_000), (3_500, 6_001)],
)
def test_times_that_overlap_or_run_backwards_are_refused(start_ms: int, end_ms: int) -> None:
    with pytest.raises(CueRefusedError):
        EditTimes(SECOND.uuid, start_ms, end_ms).changes(LINES)


def test_line_cannot_end_after_the_recording() -> None:
    with pytest.raises(CueRefusedError):
        EditTimes(THIRD.uuid, 59_000, 60_001).changes(LINES)
    assert EditTimes(THIRD.uuid, 59_000, 60_000).changes(LINES)


def test_fault_that_is_there_already_may_be_made_smaller() -> None:
    crossed = Around((cue(0, 4_000, "一"), SECOND, THIRD), DURATION_MS)
    assert EditTimes(SECOND.uuid, 3_500, 5_000).changes(crossed)
    with pytest.raises(CueRefusedError):
        EditTimes(SECOND.uuid, 2_900, 5_000).changes(crossed)


def test_split_falls_where_the_words_were_heard() -> None:
    words = (
        (1_000, 1_400, "质量", 0.9),
        (1_400, 1_800, "第一，", 0.9),
        (2_300, 3_000, "安全第一。", 1.0),
    )
    heard = cue(1_000, 3_000, "质量第一，安全第一。", raw_text="质量第一，安全第一。", words=words)
    first, second = after(Split(heard.uuid, 5, uuid4()), Around((heard,), DURATION_MS))
    assert (first.text, first.start_ms, first.end_ms) == ("质量第一，", 1_000, 1_800)
    assert (second.text, second.start_ms, second.end_ms) == ("安全第一。", 2_300, 3_000)
    assert (first.words, second.words) == (words[:2], words[2:])
    assert (first.raw_text, second.raw_text) == ("质量第一，", "安全第一。")


def test_split_of_a_corrected_line_still_finds_the_word() -> None:
    words = ((0, 500, "关江", 0.3), (500, 900, "套筒", 0.9), (900, 1_500, "饱满", 0.9))
    heard = cue(0, 1_500, "灌浆套筒饱满", raw_text="关江套筒饱满", words=words)
    first, second = after(Split(heard.uuid, 4, uuid4()), Around((heard,), DURATION_MS))
    assert (first.end_ms, second.start_ms) == (900, 900)


def test_split_without_words_shares_the_time_by_the_text() -> None:
    first, second = after(Split(FIRST.uuid, 5, uuid4()), Around((FIRST,), DURATION_MS))
    assert first.end_ms == second.start_ms == 2_000
    assert (first.raw_text, second.raw_text) == ("质量第一", "安全第一")


@pytest.mark.parametrize("place", [0, 10, 99])
def test_split_needs_text_on_both_sides(place: int) -> None:
    with pytest.raises(CueRefusedError):
        Split(FIRST.uuid, place, uuid4()).changes(LINES)


def test_merge_joins_chinese_without_a_blank_and_keeps_the_lower_confidence() -> None:
    merged, _third = after(Merge(FIRST.uuid, SECOND.uuid))
    assert merged.uuid == FIRST.uuid
    assert merged.text == "质量第一，安全第一。再说一遍。"
    assert (merged.start_ms, merged.end_ms, merged.confidence) == (1_000, 5_000, 0.4)


def test_lines_that_do_not_follow_each_other_are_not_merged() -> None:
    with pytest.raises(CueRefusedError):
        Merge(FIRST.uuid, THIRD.uuid).changes(LINES)


def test_line_is_inserted_only_where_there_is_room() -> None:
    new = uuid4()
    lines = after(Insert(new, SECOND.uuid, 5_000, 6_000, "嗯。"))
    assert [line.uuid for line in lines] == [FIRST.uuid, SECOND.uuid, new, THIRD.uuid]
    with pytest.raises(CueRefusedError):
        Insert(new, FIRST.uuid, 3_000, 4_000, "嗯。").changes(LINES)
    assert after(Insert(new, None, 0, 1_000, "开始。"))[0].uuid == new


def test_shift_moves_what_follows_with_its_words() -> None:
    heard = cue(3_000, 5_000, "再说", words=((3_000, 5_000, "再说", 1.0),))
    first, second = after(Shift(heard.uuid, 500), Around((FIRST, heard), DURATION_MS))
    assert first == FIRST
    assert (second.start_ms, second.end_ms, second.words[0][0]) == (3_500, 5_500, 3_500)


def test_shift_stays_inside_the_recording_and_behind_the_line_before() -> None:
    with pytest.raises(CueRefusedError):
        Shift(SECOND.uuid, -1).changes(LINES)
    with pytest.raises(CueRefusedError):
        Shift(None, -1_001).changes(LINES)
    with pytest.raises(CueRefusedError):
        Shift(None, 54_000).changes(LINES)
    *_others, last = after(Shift(None, 52_000))
    assert (last.start_ms, last.end_ms) == (58_000, 60_000)


def test_line_that_is_gone_is_said_to_be_gone() -> None:
    for operation in (Delete(uuid4()), Confirm(uuid4()), Split(uuid4(), 1, uuid4())):
        with pytest.raises(CueGoneError):
            operation.changes(LINES)


texts = st.text(alphabet="质量安全 ,.abc", min_size=1, max_size=12).filter(str.strip)


@st.composite
def transcripts(draw: st.DrawFn) -> Around:
    now, lines = 0, []
    line = st.tuples(st.integers(0, 900), st.integers(2, 3_000), texts)
    for pause, length, text in draw(st.lists(line, min_size=1, max_size=6)):
        start, end = now + pause, now + pause + length
        words = ((start, end, text, 0.5),) if length % 2 else ()
        lines.append(cue(start, end, " ".join(text.split()), words=words))
        now = end
    return Around(tuple(lines), now + 1_000)


@st.composite
def operations(draw: st.DrawFn, around: Around) -> Operation:
    chosen = draw(st.sampled_from(around.cues)).uuid
    start = draw(st.integers(-500, 9_000))
    length = draw(st.integers(-100, 3_000))
    kinds = [
        ReplaceTexts({chosen: draw(texts)}),
        EditTimes(chosen, start, start + length),
        Split(chosen, draw(st.integers(0, 12)), UUID(int=1)),
        Insert(UUID(int=2), chosen, start, start + length, "新"),
        Delete(chosen),
        Shift(chosen, draw(st.integers(-1_000, 1_500))),
        Shift(None, draw(st.integers(-1_000, 1_500))),
    ]
    following = around.after(chosen)
    if following is not None:
        kinds.append(Merge(chosen, following.uuid))
    return draw(st.sampled_from(kinds))


@given(st.data())
def test_whatever_is_done_leaves_lines_that_a_file_can_hold(data: st.DataObject) -> None:
    around = data.draw(transcripts())
    try:
        lines = after(data.draw(operations(around)), around)
    except CueRefusedError:
        return
    assert all(0 <= line.start_ms < line.end_ms <= around.duration_ms for line in lines)
    assert all(first.end_ms <= second.start_ms for first, second in pairwise(lines))


@given(st.data())
def test_whatever_is_done_can_be_taken_back_and_done_again(data: st.DataObject) -> None:
    around = data.draw(transcripts())
    try:
        changes = data.draw(operations(around)).changes(around)
    except CueRefusedError:
        return
    for change in changes:
        kept = encoded(change)
        assert stands_at(change.after, kept["after"])
        assert taken_to(change.after, kept["before"]) == change.before
        assert taken_to(change.before, kept["after"]) == change.after


def test_shift_is_written_down_without_its_words() -> None:
    long = cue(0, 900, "词", words=tuple((0, 900, "词", 1.0) for _ in range(50)))
    kept = encoded(Change(long, long.moved(100)))
    assert kept["after"] == {"start_ms": 100, "end_ms": 1_000, "words_moved_ms": 100}


def test_cue_survives_its_storage() -> None:
    assert from_json(as_json(FIRST)) == FIRST
