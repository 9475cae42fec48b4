"""Someone who may upload, with a client that speaks tus."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from content.people.models import User
from tests.factories.people import make_user
from tests.unit.content.uploads.client import Tus


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def make_uploader(number: str = "") -> User:
    user = make_user(number, is_staff=True)
    group = Group.objects.create(name=f"may upload {user.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.create(
        group=group,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="add_recording"),
    )
    user.groups.add(group)
    return user


@pytest.fixture
def uploader(db: None) -> User:
    return make_uploader("1001")


@pytest.fixture
def tus(client: Client, uploader: User) -> Tus:
    client.force_login(uploader)
    return Tus(client)
