"""Who is asking: a port filled by `content.people`, so that core need not know people."""

from collections.abc import Callable

from django.http import HttpRequest

from content.core.audience import Viewer

_provider: list[Callable[[object], Viewer]] = []


def register_viewer_provider(provider: Callable[[object], Viewer]) -> None:
    """`provider` turns a user, signed in or not, into a Viewer."""
    _provider[:] = [provider]


def viewer_of_request(request: HttpRequest) -> Viewer:
    """The viewer of this request, made once and kept on it."""
    viewer: Viewer | None = getattr(request, "_lectern_viewer", None)
    if viewer is None:
        viewer = viewer_of_user(getattr(request, "user", None))
        request._lectern_viewer = viewer  # type: ignore[attr-defined]  # a cache for one request
    return viewer


def viewer_of_user(user: object) -> Viewer:
    if user is None or not _provider:
        return Viewer.anonymous()
    return _provider[0](user)
