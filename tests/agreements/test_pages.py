"""With whom we share what, on what ground, until when: as a browser sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from sinergi.agreements import pages, queries
from sinergi.agreements.models import Agreement, Door, UnitLink
from sinergi.agreements.types import Scope
from sinergi.core import clock
from tests.agreements.test_actions import _upper as upper
from tests.cast import BrowserOf
from tests.world import World


def _detail(world: World, label: str) -> str:
    return reverse("agreements:detail", args=[world.agreements[label]])


def test_the_prison_sees_each_partner_and_what_has_ended_apart(browser_of: BrowserOf, world: World) -> None:
    html = browser_of("shift_leader").get("/agreements/").content.decode()
    before, after = html.split('id="lapsed"')
    assert "Polresta Muara Tenang" in before
    assert "Damkar Muara Tenang" in before
    assert "Polres Senja Lalu" in after
    assert "Polres Senja Lalu" not in before
    assert "Polres Teluk Asing" not in html


def test_the_partner_sees_the_same_from_its_side(browser_of: BrowserOf, world: World) -> None:
    html = browser_of("police_desk").get("/agreements/").content.decode()
    assert "Lapas Muara Tenang" in html
    assert "Damkar" not in html


def test_a_unit_without_agreements_is_told_what_still_holds(browser_of: BrowserOf, world: World) -> None:
    assert browser_of("polsek_desk").get("/agreements/").status_code == 200


@pytest.mark.parametrize(
    "role", ["guard", "facility_head", "police_desk", "regional_office", "polda_ops", "directorate"]
)
def test_parties_and_their_superiors_open_it(browser_of: BrowserOf, world: World, role: str) -> None:
    assert browser_of(role).get(_detail(world, "pair")).status_code == 200


@pytest.mark.parametrize("role", ["stranger_guard", "stranger_police", "lpka_head", "fire", "polsek_desk", "auditor"])
def test_for_everybody_else_it_does_not_exist(browser_of: BrowserOf, world: World, role: str) -> None:
    browser = browser_of(role)
    unknown = browser.get("/agreements/01900000-0000-7000-8000-000000000000/")
    hidden = browser.get(_detail(world, "pair"))
    assert (hidden.status_code, unknown.status_code) == (404, 404)


def test_the_days_that_are_left_are_said(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("lpka_head")
    browser.cookies["django_language"] = "en"
    assert "20 days left" in browser.get("/agreements/").content.decode()


@pytest.mark.parametrize(("days", "mark"), [(0, 7), (7, 7), (8, 30), (30, 30), (31, 90), (90, 90), (91, 0)])
def test_an_agreement_that_is_about_to_end_is_marked(world: World, days: int, mark: int) -> None:
    found = queries.get_agreement(world.actors["facility_head"], world.agreements["pair"])
    assert pages.mark({**found, "days_left": days}) == mark


def test_the_head_accepts_in_the_page(browser_of: BrowserOf, world: World) -> None:
    UnitLink.objects.filter(id=world.links["pair"]).update(partner_accepted_at=None)
    accept = reverse("agreements:accept_link", args=[world.links["pair"]])
    assert accept in browser_of("police_chief").get(_detail(world, "pair")).content.decode()
    assert accept not in browser_of("police_desk").get(_detail(world, "pair")).content.decode()
    assert accept not in browser_of("facility_head").get(_detail(world, "pair")).content.decode()
    assert browser_of("police_desk").post(accept).status_code == 403
    assert browser_of("police_chief").post(accept).status_code == 302
    assert UnitLink.objects.get(id=world.links["pair"]).partner_accepted_at is not None


@pytest.mark.parametrize("verb", ["end_link", "terminate"])
def test_ending_says_in_numbers_what_closes(browser_of: BrowserOf, world: World, verb: str) -> None:
    browser = browser_of("facility_head")
    browser.cookies["django_language"] = "en"
    html = browser.get(_detail(world, "pair")).content.decode()
    assert f"{len(Scope)} doors" in html
    subject = world.links["pair"] if verb == "end_link" else world.agreements["pair"]
    assert browser.post(reverse(f"agreements:{verb}", args=[subject])).status_code == 302
    assert not Door.objects.filter(agreement_id=world.agreements["pair"], during__contains=clock.now()).exists()
    assert browser.post(reverse(f"agreements:{verb}", args=[subject])).status_code == 409


@pytest.mark.parametrize("role", ["guard", "stranger_head"])
def test_others_end_nothing(browser_of: BrowserOf, world: World, role: str) -> None:
    answer = browser_of(role).post(reverse("agreements:terminate", args=[world.agreements["pair"]]))
    assert answer.status_code == (403 if role == "guard" else 404)


def _paper(world: World, **changes: Any) -> dict[str, Any]:
    today = clock.now().date()
    return {
        "kind": "PKS", "number": "PKS/777/CONTOH", "title": "PKS Contoh", "partner_id": str(world.units["polsek"]),
        "scopes": ["INCIDENT_ALERT", "DRILL"], "signed_on": str(today), "valid_from": str(today),
        "valid_until": str(today + timedelta(days=300)),
    } | changes  # fmt: skip


def test_a_head_writes_down_what_was_signed(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("facility_head")
    assert browser.get("/agreements/sign/").status_code == 200
    assert browser.post("/agreements/sign/", _paper(world)).status_code == 302
    link = UnitLink.objects.get(agreement__number="PKS/777/CONTOH")
    assert (link.facility_id, link.partner_id) == (world.units["lapas"], world.units["polsek"])
    assert link.partner_accepted_at is None


def test_a_chief_writes_it_down_from_the_other_side(browser_of: BrowserOf, world: World) -> None:
    paper = _paper(world, partner_id=str(world.units["lapas"]))
    assert browser_of("police_chief").post("/agreements/sign/", paper).status_code == 302
    link = UnitLink.objects.get(agreement__number="PKS/777/CONTOH")
    assert (link.facility_id, link.partner_id) == (world.units["lapas"], world.units["polres"])
    assert link.facility_accepted_at is None


def test_a_mistake_is_shown_beside_its_field(browser_of: BrowserOf, world: World) -> None:
    answer = browser_of("facility_head").post("/agreements/sign/", _paper(world, number="PKS/001/CONTOH"))
    assert answer.status_code == 422
    assert 'href="#id_number"' in answer.content.decode()


@pytest.mark.parametrize("role", ["guard", "unit_admin", "police_desk", "fire"])
def test_who_binds_no_unit_writes_nothing_down(browser_of: BrowserOf, world: World, role: str) -> None:
    assert browser_of(role).get("/agreements/sign/").status_code == 403
    assert browser_of(role).post("/agreements/sign/", _paper(world)).status_code == 403
    assert not Agreement.objects.filter(number="PKS/777/CONTOH").exists()


def test_a_head_asks_to_be_connected_under_a_mou_of_the_superiors(browser_of: BrowserOf, world: World) -> None:
    mou = upper(world)
    page = reverse("agreements:detail", args=[mou.id])
    ask = reverse("agreements:propose_link", args=[mou.id])
    assert ask in browser_of("facility_head").get(page).content.decode()
    assert ask not in browser_of("guard").get(page).content.decode()

    given = {"unit_id": str(world.units["lpka_polres"])}
    assert browser_of("guard").post(ask, given).status_code == 403
    assert browser_of("facility_head").post(ask, given).status_code == 302

    link = UnitLink.objects.get(agreement=mou)
    assert (link.facility_id, link.partner_id) == (world.units["lapas"], world.units["lpka_polres"])
    assert link.partner_accepted_at is None
