"""The drawn pictures."""

import pytest
from PIL import Image, ImageFont

from content.demo.drawing.subjects import SUBJECTS, draw
from content.demo.media.slides import wrap


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_a_subject_is_drawn_at_the_asked_width_and_the_same_each_time(subject: str) -> None:
    picture = draw(subject, 320)
    assert picture.size == (320, 180)
    assert picture.tobytes() == draw(subject, 320).tobytes()


def test_no_two_subjects_look_alike() -> None:
    small = {
        draw(subject, 160).resize((32, 18), Image.Resampling.BOX).tobytes() for subject in SUBJECTS
    }
    assert len(small) == len(SUBJECTS)


def test_an_unknown_subject_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("unicorn")


def test_a_line_never_begins_with_closing_punctuation() -> None:
    face = ImageFont.load_default(20)
    lines = wrap("one two, three four. five", face, 60)
    assert len(lines) > 1
    assert " ".join(lines) == "one two, three four. five"
    assert not any(
        line.startswith(("，", "。", "、")) for line in wrap("一二三，四五六。", face, 40)
    )
