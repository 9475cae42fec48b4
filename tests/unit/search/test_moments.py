"""Cues become moments: each cue once, in order, of a length a person can use."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from content.core.ports import SourceMoment
from search.moments import LONGEST_MS, LONGEST_PASSAGE, moments_of, passages_of, slides_of

words = st.text("今天讲装配式建筑。！？ab .\n，", min_size=1, max_size=40)


@st.composite
def speech(draw: st.DrawFn, longest_ms: int = 12_000) -> list[SourceMoment]:
    at = draw(st.integers(0, 5_000))
    cues = []
    for _number in range(draw(st.integers(0, 60))):
        length = draw(st.integers(200, longest_ms))
        cues.append(SourceMoment(at, at + length, draw(words)))
        at += length + draw(st.sampled_from([0, 0, 0, 300, 2_000, 40_000]))
    return cues


@given(speech())
def test_every_spoken_cue_lies_in_exactly_one_moment_in_order(cues: list[SourceMoment]) -> None:
    starts = [start for moment in moments_of(cues) for _offset, start in moment.cues]
    assert starts == [cue.start_ms for cue in cues if cue.text.strip()]


@given(speech())
def test_a_moment_spans_its_cues_and_is_at_most_thirty_seconds(cues: list[SourceMoment]) -> None:
    ends = {cue.start_ms: cue.end_ms for cue in cues}
    for moment in moments_of(cues):
        assert moment.start_ms == moment.cues[0][1]
        assert moment.end_ms == max(ends[start] for _offset, start in moment.cues)
        assert len(moment.cues) == 1 or moment.end_ms - moment.start_ms <= LONGEST_MS


@given(speech())
def test_each_cue_is_found_at_its_place_in_the_text(cues: list[SourceMoment]) -> None:
    said = {cue.start_ms: "".join(cue.text.split()) for cue in cues}
    for moment in moments_of(cues):
        places = [offset for offset, _start in moment.cues] + [len(moment.text)]
        for (offset, start), following in zip(moment.cues, places[1:], strict=True):
            assert "".join(moment.text[offset:following].split()) == said[start]


def test_moments_are_cut_where_a_sentence_ends() -> None:
    texts = ["先讲灌浆", "再讲饱满度。", "然后是检测", "最后是记录", "下一节。", "再下一节"]
    cues = [SourceMoment(n * 8_000, n * 8_000 + 8_000, text) for n, text in enumerate(texts)]
    assert [moment.text for moment in moments_of(cues)] == [
        "先讲灌浆再讲饱满度。",
        "然后是检测最后是记录下一节。",
        "再下一节",
    ]


def test_a_border_is_the_cue_nearest_to_its_line_where_no_sentence_ends() -> None:
    cues = [SourceMoment(n * 3_000, n * 3_000 + 3_000, "接着说") for n in range(20)]
    assert [moment.start_ms for moment in moments_of(cues)] == [0, 21_000, 39_000]


@given(speech(longest_ms=8_000), st.data())
def test_a_cue_with_other_words_moves_one_border_at_most(
    cues: list[SourceMoment], data: st.DataObject
) -> None:
    spoken = [place for place, cue in enumerate(cues) if cue.text.strip()]
    if not spoken:
        return
    place = data.draw(st.sampled_from(spoken))
    edited = list(cues)
    edited[place] = replace(cues[place], text=data.draw(words.filter(str.strip)))
    before, after = moments_of(cues), moments_of(edited)
    bounds = {moment.start_ms for moment in before} ^ {moment.start_ms for moment in after}
    assert len(bounds) <= 2
    assert len([moment for moment in after if moment not in before]) <= 2


def test_speech_without_punctuation_is_cut_at_its_pauses() -> None:
    cues = [
        SourceMoment(0, 9_000, "one"),
        SourceMoment(9_000, 18_000, "two"),
        SourceMoment(21_000, 29_000, "three"),
    ]
    assert [moment.text for moment in moments_of(cues)] == ["one two", "three"]


def test_the_two_lines_of_a_caption_become_one() -> None:
    cues = [SourceMoment(0, 5_000, "装配式\n建筑"), SourceMoment(5_000, 9_000, "is\nthe way")]
    assert [moment.text for moment in moments_of(cues)] == ["装配式建筑is the way"]


@given(st.text("装配式。！ab. \n", max_size=2_000))
def test_passages_hold_the_whole_body_in_order(body: str) -> None:
    passages = passages_of(body)
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(body.split())
    assert all(passage.text.strip() for passage in passages)
    assert all(len(passage.text) <= LONGEST_PASSAGE + 1 for passage in passages)


def test_a_heading_stays_with_the_paragraph_below_it() -> None:
    passages = passages_of("一、套筒灌浆\n" + "灌浆料应当饱满。" * 12 + "\n尾声")
    assert passages[0].text.startswith("一、套筒灌浆灌浆料")
    assert passages[-1].text == "尾声"


def test_a_slide_is_a_passage_by_itself_from_the_second_it_came_up() -> None:
    slides = [SourceMoment(8_000, 12_500, "灌浆套筒\n饱满度"), SourceMoment(12_500, 99_000, "检测")]
    found = slides_of(slides)
    assert [(passage.start_ms, passage.end_ms) for passage in found] == [
        (8_000, 12_500),
        (12_500, 12_500 + LONGEST_MS),
    ]
    assert found[0].cues == ((0, 8_000),)
    assert "饱满度" in found[0].text
