"""Screens say whether they can be heard, and what they have shown; "delivered" is the page's own word."""

from datetime import timedelta
from uuid import UUID

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Screen
from sinergi.alerts.types import ACCEPTED, Sound
from sinergi.core import clock
from sinergi.core.ids import new_id
from tests.alerts.conftest import ClockHand, Ringing
from tests.world import World


@pytest.fixture
def screen(world: World) -> UUID:
    """An open screen of the police desk."""
    key = new_id()
    alerts.arm_screen(actor=world.actors["police_desk"], screen_id=key, sound=Sound.ON)
    return key


def test_a_screen_is_one_row_however_often_it_speaks(screen: UUID, world: World) -> None:
    alerts.arm_screen(actor=world.actors["police_desk"], screen_id=screen, sound=Sound.BLOCKED)
    only = Screen.objects.get()
    assert (only.pk, only.sound, only.posting_id) == (screen, "blocked", world.postings["police_desk"])


def test_a_screen_that_changes_hands_counts_for_the_new_person(screen: UUID, world: World) -> None:
    alerts.arm_screen(actor=world.actors["police_desk_2"], screen_id=screen, sound=Sound.ON)
    assert Screen.objects.get().person_id == world.persons["police_desk_2"]


def test_delivered_and_seen_are_the_pages_own_receipts(riot: Ringing, world: World) -> None:
    desk = world.actors["police_desk"]
    assert alerts.confirm_receipt(actor=desk, alert_id=riot.alert_id, seen=False) == 1
    (send,) = riot.sends("polres", person_id=desk.person_id, channel="live_screen")
    assert (send.state, send.seen_at) == ("delivered", None)
    delivered_at = send.delivered_at
    assert alerts.confirm_receipt(actor=desk, alert_id=riot.alert_id, seen=True) == 1
    send.refresh_from_db()
    assert (send.state, send.delivered_at) == ("seen", delivered_at)
    assert send.seen_at is not None
    assert alerts.confirm_receipt(actor=desk, alert_id=riot.alert_id, seen=False) == 0, "seen is not unseen"


def test_a_receipt_speaks_only_for_the_own_posting(riot: Ringing, world: World) -> None:
    for role in ("stranger_police", "guard", "police_ops"):
        assert alerts.confirm_receipt(actor=world.actors[role], alert_id=riot.alert_id, seen=True) == 0
    assert {each.state for each in riot.sends("polres")} == {"queued"}


def test_a_receipt_before_the_sender_came_is_not_sent_again(riot: Ringing, world: World) -> None:
    desk = world.actors["police_desk"]
    alerts.confirm_receipt(actor=desk, alert_id=riot.alert_id, seen=True)
    alerts.settle([(each, ACCEPTED) for each in alerts.claim_due(lane=0, free={"live_screen": 500, "email": 500})])
    (send,) = riot.sends("polres", person_id=desk.person_id, channel="live_screen")
    assert send.state == "seen"


def test_a_silent_screen_of_somebody_who_was_not_woken_hurries_nothing(riot: Ringing, world: World) -> None:
    due = riot.side("polres").next_at
    for role in ("police_chief", "stranger_police", "guard"):
        alerts.arm_screen(actor=world.actors[role], screen_id=new_id(), sound=Sound.BLOCKED)
    assert riot.side("polres").next_at == due


def test_a_colleague_who_can_be_heard_keeps_the_ladder_waiting(riot: Ringing, world: World, screen: UUID) -> None:
    due = riot.side("polres").next_at
    alerts.arm_screen(actor=world.actors["police_desk_2"], screen_id=new_id(), sound=Sound.BLOCKED)
    assert riot.side("polres").next_at == due


def test_two_tabs_of_which_one_can_be_heard_are_heard(riot: Ringing, world: World, screen: UUID) -> None:
    due = riot.side("polres").next_at
    alerts.arm_screen(actor=world.actors["police_desk"], screen_id=new_id(), sound=Sound.BLOCKED)
    assert riot.side("polres").next_at == due


def test_a_silent_screen_hurries_no_ladder_that_was_answered(riot: Ringing, world: World) -> None:
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    alerts.arm_screen(actor=world.actors["police_desk"], screen_id=new_id(), sound=Sound.BLOCKED)
    assert riot.side("polres").next_at is None


def test_who_left_the_post_has_no_screen_any_more(screen: UUID, world: World, clock_hand: ClockHand) -> None:
    alerts.forget_posting(posting_id=world.postings["police_desk"])
    alerts.forget_posting(posting_id=world.postings["police_desk"])
    assert not Screen.objects.exists()
    clock_hand(clock.now() + timedelta(days=1))
