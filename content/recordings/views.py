"""The administration's views of recordings: list, upload, progress, retry, delete."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin.ui.tables import Table
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage

from content.jobs import wording
from content.jobs.exceptions import JobStateError
from content.recordings import selectors, services, timing
from content.recordings.exceptions import RecordingInUseError, UploadRefusedError
from content.recordings.forms import ArrivedRecordingForm
from content.recordings.models import Recording
from content.recordings.permissions import (
    editable_recording,
    may_add,
    may_change,
    policy,
)
from content.recordings.upload_page import refused, upload_page
from content.recordings.uploads import RecordingUploadHandler
from content.uploads.exceptions import UploadError


class RecordingIndexView(generic.IndexView):
    """Recordings this person may edit. The progress of a whole page comes with one query."""

    add_item_label = gettext_lazy("Upload recordings")

    def get_base_queryset(self) -> Any:
        mine = policy.instances_user_has_permission_for(self.request.user, "change")
        return mine.select_related("unit", "speaker")

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        progress = selectors.progress_of_all(rows)
        for row in rows:
            row.progress = progress[row.pk]
        return super().get_table(rows)

    def get_list_more_buttons(self, instance: Recording) -> list[Any]:
        from wagtail.admin.ui.menus import MenuItem

        ways = [
            MenuItem(
                button.label, url=button.url, icon_name=button.icon_name, priority=button.priority
            )
            for button in _ways_from(instance)
        ]
        return [*ways, *super().get_list_more_buttons(instance)]


@method_decorator(csrf_exempt, name="dispatch")
class RecordingCreateView(generic.CreateView):
    """Takes the file by a handler of our own, which must be in place before the form is read:
    hence the token is checked here and not by the middleware.
    """

    template_name = "recordings/upload.html"
    page_title = gettext_lazy("Upload recordings")
    submit_button_label = gettext_lazy("Upload")
    submit_button_active_label = gettext_lazy("Uploading…")
    success_message = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._handler = RecordingUploadHandler(request)
        request.upload_handlers = [self._handler]
        inner = csrf_protect(super().dispatch)
        response: HttpResponseBase = inner(request, *args, **kwargs)
        return response

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Wagtail reads the form here, to tell actions apart. There is one action.
        super(generic.CreateView, self).setup(request, *args, **kwargs)
        self.action = "create"

    def get_page_subtitle(self) -> Any:
        return self.page_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        kwargs["for_user"] = self.request.user
        # Reading the form above has run the handler.
        kwargs["refusal"] = self._handler.refusal
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **upload_page()}

    def form_valid(self, form: Any) -> HttpResponseBase:
        self.form = form
        try:
            self.object = form.create()
        except UploadRefusedError as refusal:
            form.add_error("file", refusal)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        url = reverse("recordings:progress", args=[self.object.pk])
        if self.expects_json_response:
            return JsonResponse({"url": url})
        return redirect(url)

    def form_invalid(self, form: Any) -> HttpResponseBase:
        if self.expects_json_response:
            return JsonResponse({"errors": form.errors}, status=422)
        return super().form_invalid(form)  # type: ignore[no-any-return]


@require_POST
def make(request: HttpRequest) -> JsonResponse:
    """The recording of an upload that has arrived: asked twice, the same recording."""
    if not may_add(request.user):
        raise PermissionDenied
    form = ArrivedRecordingForm(request.POST, for_user=request.user)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        recording = form.create()
    except (UploadRefusedError, UploadError) as refusal:
        return refused(refusal)
    url = reverse("recordings:progress", args=[recording.pk])
    return JsonResponse({"url": url, "title": recording.title})


class OneRecordingMixin:
    """Wagtail's views of one object ask for the right in general; here it is that one's."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Recording:
        recording: Recording = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not may_change(self.request.user, recording):
            raise PermissionDenied
        return recording


class RecordingHistoryView(OneRecordingMixin, history.HistoryView):
    pass


class RecordingUsageView(OneRecordingMixin, usage.UsageView):
    pass


class RecordingEditView(OneRecordingMixin, generic.EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    @property
    def header_more_buttons(self) -> list[Any]:
        return [*_ways_from(self.object), *super().header_more_buttons]


def _ways_from(recording: Recording) -> list[Any]:
    """Buttons to the pages about one recording, for menus: ours, then those of the apps above."""
    from wagtail.admin.widgets.button import Button

    progress = reverse("recordings:progress", args=[recording.pk])
    replace = reverse("recordings:replace", args=[recording.pk])
    return [
        Button(_("Progress and preview"), url=progress, icon_name="view", priority=5),
        Button(_("Replace the file"), url=replace, icon_name="resubmit", priority=7),
        *_buttons_of_others(recording),
    ]


def _buttons_of_others(recording: Recording) -> list[Any]:
    """What the apps above offer for a recording, by our hook `register_recording_buttons`: each
    gives a button, or None where it has nothing to offer for this one.
    """
    offered = [button(recording) for button in hooks.get_hooks("register_recording_buttons")]
    return [button for button in offered if button is not None]


class RecordingDeleteView(OneRecordingMixin, generic.DeleteView):
    """Deletes by the service; what still uses the recording is named instead of an error page."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            services.delete_recording(
                acting_user=self.request.user,  # type: ignore[arg-type]  # signed in
                recording=self.object,
            )
        except RecordingInUseError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect("recordings:edit", self.object.pk)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a recording is, refreshed by itself; the preview once it can be played."""
    recording = editable_recording(request, pk)
    context = {
        "recording": recording,
        "progress": progress_data(recording),
        "played": selectors.played_file(recording) if recording.is_playable else None,
        "poster": selectors.poster_file(recording),
        "others": _buttons_of_others(recording),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("recordings:index"), "label": _("Recordings")},
            {"url": "", "label": recording.title},
        ],
        "header_title": recording.title,
        "header_icon": "media",
    }
    return render(request, "recordings/progress.html", context)


@require_safe
def progress_json(request: HttpRequest, pk: int) -> JsonResponse:
    response = JsonResponse(progress_data(editable_recording(request, pk)))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    recording = editable_recording(request, pk)
    try:
        services.retry_processing(acting_user=request.user, recording=recording)  # type: ignore[arg-type]  # signed in
    except JobStateError:
        messages.info(request, _("This recording is being processed already."))
    return redirect("recordings:progress", pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    recording = editable_recording(request, pk)
    services.cancel_processing(acting_user=request.user, recording=recording)  # type: ignore[arg-type]  # signed in
    return redirect("recordings:progress", pk)


def progress_data(recording: Recording) -> dict[str, Any]:
    """What the progress page shows, in the words of the interface's language."""
    progress = selectors.progress_of(recording)
    job = progress.job
    return {
        "state": progress.state,
        "state_label": capfirst(progress.state_label),
        "settled": progress.is_settled,
        "stage": job.stage_label if job and not progress.is_settled else "",
        "percent": job.percent if job else None,
        "time_left": wording.time_left(job.seconds_left) if job else "",
        "problem": progress.problem,
        "detail": progress.problem_detail if progress.problem else "",
        "duration": timing.clock(recording.duration_ms),
    }
