"""Who belongs to which audience: the predicate and its queryset twin agree, in any tree."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.core.audience import Audience, Viewer, admits
from content.people.models import Unit
from content.people.selectors import viewer_of
from content.recordings.models import Recording
from tests.factories.courses import make_recording
from tests.factories.people import make_unit, make_user


class TwinTests(TestCase):
    """A class, for hypothesis gives each example a database of its own only so."""

    # The tree: for each unit the place of its parent among those before it, or none.
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_the_predicate_and_the_queryset_admit_the_same(self, data):
        units = []
        for _each in range(data.draw(st.integers(1, 6))):
            parent = data.draw(st.sampled_from([None, *units]))
            units.append(make_unit(parent))
        people = [
            make_user(unit=data.draw(st.sampled_from([None, *units])))
            for _each in range(data.draw(st.integers(1, 3)))
        ]
        unit_keys = [unit.pk for unit in units]
        person_keys = [person.pk for person in people]
        audiences = st.one_of(
            st.just(Audience.public()),
            st.just(Audience.employees()),
            st.frozensets(st.sampled_from(unit_keys), min_size=1).map(Audience.of_units),
            st.frozensets(st.sampled_from(person_keys), min_size=1).map(Audience.of_people),
        )
        recordings = [
            make_recording(audience=audience)
            for audience in data.draw(st.lists(audiences, min_size=1, max_size=6))
        ]
        for viewer in [Viewer.anonymous(), *(viewer_of(person) for person in people)]:
            by_query = set(Recording.objects.visible_to(viewer).values_list("pk", flat=True))
            by_rule = {
                recording.pk for recording in recordings if admits(viewer, recording.audience)
            }
            assert by_query == by_rule


@pytest.mark.django_db
def test_a_unit_covers_what_is_below_it_and_not_what_is_beside_or_above():
    city = make_unit()
    county, other = make_unit(city), make_unit(city)
    section = make_unit(county)
    viewer = viewer_of(make_user(unit=Unit.objects.get(pk=section.pk)))
    assert admits(viewer, Audience.of_units([section.pk]))
    assert admits(viewer, Audience.of_units([county.pk]))
    assert admits(viewer, Audience.of_units([city.pk]))
    assert not admits(viewer, Audience.of_units([other.pk]))
    head = viewer_of(make_user(unit=Unit.objects.get(pk=city.pk)))
    assert not admits(head, Audience.of_units([county.pk]))


@pytest.mark.django_db
def test_a_move_in_the_tree_changes_who_sees_at_once():
    city, county = make_unit(), make_unit()
    person = make_user(unit=county)
    assert not admits(viewer_of(person), Audience.of_units([city.pk]))
    Unit.objects.get(pk=county.pk).move(Unit.objects.get(pk=city.pk), pos="last-child")
    person.unit.refresh_from_db()
    assert admits(viewer_of(person), Audience.of_units([city.pk]))


@pytest.mark.django_db
def test_someone_who_left_is_the_public():
    assert viewer_of(make_user(is_active=False)) == Viewer.anonymous()
    assert viewer_of(AnonymousUser()) == Viewer.anonymous()
    assert viewer_of(None) == Viewer.anonymous()


@pytest.mark.django_db
def test_the_permission_to_see_everything_opens_everything():
    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="see_everything"))
    recording = make_recording(audience=Audience.of_people([999]))
    viewer = viewer_of(type(person).objects.get(pk=person.pk))
    assert admits(viewer, recording.audience)
    assert list(Recording.objects.visible_to(viewer)) == [recording]
