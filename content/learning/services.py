"""Every write of learning. All of one person's heartbeats queue behind one row, their budget's,
so nothing that was acknowledged is lost or counted twice.

Locks are always taken in the order play session, watched set, budget.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from content.core.audience import admits
from content.courses.models import Course, CoursePage, Lesson
from content.learning.budget import Budget, SessionClosedError
from content.learning.exceptions import (
    CourseNotVisibleError,
    PlaySessionClosedError,
    UnknownPlaySessionError,
)
from content.learning.heartbeat import ClaimedInterval, HeartbeatAnswer, JudgedInterval, judge
from content.learning.intervals import covered_ms, merge, normalise
from content.learning.models import (
    Enrolment,
    LessonCompletion,
    PlaySession,
    WatchBudget,
    WatchedSet,
    WatchInterval,
)
from content.people.models import User
from content.people.selectors import viewer_of
from content.recordings.models import Recording

WATCHED_SHARE = "watched-share"
"""The rule of completion there is today; its percent is copied beside it."""


def enrol(*, acting_user: User, course: Course) -> Enrolment:
    """Enrol a person in a course they may see; a second time changes nothing.

    What they have watched of it already counts at once. Raises CourseNotVisibleError.
    """
    viewer = viewer_of(acting_user)
    pages = CoursePage.objects.visible_to(viewer).filter(course=course)
    if not admits(viewer, course.audience) or not pages.exists():
        raise CourseNotVisibleError(str(course.uuid))
    with transaction.atomic():
        enrolment, _created = Enrolment.objects.get_or_create(user=acting_user, course=course)
        watched_sets = (
            WatchedSet.objects.select_for_update(of=("self",))
            .filter(user=acting_user, recording__lessons__course=course)
            .order_by("pk")
        )
        for watched in watched_sets:
            complete_lessons(watched, at=timezone.now())
            watched.save(update_fields=["goal_ms"])
    return enrolment


def open_play_session(*, acting_user: User, recording: Recording) -> PlaySession:
    """Begin to play. The caller has made sure that the person may see the recording."""
    now = timezone.now()
    with transaction.atomic():
        WatchedSet.objects.get_or_create(user=acting_user, recording=recording)
        WatchBudget.objects.get_or_create(user=acting_user)
        watched = WatchedSet.objects.select_for_update(of=("self",)).get(
            user=acting_user, recording=recording
        )
        budget = WatchBudget.objects.select_for_update(of=("self",)).get(user=acting_user)
        session = PlaySession.objects.create(
            user=acting_user, recording=recording, watched=watched, budget=budget, created_at=now
        )
        account = Budget.from_json(budget.state)
        day = timezone.localdate(now).isoformat()
        budget.state = account.opened(session.pk, now_ms=_epoch_ms(now), day=day).as_json()
        budget.save(update_fields=["state"])
        complete_lessons(watched, at=now)
        watched.save(update_fields=["goal_ms"])
    return session


def record_heartbeat(
    *,
    acting_user: User,
    session_uuid: UUID,
    seq: int,
    claims: Sequence[ClaimedInterval],
    position_ms: int,
) -> HeartbeatAnswer:
    """Count what a player reports; idempotent by (session, seq): a replay gets the first answer.

    Raises UnknownPlaySessionError (also for somebody else's), PlaySessionClosedError.
    """
    beat = (acting_user, session_uuid, seq, claims, position_ms)
    try:
        with transaction.atomic():
            return _record(*beat)
    except IntegrityError:
        # Its twin was committed between our look and our write: this one is the replay.
        with transaction.atomic():
            return _record(*beat)


def _record(
    acting_user: User,
    session_uuid: UUID,
    seq: int,
    claims: Sequence[ClaimedInterval],
    position_ms: int,
) -> HeartbeatAnswer:
    session = _locked_session(acting_user, session_uuid, seq)
    if session.is_replay:  # type: ignore[attr-defined]  # annotated
        return _first_answer(session, seq)
    now = timezone.now()
    duration_ms: int = session.duration_ms or 0  # type: ignore[attr-defined]  # annotated
    account = Budget.from_json(session.budget.state).seen(_epoch_ms(now))
    try:
        allowance_ms = account.allowance_ms(session.pk)
    except SessionClosedError as error:
        raise PlaySessionClosedError(str(session_uuid)) from error
    judged = judge(claims, duration_ms=duration_ms, allowance_ms=allowance_ms)
    accepted_ms = sum(one.accepted_ms for one in judged)
    position_ms = min(position_ms, duration_ms)
    watched = session.watched
    _add(watched, judged, position_ms, now)
    session.budget.state = account.spent(session.pk, accepted_ms).as_json()
    session.budget.save(update_fields=["state"])
    _keep_facts(session, seq, judged, watched, now)
    refused_ms = sum(one.refused_ms for one in judged)
    return HeartbeatAnswer(accepted_ms, refused_ms, watched.covered_ms, position_ms)


def _locked_session(acting_user: User, session_uuid: UUID, seq: int) -> PlaySession:
    """The play session with all that the heartbeat changes, locked, in one query."""
    beats = WatchInterval.objects.filter(session=OuterRef("pk"), seq=seq)
    sessions = (
        PlaySession.objects.select_for_update(of=("self", "watched", "budget"))
        .select_related("watched", "budget")
        .annotate(
            is_replay=Exists(beats),
            duration_ms=F("recording__duration_ms"),
            timeline_since=F("recording__timeline_since"),
        )
    )
    try:
        session = sessions.get(uuid=session_uuid, user=acting_user)
    except PlaySession.DoesNotExist as error:
        raise UnknownPlaySessionError(str(session_uuid)) from error
    if session.timeline_since is not None and session.created_at < session.timeline_since:
        raise PlaySessionClosedError(str(session_uuid))  # it plays a file that was replaced
    return session


def _first_answer(session: PlaySession, seq: int) -> HeartbeatAnswer:
    facts = list(session.intervals.filter(seq=seq))
    return HeartbeatAnswer(
        accepted_ms=sum(fact.accepted_ms for fact in facts),
        refused_ms=sum(fact.refused_ms for fact in facts),
        covered_ms=facts[0].covered_ms,
        position_ms=facts[0].position_ms,
    )


def _add(
    watched: WatchedSet, judged: Sequence[JudgedInterval], position_ms: int, now: datetime
) -> None:
    pieces = normalise((one.start_ms, one.end_ms) for one in judged)
    spans = merge(watched.span_tuples, pieces)
    watched.spans = [list(span) for span in spans]
    watched.covered_ms = covered_ms(spans)
    watched.position_ms = position_ms
    watched.version += 1
    watched.updated_at = now
    if watched.goal_ms is not None and watched.covered_ms >= watched.goal_ms:
        complete_lessons(watched, at=now)
    watched.save(
        update_fields=["spans", "covered_ms", "position_ms", "goal_ms", "version", "updated_at"]
    )


def _keep_facts(
    session: PlaySession,
    seq: int,
    judged: Sequence[JudgedInterval],
    watched: WatchedSet,
    now: datetime,
) -> None:
    at = watched.position_ms
    intervals = judged or [JudgedInterval(at, at, ClaimedInterval(at, at).rate)]
    WatchInterval.objects.bulk_create(
        WatchInterval(
            session=session,
            seq=seq,
            number=number,
            start_ms=one.start_ms,
            end_ms=one.end_ms,
            rate=one.rate,
            refused_ms=one.refused_ms,
            reason=one.reason,
            position_ms=at,
            covered_ms=watched.covered_ms,
            received_at=now,
        )
        for number, one in enumerate(intervals)
    )


def complete_lessons(watched: WatchedSet, *, at: datetime) -> None:
    """Write down the lessons that this watching completes, and set the next goal (unsaved).

    Only lessons of courses the person is enrolled in; the rule's percent is copied into the fact.
    """
    open_lessons = (
        Lesson.objects.filter(
            recording_id=watched.recording_id, course__enrolments__user_id=watched.user_id
        )
        .exclude(completions__user_id=watched.user_id)
        .select_related("course", "recording")
    )
    goals = []
    for lesson in open_lessons:
        if lesson.duration_ms == 0:
            continue
        if watched.covered_ms < lesson.needed_ms:
            goals.append(lesson.needed_ms)
            continue
        LessonCompletion.objects.get_or_create(
            user_id=watched.user_id,
            lesson=lesson,
            defaults={
                "completed_at": at,
                "rule": WATCHED_SHARE,
                "required_percent": lesson.course.completion_percent,
                "covered_ms": watched.covered_ms,
                "duration_ms": lesson.duration_ms,
            },
        )
    watched.goal_ms = min(goals, default=None)


def _epoch_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
