"""Nights in any order: people, rosters, ladders, clocks, providers that fail and engines that die.

After each step ``watch`` looks at everything. In the end the night is let go on with a provider that works, and it
must come to rest with nobody lost. One transaction for all nights, each rolled back.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sinergi.access import actions as access
from sinergi.access.models import Posting
from sinergi.agreements import doors
from sinergi.agreements.models import UnitLink
from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Alarm, Delivery, Escalation, Ladder, Shift
from sinergi.alerts.types import TELEPHONE, AlarmText, Called, Level, Sound
from sinergi.core import clock
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.core.ids import new_id
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction, Flash, Reported
from sinergi.incidents.types import Severity
from tests.alerts.ladders import after, own_ladder
from tests.alerts.machine.engines import Engine, Provider
from tests.alerts.machine.watch import FINAL, Watch
from tests.world import World

REFUSALS = (Conflict, NotAllowed, NotFound, Invalid)
PEOPLE = (
    "shift_leader", "shift_leader_2", "security_chief", "facility_head", "police_desk", "police_desk_2", "police_ops",
    "police_chief", "army", "guard", "stranger_police",
)  # fmt: skip
DESKS = ("police_desk", "police_desk_2")
VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "acknowledge": (alerts.acknowledge, ""),
    "respond": (partial(alerts.respond, personnel=3, eta_minutes=4), "alert.responding"),
    "arrive": (alerts.arrive, "alert.arrived"),
    "decline": (partial(alerts.decline, reason="Tidak bisa."), "alert.declined"),
    "stand_down": (alerts.stand_down, "alert.stood_down"),
    "take_back": (alerts.take_back, "alert.taken_back"),
}
LADDERS: dict[str, list[dict[str, Any]]] = {
    "all": [after(0, "police_desk", need="all"), after(1, "police_chief")],
    "each_post": [after(0, "police_desk", "police_ops", need="each_post"), after(3, "police_chief")],
    "partners": [after(0, "shift_leader"), after(1, partners=True), after(2, "facility_head")],
    "empty": [after(0, "reporting_officer"), after(1, "narcotics"), after(2, "security_chief", "police_ops")],
}
pick = st.integers(0, 10)
TICK = timedelta(seconds=0.2)
"""Longer than any step takes."""


class Night(RuleBasedStateMachine):
    """One prison, its police and the army, two engines, one provider."""

    world: ClassVar[World]

    @initialize()
    def dusk(self) -> None:
        self._whole = transaction.atomic()
        self._whole.__enter__()
        self._move_to(datetime.now(UTC))
        self.provider = Provider()
        self.engines = [Engine(self.provider), Engine(self.provider)]
        self.watch, self.reported, self.ended = Watch(self.provider), list[Reported](), list[Any]()
        self.roster: Any = None
        self.climbed, self.drills = False, 0

    def teardown(self) -> None:
        """Let it go on until nothing is due; then put everything back."""
        if not hasattr(self, "_whole"):
            return
        try:
            self._come_to_rest()
        finally:
            transaction.set_rollback(True)
            self._whole.__exit__(None, None, None)
            clock.shift(timedelta(0))

    # What is told

    @precondition(lambda self: len(self.reported) < 3)
    @rule(kind=st.sampled_from(["RIOT", "ASSAULT_STAFF", "ASSAULT_INMATE", "CONTRABAND_FIND"]), helps=st.booleans())
    def report(self, kind: str, *, helps: bool) -> None:
        by = self.world.actors["guard" if helps else "shift_leader"]
        self.reported.append(incidents.report(actor=by, flash=Flash(kind, help_needed=helps)))

    @rule(which=pick, worse=st.sampled_from([Correction(severity=Severity.CRITICAL), Correction(help_needed=True),
                                             Correction(under_control=True)]))  # fmt: skip
    def amend(self, which: int, worse: Correction) -> None:
        if self.reported:
            self._try(
                incidents.amend, actor=self.world.actors["security_chief"], incident_id=self._which(which).id,
                correction=worse,
            )  # fmt: skip

    @rule(which=pick)
    def call_it_false(self, which: int) -> None:
        for role in ("shift_leader_2", "security_chief") if self.reported else ():
            self._try(
                incidents.mark_false_alarm, actor=self.world.actors[role], incident_id=self._which(which).id,
                reason="Keliru.",
            )  # fmt: skip
        refused = Escalation.objects.filter(is_origin=True, state="declined", next_at=None)
        self.watch.called_off |= set(refused.values_list("pk", flat=True))

    @rule(which=pick)
    def close(self, which: int) -> None:
        if self.reported:
            subject = f"incident:{self._which(which).id}"
            alerts.call_off(subject=subject, at=clock.now(), own_side_only=False)

    @precondition(lambda self: self.drills < 2)
    @rule()
    def drill(self) -> None:
        self.drills += 1
        units = self.world.units
        called = [
            Called(units["lapas"], self.world.paths["lapas"], "CORRECTIONS", is_origin=True, rings=True),
            Called(units["polres"], self.world.paths["polres"], "POLICE", is_origin=False, rings=True),
        ]
        alerts.raise_alert(
            actor=self.world.actors["facility_head"], subject=f"exercise:{new_id()}", unit_id=units["lapas"],
            level=Level.CRITICAL, text=AlarmText("RIOT", "Latihan"), called=called, at=clock.now(), exercise=True,
        )  # fmt: skip

    # What people answer

    @rule(verb=st.sampled_from(sorted(VERBS)), role=st.sampled_from(PEOPLE), which=pick,
          seen=st.sampled_from(["now", "before", "unknown"]))  # fmt: skip
    def answer(self, verb: str, role: str, which: int, seen: str) -> None:
        alarms, actor = list(Alarm.objects.order_by("pk")), self.world.actors[role]
        if not alarms:
            return
        alarm = alarms[which % len(alarms)]
        side = Escalation.objects.filter(alarm=alarm, unit_id=actor.unit_id).first()
        epoch = None if side is None or seen == "unknown" else side.epoch - (seen == "before")
        act, kind = VERBS[verb]
        said = self._try(act, actor=actor, alert_id=alarm.pk, epoch=epoch)
        if said is None:
            return
        assert seen != "before", "a button of an epoch that is over was obeyed"
        if verb == "acknowledge":
            kind = "alert.acknowledged" if said.state == "acknowledged" else "alert.partly_acknowledged"
        self.watch.said[kind] += 1

    # What the clock and the engines do

    @rule(seconds=st.sampled_from([1, 6, 16, 31, 61, 121, 181, 600]))
    def pass_time(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule()
    def climb(self) -> None:
        self.climbed = bool(alerts.climb_due())

    @rule()
    def lapse(self) -> None:
        self.watch.said["alert.lapsed"] += alerts.lapse_due()

    @rule()
    def relieve(self) -> None:
        alerts.wake_relief()

    @rule()
    def reap(self) -> None:
        alerts.reclaim_lapsed()

    @rule(engine=st.integers(0, 1), lane=st.integers(0, 2), room=st.sampled_from([1, 3, 50]))
    def claim(self, engine: int, lane: int, room: int) -> None:
        due = Delivery.objects.filter(lane=lane, state="queued", next_at__lte=clock.now(), channel="email")
        wanted = sum(row.escalation.is_ringing and row.epoch == row.escalation.epoch and not row.acknowledged_at
                     for row in due.select_related("escalation"))  # fmt: skip
        taken = self.engines[engine].claim(lane, room)
        mails = sum(outgoing.channel == "email" for outgoing in taken)
        # Whatever else waits, drills above all: a lane with room takes what is due in it.
        assert mails == wanted if room == 50 else mails <= room

    @rule(engine=st.integers(0, 1), answer=st.sampled_from(["accepts", "accepts", "busy", "wait", "refuses"]))
    def send(self, engine: int, answer: str) -> None:
        for _ in range(min(3, len(self.engines[engine].claimed))):
            self.engines[engine].send(answer)

    @rule(engine=st.integers(0, 1), twice=st.booleans())
    def settle(self, engine: int, *, twice: bool) -> None:
        self.engines[engine].settle(twice=twice)

    @rule(engine=st.integers(0, 1))
    def die(self, engine: int) -> None:
        self.engines[engine].die()

    # What changes around them

    @rule(role=st.sampled_from(PEOPLE[:9]), sound=st.sampled_from(list(Sound)))
    def open_a_screen(self, role: str, sound: Sound) -> None:
        alerts.arm_screen(actor=self.world.actors[role], screen_id=self.world.persons[role], sound=sound)

    @rule(role=st.sampled_from(DESKS), begins=st.sampled_from([-30, 1, 10]), lasts=st.sampled_from([5, 480]))
    def edit_the_roster(self, role: str, begins: int, lasts: int) -> None:
        keeper = self.world.actors["police_admin"]
        if self.roster is None:
            posts = [self.world.posts[each] for each in DESKS]
            self.roster = alerts.create_roster(actor=keeper, post_ids=posts, title="SPKT").pk
        self._try(
            alerts.add_shift, actor=keeper, roster_id=self.roster, posting_id=self.world.postings[role],
            starts_at=clock.now() + timedelta(minutes=begins), minutes=lasts,
        )  # fmt: skip

    @precondition(lambda self: self.roster is not None)
    @rule(out=st.sampled_from(DESKS))
    def replace_somebody(self, out: str) -> None:
        into = DESKS[1 - DESKS.index(out)]
        self._try(
            alerts.add_override, actor=self.world.actors["police_chief"], roster_id=self.roster,
            starts_at=clock.now(), ends_at=clock.now() + timedelta(minutes=30),
            out_posting_id=self.world.postings[out], in_posting_id=self.world.postings[into],
        )  # fmt: skip

    @rule(name=st.sampled_from(sorted(LADDERS)), unit=st.sampled_from(["lapas", "polres"]))
    def edit_a_ladder(self, name: str, unit: str) -> None:
        Ladder.objects.filter(unit_id=self.world.units[unit]).update(ended_at=clock.now())
        own_ladder(self.world, unit, LADDERS[name], end=2, repeat=int(name == "all"))

    @rule(role=st.sampled_from(["police_desk", "police_ops"]))
    def end_a_posting(self, role: str) -> None:
        posting = self.world.postings[role]
        if Posting.objects.filter(pk=posting, ends_at=None).exists():
            access.end_posting(actor=self.world.actors["police_admin"], posting_id=posting)
            self.ended.append(partial(alerts.forget_posting, posting_id=posting))

    @rule()
    def hand_over(self) -> None:
        """The desk gets a new holder, whom the subscribers hear of later."""
        desk, heir = self.world.postings["police_desk_2"], self.world.persons["police_intel"]
        if not Posting.objects.filter(pk=desk, ends_at=None).exists():
            return
        access.hand_over(actor=self.world.actors["police_admin"], posting_id=desk, person_id=heir)
        new = Posting.objects.get(person_id=heir, post_id=self.world.posts["police_desk_2"]).pk
        self.ended += [
            partial(alerts.forget_posting, posting_id=desk), partial(alerts.inherit_shifts, posting_id=new),
            partial(alerts.wake_successor, posting_id=new),
        ]  # fmt: skip

    @rule()
    def hear(self) -> None:
        """Subscribers, twice: once more is harmless."""
        for told in [*self.ended, *self.ended]:
            told()
        self.ended = []

    @rule()
    def lapse_the_agreement(self) -> None:
        UnitLink.objects.filter(pk=self.world.links["pair"]).update(ended_at=clock.now())
        doors.rewrite([self.world.agreements["pair"]])

    # What must hold

    @invariant()
    def all_is_well(self) -> None:
        if hasattr(self, "watch"):
            self.watch.look(climbed=self.climbed)
            self.climbed = False
            self._move_to(self.at)

    def _which(self, which: int) -> Reported:
        return self.reported[which % len(self.reported)]

    def _try(self, act: Callable[..., Any], **given: Any) -> Any:
        """Do it, or be refused and change nothing."""
        before = list(Escalation.objects.order_by("pk").values())
        try:
            return act(**given)
        except REFUSALS:
            assert list(Escalation.objects.order_by("pk").values()) == before, "refused, and something changed"
            return None

    def _come_to_rest(self) -> None:
        for engine in self.engines:
            engine.die()
        self.hear()
        healthy = self.engines[0]
        for _ in range(80):
            self.climbed = bool(alerts.climb_due())
            self.watch.said["alert.lapsed"] += alerts.lapse_due()
            did = healthy.work() + alerts.wake_relief()
            self.watch.look(climbed=self.climbed)
            if not did and not self.climbed and not self._wait():
                break
        else:
            raise AssertionError("the night does not come to rest")
        assert not Delivery.objects.filter(state__in=["queued", "sending"]).exists()
        for side in Escalation.objects.filter(alarm__closed_at=None).exclude(ladder=[]):
            ends = FINAL | {"exhausted", "superseded"} | ({"open"} if len(side.ladder) == 1 else set())
            assert side.state in ends, side.state
            if side.state == "exhausted":
                assert side.deliveries.filter(step=TELEPHONE, epoch=side.epoch).exists(), "nobody telephones"

    def _wait(self) -> bool:
        """On to the next moment at which something is due; False: nothing is."""
        promises = Escalation.objects.filter(state__in=["acknowledged", "responding"])
        moments: list[datetime | None] = [
            *Escalation.objects.exclude(next_at=None).values_list("next_at", flat=True),
            *promises.exclude(confirm_at=None).values_list("confirm_at", flat=True),
            *Delivery.objects.filter(state="queued").values_list("next_at", flat=True),
            *Delivery.objects.filter(state="sending").values_list("lease_until", flat=True),
            *Shift.objects.filter(starts_at__gt=self.at).values_list("starts_at", flat=True),
        ]
        times = [moment for moment in moments if moment is not None]
        if times:
            self._move_to(max(self.at, min(times)))
        return bool(times)

    def _move_to(self, at: datetime) -> None:
        """Time goes by the machine's own steps, so that a night can be lived again."""
        self.at = at + TICK
        clock.shift(self.at - datetime.now(UTC))


@pytest.fixture
def night(world: World) -> Iterator[type[Night]]:
    """The machine with its world."""
    Night.world = world
    yield Night
    clock.shift(timedelta(0))


def run(night: type[Night], examples: int, steps: int, *, same: bool) -> None:
    run_state_machine_as_test(
        night,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=same,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_nights_in_many_orders_lose_nobody(night: type[Night]) -> None:
    run(night, 30, 30, same=True)


@pytest.mark.long
def test_many_more_and_longer_nights_lose_nobody(night: type[Night]) -> None:
    run(night, 200, 50, same=False)
