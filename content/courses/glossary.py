"""The glossary terms of courses: what their recordings are transcribed with first."""

from collections.abc import Collection, Sequence

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.utils.translation import gettext_lazy as _

from content.courses.models import Course, CourseTerm
from content.recordings.models import Recording
from content.transcripts.term_order import TermHolder


def _terms_of(recording: Recording) -> Sequence[int]:
    """Those of every course with this recording among its lessons, in the editors' order."""
    rows = CourseTerm.objects.filter(course__lessons__recording=recording)
    return list(rows.order_by("position", "pk").values_list("term_id", flat=True))


def _anywhere() -> Collection[int]:
    return set(CourseTerm.objects.values_list("term_id", flat=True))


TERMS_OF_COURSES = TermHolder(of_recording=_terms_of, anywhere=_anywhere)
FILTER = django_filters.ModelChoiceFilter(
    field_name="course_terms__course",
    label=_("Course"),
    queryset=Course.objects.order_by("code"),
    distinct=True,
)
