"""An answer that is not followed up lapses, and a slip of the finger is taken back."""

from datetime import timedelta
from functools import partial

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.core import clock
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction, Flash
from sinergi.incidents.types import Severity
from tests.alerts.at_once import at_once
from tests.alerts.closing import close
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def accepted(riot: Ringing, world: World, clock_hand: ClockHand) -> Ringing:
    """A riot that the police desk accepted half a minute after it began."""
    clock_hand(riot.after(30))
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    return riot


def due(ringing: Ringing, unit: str = "polres") -> float:
    """How many seconds after the alarm the unit's promise lapses."""
    confirm_at = ringing.side(unit).confirm_at
    assert confirm_at
    return (confirm_at - ringing.raised_at).total_seconds()


def test_accepted_and_silent_for_three_minutes_rings_again_from_the_first_step(accepted: Ringing, world: World) -> None:
    assert round(due(accepted)) == 30 + 180
    lapses = accepted.after(due(accepted))
    assert [alerts.lapse_due(lapses - MINUTE / 6000), alerts.lapse_due(lapses), alerts.lapse_due(lapses)] == [0, 1, 0]
    side = accepted.side("polres")
    assert (side.state, side.epoch, side.step, side.again) == ("open", 2, 0, "not_on_the_way")
    assert (side.answered_at, side.answered_by, side.answered_post, side.confirm_at) == (None, None, "", None)
    assert accepted.woken("polres", 0) == {"police_desk", "police_desk_2"}
    assert side.next_at == lapses + MINUTE
    assert [fact.payload["promised"] for fact in accepted.facts("alert.lapsed") if fact.payload] == ["acknowledged"]
    assert queries.list_ringing(actor=world.actors["police_desk"])
    with pytest.raises(Conflict):
        alerts.respond(
            actor=world.actors["police_desk"], alert_id=accepted.alert_id, personnel=1, eta_minutes=1, epoch=1
        )


def test_it_climbs_anew_after_it_lapsed(accepted: Ringing) -> None:
    lapses = accepted.after(due(accepted))
    alerts.lapse_due(lapses)
    alerts.climb_due(lapses + MINUTE)
    assert accepted.woken("polres", 1) == {"police_ops"}


def test_an_alarm_that_was_answered_is_not_answered_any_more(accepted: Ringing, world: World) -> None:
    for role in ("shift_leader", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=accepted.alert_id)
    assert accepted.is_answered()
    alerts.lapse_due(accepted.after(due(accepted)))
    assert not accepted.is_answered()
    alerts.acknowledge(actor=world.actors["police_ops"], alert_id=accepted.alert_id)
    assert accepted.is_answered()
    assert len(accepted.facts("alert.answered")) == 2


def test_not_arrived_five_minutes_after_they_said_rings_again(
    accepted: Ringing, world: World, clock_hand: ClockHand
) -> None:
    clock_hand(accepted.after(60))
    alerts.respond(actor=world.actors["police_desk"], alert_id=accepted.alert_id, personnel=5, eta_minutes=8)
    assert round(due(accepted)) == 60 + (8 + 5) * 60
    assert alerts.lapse_due(accepted.after(30 + 180)) == 0, "who is coming has kept the first promise"
    assert alerts.lapse_due(accepted.after(due(accepted))) == 1
    assert accepted.side("polres").again == "not_arrived"


def test_a_new_time_of_arrival_puts_it_off(accepted: Ringing, world: World, clock_hand: ClockHand) -> None:
    for seconds, eta in ((60, 8), (500, 20)):
        clock_hand(accepted.after(seconds))
        alerts.respond(actor=world.actors["police_desk"], alert_id=accepted.alert_id, personnel=5, eta_minutes=eta)
    assert round(due(accepted)) == 500 + 25 * 60


def test_the_prisons_own_side_promised_nothing(riot: Ringing, world: World) -> None:
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    assert riot.side("lapas").confirm_at is None
    assert alerts.lapse_due(riot.after(100_000)) == 0


def test_who_did_not_ring_is_not_rung_again(report: Report, world: World) -> None:
    ringing = report("ASSAULT_INMATE")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    assert alerts.lapse_due(ringing.after(100_000)) == 0


@pytest.mark.parametrize("answer", ["arrive", "decline", "stand_down"])
def test_arriving_refusing_and_standing_down_leave_no_promise(accepted: Ringing, world: World, answer: str) -> None:
    said = {"reason": "Tidak jadi."} if answer == "decline" else {}
    getattr(alerts, answer)(actor=world.actors["police_desk"], alert_id=accepted.alert_id, **said)
    assert accepted.side("polres").confirm_at is None
    assert alerts.lapse_due(accepted.after(100_000)) == 0


def test_nothing_lapses_after_closing_nor_by_reopening(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    close(ringing)
    assert alerts.lapse_due(ringing.after(100_000)) == 0
    head = world.actors["facility_head"]
    incidents.reopen(actor=head, incident_id=ringing.incident_id, reason="Belum selesai.")
    incidents.amend(
        actor=head, incident_id=ringing.incident_id, correction=Correction(place_id=world.places["block_c"])
    )
    assert alerts.lapse_due(ringing.after(100_000)) == 0, "a promise of last week is not asked for"


@pytest.mark.django_db(transaction=True)
def test_any_number_of_engines_take_each_lapse_once(committed: World) -> None:
    riots = [incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT")) for _ in range(6)]
    for reported in riots:
        alerts.acknowledge(actor=committed.actors["police_desk"], alert_id=reported.alerts[0])
    taken = at_once(*[partial(alerts.lapse_due, clock.now() + 4 * MINUTE)] * 6)
    assert sum(number for number in taken if isinstance(number, int)) == len(riots)
    for reported in riots:
        side = Ringing(reported, committed).side("polres")
        assert (side.epoch, side.deliveries.filter(epoch=2, channel="email").count()) == (2, 2)


def test_a_slip_is_taken_back_within_ten_seconds_and_rings_again(
    accepted: Ringing, world: World, clock_hand: ClockHand
) -> None:
    clock_hand(accepted.after(39))
    alerts.take_back(actor=world.actors["police_desk"], alert_id=accepted.alert_id)
    side = accepted.side("polres")
    assert (side.state, side.epoch, side.again, side.answered_at, side.confirm_at) == (
        "open",
        2,
        "taken_back",
        None,
        None,
    )
    assert side.next_at == accepted.after(60), "the ladder goes on as it would have"
    assert accepted.woken("polres", 0) == {"police_desk", "police_desk_2"}
    accepted.climb_through(60)
    assert accepted.woken("polres", 1) == {"police_ops"}


def test_taken_back_after_its_step_was_due_it_climbs_at_once(
    riot: Ringing, world: World, clock_hand: ClockHand
) -> None:
    clock_hand(riot.after(55))
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    clock_hand(riot.after(64))
    alerts.take_back(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    assert alerts.climb_due(clock.now()) == 2
    assert riot.woken("polres", 1) == {"police_ops"}


@pytest.mark.parametrize("role", ["police_desk_2", "police_chief"])
def test_nobody_takes_back_what_another_said(accepted: Ringing, world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        alerts.take_back(actor=world.actors[role], alert_id=accepted.alert_id)


def test_too_late_it_is_refused(accepted: Ringing, world: World, clock_hand: ClockHand) -> None:
    clock_hand(accepted.after(41))
    with pytest.raises(Conflict):
        alerts.take_back(actor=world.actors["police_desk"], alert_id=accepted.alert_id)
    assert accepted.side("polres").state == "acknowledged"


def test_only_an_acceptance_is_taken_back(accepted: Ringing, world: World) -> None:
    alerts.respond(actor=world.actors["police_desk"], alert_id=accepted.alert_id, personnel=5, eta_minutes=8)
    with pytest.raises(Conflict):
        alerts.take_back(actor=world.actors["police_desk"], alert_id=accepted.alert_id)


def test_taken_back_at_the_ladders_end_the_telephones_ring_again(
    riot: Ringing, world: World, clock_hand: ClockHand
) -> None:
    riot.climb_through(60, 180, 300)
    clock_hand(riot.after(400))
    alerts.acknowledge(actor=world.actors["police_chief"], alert_id=riot.alert_id)
    clock_hand(riot.after(405))
    alerts.take_back(actor=world.actors["police_chief"], alert_id=riot.alert_id)
    assert alerts.climb_due(clock.now()) == 1
    side = riot.side("polres")
    assert side.state == "exhausted"
    assert {each.step for each in riot.sends("polres", epoch=side.epoch)} == {2, 99}


def test_what_is_closed_is_not_taken_back(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    close(ringing)
    with pytest.raises(Conflict):
        alerts.take_back(actor=world.actors["police_desk"], alert_id=ringing.alert_id)


def test_the_next_moment_is_known(riot: Ringing, world: World) -> None:
    assert alerts.next_due_at() == riot.after(60)
    riot.climb_through(60)
    assert alerts.next_due_at() == riot.side("lapas").next_at == riot.after(180)
    for role in ("shift_leader", "police_desk", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)
    assert alerts.next_due_at() is None


def test_a_lesser_correction_keeps_the_promise(accepted: Ringing, world: World) -> None:
    incidents.amend(
        actor=world.actors["security_chief"], incident_id=accepted.incident_id,
        correction=Correction(severity=Severity.CRITICAL, place_id=world.places["block_c"]),
    )  # fmt: skip
    assert round(due(accepted)) == 30 + 180
