"""The situation board: what waits stands first, and it costs the same whatever is open."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Escalation
from sinergi.incidents import actions
from sinergi.incidents.actions import Flash, Reported
from tests.cast import BrowserOf
from tests.world import World


def report(world: World, kind: str, role: str = "guard") -> Reported:
    return actions.report(actor=world.actors[role], flash=Flash(kind))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_costs_the_same_whatever_is_open(browser_of: BrowserOf, world: World) -> None:
    browser, costs = browser_of("regional_office"), []
    for kinds in (("RIOT", "DRONE"), ("RIOT", "FIRE", "DRONE", "ESCAPE", "UTILITY_FAILURE")):
        for kind in kinds:
            report(world, kind)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/board/")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20


def test_waiting_stands_before_running_and_running_before_recovering(browser_of: BrowserOf, world: World) -> None:
    a = world.actors
    recovering, running, _waiting = report(world, "DRONE"), report(world, "UTILITY_FAILURE"), report(world, "RIOT")
    for incident in (recovering, running):
        actions.confirm(actor=a["shift_leader"], incident_id=incident.id)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=recovering.id)
    actions.start_recovery(actor=a["security_chief"], incident_id=recovering.id)
    page = text(browser_of("regional_office").get("/board/"))
    places = [page.index(f">{word}<") for word in ("Kerusuhan", "Listrik atau air mati", "Drone")]
    assert places == sorted(places)
    assert page.count('class="b-alarm"') == 1


def test_an_answered_alarm_leaves_the_waiting_when_every_side_has(browser_of: BrowserOf, world: World) -> None:
    fire = report(world, "ESCAPE")
    board = browser_of("regional_office")
    assert 'class="b-alarm"' in text(board.get("/board/"))
    for role in ("shift_leader", "police_desk"):
        alerts.acknowledge(actor=world.actors[role], alert_id=fire.alerts[0])
    page = text(board.get("/board/"))
    assert 'class="b-alarm"' not in page
    assert "Karupam A" in page  # both lanes: who answered for the prison, and which partner
    assert "Polresta Muara Tenang" in page


def test_each_sees_its_own_part_of_the_country(browser_of: BrowserOf, world: World) -> None:
    report(world, "RIOT")
    report(world, "FIRE", "stranger_guard")
    seen = {
        role: text(browser_of(role).get("/board/")) for role in ("regional_office", "directorate", "stranger_police")
    }
    assert ("Kerusuhan" in seen["regional_office"], "Kebakaran" in seen["regional_office"]) == (True, False)
    assert ("Kerusuhan" in seen["directorate"], "Kebakaran" in seen["directorate"]) == (True, True)
    assert ("Kerusuhan" in seen["stranger_police"], "Kebakaran" in seen["stranger_police"]) == (False, True)
    assert "Lapas Teluk Asing" not in seen["regional_office"]


def test_chips_choose_a_severity(browser_of: BrowserOf, world: World) -> None:
    report(world, "RIOT")
    report(world, "DRONE")
    page = text(browser_of("regional_office").get("/board/?severity=MEDIUM"))
    assert ">Drone<" in page
    assert ">Kerusuhan<" not in page
    assert re.search(r'aria-current="true">Sedang <span class="num">1<', page)


def test_a_restricted_report_colours_no_tile_but_complies_own_board(browser_of: BrowserOf, world: World) -> None:
    report(world, "STAFF_MISCONDUCT")
    for role in ("facility_head", "regional_office", "directorate", "police_desk"):
        assert "Pelanggaran petugas" not in text(browser_of(role).get("/board/"))
    page = text(browser_of("compliance").get("/board/"))
    assert "Pelanggaran petugas" in page
    assert not re.search(r'b-tile"[^>]*data-sev', page)


def test_the_regional_office_finds_what_waits_for_its_review(browser_of: BrowserOf, world: World) -> None:
    a, incident = world.actors, report(world, "RIOT")
    actions.confirm(actor=a["shift_leader"], incident_id=incident.id)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=incident.id)
    actions.start_recovery(actor=a["security_chief"], incident_id=incident.id)
    actions.complete(actor=a["reporting_officer"], incident_id=incident.id, narrative="Selesai.")
    page = text(browser_of("regional_office").get("/board/"))
    assert "Setujui laporan" in page
    assert "Setujui laporan" not in text(browser_of("directorate").get("/board/"))


@pytest.mark.parametrize("part", ["board"])
def test_a_screen_asks_for_the_board_alone(browser_of: BrowserOf, world: World, part: str) -> None:
    answer = browser_of("regional_office").get("/board/", headers={"X-Fragment": part})
    assert "<html" not in text(answer)
    assert 'id="board"' in text(answer)


def test_nothing_is_said_to_sound_after_every_ladder_ended(browser_of: BrowserOf, world: World) -> None:
    fire = report(world, "ESCAPE")
    board = browser_of("regional_office")
    assert "alarm berbunyi di layar mereka sekarang" in text(board.get("/board/"))
    Escalation.objects.filter(alarm_id=fire.alerts[0]).update(state="exhausted", next_at=None)
    page = text(board.get("/board/"))
    assert 'class="b-alarm"' in page
    assert "alarm berbunyi di layar mereka sekarang" not in page
