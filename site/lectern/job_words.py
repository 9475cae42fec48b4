"""What the board of jobs says of each kind: its name, its subject, what helps where it failed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from content.jobs.permissions import is_administrator
from content.jobs.registry import JobWords, Subject, describe
from content.library.models import CustomDocument
from content.materials.pipeline import KIND as READ_KIND
from content.recordings.models import Recording
from content.recordings.permissions import policy
from content.recordings.pipeline import KIND as PROCESS_KIND
from content.slides.models import Deck
from content.slides.services import CONVERT_KIND, FIND_KIND, PROPOSE_KIND
from content.transcripts import pipeline
from content.transcripts.services import KIND as TRANSCRIBE_KIND


def describe_jobs() -> None:
    describe(PROCESS_KIND, JobWords(_("Processing"), _recordings))
    describe(TRANSCRIBE_KIND, JobWords(_("Transcription"), _recordings, pipeline.ADVICE))
    describe(CONVERT_KIND, JobWords(_("Slides: pages"), _decks))
    describe(FIND_KIND, JobWords(_("Slides: finding them in the video"), _decks))
    describe(READ_KIND, JobWords(_("Reading documents"), _documents))
    describe(PROPOSE_KIND, JobWords(_("Slides: proposing chapters"), _decks))


def _changeable(user: Any) -> "QuerySet[Recording]":
    if is_administrator(user):
        return Recording.objects.all()
    recordings: QuerySet[Recording] = policy.instances_user_has_permission_for(user, "change")
    return recordings


def _recordings(user: Any, ids: Collection[str]) -> Mapping[str, Subject]:
    return {str(row.uuid): _subject(row) for row in _changeable(user).filter(uuid__in=ids)}


def _documents(user: Any, ids: Collection[str]) -> Mapping[str, Subject]:
    allowed = policy_registry.get_by_type(CustomDocument)
    rows = allowed.instances_user_has_permission_for(user, "change").filter(pk__in=ids)
    return {
        str(row.pk): Subject(row.title, reverse("wagtaildocs:edit", args=[row.pk]), True)
        for row in rows
    }


def _decks(user: Any, ids: Collection[str]) -> Mapping[str, Subject]:
    decks = Deck.objects.filter(uuid__in=ids, recording__in=_changeable(user))
    return {str(deck.uuid): _subject(deck.recording) for deck in decks.select_related("recording")}


def _subject(recording: Recording) -> Subject:
    return Subject(recording.title, reverse("recordings:progress", args=[recording.pk]), True)
