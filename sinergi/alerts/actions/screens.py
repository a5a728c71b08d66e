"""Screens say whether they can be heard, and what they have shown."""

from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import receipts
from sinergi.alerts.events import ScreenTested
from sinergi.alerts.types import TELEPHONE, Channel, DeliveryState, Sound
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.live import bell

ARM = """
INSERT INTO alerts_screen (id, person_id, posting_id, unit_id, sound, seen_at, heard_at)
VALUES (%(screen)s, %(person)s, %(posting)s, %(unit)s, %(sound)s, %(at)s, %(heard_at)s)
ON CONFLICT (id) DO UPDATE SET sound = excluded.sound, seen_at = excluded.seen_at, person_id = excluded.person_id,
  posting_id = excluded.posting_id, unit_id = excluded.unit_id,
  heard_at = CASE WHEN alerts_screen.posting_id = excluded.posting_id
             THEN coalesce(excluded.heard_at, alerts_screen.heard_at) ELSE excluded.heard_at END
"""
# The person's rung is ringing, and no screen of anyone on that rung can be heard.
UNHEARD = """
UPDATE alerts_escalation e SET next_at = %(at)s
WHERE e.state = 'open' AND e.next_at > %(at)s
  AND EXISTS (SELECT FROM alerts_delivery d
              WHERE d.escalation_id = e.id AND d.step = e.step AND d.posting_id = %(posting)s)
  AND NOT EXISTS (SELECT FROM alerts_delivery d JOIN alerts_screen s ON s.posting_id = d.posting_id
                  WHERE d.escalation_id = e.id AND d.step = e.step AND s.sound = 'on'
                    AND s.seen_at > %(at)s::timestamptz - interval '45 seconds')
"""

# A receipt may come before the send was written as sent, and again later.
MINE = """
channel = %(channel)s AND posting_id = %(posting)s AND state NOT IN ('seen', 'acknowledged', 'superseded')
AND escalation_id IN (SELECT id FROM alerts_escalation WHERE alarm_id = %(alert)s)
"""


@transaction.atomic
def arm_screen(*, actor: Actor, screen_id: UUID, sound: Sound) -> None:
    """A screen says it is open and whether it can be heard; a silent one hurries the ladder it was to ring for."""
    at = clock.now()
    told = {
        "screen": screen_id,
        "person": actor.person_id,
        "posting": actor.posting_id,
        "unit": actor.unit_id,
        "at": at,
    }
    sql.run(ARM, {**told, "sound": sound.value, "heard_at": at if sound is Sound.ON else None})
    if sound is not Sound.ON and sql.run(UNHEARD, {"posting": actor.posting_id, "at": at}):
        transaction.on_commit(lambda: bell.ring("alerts"))


@transaction.atomic
def confirm_receipt(*, actor: Actor, alert_id: UUID, seen: bool) -> int:
    """The page's own receipt: the alarm is on this screen (and looked at). Returns how many sends it confirms.

    The last call is not silenced by a look: whoever it reached says that they are calling (``telephone``).
    """
    told = {"alert": alert_id, "posting": actor.posting_id, "channel": Channel.LIVE_SCREEN.value, "last": TELEPHONE}
    if not seen:
        return receipts.advance(MINE, told, DeliveryState.DELIVERED)
    receipts.advance(f"{MINE} AND step = %(last)s", told, DeliveryState.DELIVERED)
    return receipts.advance(f"{MINE} AND step <> %(last)s", told, DeliveryState.SEEN)


@transaction.atomic
def try_screen(*, actor: Actor, screen_id: UUID) -> None:
    """Can I be reached? A nudge to the actor's own screens, by the way of a real alarm: recorded, sealed, streamed."""
    told = Audience(people=frozenset({actor.person_id}))
    ledger.record(ScreenTested(subject=f"screen:{screen_id}", unit_id=actor.unit_id, audience=told), actor=actor)
