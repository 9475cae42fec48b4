"""The API under /api/v1/: each app's router, in one document."""

from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(
    title="Lectern",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
)

__all__ = ["api", "django_auth"]
