"""An answer from a page that shows an earlier epoch changes nothing; the page then shows how it stands."""

from datetime import timedelta

import pytest

from sinergi.alerts import actions as alerts
from sinergi.core import clock
from tests.alerts.conftest import ClockHand, Ringing
from tests.cast import BrowserOf
from tests.plugin.machine import Machines, read
from tests.world import World

ANSWERS = [
    ("acknowledge", {}),
    ("respond", {"personnel": 3, "eta_minutes": 5}),
    ("decline", {"reason": "Semua regu di luar"}),
]


@pytest.fixture
def begun_anew(riot: Ringing, world: World) -> Ringing:
    """Accepted, taken back: the second epoch."""
    for verb in (alerts.acknowledge, alerts.take_back):
        verb(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    return riot


@pytest.mark.parametrize(("verb", "said"), ANSWERS)
def test_a_button_of_an_earlier_epoch_says_already_changed(
    begun_anew: Ringing, browser_of: BrowserOf, verb: str, said: dict[str, object]
) -> None:
    desk = browser_of("police_desk")
    page = desk.post(f"/alerts/{begun_anew.alert_id}/{verb}/", {**said, "epoch": "1"}, follow=True)
    assert "sudah berubah" in page.content.decode()
    assert "TERIMA" in page.content.decode()
    assert begun_anew.side("polres").state == "open"
    desk.post(f"/alerts/{begun_anew.alert_id}/{verb}/", {**said, "epoch": "2"})
    assert begun_anew.side("polres").state != "open"


@pytest.mark.parametrize(("verb", "said"), ANSWERS)
def test_a_machine_is_told_409_for_an_earlier_epoch(
    begun_anew: Ringing, machine: Machines, verb: str, said: dict[str, object]
) -> None:
    address = f"/alerts/{begun_anew.alert_id}/{verb}"
    stale = machine("police_desk").post(address, {**said, "epoch": 1})
    assert stale.status_code == 409, stale.content
    assert machine("police_desk").post(address, {**said, "epoch": 2}).status_code == 200


def test_a_machine_reads_where_the_ladder_stands(begun_anew: Ringing, machine: Machines) -> None:
    alert = read(machine("police_desk").get(f"/alerts/{begun_anew.alert_id}"))
    assert (alert["epoch"], alert["again"], alert["ladder"]) == (2, "taken_back", "")
    assert alert["next_at"]
    machine("police_desk").post(f"/alerts/{begun_anew.alert_id}/acknowledge", {"epoch": 2})
    alert = read(machine("police_desk").get(f"/alerts/{begun_anew.alert_id}"))
    assert alert["confirm_at"]
    assert alert["next_at"] is None
    prison = next(party for party in alert["parties"] if party["is_origin"])
    assert (prison["epoch"], prison["again"]) == (1, "")
    assert "ladder" not in prison


@pytest.mark.parametrize("epoch", [0, -1, "1", 1.5, 2**40])
def test_an_epoch_that_makes_no_sense_is_refused(riot: Ringing, machine: Machines, epoch: object) -> None:
    answer = machine("police_desk").post(f"/alerts/{riot.alert_id}/acknowledge", {"epoch": epoch})
    assert answer.status_code == 422


def test_a_machine_takes_its_acceptance_back_within_ten_seconds(
    riot: Ringing, machine: Machines, clock_hand: ClockHand
) -> None:
    desk, address = machine("police_desk"), f"/alerts/{riot.alert_id}"
    desk.post(f"{address}/acknowledge")
    assert read(desk.post(f"{address}/take-back"))["state"] == "open"
    desk.post(f"{address}/acknowledge")
    assert machine("police_ops").post(f"{address}/take-back").status_code == 403
    clock_hand(clock.now() + timedelta(seconds=11))
    assert desk.post(f"{address}/take-back").status_code == 409


def test_the_undo_bar_is_there_for_ten_seconds_and_for_who_accepted_only(
    riot: Ringing, browser_of: BrowserOf, clock_hand: ClockHand
) -> None:
    desk, take_back = browser_of("police_desk"), f"/alerts/{riot.alert_id}/take-back/"
    desk.post(f"/alerts/{riot.alert_id}/acknowledge/")
    page = f"/alarm/{riot.alert_id}/"
    assert take_back in desk.get(page).content.decode()
    assert take_back not in browser_of("police_ops").get(page).content.decode()
    answered = riot.side("polres").answered_at
    assert answered
    clock_hand(answered + timedelta(seconds=10.5))
    assert take_back not in desk.get(page).content.decode()
    clock_hand(answered + timedelta(seconds=9))
    html = desk.post(take_back, {"epoch": "1"}, follow=True).content.decode()
    assert "TERIMA" in html
    assert "Berbunyi lagi" in html
