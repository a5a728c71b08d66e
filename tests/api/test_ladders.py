"""Ladders and their dry run, asked and written by a machine."""

import json
from typing import Any

from sinergi.alerts.models import Alarm
from sinergi.ledger.models import Fact
from tests.plugin.machine import Machine, Machines, fields, read
from tests.world import World


def body(**said: Any) -> dict[str, Any]:
    """A ladder of the prison."""
    steps = [
        {"minutes": 0, "functions": ["shift_leader"]},
        {"minutes": 4, "functions": ["security_chief"], "partners": True, "need": "all"},
    ]
    return {"name": "Malam", "steps": steps, "from_time": "22:00", "until_time": "05:30", "levels": ["HIGH"], **said}


def put(machine: Machine, address: str, said: dict[str, Any], version: int | None = None) -> Any:
    """Say it anew."""
    named = {} if version is None else {"If_Match": f'"{version}"'}
    return machine.call("PUT", address, json.dumps(said).encode(), **named)


def test_a_ladder_from_its_making_to_its_end(machine: Machines) -> None:
    keeper = machine("facility_head")
    answer = keeper.post("/ladders", body())
    assert answer.status_code == 201
    made = read(answer)
    assert (made["position"], made["version"], made["wakes_now"], made["levels"]) == (1, 1, 3, ["HIGH"])
    assert made["steps"][1]["need"] == "all"
    address = f"/ladders/{made['id']}"
    changed = put(keeper, address, body(repeat=2), version=1)
    assert (changed.status_code, read(changed)["version"], changed["ETag"]) == (200, 2, '"2"')
    assert put(keeper, address, body(), version=1).status_code == 412
    assert read(put(keeper, address, body(repeat=2)))["version"] == 2  # the same again changes nothing
    assert [each["id"] for each in read(keeper.get("/ladders"))["items"]] == [made["id"]]
    assert keeper.post(f"{address}/end", {}).status_code == 200
    assert read(keeper.get("/ladders"))["items"] == []
    assert put(keeper, address, body()).status_code == 409
    kinds = Fact.objects.filter(subject=f"ladder:{made['id']}").order_by("at", "id").values_list("kind", flat=True)
    assert list(kinds) == ["ladder.created", "ladder.changed", "ladder.ended"]


def test_pages_go_on_from_the_key(machine: Machines) -> None:
    keeper = machine("unit_admin")
    for name in ("Satu", "Dua", "Tiga"):
        keeper.post("/ladders", body(name=name))
    first = read(keeper.get("/ladders?limit=2"))
    rest = read(keeper.get(f"/ladders?limit=2&cursor={first['next']}"))
    assert [each["name"] for each in (*first["items"], *rest["items"])] == ["Satu", "Dua", "Tiga"]
    assert rest["next"] is None


def test_who_may_not_is_told_so_and_a_stranger_nothing(machine: Machines, world: World) -> None:
    made = read(machine("security_chief").post("/ladders", body()))
    assert machine("shift_leader").get(f"/ladders/{made['id']}").status_code == 200
    assert machine("shift_leader").post("/ladders", body(name="Lain")).status_code == 403
    assert machine("regional_office").get(f"/ladders/{made['id']}").status_code == 200
    assert machine("regional_admin").post(f"/ladders/{made['id']}/end", {}).status_code == 200
    for role in ("police_chief", "stranger_head"):
        assert machine(role).get(f"/ladders/{made['id']}").status_code == 404
        assert machine(role).get(f"/ladders?unit_id={world.units['lapas']}").status_code == 404
        asked = {"type": "RIOT", "unit_id": str(world.units["lapas"])}
        assert machine(role).post("/ladders/dry-run", asked).status_code == 404


def test_refusals_name_the_field(machine: Machines, world: World) -> None:
    keeper = machine("facility_head")
    stranger = str(world.posts["stranger_head"])
    for change, field in (
        ({"steps": []}, "steps"),
        ({"steps": [{"minutes": 0}]}, "step_1"),
        ({"steps": [{"minutes": 1, "functions": ["shift_leader"]}]}, "step_1"),
        ({"steps": [{"minutes": 0, "partners": True}]}, "step_1"),
        ({"steps": [{"minutes": 0, "functions": ["police_desk"]}]}, "step_1"),
        ({"steps": [{"minutes": 0, "posts": [stranger]}]}, "step_1"),
        ({"steps": [{"minutes": 0, "people": [str(world.persons["guard"])]}]}, "step_1"),
        ({"steps": [{"minutes": 0, "functions": ["shift_leader"]}] * 2}, "step_2"),
        ({"steps": [{"minutes": n, "functions": ["shift_leader"]} for n in range(9)]}, "steps"),
        ({"steps": [{"minutes": n * 800, "functions": ["shift_leader"]} for n in range(2)]}, "step_2"),
        ({"repeat": 6}, "repeat"),
        ({"end_minutes": 0}, "end_minutes"),
        ({"until_time": None}, "until_time"),
        ({"until_time": "22:00"}, "until_time"),
        ({"place_ids": [str(world.places["stranger_block"])]}, "place_ids"),
        ({"from_time": "26:00"}, "from_time"),
    ):
        answer = keeper.post("/ladders", body(**change))
        assert answer.status_code == 422, change
        assert field in "".join(fields(answer)), change
    assert read(keeper.get("/ladders"))["items"] == []
    keeper.post("/ladders", body())
    assert fields(keeper.post("/ladders", body())) == {"name"}
    assert keeper.post("/ladders", body(name="Lain", kinds=["PARTY"])).status_code == 422


def test_the_dry_run_names_posts_and_writes_nothing(machine: Machines, world: World) -> None:
    machine("facility_head").post("/ladders", body(levels=[], from_time=None, until_time=None))
    answer = machine("facility_head").post("/ladders/dry-run", {"type": "RIOT"})
    own, police, *_others = read(answer)["items"]
    assert (own["ladder_name"], own["unit_id"]) == ("Malam", str(world.units["lapas"]))
    assert [sleeper["post"] for sleeper in own["rungs"][0]["woken"]] == ["Karupam A", "Karupam B"]
    assert [sleeper["channels"] for sleeper in own["rungs"][0]["woken"]] == [["live_screen", "email"]] * 2
    assert police["ladder_name"] == ""
    assert {tuple(sleeper["channels"]) for rung in police["rungs"] for sleeper in rung["woken"]} == {()}
    assert "Contoh" not in answer.content.decode()
    assert not Alarm.objects.exists()
