"""Four weeks of disturbances, told through the same actions that people use, so that every fact of them is honest."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sinergi.access.types import Function
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.types import ACCEPTED, LANES, Channel
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.incidents import actions as incidents
from sinergi.incidents.types import MAIN_LINE, TYPES, Casualties, Severity, Status, Visibility
from sinergi.project.demo.crew import Crew
from sinergi.project.demo.diary import Case, cases
from sinergi.project.demo.past import in_office, move_to, past
from sinergi.units.types import Agency

_SEED = 20261102
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_DESKS = (Function.POLICE_DESK, Function.SUPPORT_DESK)
_GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})
_PLACE = "SELECT place_id FROM units_v_place WHERE unit_id = %s AND full_name = %s"
_ARRIVAL: dict[str, str] = {
    Agency.POLICE: "{} personel tiba di P2U, berkoordinasi dengan komandan jaga.",
    Agency.FIRE: "{} pemadam dan dua unit tiba, selang disambung ke hidran di sebelah P2U.",
    Agency.HEALTH: "Ambulans dengan {} tenaga medis tiba di P2U.",
}
_LADDERS_END = 10 * _MINUTE
"""By then every side has answered."""
_SENT_BACK_IN_A_HUNDRED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """Something somebody did: when, what, and which state it led to, if any."""

    at: datetime
    do: Callable[[], object]
    leads_to: Status | None = None


def tell(now: datetime) -> int:
    """Let the four weeks before ``now`` happen; returns how many disturbances there were.

    No alarm is left unanswered and no mail is left to be sent.
    """
    # The same past must lie behind every demo; nothing secret hangs on these dice.
    dice = random.Random(_SEED)  # noqa: S311
    crew = Crew()
    found = cases(now, dice)
    with past():
        for case in found:
            Tale(case, crew, dice).tell(until=now)
    return len(found)


class Tale:
    """One disturbance, from the first report to where it stands now."""

    def __init__(self, case: Case, crew: Crew, dice: random.Random) -> None:
        self.case, self.story, self.crew, self.dice = case, case.story, crew, dice
        self.guard, self.leader = crew.guard_and_leader(case.facility, case.at)
        self.severity = TYPES[case.story.type].severity
        self.is_restricted = TYPES[case.story.type].is_restricted

    def tell(self, *, until: datetime) -> None:
        """Report it, then do what people did, as far as there was time for it."""
        move_to(self.case.at)
        reported = incidents.report(actor=self.guard, flash=self._flash())
        self.incident_id, self.alert_id = reported.id, reported.alerts[0]
        _send_what_is_due()
        for step in sorted(self._steps(), key=lambda step: step.at):
            if step.at > until or self._is_too_far(step):
                return
            if step.at < self.case.at + _LADDERS_END:
                _climb_until(step.at)
            move_to(step.at)
            step.do()

    def _flash(self) -> incidents.Flash:
        said = {"phones": self.dice.randint(0, 2), "blades": self.dice.randint(1, 4), "wires": self.dice.randint(1, 4)}
        place = sql.one(_PLACE, [self.guard.unit_id, self.case.place])
        return incidents.Flash(
            type=self.story.type,
            place_id=place["place_id"] if place else None,
            occurred_at=self.case.at - timedelta(seconds=self.dice.randint(20, 300)),
            summary=self.story.summary.format(**said),
            casualties=Casualties(0, self.story.badly_hurt, self.dice.randint(0, self.story.lightly_hurt)),
            help_needed=self.story.help_needed,
        )

    def _is_too_far(self, step: Step) -> bool:
        if step.leads_to is None or self.case.ends_as not in MAIN_LINE:
            return False
        return MAIN_LINE.index(step.leads_to) > MAIN_LINE.index(Status(self.case.ends_as))

    def _steps(self) -> Iterator[Step]:
        if self.is_restricted:
            yield from self._compliance_takes_it()
            return
        sides = alert_queries.list_parties(f"incident:{self.incident_id}", reader=self.guard)
        for side in sides:
            climbs = len(side.ladder) > 1
            within = min(timedelta(seconds=side.ladder[-1]["after"]), 3 * _MINUTE) if climbs else 9 * _MINUTE
            answered = self.case.at + within * self.dice.uniform(0.15, 0.85)
            if not side.is_origin:
                yield from self._partner_answers(side.unit_id, side.agency, answered, comes=climbs)
            elif climbs:
                yield Step(answered, self._say(alerts.acknowledge, self.leader))
        if self.case.ends_as == Status.FALSE_ALARM:
            mark = self._do(incidents.mark_false_alarm, self.leader, reason=self.story.own)
            yield Step(self.case.at + 11 * _MINUTE, mark)
            return
        yield from self._response(is_shared=len(sides) > 1)
        yield from self._report()

    def _partner_answers(self, unit_id: UUID, agency: str, answered: datetime, *, comes: bool) -> Iterator[Step]:
        desk = self.crew.one(unit_id, *_DESKS)
        yield Step(answered, self._say(alerts.acknowledge, desk))
        if not (comes and self.story.help_needed):
            yield Step(self.case.at + 2 * _HOUR, self._say(alerts.stand_down, desk))
            return
        personnel, minutes = self.dice.randint(4, 14), self.dice.randint(6, 15)
        moves = answered + 40 * _MINUTE / 60
        arrives = moves + minutes * _MINUTE
        yield Step(moves, self._say(alerts.respond, desk, personnel=personnel, eta_minutes=minutes))
        yield Step(arrives, self._say(alerts.arrive, desk))
        news = _ARRIVAL.get(agency, _ARRIVAL[Agency.POLICE]).format(personnel)
        yield Step(arrives + _MINUTE, self._do(incidents.add_entry, desk, text=news, visibility=Visibility.SHARED))
        yield Step(self.case.at + 2 * _HOUR, self._say(alerts.stand_down, desk))

    def _response(self, *, is_shared: bool) -> Iterator[Step]:
        chief = self.crew.one(self.guard.unit_id, Function.SECURITY_CHIEF)
        at = self.case.at
        confirmed = at + self.dice.uniform(3, 7) * _MINUTE
        yield Step(confirmed, self._do(incidents.confirm, self.leader), Status.CONFIRMED)
        yield Step(confirmed + 3 * _MINUTE, self._do(incidents.add_entry, self.leader, text=self.story.own))
        if is_shared and self.story.shared:
            said = self._do(incidents.add_entry, self.leader, text=self.story.shared, visibility=Visibility.SHARED)
            yield Step(confirmed + 5 * _MINUTE, said)
        controlled = at + self.dice.uniform(14, 55) * _MINUTE
        yield Step(controlled, self._do(incidents.declare_under_control, self.leader), Status.UNDER_CONTROL)
        recovery = at + self.dice.uniform(2.1, 5) * _HOUR
        yield Step(recovery, self._do(incidents.start_recovery, chief), Status.RECOVERY)

    def _report(self) -> Iterator[Step]:
        zone, unit_id = self.case.facility.town.zone, self.guard.unit_id
        writer, head = (self.crew.one(unit_id, post) for post in (Function.REPORTING_OFFICER, Function.FACILITY_HEAD))
        reviewer = head
        if self.severity in _GRAVE and self.case.facility.parent:
            reviewer = self.crew.holder(self.case.facility.parent, "Kabid Pamintel")
        complete = self._do(incidents.complete, writer, narrative=self.story.narrative)
        completed = in_office(self.case.at + self.dice.uniform(5, 20) * _HOUR, zone)
        yield Step(completed, complete, Status.REPORT_COMPLETE)
        if self.dice.randrange(100) < _SENT_BACK_IN_A_HUNDRED:
            why = "Lampirkan berita acara dan daftar barang."
            yield Step(completed + _HOUR, self._do(incidents.review, reviewer, approve=False, reason=why))
            completed += 4 * _HOUR
            yield Step(completed, complete, Status.REPORT_COMPLETE)
        reviewed = in_office(completed + self.dice.uniform(3, 30) * _HOUR, zone)
        yield Step(reviewed, self._do(incidents.review, reviewer), Status.REVIEWED)
        closed = in_office(reviewed + self.dice.uniform(0.5, 20) * _HOUR, zone)
        yield Step(closed, self._do(incidents.close, head), Status.CLOSED)

    def _compliance_takes_it(self) -> Iterator[Step]:
        desk = self.crew.holder(str(self.case.facility.parent), "Ketua Satops Patnal")
        yield Step(self.case.at + timedelta(seconds=9), self._say(alerts.acknowledge, desk))
        yield Step(self.case.at + 3 * _HOUR, self._do(incidents.confirm, desk), Status.CONFIRMED)

    def _say(self, verb: Callable[..., object], actor: Actor, **said: object) -> Callable[[], object]:
        return lambda: verb(actor=actor, alert_id=self.alert_id, **said)

    def _do(self, verb: Callable[..., object], actor: Actor, **said: object) -> Callable[[], object]:
        return lambda: verb(actor=actor, incident_id=self.incident_id, **said)


def _climb_until(moment: datetime) -> None:
    """Let the ladders take every step that came due before somebody answered."""
    while (due := alerts.next_due_at()) and due <= moment:
        move_to(due)
        alerts.climb_due()
        _send_what_is_due()


def _send_what_is_due() -> None:
    """Past sends were sent in the past: the queue is settled here, and no channel is ever asked."""
    for lane in LANES:
        claimed = alerts.claim_due(lane=lane, free=dict.fromkeys(map(str, Channel), 500))
        alerts.settle([(sent, ACCEPTED) for sent in claimed])
