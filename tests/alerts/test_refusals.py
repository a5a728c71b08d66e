"""A refusal asks the next post at once; what was shown before it no longer answers; the last refusal is the answer."""

from functools import partial

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Contact, Delivery
from sinergi.alerts.types import Channel, Outcome, Outgoing
from sinergi.core import clock
from sinergi.core.errors import Conflict
from sinergi.incidents import actions as incidents
from sinergi.incidents.types import Severity
from tests.alerts.closing import close
from tests.alerts.conftest import Report, Ringing
from tests.cast import BrowserOf
from tests.world import World

WHY = "Semua regu di tempat lain."


def refuse(ringing: Ringing, role: str) -> None:
    """A post of the police says no."""
    alerts.decline(actor=ringing.world.actors[role], alert_id=ringing.alert_id, reason=WHY)


def answer_elsewhere(ringing: Ringing) -> None:
    """Everybody but the police accepts."""
    for role in ("shift_leader", "army"):
        alerts.acknowledge(actor=ringing.world.actors[role], alert_id=ringing.alert_id)


def claim(lane: int = 0) -> list[Outgoing]:
    """All that can be sent now."""
    return alerts.claim_due(lane=lane, free=dict.fromkeys(map(str, Channel), 500))


def test_a_refusal_wakes_the_next_post_at_once_under_a_new_epoch(riot: Ringing, world: World) -> None:
    refuse(riot, "police_desk")
    side = riot.side("polres")
    assert (side.state, side.epoch, side.again, side.reason) == ("declined", 2, "declined", WHY)
    assert side.next_at is not None
    assert side.next_at < riot.after(5)
    assert alerts.climb_due(clock.now()) == 1
    assert riot.woken("polres", 1) == {"police_ops"}
    assert queries.list_ringing(actor=world.actors["police_ops"])
    assert queries.list_ringing(actor=world.actors["police_desk"]) == [], "who refused is not rung again"


def test_buttons_of_the_epoch_before_are_refused(riot: Ringing, world: World) -> None:
    refuse(riot, "police_desk")
    desk, alert_id = world.actors["police_desk_2"], riot.alert_id
    for press in (
        partial(alerts.acknowledge), partial(alerts.decline, reason=WHY),
        partial(alerts.respond, personnel=1, eta_minutes=1), partial(alerts.arrive), partial(alerts.stand_down),
    ):  # fmt: skip
        with pytest.raises(Conflict, match=r"sudah berubah|already changed"):
            press(actor=desk, alert_id=alert_id, epoch=1)
    assert riot.side("polres").state == "declined"
    alerts.acknowledge(actor=desk, alert_id=alert_id, epoch=2)
    assert riot.side("polres").state == "acknowledged"


def test_what_was_to_be_sent_again_under_the_epoch_before_is_not_sent(riot: Ringing, world: World) -> None:
    claimed = claim()
    alerts.settle([(each, Outcome("busy")) for each in claimed])
    refuse(riot, "police_desk")
    police = riot.sends("polres")
    assert {each.state for each in police} == {"superseded"}


def test_a_send_under_way_as_the_desk_refused_is_not_tried_again(riot: Ringing, world: World) -> None:
    claimed = claim()
    refuse(riot, "police_desk")
    alerts.climb_due(clock.now())
    alerts.settle([(each, Outcome("busy")) for each in claimed])
    Delivery.objects.filter(state="queued").update(next_at=clock.now())
    again = {each.id for each in claim()}
    old = {each.pk for each in riot.sends("polres", epoch=1)}
    assert not again & old
    assert {each.pk for each in riot.sends("polres", epoch=2)} <= again


def test_a_higher_post_may_accept_after_the_refusal(riot: Ringing, world: World) -> None:
    answer_elsewhere(riot)
    refuse(riot, "police_desk")
    alerts.climb_due(clock.now())
    assert not riot.is_answered()
    alerts.acknowledge(actor=world.actors["police_ops"], alert_id=riot.alert_id, epoch=2)
    side = riot.side("polres")
    assert (side.state, side.answered_post, side.next_at) == ("acknowledged", "Kabag Ops", None)
    assert riot.is_answered()


def test_a_higher_post_may_refuse_too_and_the_next_is_asked_at_once(riot: Ringing) -> None:
    refuse(riot, "police_desk")
    alerts.climb_due(clock.now())
    refuse(riot, "police_ops")
    assert alerts.climb_due(clock.now()) == 1
    assert riot.woken("polres", 2) == {"police_chief"}
    assert riot.side("polres").epoch == 3


def test_the_refusal_of_the_last_post_is_the_units_answer(riot: Ringing) -> None:
    answer_elsewhere(riot)
    for role in ("police_desk", "police_ops"):
        refuse(riot, role)
        alerts.climb_due(clock.now())
    assert not riot.is_answered()
    refuse(riot, "police_chief")
    side = riot.side("polres")
    assert (side.state, side.next_at, side.is_ringing) == ("declined", None, False)
    assert riot.is_answered()
    assert len(riot.facts("alert.answered")) == 1
    with pytest.raises(Conflict):
        refuse(riot, "police_desk")


def test_a_refusal_nobody_above_takes_up_is_the_answer_at_the_ladders_end(riot: Ringing) -> None:
    answer_elsewhere(riot)
    refuse(riot, "police_desk")
    now = clock.now()
    assert alerts.climb_due(now) == 1
    while (side := riot.side("polres")).next_at:
        assert not riot.is_answered()
        alerts.climb_due(side.next_at)
    assert (side.state, side.step) == ("declined", 2)
    assert riot.is_answered()
    assert len(riot.facts("alert.answered")) == 1
    assert riot.facts("alert.exhausted") == []


def test_who_cannot_be_reached_after_a_refusal_is_sent_to_by_the_next_way(riot: Ringing, world: World) -> None:
    refuse(riot, "police_desk")
    alerts.climb_due(clock.now())
    Contact.objects.create(
        person_id=world.persons["police_ops"], channel="webhook", address="x", position=1, verified_at=clock.now()
    )
    mails = [each for each in claim() if each.address == world.email("police_ops")]
    alerts.settle([(each, Outcome("no such address", is_final=True)) for each in mails])
    assert len(mails) == 1
    channels = {each.channel for each in riot.sends("polres", posting_id=world.postings["police_ops"])}
    assert channels == {"live_screen", "email", "webhook"}


def test_closing_stops_a_ladder_that_climbs_after_a_refusal(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    refuse(ringing, "police_desk")
    alerts.climb_due(clock.now())
    close(ringing)
    assert ringing.climb_through(10_000) == [0], "nobody is woken about what is closed"
    assert {each.state for each in ringing.sends("polres")} == {"superseded"}
    assert ringing.side("polres").state == "declined", "what was said stands"


def test_a_false_alarm_stops_the_prisons_ladder_that_climbs_after_a_refusal(report: Report, world: World) -> None:
    ringing = report("CONTRABAND_FIND", severity=Severity.MEDIUM)
    alerts.decline(actor=world.actors["shift_leader"], alert_id=ringing.alert_id, reason="Tidak perlu.")
    incidents.mark_false_alarm(actor=world.actors["security_chief"], incident_id=ringing.incident_id, reason="Keliru.")
    assert ringing.side("lapas").next_at is None
    assert ringing.climb_through(10_000) == [0]


def test_after_closing_nothing_is_left_to_refuse_and_nobody_is_woken(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    close(ringing)
    with pytest.raises(Conflict):
        refuse(ringing, "police_desk")
    assert ringing.side("polres").state == "stood_down"
    assert ringing.climb_through(10_000) == [0]


def test_the_page_of_the_next_post_asks_as_the_first_was_asked(
    riot: Ringing, world: World, browser_of: BrowserOf
) -> None:
    refuse(riot, "police_desk")
    alerts.climb_due(clock.now())
    page = browser_of("police_ops").get("/alarm/").content.decode()
    assert f"/alerts/{riot.alert_id}/acknowledge/" in page
    assert f"/alerts/{riot.alert_id}/decline/" in page
