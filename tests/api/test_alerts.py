"""What rings, and the answers of a desk."""

import pytest

from tests.api.test_incidents import reported
from tests.plugin.machine import Machine, Machines, fields, read


@pytest.fixture
def alert(machine: Machines) -> str:
    """The path of an alert that rings on both sides."""
    reported(machine("guard"))
    (only,) = read(machine("police_desk").get("/alerts?state=open"))["items"]
    return f"/alerts/{only['id']}"


def test_each_agency_sees_the_alert_as_its_own_and_the_others_beside_it(machine: Machines, alert: str) -> None:
    machine("police_desk").post(f"{alert}/acknowledge")
    prison, police = (read(machine(role).get(alert)) for role in ("shift_leader", "police_desk"))
    assert (prison["state"], police["state"]) == ("open", "acknowledged")
    assert prison["id"] == police["id"]
    assert {party["agency"]: party["state"] for party in prison["parties"]}["POLICE"] == "acknowledged"
    assert prison["code"] == police["code"]


def test_the_way_of_a_desk_from_accepted_to_stood_down(machine: Machines, alert: str) -> None:
    for verb, body, state in [
        ("acknowledge", None, "acknowledged"),
        ("respond", {"personnel": 12, "eta_minutes": 6, "note": "Dua truk Dalmas"}, "responding"),
        ("respond", {"personnel": 20, "eta_minutes": 4}, "responding"),
        ("arrive", None, "arrived"),
        ("stand-down", None, "stood_down"),
    ]:
        answer = machine("police_desk").post(f"{alert}/{verb}", body)
        assert (answer.status_code, read(answer).get("state")) == (200, state), answer.content
    seen = {party["agency"]: party["personnel"] for party in read(machine("shift_leader").get(alert))["parties"]}
    assert seen["POLICE"] == 20


def test_the_second_to_answer_is_told_by_whom(machine: Machines, alert: str) -> None:
    assert machine("police_desk").post(f"{alert}/acknowledge").status_code == 200
    second = machine("police_ops").post(f"{alert}/acknowledge")
    assert second.status_code == 409
    assert "Ka SPKT" in read(second)["detail"]


def test_to_decline_needs_a_reason(machine: Machines, alert: str) -> None:
    assert fields(machine("police_desk").post(f"{alert}/decline", {})) == {"reason"}
    assert fields(machine("police_desk").post(f"{alert}/decline", {"reason": "  "})) == {"reason"}
    answer = machine("police_desk").post(f"{alert}/decline", {"reason": "Semua regu di lokasi lain"})
    assert read(answer)["state"] == "declined"


def test_the_reporter_cannot_answer_for_the_prison(machine: Machines, alert: str) -> None:
    assert machine("guard").post(f"{alert}/acknowledge").status_code == 403
    assert machine("shift_leader").post(f"{alert}/acknowledge").status_code == 200


@pytest.mark.parametrize("role", ["stranger_police", "lpka_police", "expired_police"])
def test_a_stranger_cannot_answer_what_is_not_its_own(machine: Machines, alert: str, role: str) -> None:
    assert machine(role).get(alert).status_code == 404
    assert machine(role).post(f"{alert}/acknowledge").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"personnel": 0, "eta_minutes": 5}, "personnel"),
        ({"personnel": -1, "eta_minutes": 5}, "personnel"),
        ({"personnel": 5}, "eta_minutes"),
        ({"personnel": 5, "eta_minutes": 10**30}, "eta_minutes"),
        ({"personnel": 5, "eta_minutes": 1441}, "eta_minutes"),
        ({"personnel": "5", "eta_minutes": 5}, "personnel"),
        ({"personnel": 5.5, "eta_minutes": 5}, "personnel"),
        ({"personnel": True, "eta_minutes": 5}, "personnel"),
        ({"personnel": 5, "eta_minutes": 5, "note": "x" * 501}, "note"),
    ],
)
def test_an_answer_that_makes_no_sense_names_its_field(
    machine: Machines, alert: str, body: dict[str, object], field: str
) -> None:
    assert fields(machine("police_desk").post(f"{alert}/respond", body)) == {field}


def test_alerts_filter_by_state_and_page(machine: Machines) -> None:
    for _each in range(3):
        reported(machine("guard"))
    desk: Machine = machine("police_desk")
    first = read(desk.get("/alerts?limit=2"))
    rest = read(desk.get(f"/alerts?limit=2&cursor={first['next']}"))
    assert len({alert["id"] for alert in [*first["items"], *rest["items"]]}) == 3
    assert rest["next"] is None
    desk.post(f"/alerts/{first['items'][0]['id']}/acknowledge")
    assert len(read(desk.get("/alerts?state=open"))["items"]) == 2
    assert fields(desk.get("/alerts?state=lost")) == {"state"}
