"""What the alarm page asks beyond the alert itself: who is still awaited, what was said before it rang again, and which
unit I was called to telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.alerts import queries
from sinergi.alerts.events import AlertAcknowledged, AlertResponding, AlertTakenBack
from sinergi.alerts.models import Delivery, Escalation
from sinergi.alerts.types import TELEPHONE, Channel, DeliveryState, Need
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound
from sinergi.ledger import queries as ledger

# By posting where everybody must answer, by post where one of each post must.
AWAITED = """
SELECT CASE WHEN %(need)s = 'all' THEN posting_id::text ELSE post_title END AS who, min(post_title) AS title,
       bool_or(acknowledged_at IS NOT NULL) AS has_answered, bool_or(acknowledged_at IS NOT NULL AND
         posting_id = %(posting)s) AS is_mine
FROM alerts_delivery
WHERE escalation_id = %(id)s AND epoch = %(epoch)s AND step = %(step)s AND posting_id IS NOT NULL
GROUP BY 1 ORDER BY 2, 1
"""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Of those whom a step needs: how many have accepted, and who has not."""

    of: int
    done: int
    missing: Sequence[str]
    has_accepted: bool
    """The reader is among those who have."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody of the unit said before the alarm began anew."""

    kind: str
    post: str
    at: datetime


def find_awaited(alert: Escalation, *, reader: Actor) -> Awaited | None:
    """Whom the ringing step still needs; None where one is enough."""
    need = alert.ladder[alert.step].get("need", Need.ONE) if 0 <= alert.step < len(alert.ladder) else Need.ONE
    if need == Need.ONE or not alert.is_ringing:
        return None
    asked = {"need": need, "posting": reader.posting_id, "id": alert.pk, "epoch": alert.epoch, "step": alert.step}
    rows = sql.rows(AWAITED, asked)
    missing = [row["title"] for row in rows if not row["has_answered"]]
    return Awaited(len(rows), len(rows) - len(missing), missing, any(row["is_mine"] for row in rows))


def find_said(alert: Escalation, *, reader: Actor) -> Said | None:
    """The unit's last word before it rang again; the alert itself has forgotten it."""
    kinds = (AlertAcknowledged.kind, AlertResponding.kind, AlertTakenBack.kind)
    told = ledger.list_facts(
        subject=alert.alarm.subject, units=[reader.unit_id], person_id=reader.person_id, kinds=kinds
    )
    mine = [fact for fact in told if fact["unit_id"] == alert.unit_id]
    if not mine:
        return None
    last: dict[str, Any] = mine[-1]
    return Said(last["kind"], (last["payload"] or {}).get("post", ""), last["at"])


def list_calls(*, actor: Actor, alert_id: UUID) -> list[Delivery]:
    """The last calls of an alarm that reached the actor's post: of which unit nobody answered."""
    mine = Delivery.objects.filter(posting_id=actor.posting_id, step=TELEPHONE, channel=Channel.LIVE_SCREEN)
    found = mine.filter(escalation__alarm_id=alert_id).exclude(state=DeliveryState.SUPERSEDED)
    return list(found.select_related("escalation__alarm", "escalation__unit").order_by("escalation_id"))


def get_calls(*, actor: Actor, alert_id: UUID) -> list[Delivery]:
    """As ``list_calls``, for the answer to them; an alarm that is not the actor's to see is not found."""
    queries.get_alert(actor=actor, alert_id=alert_id)
    found = list_calls(actor=actor, alert_id=alert_id)
    if not found:
        raise NotFound(_("There is no such alert, or it is not open to your unit."))
    return found
