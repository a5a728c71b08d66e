"""The flash report by page: a guard in a hurry, with one hand."""

import re
from datetime import timedelta

import pytest

from sinergi.core import clock
from sinergi.incidents.models import Incident
from tests.cast import BrowserOf
from tests.incidents.pages import text
from tests.world import World

SUMMARY = "kenari-ringkas"


def flash(world: World, **more: str) -> dict[str, object]:
    return {"key": "k1", "type": "RIOT", "when": "now", "under_control": "no", **more}


def test_only_the_type_is_required(browser_of: BrowserOf) -> None:
    answer = browser_of("guard").post("/incidents/report/", {"type": "FIRE"})
    assert answer.status_code == 302
    assert Incident.objects.get().type == "FIRE"


def test_sent_twice_it_is_one_report(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    answers = [browser.post("/incidents/report/", flash(world, device_at=f"2026-11-22T0{n}:00:00Z")) for n in (1, 2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Incident.objects.count() == 1


def test_the_same_key_with_another_report_is_told_and_nothing_is_lost(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    browser.post("/incidents/report/", flash(world))
    answer = browser.post("/incidents/report/", flash(world, summary=SUMMARY))
    assert answer.status_code == 422
    assert SUMMARY in text(answer)
    assert 'value="k1"' not in text(answer)


def test_a_refused_report_keeps_everything(browser_of: BrowserOf, world: World) -> None:
    said = flash(
        world,
        when="other",
        at="29.99",
        summary=SUMMARY,
        dead="1",
        serious="2",
        help_from="POLICE",
        place=str(world.places["block_c"]),
    )
    answer = browser_of("guard").post("/incidents/report/", said)
    page = text(answer)
    assert answer.status_code == 422
    assert Incident.objects.count() == 0
    for kept in (SUMMARY, 'value="29.99"', 'value="RIOT" data-label="Kerusuhan" checked', 'value="POLICE" checked'):
        assert kept in page, kept
    assert re.search(rf'value="{world.places["block_c"]}"[^>]* checked', page)


def test_another_facilitys_place_is_refused_with_a_sentence(browser_of: BrowserOf, world: World) -> None:
    answer = browser_of("guard").post("/incidents/report/", flash(world, place=str(world.places["stranger_block"])))
    assert answer.status_code == 422
    assert "tidak ada di satuan Anda" in text(answer) or "bukan" in text(answer)


@pytest.mark.parametrize(("said", "ago"), [({"when": "5"}, 5), ({"when": "now"}, 0)])
def test_a_phone_two_days_off_still_says_when(
    browser_of: BrowserOf, world: World, said: dict[str, str], ago: int
) -> None:
    device = (clock.now() - timedelta(days=2)).isoformat()
    browser_of("guard").post("/incidents/report/", flash(world, device_at=device, **said))
    row = Incident.objects.get()
    assert row.time_suspect
    assert abs(row.received_at - row.occurred_at - timedelta(minutes=ago)) < timedelta(seconds=5)


@pytest.mark.parametrize("said", ["0211", "02.11", "02:11", "2.11"])
def test_a_clock_may_be_written_as_people_write_it(browser_of: BrowserOf, world: World, said: str) -> None:
    browser_of("guard").post("/incidents/report/", flash(world, when="other", at=said))
    row = Incident.objects.get()
    assert timedelta(0) <= row.received_at - row.occurred_at < timedelta(days=1)


@pytest.mark.parametrize("role", ["police_desk", "regional_office", "auditor", "compliance"])
def test_only_a_post_inside_reports(browser_of: BrowserOf, role: str) -> None:
    browser = browser_of(role)
    assert browser.get("/incidents/report/").status_code == 403
    assert browser.post("/incidents/report/", {"type": "RIOT"}).status_code == 403


def test_the_sender_sees_who_answers(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    page = text(browser.get(browser.post("/incidents/report/", flash(world)).headers["Location"]))
    assert "Diterima server" in page
    assert "Lapas Muara Tenang" in page
    assert "Polresta Muara Tenang" in page
    assert "Karupam A" in page  # whom to call


def test_a_restricted_report_leaves_a_receipt_and_no_trace(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    answer = browser.post("/incidents/report/", flash(world, type="STAFF_MISCONDUCT", summary=SUMMARY))
    row = Incident.objects.get()
    assert answer.status_code == 200
    assert row.reference in text(answer)
    assert SUMMARY not in text(answer)
    for role in ("guard", "facility_head", "regional_office", "police_desk"):
        seen = browser_of(role)
        assert seen.get(f"/incidents/{row.pk}/").status_code == 404
        for address in ("/incidents/?state=all", "/board/", "/", "/incidents/?q=LK-"):
            assert row.reference not in text(seen.get(address, follow=True))
    page = text(browser_of("compliance").get(f"/incidents/{row.pk}/"))
    assert SUMMARY in page
    assert "Bayu" not in page
    assert "Anggota Regu A" not in page
