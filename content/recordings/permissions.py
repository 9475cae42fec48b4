"""Who may add, change and delete recordings: Wagtail's collections, and owners their own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from content.recordings.models import Recording

policy = CollectionOwnershipPermissionPolicy(
    Recording, auth_model=Recording, owner_field_name="created_by"
)


def may_change(user: object, recording: Recording) -> bool:
    return bool(policy.user_has_permission_for_instance(user, "change", recording))


def may_add(user: object) -> bool:
    return bool(policy.user_has_permission(user, "add"))


def may_upload(user: object) -> bool:
    """Whether files of this user are let in: for a new recording, or in place of another's."""
    return bool(policy.user_has_any_permission(user, ["add", "change"]))


def may_enter(user: object) -> bool:
    """Whether recordings are any of this user's business in the administration."""
    return bool(policy.user_has_any_permission(user, ["add", "change", "delete"]))


def editable_recording(request: HttpRequest, pk: int) -> Recording:
    """The recording with its files, for a page on which it is changed.

    Raises Http404 and PermissionDenied, the latter first: whoever has no business among recordings
    does not learn which there are.
    """
    if not may_enter(request.user):
        raise PermissionDenied
    recording: Recording = get_object_or_404(Recording.objects.prefetch_related("files"), pk=pk)
    if not may_change(request.user, recording):
        raise PermissionDenied
    return recording
