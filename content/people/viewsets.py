"""People and units in the administration."""

from functools import cached_property
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserFilterSet,
    UserViewSet,
)

from content.people.forms import PersonCreationForm, PersonEditForm, UnitForm
from content.people.models import Unit, User


class PersonFilterSet(UserFilterSet):  # type: ignore[misc]  # Wagtail is untyped
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=Unit.objects.order_by("path"))

    class Meta(UserFilterSet.Meta):  # type: ignore[misc]  # Wagtail is untyped
        model = User
        fields: ClassVar[list[str]] = []


class PersonIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    @cached_property
    def columns(self) -> list[Any]:
        tick, name, number, *others = super().columns
        number.label = _("Employee number")
        return [tick, name, number, Column("unit", label=_("Unit"), width="20%"), *others]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("unit")


class _NoPromotion:
    """Who is no superuser makes none, and does not touch one."""

    request: HttpRequest

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]  # Wagtail's view has it
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True
        return form


class PersonCreateView(_NoPromotion, CreateView):  # type: ignore[misc]  # Wagtail is untyped
    pass


class PersonEditView(_NoPromotion, EditView):  # type: ignore[misc]  # Wagtail is untyped
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class PersonViewSet(UserViewSet):  # type: ignore[misc]  # Wagtail is untyped
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    create_template_name = "people/admin/person_create.html"
    edit_template_name = "people/admin/person_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return PersonEditForm if for_update else PersonCreationForm


class UnitViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail is untyped
    model = Unit
    icon = "group"
    menu_label = _("Units")
    menu_order = 590
    add_to_settings_menu = True
    ordering: ClassVar[list[str]] = ["path"]
    list_display: ClassVar[list[Any]] = ["indented_name", "name_zh", "name_en", "code"]
    search_fields: ClassVar[list[str]] = ["name_zh", "name_en", "code"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
        FieldPanel("code"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UnitForm
