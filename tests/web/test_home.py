"""Home: what needs each post now."""

from functools import partial
from typing import Any

import pytest

from sinergi.incidents import actions
from sinergi.incidents.actions import Flash, Reported
from tests.cast import BrowserOf
from tests.world import World


@pytest.fixture
def riot(world: World) -> Reported:
    return actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))


def todo(answer: Any) -> str:
    """The list of what is mine to do."""
    html = str(answer.content.decode())
    return html[html.index('id="todo"') : html.index("</s-fresh>", html.index('id="todo"'))]


@pytest.mark.parametrize(("role", "verb"), [("shift_leader", "Jawab"), ("police_desk", "Jawab")])
def test_an_alarm_that_rings_for_me_stands_first(browser_of: BrowserOf, riot: Reported, role: str, verb: str) -> None:
    page = todo(browser_of(role).get("/"))
    assert verb in page
    assert f"/alarm/{riot.alerts[0]}/" in page


def test_the_next_step_is_found_by_whoever_may_take_it(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    a, key = world.actors, riot.id
    walk = [
        (partial(actions.confirm, actor=a["shift_leader"], incident_id=key), "shift_leader", "Nyatakan terkendali"),
        (
            partial(actions.declare_under_control, actor=a["shift_leader"], incident_id=key),
            "security_chief",
            "Mulai pemulihan",
        ),
        (
            partial(actions.start_recovery, actor=a["security_chief"], incident_id=key),
            "reporting_officer",
            "Lengkapi laporan",
        ),
    ]
    for step, role, verb in walk:
        step()
        assert verb in todo(browser_of(role).get("/"))
        assert verb not in todo(browser_of("guard").get("/"))


def test_a_second_post_is_asked_at_home(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.confirm(actor=world.actors["shift_leader"], incident_id=riot.id)
    actions.mark_false_alarm(actor=world.actors["shift_leader"], incident_id=riot.id, reason="Hanya gaduh.")
    assert "Putuskan" in todo(browser_of("security_chief").get("/"))
    assert "Putuskan" not in todo(browser_of("shift_leader").get("/"))


def test_a_guard_gets_the_big_button_and_own_reports_with_who_answered(browser_of: BrowserOf, riot: Reported) -> None:
    page = browser_of("guard").get("/").content.decode()
    assert 'href="/incidents/report/"' in page
    assert "Laporan saya hari ini" in page
    assert "Kerusuhan" in page
    assert "Laporan saya hari ini" not in browser_of("police_desk").get("/").content.decode()


def test_others_steps_say_in_whose_hands_they_are(browser_of: BrowserOf, riot: Reported) -> None:
    page = browser_of("reporting_officer").get("/").content.decode()
    assert "Menunggu pihak lain" in page
    assert "Karupam" in page


def test_doors_say_until_when(browser_of: BrowserOf, world: World) -> None:
    page = browser_of("facility_head").get("/").content.decode()
    assert "Polresta Muara Tenang" in page
    assert "Polres Senja Lalu" not in page


@pytest.mark.parametrize("role", ["regional_office", "directorate"])
def test_whoever_watches_over_many_starts_at_the_board(browser_of: BrowserOf, world: World, role: str) -> None:
    assert browser_of(role).get("/").headers["Location"] == "/board/"


def test_ten_megabytes_of_text_are_refused_with_a_page(browser_of: BrowserOf, world: World) -> None:
    answer = browser_of("guard").post("/incidents/report/", {"type": "RIOT", "summary": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()


def test_the_menu_counts_what_waits_for_me(browser_of: BrowserOf, riot: Reported) -> None:
    page = browser_of("police_desk").get("/").content.decode()
    assert '<span class="s-count">1<' in page
    assert '<span class="s-count">' not in browser_of("auditor").get("/").content.decode()


def test_what_rings_for_me_is_not_said_to_be_others(browser_of: BrowserOf, riot: Reported) -> None:
    page = browser_of("police_desk").get("/").content.decode()
    assert "Menunggu pihak lain" not in page
    part = browser_of("police_desk").get("/", headers={"X-Fragment": "todo"}).content.decode()
    assert ">1 hal<" in part  # the count changes with the list


def test_the_regional_office_finds_the_report_it_owes_a_review_first(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    a = world.actors
    actions.confirm(actor=a["shift_leader"], incident_id=riot.id)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=riot.id)
    actions.start_recovery(actor=a["security_chief"], incident_id=riot.id)
    actions.complete(actor=a["reporting_officer"], incident_id=riot.id, narrative="Selesai.")
    page = browser_of("regional_office").get("/", follow=True).content.decode()
    assert page.index("Setujui laporan") < page.index("b-strip")
