"""Why a page must stay: people are learning from what it presents."""

from django.db.models import Count
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.courses.models import Course, CoursePage, LessonPage


def learners_below(pages: "PageQuerySet[Page]") -> list[str]:
    """One reason for each course that has learners and a page among `pages`."""
    keys = list(pages.values_list("pk", flat=True))
    titles = dict(
        LessonPage.objects.filter(pk__in=keys).values_list("lesson__course_id", "title")
    ) | dict(CoursePage.objects.filter(pk__in=keys).values_list("course_id", "title"))
    courses = (
        Course.objects.filter(pk__in=titles)
        .annotate(learner_count=Count("enrolments"))
        .filter(learner_count__gt=0)
        .order_by("code")
    )
    return [_reason(titles[course.pk], course.learner_count) for course in courses]


def _reason(title: str, learner_count: int) -> str:
    return ngettext(
        "%(count)d person is enrolled in what “%(title)s” presents.",
        "%(count)d people are enrolled in what “%(title)s” presents.",
        learner_count,
    ) % {"count": learner_count, "title": title}
