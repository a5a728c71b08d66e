"""The ways to reach a person or a unit: one folder each, with ``transport.send(outgoing) -> Outcome``."""

from collections.abc import Callable

from sinergi.alerts.channels.email import transport as email
from sinergi.alerts.channels.live_screen import transport as live_screen
from sinergi.alerts.channels.webhook import transport as webhook
from sinergi.alerts.types import Channel, Outcome, Outgoing

SEND: dict[str, Callable[[Outgoing], Outcome]] = {
    Channel.EMAIL: email.send,
    Channel.LIVE_SCREEN: live_screen.send,
    Channel.WEBHOOK: webhook.send,
}


def rest() -> None:
    """Nothing more to send for now: no connection is kept."""
    email.hang_up()
