from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "content.indicators"
    label = "indicators"
