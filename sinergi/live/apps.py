from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "sinergi.live"
    label = "live"
