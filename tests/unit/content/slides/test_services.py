"""Times set by hand: who is quicker, what takes whose place, what readers see of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.core.audience import Audience
from content.core.signals import document_changed
from content.jobs.models import Job
from content.recordings.models import Recording
from content.recordings.signals import recording_replaced
from content.slides import services
from content.slides.enums import ChangeSource, DeckState, Finding
from content.slides.exceptions import ChangeRefusedError, DeckChangedError
from content.slides.models import Deck, Slide, SlideChange
from content.slides.selectors import shown_slides, slide_moments
from content.slides.services import FoundChange
from tests.factories.courses import make_recording
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LENGTH_MS = 100_000


@pytest.fixture
def deck() -> Deck:
    recording = make_recording(audience=Audience.public(), duration_ms=LENGTH_MS)
    row = Deck.objects.create(recording=recording, kind="pdf", state=DeckState.READY, pages=4)
    Slide.objects.bulk_create(
        Slide(
            deck=row, number=number, title=f"第{number}讲", text=f"第{number}讲\n要点{number}",
            small_width=480, small_height=270, large_width=1440, large_height=810,
        )
        for number in range(1, 5)
    )  # fmt: skip
    return row


def put(deck: Deck, number: int, at_ms: int, **more: Any) -> Deck:
    deck.refresh_from_db()
    return services.set_change(
        acting_user=None, deck=deck, version=deck.version, number=number, at_ms=at_ms, **more
    )


def times(deck: Deck) -> list[tuple[int, int, str]]:
    return list(deck.changes.order_by("at_ms").values_list("slide__number", "at_ms", "source"))


def found(deck: Deck, *changes: tuple[int, int], source: ChangeSource = ChangeSource.FOUND) -> None:
    services.store_found(
        deck=deck,
        finding=Finding.SHOWN,
        source=source,
        changes=[FoundChange(number, at_ms, 0.9) for number, at_ms in changes],
    )


def test_each_change_tells_search_and_counts_up(deck: Deck) -> None:
    told: list[str] = []

    def listen(key: Any, **kwargs: Any) -> None:
        told.append(str(key))

    document_changed.connect(listen, weak=False)
    try:
        assert put(deck, 1, 0).version == 1
        assert put(deck, 2, 30_000).version == 2
    finally:
        document_changed.disconnect(listen)
    assert told == [f"recording:{deck.recording.uuid}"] * 2


def test_who_saw_an_older_state_changes_nothing(deck: Deck) -> None:
    put(deck, 1, 0)
    with pytest.raises(DeckChangedError):
        services.set_change(acting_user=None, deck=deck, version=0, number=2, at_ms=5_000)
    with pytest.raises(DeckChangedError):
        services.accept_proposals(acting_user=None, deck=deck, version=0)
    assert times(deck) == [(1, 0, "set")]


def test_pressing_twice_means_the_second(deck: Deck) -> None:
    put(deck, 1, 30_000)
    put(deck, 2, 30_400)
    assert times(deck) == [(2, 30_400, "set")]


def test_a_moved_change_keeps_its_key(deck: Deck) -> None:
    put(deck, 1, 30_000)
    key = SlideChange.objects.get().pk
    put(deck, 1, 42_000, change_id=key)
    assert (SlideChange.objects.get().pk, times(deck)) == (key, [(1, 42_000, "set")])


@pytest.mark.parametrize(("number", "at_ms"), [(9, 0), (1, -1), (1, LENGTH_MS)])
def test_a_slide_or_time_that_is_not_there_is_refused(deck: Deck, number: int, at_ms: int) -> None:
    with pytest.raises(ChangeRefusedError):
        put(deck, number, at_ms)
    assert times(deck) == []


def test_what_people_set_stays_when_the_machine_looks_again(deck: Deck) -> None:
    found(deck, (1, 0), (2, 20_000), (3, 50_000))
    put(deck, 2, 24_000)
    found(deck, (1, 0), (2, 23_000), (4, 70_000))
    assert times(deck) == [(1, 0, "found"), (2, 24_000, "set"), (4, 70_000, "found")]


def test_proposals_are_the_editors_alone_until_they_are_taken_over(deck: Deck) -> None:
    found(deck, (1, 0), (2, 50_000), source=ChangeSource.PROPOSED)
    uuid = deck.recording.uuid
    assert [item.starts for item in shown_slides(uuid)] == [()] * 4
    assert slide_moments(uuid, LENGTH_MS) == []
    deck.refresh_from_db()
    services.accept_proposals(acting_user=None, deck=deck, version=deck.version)
    assert [item.starts for item in shown_slides(uuid)] == [(0,), (50_000,), (), ()]
    assert [(m.start_ms, m.end_ms, m.text) for m in slide_moments(uuid, LENGTH_MS)] == [
        (0, 50_000, "第1讲\n要点1"),
        (50_000, LENGTH_MS, "第2讲\n要点2"),
    ]


def test_proposals_can_be_discarded(deck: Deck) -> None:
    found(deck, (1, 0), (2, 50_000), source=ChangeSource.PROPOSED)
    deck.refresh_from_db()
    services.discard_proposals(acting_user=None, deck=deck, version=deck.version)
    assert times(deck) == []


@pytest.mark.parametrize(("agrees", "shown"), [(True, 2), (False, 0)])
def test_times_of_a_file_of_another_length_are_guesses_until_the_slides_are_found_again(
    deck: Deck, agrees: bool, shown: int
) -> None:
    put(deck, 1, 42_000)
    found(deck, (2, 60_000))
    recording_replaced.send(sender=Recording, recording=deck.recording, duration_agrees=agrees)
    assert sum(bool(item.starts) for item in shown_slides(deck.recording.uuid)) == shown
    assert len(times(deck)) == 2
    assert Job.objects.filter(kind=services.FIND_KIND).exists() is not agrees


def test_slides_cost_a_page_two_queries_and_none_cost_one(
    deck: Deck, django_assert_num_queries: Any
) -> None:
    put(deck, 1, 0)
    uuid = deck.recording.uuid
    other: Recording = make_recording()
    with django_assert_num_queries(2):
        shown_slides(uuid)
    with django_assert_num_queries(1):
        assert shown_slides(other.uuid) == []


@pytest.mark.parametrize("name", ["deck", "upload", "set_time", "remove_time", "proposals", "find"])
def test_who_may_not_change_the_recording_is_turned_away(
    client: Client, deck: Deck, name: str
) -> None:
    client.force_login(make_user())
    send = client.get if name == "deck" else client.post
    answer = send(reverse(f"slides:{name}", args=[deck.recording.pk]))
    assert answer.status_code in (302, 403)
    assert times(deck) == []


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"version": 0, "number": 1, "at_seconds": "NaN"}', '"x"', "1"]
)
def test_nonsense_is_answered_in_words(client: Client, deck: Deck, body: str) -> None:
    from content.people.models import User

    client.force_login(User.objects.create_superuser("9001", "x", full_name="管理员"))
    url = reverse("slides:set_time", args=[deck.recording.pk])
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["problem"]
