"""The API under /api/v1/: each app's router, in one document."""

from ninja import NinjaAPI
from ninja.security import django_auth

from content.learning.api import router as learning_router
from content.lectures.api import router as lectures_router
from content.recordings.api import router as recordings_router
from content.transcripts.api import router as transcripts_router
from search.api import router as search_router

api = NinjaAPI(
    title="Lectern",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
)

api.add_router("", learning_router)
api.add_router("", lectures_router)
api.add_router("", recordings_router)
api.add_router("", transcripts_router)
api.add_router("", search_router)

__all__ = ["api", "django_auth"]
