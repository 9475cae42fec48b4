"""People and units in the administration's menus."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.snippets.models import register_snippet

from content.people.forms import OwnAccountForm
from content.people.models import Unit
from content.people.viewsets import UnitViewSet

register_snippet(UnitViewSet)

# Wagtail's panel asks for a first and a last name and offers no hook to replace it.
NameEmailSettingsPanel.form_class = OwnAccountForm


@hooks.register("before_delete_snippet")
def keep_units_with_units_below(
    request: HttpRequest, instances: Sequence[models.Model]
) -> HttpResponse | None:
    """The tree would take the units below along without asking."""
    for unit in instances:
        if isinstance(unit, Unit) and not unit.is_leaf():
            text = _("“%(name)s” was not deleted: units lie below it. Move or delete those first.")
            messages.error(request, text % {"name": unit.name})
            return redirect(UnitViewSet.model.snippet_viewset.get_url_name("list"))
    return None
