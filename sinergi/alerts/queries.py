"""Alerts as the caller's agency has them, each with what the other side has answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Scope
from sinergi.alerts import foretelling, ladder_queries, roster_queries, sends
from sinergi.alerts.models import Alarm, Delivery, Escalation
from sinergi.alerts.policy import visible
from sinergi.alerts.types import BUSY, SHOWN, TELEPHONE, WAITING, AlertState, Channel, DeliveryState
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid, NotFound
from sinergi.ledger.types import Audience

count_sends = sends.count_sends
# Who is on duty stands in a file of its own; rooms above ask for it here.
get_roster = roster_queries.get_roster
list_gaps = roster_queries.list_gaps
list_on_duty = roster_queries.list_on_duty
list_rosterable = roster_queries.list_rosterable
list_rosters = roster_queries.list_rosters
list_units_with_gaps = roster_queries.list_units_with_gaps

# So do ladders, and what they would do.
count_woken = foretelling.count_woken
foretell = foretelling.foretell
get_ladder = ladder_queries.get_ladder
list_called = ladder_queries.list_called
list_choices = ladder_queries.list_choices
list_ladder_changes = ladder_queries.list_ladder_changes
list_ladders = ladder_queries.list_ladders
list_usual_ladders = ladder_queries.list_usual
preview_ladder = ladder_queries.preview


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
    _keep_words(rows, actor)
    return Page(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def get_alert(*, actor: Actor, alert_id: UUID) -> Escalation:
    """The alarm as the caller's agency has it: its own unit's row first, else the one nearest below."""
    found = list(_with_parties(_visible(actor).filter(alarm_id=alert_id)))
    _keep_words(found, actor)
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


def find_visible(*, actor: Actor, subject: str) -> Escalation | None:
    """A side of a subject's alarm that the actor sees: the own unit's, or one below it."""
    return _visible(actor).filter(alarm__subject=subject).order_by("-is_origin", "pk").first()


def list_ringing(*, actor: Actor) -> list[Escalation]:
    """What waits for an answer of the actor's own unit and was sent to the actor, and what the actor was called to
    telephone about: real before drills, own before others', worst and oldest first."""
    climbs = Q(state=AlertState.DECLINED, next_at__isnull=False)
    mine = Q(deliveries__posting_id=actor.posting_id, deliveries__acknowledged_at=None, deliveries__epoch=F("epoch"))
    waiting = Q(state__in=WAITING) | climbs
    own = _visible(actor).filter(waiting, mine, unit_id=actor.unit_id, alarm__closed_at__isnull=True).distinct()
    own_alarms = list(_with_parties(own))
    known = {alert.alarm_id for alert in own_alarms}
    others = [alert for alert in _called_to_telephone(actor) if alert.alarm_id not in known]
    _keep_words([*own_alarms, *others], actor)
    # What one must answer comes before what one is to telephone about; a real call before the own drill.
    key = lambda alert: (  # noqa: E731
        alert.alarm.exercise, alert.alarm_id not in known, -alert.alarm.level, alert.started_at, alert.pk
    )  # fmt: skip
    return sorted([*own_alarms, *others], key=key)


def _called_to_telephone(actor: Actor) -> list[Escalation]:
    """Alarms that nobody of another unit answered: until the actor has seen it."""
    unseen = (
        Delivery.objects.filter(
            posting_id=actor.posting_id, step=TELEPHONE, escalation__state=AlertState.EXHAUSTED,
            escalation__alarm__closed_at__isnull=True, channel=Channel.LIVE_SCREEN,
        ).exclude(state__in=[DeliveryState.SEEN, DeliveryState.SUPERSEDED])
    )  # fmt: skip
    alarms = list(unseen.exclude(escalation__unit_id=actor.unit_id).values_list("escalation__alarm_id", flat=True))
    if not alarms:
        return []
    rows = _with_parties(_visible(actor).filter(alarm_id__in=alarms)).order_by("is_origin")
    return list({alert.alarm_id: alert for alert in rows}.values())


def find_under_way(*, actor: Actor) -> Escalation | None:
    """The newest alarm that the actor's own unit has answered and is not done with."""
    found = _visible(actor).filter(unit_id=actor.unit_id, state__in=BUSY, alarm__closed_at__isnull=True)
    return found.order_by("-alarm__level", "-started_at").first()


def list_parties(subject: str, *, reader: Actor) -> list[Escalation]:
    """Every side of one alarm. For callers that have judged the subject visible: each side sees the others' answers."""
    return list_by_subject([subject], reader=reader).get(subject, [])


def list_by_subject(subjects: Collection[str], *, reader: Actor) -> dict[str, list[Escalation]]:
    """The sides of several alarms in one query, for lists; as ``list_parties``, for subjects judged visible."""
    rows = _sides(alarm__subject__in=subjects)
    found: dict[str, list[Escalation]] = defaultdict(list)
    for row in rows.order_by("-is_origin", "pk"):
        _keep_words([row], reader)
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
        sends = Delivery.objects.filter(escalation__alarm_id=alert_id, person_id__isnull=False)
        woken = [each.person_id for each in sends.only("person_id") if each.person_id]
        return Audience(people=frozenset(woken))
    paths = sql.rows(
        "SELECT u.path FROM alerts_escalation e JOIN units_v_unit u ON u.unit_id = e.unit_id WHERE e.alarm_id = %s",
        [alert_id],
    )
    return Audience.of_paths(row["path"] for row in paths)


def _visible(actor: Actor) -> QuerySet[Escalation]:
    reach = agreements.reach(actor, Scope.INCIDENT_ALERT, clock.now())
    return Escalation.objects.filter(visible(actor, reach)).select_related("alarm", "unit")


def _keep_words(alerts: Collection[Escalation], reader: Actor) -> None:
    """A child's case: the words of the reporting side are taken out for whoever reads from outside it."""
    for alert in alerts:
        for side in (alert, *getattr(alert.alarm, "parties", ())):
            if side.is_origin and alert.alarm.keeps_words and side.unit_id != reader.unit_id:
                side.note = side.reason = ""


def _with_parties(found: QuerySet[Escalation]) -> QuerySet[Escalation]:
    others = Escalation.objects.select_related("unit").order_by("-is_origin", "pk")
    return found.prefetch_related(Prefetch("alarm__escalations", queryset=others, to_attr="parties"))
