"""The demo world as a visitor finds it: built once, kept, quiet, and every kind of person in it."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from sinergi.access import actions as access
from sinergi.access.queries import find_actor
from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Scope
from sinergi.alerts import queries as alerts
from sinergi.alerts.policy import may_be_woken
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM, Actor
from sinergi.incidents import queries as incidents
from sinergi.project.demo import seed
from sinergi.project.demo.handout import TOKEN_ROLES
from sinergi.project.demo.posts import ROLES
from sinergi.project.demo.units import FACILITIES

TABLES = ("units_unit", "units_place", "access_person", "access_post", "access_posting", "agreements_agreement",
          "agreements_unitlink", "agreements_door", "incidents_incident", "alerts_alarm")  # fmt: skip


@pytest.fixture(scope="module")
def paper(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """``demo.json`` of a world that is built once for this module and then undone."""
    path = tmp_path_factory.mktemp("clone") / "var" / "demo.json"
    with django_db_blocker.unblock(), transaction.atomic():
        seed.build(url="http://localhost:8123", path=path)
        yield path
        transaction.set_rollback(True)


@pytest.fixture
def page(paper: Path) -> dict[str, Any]:
    """What the file says now."""
    return dict(json.loads(paper.read_text()))


@pytest.fixture
def actors(page: dict[str, Any]) -> dict[str, Actor]:
    """Every role, let in by its token."""
    found = {role: find_actor(token) for role, token in page["tokens"].items()}
    return {role: actor for role, actor in found.items() if actor}


@pytest.fixture
def again(paper: Path, tmp_path: Path) -> Iterator[Path]:
    """The file of a later start, whose every deed is undone after the test."""
    with transaction.atomic():
        yield tmp_path / "demo.json"
        transaction.set_rollback(True)


def entered(path: Path) -> dict[str, Actor | None]:
    return {role: find_actor(token) for role, token in json.loads(path.read_text())["tokens"].items()}


def counted() -> dict[str, int]:
    return {table: sql.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in TABLES}


def test_a_second_start_keeps_the_world_and_only_renews_the_tokens(paper: Path, page: dict[str, Any]) -> None:
    before = counted()
    seed.build(url="http://localhost:9000", path=paper)
    renewed = json.loads(paper.read_text())
    assert counted() == before
    assert renewed["url"] == "http://localhost:9000"
    assert renewed["units"] == page["units"]
    assert not set(page["tokens"].values()) & set(renewed["tokens"].values())
    assert [find_actor(token) for token in page["tokens"].values()] == [None] * len(TOKEN_ROLES)
    assert all(find_actor(token) for token in renewed["tokens"].values())


def test_whose_role_was_taken_away_gets_it_back_at_the_next_start(again: Path, actors: dict[str, Actor]) -> None:
    for actor in actors.values():
        access.end_posting(actor=SYSTEM, posting_id=actor.posting_id)
    seed.build(url="http://localhost:8123", path=again)
    for role, now in entered(again).items():
        before = actors[role]
        assert now is not None
        assert (now.person_id, now.unit_id, now.functions) == (before.person_id, before.unit_id, before.functions)
    postings = counted()["access_posting"]
    seed.build(url="http://localhost:8123", path=again)
    assert counted()["access_posting"] == postings


def test_whoever_moved_to_another_post_plays_the_old_role(again: Path, actors: dict[str, Actor]) -> None:
    guard, fire = actors["guard"], actors["fire"]
    other_post = sql.rows("SELECT post_id FROM access_v_card WHERE posting_id = %s", [fire.posting_id])[0]["post_id"]
    access.end_posting(actor=SYSTEM, posting_id=guard.posting_id)
    access.post_person(actor=SYSTEM, post_id=other_post, person_id=guard.person_id)
    seed.build(url="http://localhost:8123", path=again)
    now = entered(again)["guard"]
    assert now is not None
    assert (now.unit_id, now.functions) == (guard.unit_id, guard.functions)


def test_the_file_is_for_its_owner_only_and_complete(paper: Path, page: dict[str, Any]) -> None:
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert [file.name for file in paper.parent.iterdir()] == ["demo.json"]
    assert set(page) == {"url", "tokens", "units", "places", "agreements"}
    assert set(page["tokens"]) == set(TOKEN_ROLES)
    assert set(page["places"]) == {facility.key for facility in FACILITIES}
    assert all(UUID(unit["id"]) and unit["name"] for unit in page["units"].values())
    assert all(place["id"] and place["name"] for places in page["places"].values() for place in places)


def test_every_role_stands_in_its_unit_and_may_read_and_write(page: dict[str, Any], actors: dict[str, Actor]) -> None:
    assert set(actors) == set(TOKEN_ROLES)
    for role, actor in actors.items():
        assert str(actor.unit_id) == page["units"][ROLES[role][0]]["id"]
        assert actor.scopes == {"read", "write"}


def test_every_facility_has_territory_police_and_shift_leaders(paper: Path) -> None:
    facilities = sql.rows("SELECT unit_id, territory_agency FROM units_v_facility")
    leading = sql.rows(
        "SELECT unit_id, count(*) AS n FROM access_v_duty WHERE function = 'shift_leader' GROUP BY unit_id"
    )
    assert {row["territory_agency"] for row in facilities} == {"POLICE"}
    assert {row["unit_id"]: row["n"] for row in leading} == {row["unit_id"]: 4 for row in facilities}


def test_the_pair_sees_each_other_and_the_lapsed_partner_sees_nothing(actors: dict[str, Actor]) -> None:
    now = clock.now()
    prison = actors["guard"].unit_id
    assert prison in agreements.reach(actors["police_desk"], Scope.INCIDENT_ALERT, now).doors
    assert prison in agreements.reach(actors["fire"], Scope.INCIDENT_ALERT, now).doors
    assert not agreements.reach(actors["expired_police"], Scope.INCIDENT_ALERT, now).doors
    assert prison not in agreements.reach(actors["stranger_police"], Scope.INCIDENT_ALERT, now).doors
    assert incidents.count(actor=actors["expired_police"]) == 0


def test_one_agreement_has_lapsed_one_is_about_to_and_one_waits_for_a_head(page: dict[str, Any]) -> None:
    days = {
        str(row["id"]): row["days"]
        for row in sql.rows("SELECT id, valid_until - current_date AS days FROM agreements_agreement")
    }
    assert -32 <= days[page["agreements"]["pks_lapsed"]] < 0
    assert 5 <= days[page["agreements"]["pks_lpp"]] <= 8
    open_doors = {str(row["agreement_id"]) for row in sql.rows("SELECT DISTINCT agreement_id FROM agreements_v_door")}
    assert page["agreements"]["pks_unanswered"] not in open_doors
    assert page["agreements"]["pks_main"] in open_doors
    waiting = sql.rows("SELECT agreement_id FROM agreements_unitlink WHERE partner_accepted_at IS NULL")
    assert [str(row["agreement_id"]) for row in waiting] == [page["agreements"]["pks_unanswered"]]


def test_the_island_has_five_prisons_and_one_police_post(page: dict[str, Any]) -> None:
    post = UUID(page["units"]["polsek_nusakelana"]["id"])
    found = sql.rows("SELECT DISTINCT facility_id FROM agreements_v_door WHERE partner_id = %s", [post])
    assert len(found) == 5


def test_whoever_has_a_token_and_is_woken_is_on_duty_at_every_hour(actors: dict[str, Actor]) -> None:
    now = clock.now()
    woken = [(role, actor) for role, actor in actors.items() if may_be_woken(actor)]
    assert {"shift_leader", "police_desk", "fire"} <= {role for role, _ in woken}
    for role, actor in woken:
        for hour in range(0, 24 * 8, 5):
            on = alerts.list_on_duty(actor.unit_id, sorted(actor.functions), now + timedelta(hours=hour))
            assert actor.posting_id in {row["posting_id"] for row in on}, (role, hour)


def test_one_night_is_empty_where_no_token_waits_for_it(page: dict[str, Any], actors: dict[str, Actor]) -> None:
    (gap,) = alerts.list_units_with_gaps(clock.now(), 72)
    assert (str(gap.unit_id), gap.title) == (page["units"]["rutan"]["id"], "Karupam")
    assert gap.ends_at - gap.starts_at == timedelta(hours=8)
    assert gap.unit_id not in {actor.unit_id for actor in actors.values()}
    for unit, posts in (("rutan", 4), ("polrestabes", 3), ("lapas", 2)):
        (roster,) = alerts.list_rosters(actor=SYSTEM, at=clock.now(), unit_id=UUID(page["units"][unit]["id"]))
        assert len(roster.holders) == posts


def test_one_prison_has_a_ladder_for_its_nights_and_the_pair_has_none(page: dict[str, Any]) -> None:
    own = {unit: alerts.list_ladders(actor=SYSTEM, unit_id=UUID(page["units"][unit]["id"])) for unit in page["units"]}
    assert {unit for unit, found in own.items() if found} == {"rutan"}
    (night,) = own["rutan"]
    assert [row["partners"] for row in night.steps] == [False, False, True]


def test_nothing_rings_and_no_mail_waits(actors: dict[str, Actor]) -> None:
    assert not [alert for actor in actors.values() for alert in alerts.list_ringing(actor=actor)]
    assert not sql.rows("SELECT 1 FROM alerts_escalation WHERE next_at IS NOT NULL")
    assert not sql.rows("SELECT 1 FROM alerts_escalation WHERE state IN ('open', 'exhausted') AND ladder <> '[]'")
    assert not sql.rows("SELECT 1 FROM alerts_delivery WHERE state IN ('queued', 'sending')")


def test_four_weeks_lie_behind_it_in_the_proportions_of_real_prisons(paper: Path) -> None:
    rows = sql.rows("SELECT type, status, received_at FROM incidents_incident")
    types, states = Counter(row["type"] for row in rows), Counter(row["status"] for row in rows)
    assert types.most_common(1)[0][0] == "CONTRABAND_FIND"
    assert types["ASSAULT_INMATE"] > types["SMUGGLING_ATTEMPT"] > 0
    assert types["FIRE"] == types["ESCAPE_ATTEMPT"] == types["STAFF_MISCONDUCT"] == 1
    assert states["CLOSED"] > len(rows) / 2
    assert states["RECOVERY"]
    assert states["CONFIRMED"]
    assert (clock.now() - min(row["received_at"] for row in rows)).days in range(20, 29)


def test_answers_came_after_their_alarms_and_the_clock_is_right_again(paper: Path) -> None:
    assert not sql.rows("SELECT 1 FROM alerts_escalation WHERE answered_at IS NOT NULL AND answered_at < started_at")
    assert not sql.rows("SELECT 1 FROM ledger_fact WHERE at > clock_timestamp()")
    assert abs(clock.offset().total_seconds()) < 1


def test_only_compliance_knows_of_the_report_about_staff(actors: dict[str, Actor]) -> None:
    about_staff = {"type": "STAFF_MISCONDUCT"}
    assert incidents.count(actor=actors["compliance"], filters=about_staff) == 1
    for role in set(TOKEN_ROLES) - {"compliance"}:
        assert incidents.count(actor=actors[role], filters=about_staff) == 0


def test_every_facility_has_two_people_who_can_judge_a_report_about_staff(paper: Path) -> None:
    counts = sql.rows(
        "SELECT f.name, count(DISTINCT d.person_id) AS n FROM units_v_facility f "
        "JOIN units_v_unit above ON above.tree @> f.tree AND above.unit_id <> f.unit_id "
        "JOIN access_v_duty d ON d.unit_id = above.unit_id AND d.function = 'compliance' GROUP BY f.name"
    )
    assert len(counts) == len(FACILITIES)
    assert all(row["n"] >= 2 for row in counts), counts


def test_the_past_is_sealed_before_the_first_screen_opens(paper: Path) -> None:
    waiting = sql.rows("SELECT DISTINCT f.kind FROM ledger_inbox i JOIN ledger_fact f ON f.id = i.fact_id")
    assert {row["kind"].split(".")[0] for row in waiting} <= {"access"}
