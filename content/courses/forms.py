"""Forms of the administration: a lesson's page offers the lessons of its own course alone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm


class LessonPageForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course_page = getattr(self.parent_page, "specific", None)
        if "lesson" in self.fields and course_page is not None:
            lessons = self.fields["lesson"].queryset
            self.fields["lesson"].queryset = lessons.filter(
                course_id=course_page.course_id
            ).select_related("recording")


class CourseForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """A lesson that has a page or records of learning is not removed with a stroke of a form."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        kept = [
            form.instance
            for form in self.formsets["lessons"].deleted_forms
            if form.instance.pk and is_in_use(form.instance)
        ]
        if kept:
            names = "、".join(lesson.recording.title for lesson in kept)
            raise ValidationError(
                _(
                    "These lessons have pages or learning records and cannot be removed: "
                    "%(lessons)s."
                ),
                params={"lessons": names},
            )
        return cleaned


def is_in_use(lesson: Any) -> bool:
    """Whether rows that protect the lesson (its pages, completions) point at it."""
    relations = lesson._meta.related_objects
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: lesson}).exists()
        for relation in relations
    )
