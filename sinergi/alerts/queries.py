"""Alerts as the caller's agency has them, each with what the other side has answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Scope
from sinergi.alerts.models import Alarm, Delivery, Escalation
from sinergi.alerts.policy import visible
from sinergi.alerts.types import BUSY, SHOWN, AlertState
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid, NotFound
from sinergi.ledger.types import Audience


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, newest first; ``next`` is the key to go on from, None at the end."""

    items: list[Escalation]
    next: UUID | None


def list_alerts(
    *, actor: Actor, state: str | None = None, before: UUID | None = None, limit: int = 50, subject: str | None = None
) -> Page:
    """The alerts of the actor's unit and those below it, newest first."""
    found = _visible(actor)
    if state is not None:
        if state not in set(AlertState):
            raise Invalid(state=_("Unknown state. Use one of: %(states)s.") % {"states": ", ".join(AlertState)})
        found = found.filter(state=state)
    if subject is not None:
        found = found.filter(alarm__subject=subject)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(_with_parties(found).order_by("-pk")[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def get_alert(*, actor: Actor, alert_id: UUID) -> Escalation:
    """The alarm as the caller's agency has it: its own unit's row first, else the one nearest below."""
    found = list(_with_parties(_visible(actor).filter(alarm_id=alert_id)))
    if not found:
        raise NotFound(_("There is no such alert, or it is not open to your unit."))
    return min(found, key=lambda alert: (alert.unit_id != actor.unit_id, not alert.is_origin, alert.pk))


def get_own(*, actor: Actor, alert_id: UUID, lock: bool = False) -> Escalation:
    """For answering: as ``get_alert``, locked so that the first to answer wins."""
    found = get_alert(actor=actor, alert_id=alert_id)
    if not lock:
        return found
    Alarm.objects.select_for_update().get(pk=alert_id)  # the alarm before its sides, as raising does: no deadlock
    return Escalation.objects.select_for_update(of=("self",)).select_related("alarm", "unit").get(pk=found.pk)


def find_own(*, actor: Actor, subject: str) -> Escalation | None:
    """The actor's own unit's part of a subject's alarm, if it has one."""
    return _visible(actor).filter(alarm__subject=subject, unit_id=actor.unit_id).first()


def list_ringing(*, actor: Actor) -> list[Escalation]:
    """What waits for an answer of the actor's own unit and was sent to the actor: worst and oldest first."""
    waiting = _visible(actor).filter(
        unit_id=actor.unit_id,
        state__in=[AlertState.OPEN, AlertState.EXHAUSTED],
        deliveries__posting_id=actor.posting_id,
        alarm__closed_at__isnull=True,
    )
    return list(_with_parties(waiting.distinct()).order_by("-alarm__level", "started_at", "pk"))


def find_under_way(*, actor: Actor) -> Escalation | None:
    """The newest alarm that the actor's own unit has answered and is not done with."""
    found = _visible(actor).filter(unit_id=actor.unit_id, state__in=BUSY, alarm__closed_at__isnull=True)
    return found.order_by("-alarm__level", "-started_at").first()


def list_parties(subject: str) -> list[Escalation]:
    """Every side of one alarm. For callers that have judged the subject visible: each side sees the others' answers."""
    rows = _sides(alarm__subject=subject)
    return list(rows.order_by("-is_origin", "pk"))


def list_by_subject(subjects: Collection[str]) -> dict[str, list[Escalation]]:
    """The sides of several alarms in one query, for lists; as ``list_parties``, for subjects judged visible."""
    rows = _sides(alarm__subject__in=subjects)
    found: dict[str, list[Escalation]] = defaultdict(list)
    for row in rows.order_by("-is_origin", "pk"):
        found[row.alarm.subject].append(row)
    return found


def _sides(**which: Any) -> QuerySet[Escalation]:
    """Sides, each with whether anybody was there to be woken, and whether anything reached them."""
    sends = Delivery.objects.filter(escalation_id=OuterRef("pk"))
    reached = sends.filter(Q(sent_at__isnull=False) | Q(state__in=SHOWN))
    found = Escalation.objects.filter(**which).select_related("alarm", "unit")
    return found.annotate(has_sends=Exists(sends), is_reached=Exists(reached))


def last_raised_at(*, actor: Actor) -> datetime | None:
    """When an alarm was last sent to the actor's unit or one below it."""
    newest = _visible(actor).exclude(ladder=[]).order_by("-started_at").first()
    return newest.started_at if newest else None


def list_sends(escalation_ids: list[UUID]) -> list[Delivery]:
    """The sends of these ladders, in the order they were planned."""
    return list(Delivery.objects.filter(escalation_id__in=escalation_ids).order_by("step", "created_at", "pk"))


def fact_header(alert: Escalation) -> dict[str, Any]:
    """What every fact about this alert carries; its audience is every side, or for a confidential one its readers."""
    alarm = alert.alarm
    header: dict[str, Any] = {
        "subject": alarm.subject,
        "unit_id": alert.unit_id,
        "level": alarm.level,
        "exercise": alarm.exercise,
        "alert_id": alarm.pk,
    }
    return header | {"audience": audience_of(alarm.pk, confidential=alarm.confidential)}


def audience_of(alert_id: UUID, *, confidential: bool) -> Audience:
    """Every side with its superiors; of a confidential alarm only the persons who were woken."""
    if confidential:
        woken = Delivery.objects.filter(escalation__alarm_id=alert_id).values_list("person_id", flat=True)
        return Audience(people=frozenset(woken))
    paths = sql.rows(
        "SELECT u.path FROM alerts_escalation e JOIN units_v_unit u ON u.unit_id = e.unit_id WHERE e.alarm_id = %s",
        [alert_id],
    )
    return Audience.of_paths(row["path"] for row in paths)


def _visible(actor: Actor) -> QuerySet[Escalation]:
    reach = agreements.reach(actor, Scope.INCIDENT_ALERT, clock.now())
    return Escalation.objects.filter(visible(actor, reach)).select_related("alarm", "unit")


def _with_parties(found: QuerySet[Escalation]) -> QuerySet[Escalation]:
    others = Escalation.objects.select_related("unit").order_by("-is_origin", "pk")
    return found.prefetch_related(Prefetch("alarm__escalations", queryset=others, to_attr="parties"))
