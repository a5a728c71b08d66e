"""A machine's day: report, read, move, close."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.core import sql
from tests.plugin.machine import Machine, Machines, read
from tests.world import World

RIOT = {
    "type": "RIOT",
    "summary": "Dua regu saling serang",
    "casualties": {"serious": 1, "minor": 3},
    "help_needed": True,
}


def reported(machine: Machine, **more: object) -> str:
    """Report a riot; the path of what was made."""
    answer = machine.post("/incidents", RIOT | more)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"]).removeprefix("/api/v1")


def test_a_report_answers_with_its_reference_and_its_alerts(world: World, machine: Machines) -> None:
    answer = machine("guard").post("/incidents", RIOT | {"place_id": str(world.places["block_c"])})
    body = read(answer)
    assert answer.status_code == 201
    assert set(body) >= {"id", "reference", "status", "alerts"}
    assert body["status"] == "FLASH"
    assert body["reference"].startswith("GK-")
    assert answer["Location"] == f"/api/v1/incidents/{body['id']}"
    found = read(machine("guard").get(f"/incidents/{body['id']}"))
    assert found["casualties"] == {"dead": 0, "serious": 1, "minor": 3}
    assert found["place_name"] == "Blok C"
    alert = read(machine("police_desk").get(f"/alerts/{body['alerts'][0]}"))
    assert alert["subject"] == f"incident:{body['id']}"
    assert alert["state"] == "open"


def test_a_partner_reads_the_incident_without_what_stays_inside(machine: Machines) -> None:
    where = reported(machine("guard"))
    inside, partner = (machine(role).get(where) for role in ("shift_leader", "police_desk"))
    assert read(inside)["own"]["summary"] == RIOT["summary"]
    assert read(partner)["own"] is None
    assert b"saling serang" not in partner.content


@pytest.mark.parametrize("role", ["stranger_police", "stranger_guard", "expired_police", "lpka_guard"])
def test_a_stranger_cannot_tell_that_it_exists(machine: Machines, role: str) -> None:
    where = reported(machine("guard"))
    absent = machine(role).get("/incidents/00000000-0000-7000-8000-000000000000")
    for answer in (
        machine(role).get(where),
        machine(role).get(f"{where}/timeline"),
        machine(role).post(f"{where}/confirm"),
    ):
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert read(machine(role).get("/incidents"))["items"] == []
    assert read(machine(role).get("/alerts"))["items"] == []


def test_the_whole_life_from_report_to_closed(machine: Machines) -> None:
    where = reported(machine("guard"), severity="MEDIUM", help_needed=False)
    for role, verb, body, status in [
        ("shift_leader", "confirm", None, "CONFIRMED"),
        ("security_chief", "under-control", None, "UNDER_CONTROL"),
        ("security_chief", "recovery", None, "RECOVERY"),
        ("reporting_officer", "complete", {"narrative": "Kronologi lengkap"}, "REPORT_COMPLETE"),
        ("facility_head", "review", {"approve": False, "reason": "Daftar saksi kurang"}, "RECOVERY"),
        ("reporting_officer", "complete", None, "REPORT_COMPLETE"),
        ("facility_head", "review", None, "REVIEWED"),
        ("facility_head", "close", None, "CLOSED"),
        ("facility_head", "reopen", {"reason": "Ada korban baru"}, "REOPENED"),
    ]:
        answer = machine(role).post(f"{where}/{verb}", body)
        assert (answer.status_code, read(answer).get("status")) == (200, status), answer.content
    kinds = [event["kind"] for event in read(machine("facility_head").get(f"{where}/timeline"))["items"]]
    assert kinds[0] == "incident.reported"
    assert {"incident.confirmed", "incident.closed", "incident.reopened", "entry"} <= set(kinds)


def test_a_verb_that_comes_too_late_is_a_conflict_and_one_not_ours_is_forbidden(machine: Machines) -> None:
    where = reported(machine("guard"))
    assert machine("guard").post(f"{where}/confirm").status_code == 403
    assert machine("police_desk").post(f"{where}/confirm").status_code == 403
    assert machine("shift_leader").post(f"{where}/confirm").status_code == 200
    assert machine("shift_leader").post(f"{where}/confirm").status_code == 409


def test_a_false_alarm_waits_for_a_second_post(machine: Machines) -> None:
    where = reported(machine("guard"))
    first = read(machine("shift_leader").post(f"{where}/false-alarm", {"reason": "Latihan musik"}))
    assert first["status"] == "FLASH"
    assert [proposal["verb"] for proposal in first["own"]["proposals"]] == ["mark_false_alarm"]
    second = read(machine("security_chief").post(f"{where}/false-alarm", {"reason": "Latihan musik"}))
    assert second["status"] == "FALSE_ALARM"


def test_a_duplicate_names_its_original(machine: Machines) -> None:
    original = read(machine("guard").get(reported(machine("guard"), severity="LOW", help_needed=False)))["reference"]
    where = reported(machine("guard_2"), severity="LOW", help_needed=False)
    assert machine("shift_leader").post(f"{where}/duplicate", {"duplicate_of": "GK-1999-1"}).status_code == 422
    answer = read(machine("shift_leader").post(f"{where}/duplicate", {"duplicate_of": original}))
    assert answer["status"] == "DUPLICATE"


def test_lines_of_news_are_own_unless_shared(machine: Machines) -> None:
    where = reported(machine("guard"))
    for text, visibility in (("catatan dalam", "own"), ("untuk semua pihak", "shared"), ("hanya kepala", "restricted")):
        answer = machine("shift_leader").post(f"{where}/entries", {"text": text, "visibility": visibility})
        assert answer.status_code == 201, answer.content
    lines = {role: _lines(machine(role), where) for role in ("guard", "facility_head", "police_desk")}
    assert lines["guard"] == ["catatan dalam", "untuk semua pihak"]
    assert lines["facility_head"] == [*lines["guard"], "hanya kepala"]
    assert lines["police_desk"] == ["untuk semua pihak"]


def test_the_shared_timeline_tells_both_sides_what_happened_and_only_one_side_why(
    world: World, machine: Machines
) -> None:
    where = reported(machine("guard"))
    alert = read(machine("police_desk").get("/alerts"))["items"][0]["id"]
    machine("shift_leader").post(f"{where}/confirm")
    machine("police_desk").post(f"/alerts/{alert}/respond", {"personnel": 12, "eta_minutes": 6})
    machine("shift_leader").post(f"{where}/false-alarm", {"reason": "Petasan di luar pagar"})
    machine("security_chief").post(f"{where}/false-alarm", {"reason": "Petasan di luar pagar"})
    inside, partner = (read(machine(role).get(f"{where}/timeline"))["items"] for role in ("guard", "police_desk"))
    kinds = [event["kind"] for event in partner]
    assert {"incident.reported", "incident.confirmed", "alert.responding", "incident.false_alarm"} <= set(kinds)
    assert "incident.second_post_awaited" not in kinds
    (answer,) = [event for event in inside if event["kind"] == "alert.responding"]
    assert answer["unit_id"] == str(world.units["polres"])
    assert answer["details"]["personnel"] == 12
    assert "Petasan" in json.dumps(inside)
    assert "Petasan" not in json.dumps(partner)


def test_a_list_asks_the_same_number_of_questions_whatever_its_length(machine: Machines) -> None:
    for role in ("shift_leader", "police_desk", "regional_office"):
        asked = []
        for _more in range(2):
            reported(machine("guard"))
            with CaptureQueriesContext(connection) as questions:
                assert machine(role).get("/incidents").status_code == 200
                assert machine(role).get("/alerts").status_code == 200
            asked.append(len(questions))
        assert asked[0] == asked[1] <= 12


def _lines(machine: Machine, where: str) -> list[str]:
    return [event["text"] for event in read(machine.get(f"{where}/timeline"))["items"] if event["kind"] == "entry"]


def test_a_correction_moves_the_version_and_a_stale_one_is_refused(machine: Machines) -> None:
    where = reported(machine("guard"))
    seen = machine("shift_leader").get(where)
    first = machine("shift_leader").patch(where, {"type": "FIRE"}, if_match=seen["ETag"])
    assert read(first)["type"] == "FIRE"
    assert first["ETag"] != seen["ETag"]
    for stale in (seen["ETag"], '"999"', '"x"'):
        assert machine("shift_leader").patch(where, {"type": "RIOT"}, if_match=stale).status_code == 412
        assert machine("shift_leader").post(f"{where}/confirm", if_match=stale).status_code == 412
        news = machine("shift_leader").post(f"{where}/entries", {"text": "x"}, if_match=stale)
        assert news.status_code == 412
    now = machine("shift_leader").get(where)
    assert machine("shift_leader").post(f"{where}/entries", {"text": "x"}, if_match=now["ETag"]).status_code == 201
    assert machine("shift_leader").get(where)["ETag"] == now["ETag"]
    assert machine("shift_leader").patch(where, {"type": "RIOT"}, if_match="*").status_code == 200
    assert machine("shift_leader").patch(where, {"type": "FIRE"}).status_code == 200


def test_lists_filter_and_page_without_a_hole(world: World, machine: Machines) -> None:
    made = [reported(machine("guard"), severity=severity) for severity in ("LOW", "MEDIUM", "HIGH", "HIGH", "CRITICAL")]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read(
            machine("shift_leader").get(f"/incidents?limit=2&cursor={cursor}" if cursor else "/incidents?limit=2")
        )
        seen += [f"/incidents/{incident['id']}" for incident in page["items"]]
        cursor = page["next"]
    assert seen == made[::-1]
    ask = {
        "severity=HIGH": 2,
        "status=FLASH": 5,
        "status=CLOSED": 0,
        "open=true": 5,
        "open=false": 0,
        "type=RIOT": 5,
        "type=FIRE": 0,
        f"facility_id={world.units['lapas']}": 5,
        f"facility_id={world.units['lpka']}": 0,
        "severity=HIGH&type=RIOT": 2,
    }
    assert {query: len(read(machine("shift_leader").get(f"/incidents?{query}"))["items"]) for query in ask} == ask


def test_a_report_costs_eight_statements_whatever_the_number_of_partners(world: World, machine: Machines) -> None:
    ordinary = _statements(machine("guard"), {"type": "OTHER", "severity": "LOW"}, key="a")
    widest = _statements(machine("guard"), RIOT | {"help_from": ["FIRE", "HEALTH", "ARMY", "NARCOTICS_BOARD"]}, key="b")
    units = sql.one("SELECT max(n) AS n FROM (SELECT count(*) AS n FROM incidents_party GROUP BY incident_id) AS each")
    assert units is not None
    assert units["n"] >= 4
    assert max(ordinary, widest) <= 8


def _statements(machine: Machine, body: dict[str, object], *, key: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert machine.post("/incidents", body, idempotency_key=key).status_code == 201
    said = [query["sql"] for query in asked]
    # Inside a test's transaction BEGIN and COMMIT appear as one savepoint and its release.
    assert sum(each.startswith("SAVEPOINT") for each in said) == 1, json.dumps(said, indent=1)
    return len(said)


def test_a_phone_two_days_off_still_reports_three_minutes_ago(world: World, machine: Machines) -> None:
    phone = world.at - timedelta(days=2)
    times = {"device_at": phone.isoformat(), "occurred_at": (phone - timedelta(minutes=3)).isoformat()}
    found = read(machine("guard").get(reported(machine("guard"), **times)))
    assert found["time_suspect"] is True
    assert abs(_moment(found["received_at"]) - _moment(found["occurred_at"]) - timedelta(minutes=3)) < timedelta(
        seconds=5
    )


@pytest.mark.parametrize(
    "moment",
    ["2099-01-01T00:00:00+07:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59Z"],
)
@pytest.mark.parametrize("name", ["occurred_at", "device_at"])
def test_no_time_refuses_a_report(machine: Machines, moment: str, name: str) -> None:
    found = read(machine("guard").get(reported(machine("guard"), **{name: moment})))
    assert found["time_suspect"] is True
    assert _moment(found["occurred_at"]) <= _moment(found["received_at"])


def test_a_time_beyond_what_can_be_kept_is_the_farthest_that_can(world: World, machine: Machines) -> None:
    times = {"device_at": world.at.isoformat(), "occurred_at": "0001-01-01T00:00:00+00:00"}
    found = read(machine("guard").get(reported(machine("guard"), **times)))
    assert found["time_suspect"] is True
    assert _moment(found["occurred_at"]).year in {1969, 1970}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
