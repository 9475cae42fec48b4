"""Behind a reverse proxy, with secrets from the environment."""

from django.core.exceptions import ImproperlyConfigured

from lectern.settings.base import *  # noqa: F403
from lectern.settings.base import ENV

if not ENV.secret_key:
    raise ImproperlyConfigured("LECTERN_SECRET_KEY is not set.")
if not ENV.allowed_hosts:
    raise ImproperlyConfigured("LECTERN_ALLOWED_HOSTS is not set.")

CSRF_TRUSTED_ORIGINS = [ENV.base_url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxy_count else None
SECURE_SSL_REDIRECT = ENV.https
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SECURE = ENV.https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
