"""The test suite: quick passwords, throw-away files, everything else as in production."""

import tempfile
from pathlib import Path

from lectern.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

DATA_DIR = Path(tempfile.mkdtemp(prefix="lectern-test-"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
LECTERN_SEARCH_FILE = DATA_DIR / "search.sqlite3"
LECTERN_MIN_FREE_BYTES = 0
LECTERN_DISK_RESERVE_PERCENT = 0
LECTERN_SEARCH_INDEX = "lectern-test"
ELASTICSEARCH_URL = ""
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["NAME"] = DATA_DIR / "lectern.sqlite3"  # noqa: F405
    # A file, not memory: the worker's and the live server's threads share it.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "lectern-test.sqlite3"}  # noqa: F405
