"""The courses, their lessons and the pages of both."""

from decimal import Decimal
from typing import Any

from wagtail.models import Page

from content.core.audience import Audience, AudienceKind
from content.courses.models import (
    Course,
    CourseMaterial,
    CoursePage,
    CourseTerm,
    Lesson,
    LessonPage,
)
from content.demo.loading.materials import document_of, material_rows
from content.demo.loading.pages import add_page, morning_of
from content.demo.loading.recordings import Company, demo_uuid
from content.demo.scripts import lecture_scripts
from content.demo.texts import table
from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm


def load_courses(
    recordings: dict[str, Recording], indexes: dict[str, Page], company: Company
) -> dict[str, Course]:
    """Every course of the demonstration by its code."""
    courses = {}
    for row in table("courses")["courses"]:
        course = Course.objects.filter(code=row["code"]).first()
        courses[row["code"]] = course or _create(row, recordings, company)
        _load_pages(row, courses[row["code"]], indexes, company)
    return courses


def _create(row: dict[str, Any], recordings: dict[str, Recording], company: Company) -> Course:
    course: Course = Course.objects.create(
        uuid=demo_uuid("course", row["code"]),
        code=row["code"],
        unit=company.units[row["unit"]],
        audience=Audience(AudienceKind(row["audience"])),
        hours=Decimal(row["hours"]),
    )
    for position, slug in enumerate(row["lessons"]):
        Lesson.objects.create(course=course, recording=recordings[slug], position=position)
    _attach(row, course)
    return course


def _attach(row: dict[str, Any], course: Course) -> None:
    """The terms it is transcribed with first, and the documents that go with it."""
    terms = {term.term: term for term in GlossaryTerm.objects.filter(term__in=row["terms"])}
    for position, word in enumerate(row["terms"]):
        if word in terms:
            CourseTerm.objects.create(course=course, term=terms[word], position=position)
    documents = material_rows()
    for position, key in enumerate(row["materials"]):
        CourseMaterial.objects.create(
            course=course,
            document=document_of(documents[key]),
            position=position,
            title_en=documents[key]["title_en"],
        )


def _load_pages(
    row: dict[str, Any], course: Course, indexes: dict[str, Page], company: Company
) -> None:
    twin: CoursePage | None = None
    lesson_twins: dict[int, LessonPage] = {}
    for language, index in indexes.items():
        words = row[language]
        page = CoursePage.objects.filter(course=course, locale=index.locale).first()
        twin = page or add_page(
            index,
            CoursePage(
                title=words["title"],
                slug=row["slug"],
                course=course,
                introduction=words["introduction"],
                body=words["body"],
            ),
            acting_user=company.acting_user,
            twin=twin,
            published_at=morning_of(row["published_on"]),
        )
        _load_lesson_pages(twin, language, lesson_twins, company)


def _load_lesson_pages(
    course_page: CoursePage, language: str, twins: dict[int, LessonPage], company: Company
) -> None:
    scripts = {demo_uuid("recording", script.slug): script for script in lecture_scripts()}
    for lesson in course_page.course.lessons.select_related("recording"):
        found = LessonPage.objects.filter(lesson=lesson, locale=course_page.locale).first()
        script = scripts.get(lesson.recording.uuid)
        if found is not None or script is None:
            continue
        twins[lesson.pk] = add_page(
            course_page,
            LessonPage(
                title=script.title_in(language),
                slug=script.slug,
                lesson=lesson,
                introduction=script.summary_in(language),
            ),
            acting_user=company.acting_user,
            twin=twins.get(lesson.pk),
        )
