"""The one rule of rights, as a value: tokens, stored form, predicate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core.audience import Audience, AudienceKind, Viewer, admits
from content.core.fields import parse, store

keys = st.frozensets(st.integers(1, 40), min_size=1, max_size=4)
audiences = st.one_of(
    st.just(Audience.public()),
    st.just(Audience.employees()),
    keys.map(Audience.of_units),
    keys.map(Audience.of_people),
)


def _viewer(*tokens, sees_everything=False):
    return Viewer(user_id=1, tokens=frozenset({"public", *tokens}), sees_everything=sees_everything)


@given(audiences)
def test_an_audience_survives_being_stored(audience):
    assert parse(store(audience)) == audience


@given(audiences)
def test_the_stored_form_lets_one_token_be_found_without_finding_another(audience):
    stored = store(audience)
    for token in audience.tokens():
        assert f"|{token}|" in stored
    assert "|unit:1|" not in store(Audience.of_units([11]))


@pytest.mark.parametrize("text", ["", "|", "|unit:|", "|public|unit:1|", "|cats|", "|unit:x|"])
def test_what_is_no_audience_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


def test_a_kind_carries_its_own_keys_and_no_other():
    with pytest.raises(ValueError):
        Audience(AudienceKind.UNITS)
    with pytest.raises(ValueError):
        Audience(AudienceKind.PUBLIC, people=frozenset({1}))


def test_everybody_sees_what_is_public_and_visitors_nothing_else():
    visitor = Viewer.anonymous()
    assert admits(visitor, Audience.public())
    assert not admits(visitor, Audience.employees())
    assert not admits(visitor, Audience.of_units([1]))


def test_all_audiences_must_admit():
    clerk = _viewer("employees", "unit:3")
    assert admits(clerk, Audience.of_units([3, 4]), Audience.employees())
    assert not admits(clerk, Audience.of_units([3]), Audience.of_people([9]))


def test_whoever_sees_everything_sees_everything():
    assert admits(_viewer(sees_everything=True), Audience.of_people([99]))


@given(audiences, st.lists(audiences, max_size=3))
def test_a_further_audience_never_opens_anything(audience, others):
    clerk = _viewer("employees", "unit:3", "person:7")
    if admits(clerk, audience, *others):
        assert admits(clerk, audience)
