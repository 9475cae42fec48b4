"""Pages of the learner: my learning, and enrolling from a course's page."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.courses.models import Course
from content.courses.outlines import outlines
from content.courses.selectors import course_list_url
from content.learning.exceptions import CourseNotVisibleError
from content.learning.selectors import my_learning
from content.learning.services import enrol
from content.people.models import User


@never_cache
@require_safe
@login_required
def my_learning_page(request: HttpRequest) -> HttpResponse:
    learning = my_learning(request)
    courses_url = "" if learning.courses else course_list_url(request)
    context = {"learning": learning, "courses_url": courses_url}
    return render(request, "learning/my_learning.html", context)


@require_POST
@login_required
def enrol_page(request: HttpRequest, course_uuid: UUID) -> HttpResponse:
    """Enrol in a course; a course the person may not see does not exist."""
    course = get_object_or_404(Course, uuid=course_uuid)
    try:
        enrol(acting_user=cast(User, request.user), course=course)
    except CourseNotVisibleError:
        raise Http404("no such course") from None
    outline = outlines(request, [course])[course.pk]
    messages.success(request, _("You are enrolled. What you have watched already counts."))
    return redirect(outline.url or "my_learning")
