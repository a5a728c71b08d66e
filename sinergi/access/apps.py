from importlib import import_module

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "sinergi.access"
    label = "access"

    def ready(self) -> None:
        import_module("sinergi.access.entrance")  # its receiver ends the sign-ins of an old password
