"""The groups a fresh site has, and what each may do; put right after every `migrate`.

Permissions are added, never taken away: what an administrator grants stays granted.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection

EDITORS = "Editors"
TRAINING_ADMINISTRATORS = "Training administrators"

_ENTER = ("wagtailadmin.access_admin", "people.see_everything")
_EDITED = (
    "courses.course",
    "indicators.indicator",
    "taxonomy.glossaryterm",
    "taxonomy.speaker",
    "taxonomy.topic",
    "transcripts.transcript",
    "wagtailsearchpromotions.searchpromotion",
    "search.askedwords",
)
_COLLECTED = ("recordings.recording", "wagtailimages.image", "wagtaildocs.document")
_EVERYTHING = ("add", "change", "delete", "view")


def permission_names(group: str) -> list[str]:
    """What the group may do, as "app.codename"."""
    names = list(_ENTER)
    actions = _EVERYTHING if group == TRAINING_ADMINISTRATORS else ("add", "change", "view")
    models = [*_EDITED]
    if group == TRAINING_ADMINISTRATORS:
        models += ["people.user", "people.unit"]
    for model in models:
        app_label, _dot, model_name = model.partition(".")
        names += [f"{app_label}.{action}_{model_name}" for action in actions]
    return names


def ensure_groups(**kwargs: object) -> None:
    """Both groups with their permissions, on pages, files and rows. Safe to repeat."""
    tables = connection.introspection.table_names()
    if "wagtailcore_grouppagepermission" not in tables:
        return
    for name in (EDITORS, TRAINING_ADMINISTRATORS):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(permission_names(name)))
        _grant_files(group)
    _grant_pages(Group.objects.get(name=EDITORS), ("add", "change"))
    _grant_pages(
        Group.objects.get(name=TRAINING_ADMINISTRATORS),
        ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    )


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Those that exist; the rows are made first for apps whose turn has not come yet."""
    wanted = {tuple(name.split(".", 1)) for name in names}
    for app_label in {app_label for app_label, _codename in wanted}:
        create_permissions(apps.get_app_config(app_label), verbosity=0)
    codenames = {codename for _app_label, codename in wanted}
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    return [
        permission
        for permission in found
        if (permission.content_type.app_label, permission.codename) in wanted
    ]


def _grant_files(group: Group) -> None:
    """Recordings, pictures and documents of every collection."""
    from wagtail.models import Collection, GroupCollectionPermission  # Wagtail's models load late

    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    names = []
    for model in _COLLECTED:
        app_label, _dot, model_name = model.partition(".")
        names += [f"{app_label}.{action}_{model_name}" for action in ("add", "change", "choose")]
    for permission in _permissions(names):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _grant_pages(group: Group, actions: Iterable[str]) -> None:
    from wagtail.models import GroupPagePermission, Page  # Wagtail's models load late

    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in _permissions(f"wagtailcore.{action}_page" for action in actions):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
