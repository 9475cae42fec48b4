"""The administration's views of the glossary: its list, and a whole glossary from a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from content.core.tables import TableError
from content.taxonomy.forms import GlossaryFileForm
from content.taxonomy.glossary_import import Judgement, import_terms, judge, read_glossary
from content.taxonomy.models import GlossaryTerm

_MOST_SHOWN = 100
"""Problems on one page: whoever mends these tries again."""


class GlossaryIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        if may_import(self.request.user):
            buttons.append(
                Button(_("Import"), url=_place("import"), icon_name="upload", priority=30)
            )
        return buttons


def may_import(user: object) -> bool:
    """A file adds terms and changes those there are."""
    policy = policy_registry.get_by_type(GlossaryTerm)
    return all(policy.user_has_permission(user, action) for action in ("add", "change"))


@require_http_methods(["GET", "POST"])
def import_glossary(request: HttpRequest) -> HttpResponse:
    """Shows every row's problems and writes nothing, or writes all rows."""
    if not may_import(request.user):
        raise PermissionDenied
    form = GlossaryFileForm(request.POST or None, request.FILES or None)
    judgement = Judgement((), ())
    if request.method == "POST" and form.is_valid():
        try:
            judgement = _judged(form.cleaned_data["file"])
        except TableError as refusal:
            form.add_error("file", refusal)
        if form.is_valid() and not judgement.problems:
            made = import_terms(
                acting_user=request.user,  # type: ignore[arg-type]  # signed in
                terms=judgement.terms,
            )
            messages.success(
                request,
                _("Terms added: %(added)d. Terms changed: %(changed)d.")
                % {"added": made.added, "changed": made.changed},
            )
            return redirect(_place("list"))
    return render(request, "taxonomy/glossary_import.html", _context(form, judgement))


def _judged(upload: "UploadedFile[bytes]") -> Judgement:
    """Raises TableError."""
    ending = ".xlsx" if (upload.name or "").lower().endswith((".xlsx", ".xlsm")) else ".csv"
    with tempfile.NamedTemporaryFile(suffix=ending) as copy:
        for block in upload.chunks():
            copy.write(block)
        copy.flush()
        return judge(read_glossary(Path(copy.name)))


def _context(form: GlossaryFileForm, judgement: Judgement) -> dict[str, Any]:
    title = _("Import a glossary")
    return {
        "form": form,
        "problems": judgement.problems[:_MOST_SHOWN],
        "problem_count": len(judgement.problems),
        "header_title": title,
        "header_icon": "openquote",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": _place("list"), "label": _("Glossary")},
            {"url": "", "label": title},
        ],
    }


def _place(name: str) -> str:
    # Wagtail gives its viewset to each model that is registered as a snippet.
    viewset: Any = GlossaryTerm.snippet_viewset  # type: ignore[attr-defined]
    return reverse(viewset.get_url_name(name))
