from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sinergi.ledger"
    label = "ledger"
