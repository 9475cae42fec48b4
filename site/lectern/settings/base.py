"""What holds everywhere. Values an operator may change come from `lectern.env` alone."""

from django.utils.translation import gettext_lazy as _

from lectern.env import BASE_DIR, Environment, database_settings

ENV = Environment.read()

SECRET_KEY = ENV.secret_key or "only-for-development-and-tests"
ALLOWED_HOSTS = list(ENV.allowed_hosts)
DEBUG = False

INSTALLED_APPS = [
    "lectern",
    "search",
    "content.demo",
    "content.home",
    "content.learning",
    "content.courses",
    "content.articles",
    "content.events",
    "content.lectures",
    "content.indicators",
    "content.slides",
    "content.transcripts",
    "content.recordings",
    "content.uploads",
    "content.materials",
    "content.jobs",
    "content.taxonomy",
    "content.library",
    "content.people",
    "content.core",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "content.people.users_app.PeopleUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lectern.languages.PageLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lectern.urls"
WSGI_APPLICATION = "lectern.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "lectern" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": database_settings(ENV.database_url)}

# People.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "my_learning"
LOGOUT_REDIRECT_URL = "/"
# The field in the sign-in form: without it all numbers behind one address share a lock.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "content.people.client_address.client_address"
LECTERN_PROXY_COUNT = ENV.proxy_count
AXES_VERBOSE = False

# Language and time. Chinese is the default; both languages carry their prefix in the address.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "site" / "lectern" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "lectern.formats"
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files. The web server sends none by itself: `content.core.media_view` guards each byte.
DATA_DIR = ENV.data_dir
LECTERN_CACHE_DIR = ENV.cache_dir
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
LECTERN_ACCEL_PREFIX = ENV.accel_prefix
LECTERN_MAX_UPLOAD_BYTES = ENV.max_upload_bytes
LECTERN_MIN_FREE_BYTES = ENV.min_free_bytes
LECTERN_DISK_RESERVE_PERCENT = ENV.disk_reserve_percent
LECTERN_UPLOAD_OPEN_BYTES = ENV.upload_open_bytes
LECTERN_UPLOAD_DAY_BYTES = ENV.upload_day_bytes
LECTERN_UPLOAD_KEEP_HOURS = ENV.upload_keep_hours
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    if ENV.redis_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
    }
}

# Wagtail.
WAGTAIL_SITE_NAME = "讲台 Lectern"
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAILADMIN_LOGIN_URL = "/sign-in/"
# Many have no e-mail address: the training office sets a new password.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "library.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.library.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "library.CustomDocument"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
# No SVG and no HTML: both can carry scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "vtt", "xlsx", "zip"),
]
# A document's address leads to our one guarded view; Wagtail's own is not mounted.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# One system of rights: Wagtail's own page privacy is off, the Audience rules.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
# Those of SQLite and PostgreSQL find no two-character Chinese fragment: ours does, and pinyin.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin_backend"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Search.
ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_SHARDS = ENV.elasticsearch_shards
ELASTICSEARCH_REPLICAS = ENV.elasticsearch_replicas
LECTERN_SEARCH_INDEX = ENV.search_index
LECTERN_SEARCH_FILE = DATA_DIR / "search.sqlite3"

# Speech.
LECTERN_SPEECH_ENGINE = ENV.speech_engine
LECTERN_SPEECH_MODEL = ENV.speech_model
LECTERN_SPEECH_DEVICE = ENV.speech_device
LECTERN_SPEECH_THREADS = ENV.speech_threads
LECTERN_SPEECH_BATCH = ENV.speech_batch
LECTERN_FFMPEG = ENV.ffmpeg
LECTERN_VIDEO_HEIGHTS = ENV.video_heights

# Security. Wagtail's admin still needs inline scripts, so the policy leaves it out.
# Wagtail shows previews of pages in a frame of its own.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "lectern": {"level": "INFO"},
        "content": {"level": "INFO"},
        "search": {"level": "INFO"},
    },
}
