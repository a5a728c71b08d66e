"""Sends and tests as templates take them: where it failed, in words. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.alerts.types import DeliveryState

if TYPE_CHECKING:
    from sinergi.alerts.models import Delivery, Trial

S = DeliveryState
STATES = {
    S.QUEUED: gettext_lazy("Waiting"),
    S.SENDING: gettext_lazy("Being sent"),
    S.SENT: gettext_lazy("Sent"),
    S.DELIVERED: gettext_lazy("Delivered"),
    S.SEEN: gettext_lazy("Seen"),
    S.ACKNOWLEDGED: gettext_lazy("Accepted"),
    S.FAILED: gettext_lazy("Failed"),
    S.SUPERSEDED: gettext_lazy("No longer needed"),
}
FAILURES = {
    "refused address": gettext_lazy(
        "This address may not be called: it lies inside a closed network, or is not https."
    ),
    "name lookup failed": gettext_lazy("The name in the address is not known."),
    "no connection": gettext_lazy("Nobody listens at this address."),
    "no secure connection": gettext_lazy("The secure connection failed. Check the certificate."),
    "no answer": gettext_lazy("Connected, but no answer came in time."),
    "no screen open": gettext_lazy("No screen of this post was open."),
    "the sender died": gettext_lazy("Our sender stopped; it is sent again."),
}


def trials(rows: Iterable["Trial"]) -> list[dict[str, Any]]:
    """Tests: when, and how each went."""
    return [
        {"at": row.asked_at, "is_waiting": row.done_at is None, "is_good": not row.error, "text": _result(row)}
        for row in rows
    ]


def sends(rows: Iterable["Delivery"]) -> list[dict[str, Any]]:
    """Sends: of which alarm, when, how it stands."""
    return [
        {
            "id": row.pk,
            "code": row.escalation.alarm.code,
            "exercise": row.escalation.alarm.exercise,
            "at": row.created_at,
            "state": STATES[DeliveryState(row.state)],
            "delay": delay(row),
            "failure": failure(row.error),
            "attempts": row.attempts,
            "may_replay": row.state not in {S.QUEUED, S.SENDING},
        }
        for row in rows
    ]


def delay(row: "Delivery") -> Any:
    """How long after the alarm it left; None while it has not."""
    left: datetime | None = row.sent_at or row.delivered_at
    return left - row.escalation.started_at if left else None


def failure(error: str) -> str:
    """What went wrong, as a sentence; the provider's own number if that is all there is."""
    place, _colon, _rest = error.partition(":")
    if not error:
        return ""
    known = FAILURES.get(place)
    return str(known) if known else _("The other side answered: %(words)s") % {"words": error}


def _result(row: "Trial") -> str:
    if row.done_at is None:
        return _("Under way …")
    return failure(row.error) or _("Accepted after %(n)s ms") % {"n": row.took_ms}
