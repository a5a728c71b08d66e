"""The list of incidents: filters and pages stand in the address."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.incidents import actions
from sinergi.incidents.actions import Flash
from tests.cast import BrowserOf
from tests.incidents.pages import text
from tests.world import World


def test_a_list_costs_the_same_whatever_its_length(browser_of: BrowserOf, world: World) -> None:
    guard, costs = world.actors["guard"], []
    browser = browser_of("police_desk")
    for _ in range(2):
        for kind in ("RIOT", "FIRE", "DRONE"):
            actions.report(actor=guard, flash=Flash(kind))
        with CaptureQueriesContext(connection) as asked:
            browser.get("/incidents/")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 16


def test_filters_and_pages_stand_in_the_address(browser_of: BrowserOf, world: World) -> None:
    for _ in range(52):
        actions.report(actor=world.actors["guard"], flash=Flash("DRONE"))
    actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    browser = browser_of("reporting_officer")
    first = text(browser.get("/incidents/"))
    assert "Kerusuhan" in first
    older = re.search(r'href="(/incidents/\?before=[^"]+)"', first)
    assert older
    second = text(browser.get(older[1]))
    assert "Kerusuhan" not in second
    assert second.count("<tr data-row") == 3
    assert text(browser.get("/incidents/?severity=CRITICAL")).count("<tr data-row") == 1
    assert text(browser.get("/incidents/?q=kerusuhan")).count("<tr data-row") == 1
    assert text(browser.get("/incidents/?state=ended")).count("<tr data-row") == 0


@pytest.mark.parametrize("query", ["before=x", "severity=HUGE", "facility=1", "type='; DROP TABLE"])
def test_a_filter_that_means_nothing_is_told(browser_of: BrowserOf, query: str) -> None:
    assert browser_of("shift_leader").get(f"/incidents/?{query}").status_code in {400, 422}
