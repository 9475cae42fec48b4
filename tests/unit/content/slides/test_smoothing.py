"""From scores to times: the course through the slides, and what it makes of doubt."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from content.slides.smoothing import likeliest_course, showings


def scores_of(course: list[int], slides: int, *, noise: float = 0.1, seed: int = 1) -> np.ndarray:
    """Frames that look like the slide shown, and a little like any other."""
    generator = np.random.default_rng(seed)
    scores = generator.normal(0, noise, (len(course), slides)).astype(np.float32)
    for frame, slide in enumerate(course):
        if slide >= 0:
            scores[frame, slide] += 0.9
    return scores


def test_slides_are_found_in_any_order_and_back_again() -> None:
    course = [0] * 10 + [1] * 10 + [2] * 12 + [0] * 8 + [4] * 10
    assert likeliest_course(scores_of(course, 5)).tolist() == course


def test_the_camera_in_between_is_no_change_of_slide() -> None:
    scores = scores_of([0] * 10 + [-1] * 20 + [0] * 10 + [-1] * 10 + [1] * 10, 3)
    found = showings(scores, likeliest_course(scores))
    assert [(showing.slide, showing.first) for showing in found] == [(0, 0), (1, 50)]


def test_one_wrong_frame_changes_nothing() -> None:
    course = [0] * 20
    scores = scores_of(course, 4)
    scores[9] = [0.1, 0.1, 0.1, 0.9]
    assert likeliest_course(scores).tolist() == course


def test_a_page_that_occurs_twice_goes_on_in_order() -> None:
    scores = scores_of([0] * 10 + [1] * 10 + [2] * 10, 4)
    scores[:, 3] = scores[:, 1]  # the fourth slide looks like the second
    found = showings(scores, likeliest_course(scores))
    assert [showing.slide for showing in found] == [0, 1, 2]


def test_a_slide_that_another_resembles_is_less_certain() -> None:
    plain = scores_of([0] * 20, 3)
    alike = plain.copy()
    alike[:, 1] = alike[:, 0] - 0.02
    course = np.zeros(20, np.int64)
    assert showings(alike, course)[0].confidence < showings(plain, course)[0].confidence


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(6, 30)), min_size=1, max_size=12),
    st.integers(0, 1000),
)
@settings(deadline=None, max_examples=40)
def test_what_is_shown_for_three_seconds_is_found_where_it_began(
    runs: list[tuple[int, int]], seed: int
) -> None:
    course = [slide for slide, length in runs for _frame in range(length)]
    scores = scores_of(course, 6, noise=0.08, seed=seed)
    expected = [
        (slide, place)
        for place, slide in enumerate(course)
        if place == 0 or course[place - 1] != slide
    ]
    found = [(s.slide, s.first) for s in showings(scores, likeliest_course(scores))]
    assert found == expected
