from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "sinergi.alerts"
    label = "alerts"
