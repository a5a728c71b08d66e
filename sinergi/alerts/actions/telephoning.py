"""Nobody of a unit answered: whoever the last call reached says that they are telephoning it now."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import queries, standing
from sinergi.alerts.actions import receipts
from sinergi.alerts.events import AlertTelephoned
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import DeliveryState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict
from sinergi.ledger import actions as ledger

MINE = "id = ANY(%(ids)s) AND state NOT IN ('seen', 'acknowledged', 'superseded')"


@transaction.atomic
def telephone(*, actor: Actor, alert_id: UUID) -> None:
    """I am calling the unit that nobody answered for: my own screens fall silent, and both sides read who calls."""
    at = clock.now()
    calls = standing.get_calls(actor=actor, alert_id=alert_id)
    for call in calls:
        POLICY.require(actor, Action.TELEPHONE, call)
    if not receipts.advance(MINE, {"ids": [call.pk for call in calls]}, DeliveryState.SEEN):
        raise Conflict(_("Your post has already said that it is calling."))
    post = access.get_post_title(actor)
    said = [AlertTelephoned(**queries.fact_header(call.escalation), post=post) for call in calls]
    ledger.record(*said, actor=actor, at=at)
