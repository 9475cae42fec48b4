"""The committed recordings: small enough, long enough, and of the scripts beside them."""

import pytest

from content.demo.media.finished import finished, media_path
from content.demo.scripts import LectureScript, fresh_script, lecture_scripts

SCRIPTS = lecture_scripts()
MEBIBYTE = 1 << 20


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_a_recording_says_what_its_script_says(script: LectureScript) -> None:
    made = finished(script.slug)
    sentences = [sentence for chapter in script.chapters for sentence in chapter.sentences]
    assert [cue.texts[script.language] for cue in made.cues] == [s.text for s in sentences]
    assert [c.titles[script.language] for c in made.chapters] == [c.title for c in script.chapters]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_cues_follow_one_another_within_the_recording(script: LectureScript) -> None:
    made = finished(script.slug)
    times = [moment for cue in made.cues for moment in (cue.start_ms, cue.end_ms)]
    assert times == sorted(set(times))
    assert times[-1] <= made.duration_ms
    starts = [chapter.start_ms for chapter in made.chapters]
    assert starts[0] == 0
    assert starts == sorted(set(starts))


def test_the_special_lecture_is_longer_than_twenty_minutes() -> None:
    assert finished("special-lecture").duration_ms >= 20 * 60_000


def test_the_special_lecture_has_english_subtitles() -> None:
    assert finished("special-lecture").languages == ("zh", "en")


def test_the_fresh_lecture_takes_one_to_two_minutes() -> None:
    assert 60_000 <= finished(fresh_script().slug).duration_ms <= 120_000


def test_all_recordings_together_stay_small() -> None:
    sizes = [media_path(script.slug).stat().st_size for script in SCRIPTS]
    assert sum(sizes) <= 22 * MEBIBYTE


def test_every_recording_starts_playing_before_it_is_all_there() -> None:
    for script in SCRIPTS:
        head = media_path(script.slug).read_bytes()
        assert head.index(b"moov") < head.index(b"mdat")


def test_words_that_nobody_says_are_not_found() -> None:
    with pytest.raises(LookupError):
        finished("special-lecture").cue_saying("nobody says this")
