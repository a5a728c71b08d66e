from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "sinergi.agreements"
    label = "agreements"
