"""Takes the demonstration out again. What people added beside it stays.

Learning records are facts and nothing else deletes them; the demonstration's own are invented, and
go with the invented people and recordings they are about.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Model, ProtectedError, Q, QuerySet
from wagtail.models import Page

from content.articles.models import ArticlePage
from content.courses.models import Course, CoursePage
from content.demo.loading.materials import filename_of as filename_of_material
from content.demo.loading.materials import material_rows
from content.demo.loading.recordings import demo_uuid, recording_of
from content.demo.pictures import filename_of
from content.demo.scripts import lecture_scripts
from content.demo.texts import articles, table
from content.events.models import EventPage
from content.home.models import SectionPage
from content.indicators.models import Indicator
from content.learning.models import (
    Enrolment,
    LessonCompletion,
    PlaySession,
    WatchBudget,
    WatchedSet,
    WatchInterval,
)
from content.lectures.models import LecturePage
from content.library.models import CustomDocument, CustomImage
from content.people.models import Unit, User
from content.recordings.models import Recording
from content.recordings.services import delete_recording
from content.taxonomy.models import GlossaryTerm, Speaker, Topic

Report = Callable[[str], None]


@transaction.atomic
def clear_everything(keep: Report) -> None:
    """Delete what `load_demo` made. `keep` is told of each thing that must stay, and why."""
    recordings = [found for script in lecture_scripts() if (found := recording_of(script))]
    people = User.objects.filter(
        employee_number__in=[row["number"] for row in table("people")["people"]]
    )
    courses = Course.objects.filter(
        uuid__in=[demo_uuid("course", row["code"]) for row in table("courses")["courses"]]
    )
    _clear_learning(people, recordings, courses)
    _clear_pages(recordings, courses)
    courses.delete()
    for recording in recordings:
        delete_recording(acting_user=None, recording=recording)
    _clear_rows(people, keep)


def _clear_learning(
    people: QuerySet[User], recordings: list[Recording], courses: QuerySet[Course]
) -> None:
    watched = Q(user__in=people) | Q(recording__in=recordings)
    sessions = PlaySession.objects.filter(watched)
    WatchInterval.objects.filter(session__in=sessions).delete()
    sessions.delete()
    WatchedSet.objects.filter(watched).delete()
    WatchBudget.objects.filter(user__in=people).delete()
    LessonCompletion.objects.filter(Q(user__in=people) | Q(lesson__course__in=courses)).delete()
    Enrolment.objects.filter(Q(user__in=people) | Q(course__in=courses)).delete()


def _clear_pages(recordings: list[Recording], courses: QuerySet[Course]) -> None:
    """Deepest first, one by one: a page's place in the tree changes with each that goes."""
    plain = [row["slug"] for row in table("site")["pages"]]
    found: list[Page] = [
        *ArticlePage.objects.filter(slug__in=[article.slug for article in articles()]),
        *EventPage.objects.filter(slug__in=[row["slug"] for row in table("events")["events"]]),
        *CoursePage.objects.filter(course__in=courses),
        *LecturePage.objects.filter(recording__in=recordings),
        *SectionPage.objects.filter(slug__in=plain),
    ]
    for page in found:
        Page.objects.get(pk=page.pk).delete()


def _clear_rows(people: QuerySet[User], keep: Report) -> None:
    figures = table("indicators")
    codes = [row["code"] for row in figures["series"]]
    words = table("taxonomy")
    files = Q()
    for subject in table("site")["pictures"]:
        files |= Q(file__contains=filename_of(subject).removesuffix(".jpg"))
    documents = Q()
    for material in material_rows().values():
        documents |= Q(file__contains=filename_of_material(material).rpartition(".")[0])
    units = [row["code"] for row in table("people")["units"]]
    rows: list[Model] = [
        *Indicator.objects.filter(code__in=codes, as_of=figures["as_of"]),
        *CustomImage.objects.filter(files),
        *CustomDocument.objects.filter(documents),
        *Speaker.objects.filter(name_zh__in=[row["name_zh"] for row in words["speakers"]]),
        *Topic.objects.filter(slug__in=[row["slug"] for row in words["topics"]]),
        *GlossaryTerm.objects.filter(term__in=[row["term"] for row in words["terms"]]),
        *people,
        *Unit.objects.filter(code__in=units).order_by("-depth"),
    ]
    for row in rows:
        _delete(row, keep)


def _delete(row: Model, keep: Report) -> None:
    current = type(row)._default_manager.filter(pk=row.pk).first()
    if current is None:
        return
    try:
        with transaction.atomic():
            current.delete()
    except ProtectedError:
        keep(f"{row._meta.verbose_name} “{row}” is used by something else and stays.")
