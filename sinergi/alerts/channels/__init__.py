"""The ways to reach a person: one folder each, with ``transport.send(outgoing) -> str`` (empty = accepted)."""

from collections.abc import Callable

from sinergi.alerts.channels.email import transport as email
from sinergi.alerts.channels.live_screen import transport as live_screen
from sinergi.alerts.types import Channel, Outgoing

SEND: dict[str, Callable[[Outgoing], str]] = {Channel.EMAIL: email.send, Channel.LIVE_SCREEN: live_screen.send}
