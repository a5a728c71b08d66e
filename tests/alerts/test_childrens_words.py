"""A child's case: what its facility writes about its own answer is read inside the facility only."""

import pytest
from django.test import Client

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Escalation
from tests.alerts.conftest import Report, Ringing
from tests.cast import BrowserOf
from tests.world import World

NOTE, REASON = "canary-note anak A", "canary-reason anak B"
OUTSIDE = ("lpka_police", "regional_office")


@pytest.fixture
def child(report: Report, world: World) -> Ringing:
    """A CRITICAL alarm of the children's facility, whose own side has written a note and a reason."""
    ringing = report("RIOT", by="lpka_guard")
    assert ringing.alarm.keeps_words
    alerts.respond(
        actor=world.actors["lpka_shift_leader"], alert_id=ringing.alert_id, personnel=2, eta_minutes=3, note=NOTE
    )
    Escalation.objects.filter(pk=ringing.side("lpka").pk).update(reason=REASON)
    return ringing


def bearer(world: World, role: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {world.tokens[role]}", "content_type": "application/json"}


def asked(world: World, role: str, path: str) -> str:
    """What a machine of this role is answered."""
    answer = Client().get(path, **bearer(world, role))  # type: ignore[arg-type]  # headers
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize("role", OUTSIDE)
def test_machines_outside_do_not_read_it(child: Ringing, world: World, role: str) -> None:
    for path in ("/api/v1/alerts", f"/api/v1/alerts/{child.alert_id}"):
        assert "canary" not in asked(world, role, path)


def test_nor_in_what_they_are_told_after_their_own_answer(child: Ringing, world: World) -> None:
    for verb, said in (("acknowledge", {}), ("respond", {"personnel": 2, "eta_minutes": 5, "note": "Satu regu"})):
        path = f"/api/v1/alerts/{child.alert_id}/{verb}"
        key = {"HTTP_IDEMPOTENCY_KEY": f"key-of-{verb}-0001"}
        answer = Client().post(path, said, **bearer(world, "lpka_police"), **key)  # type: ignore[arg-type]  # headers
        assert answer.status_code in {200, 201}, answer.content
        assert "canary" not in answer.content.decode()
    assert "Satu regu" in asked(world, "lpka_guard", f"/api/v1/alerts/{child.alert_id}"), "the partner's own words are"


@pytest.mark.parametrize("role", ["lpka_guard", "lpka_shift_leader", "lpka_head"])
def test_inside_it_is_read(child: Ringing, world: World, role: str) -> None:
    for path in ("/api/v1/alerts", f"/api/v1/alerts/{child.alert_id}"):
        found = asked(world, role, path)
        assert NOTE in found
        assert REASON in found


@pytest.mark.parametrize("role", OUTSIDE)
@pytest.mark.parametrize("state", ["responding", "declined"])
def test_no_page_outside_shows_it(child: Ringing, world: World, browser_of: BrowserOf, role: str, state: str) -> None:
    Escalation.objects.filter(pk=child.side("lpka").pk).update(state=state)
    pages = [f"/alarm/{child.alert_id}/", f"/incidents/{child.incident_id}/", "/incidents/", "/alarm/", "/"]
    for page in pages:
        assert "canary" not in browser_of(role).get(page).content.decode(), page


def test_the_facilitys_own_page_shows_it(child: Ringing, browser_of: BrowserOf) -> None:
    assert NOTE in browser_of("lpka_head").get(f"/incidents/{child.incident_id}/").content.decode()


def test_what_rings_outside_does_not_carry_it(child: Ringing, world: World) -> None:
    (ringing,) = queries.list_ringing(actor=world.actors["lpka_police"])
    sides = ringing.alarm.parties  # type: ignore[attr-defined]  # prefetched
    assert {(side.note, side.reason) for side in sides if side.is_origin} == {("", "")}


def test_of_grown_ups_the_words_are_read_by_every_side(riot: Ringing, world: World) -> None:
    alerts.respond(
        actor=world.actors["shift_leader"], alert_id=riot.alert_id, personnel=2, eta_minutes=3, note="canary-note"
    )
    assert "canary-note" in asked(world, "police_desk", f"/api/v1/alerts/{riot.alert_id}")
