from django.apps import AppConfig

from sinergi.ledger import actions as ledger
from sinergi.live import bell


class LiveConfig(AppConfig):
    name = "sinergi.live"
    label = "live"

    def ready(self) -> None:
        """The ledger stands below and knows only that somebody wants to hear."""
        ledger.bells.append(ring_facts)


def ring_facts() -> None:
    """Something was recorded."""
    bell.ring(bell.FACTS)
