"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from content.core.media_view import media
from lectern import comfort
from lectern.api import api
from lectern.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("api/uploads/", include("content.uploads.urls")),
    path("media/<path:path>", media, name="media"),
    path("comfort/<str:state>/", comfort.switch, name="comfort"),
    # One door: the administration's own sign-in form would be a second one.
    path("admin/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("sign-in/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("", include("content.home.urls")),
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("", include("content.people.urls")),
        path("", include("content.learning.urls")),
        path("", include(wagtail_urls)),
    ),
]
