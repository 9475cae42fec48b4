from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlidesConfig(AppConfig):
    name = "content.slides"
    label = "slides"
    verbose_name = _("Slides")
