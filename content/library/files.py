"""Who may have the bytes of pictures and documents: what `content.core.files` asks this app.

A picture's sizes follow the picture's audience. Its original, which may be large and carry the
camera's notes, goes to those who may edit pictures alone. A document follows its own audience.
"""

import mimetypes

from wagtail.permissions import policy_registry

from content.core.files import FileGrant
from content.library.models import CustomDocument, CustomImage, Rendition

# What a browser may show by itself; everything else is saved to disk under its own name.
_SHOWN_TYPES = frozenset({"application/pdf", "text/plain"})


def rendition_grant(path: str) -> FileGrant | None:
    rendition = Rendition.objects.filter(file=path).select_related("image").first()
    if rendition is None:
        return None
    return FileGrant((rendition.image.audience,), path, _content_type(path))


def original_grant(path: str) -> FileGrant | None:
    image = CustomImage.objects.filter(file=path).first()
    if image is None:
        return None
    return FileGrant(
        (image.audience,),
        path,
        _content_type(path),
        allowed=lambda user: _may_edit(user, image),
    )


def document_grant(path: str) -> FileGrant | None:
    document = CustomDocument.objects.filter(file=path).first()
    if document is None:
        return None
    content_type = _content_type(path)
    return FileGrant(
        (document.audience,),
        path,
        content_type,
        filename=document.filename,
        inline=content_type in _SHOWN_TYPES,
    )


def _may_edit(user: object, image: CustomImage) -> bool:
    policy = policy_registry.get_by_type(CustomImage)
    return bool(policy.user_has_permission_for_instance(user, "change", image))


def _content_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
