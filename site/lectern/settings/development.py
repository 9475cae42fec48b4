"""One machine, no server set up by hand: the demonstration and everyday work."""

from lectern.settings.base import *  # noqa: F403
from lectern.settings.base import ENV

DEBUG = ENV.debug
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
