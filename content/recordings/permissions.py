"""Who may add, change and delete recordings: Wagtail's collections, and owners their own."""

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from content.recordings.models import Recording

policy = CollectionOwnershipPermissionPolicy(
    Recording, auth_model=Recording, owner_field_name="created_by"
)


def may_change(user: object, recording: Recording) -> bool:
    return bool(policy.user_has_permission_for_instance(user, "change", recording))


def may_add(user: object) -> bool:
    return bool(policy.user_has_permission(user, "add"))


def may_enter(user: object) -> bool:
    """Whether recordings are any of this user's business in the administration."""
    return bool(policy.user_has_any_permission(user, ["add", "change", "delete"]))
