"""Who is on duty and the rosters that say so, asked and drawn up by a machine."""

from datetime import timedelta
from typing import Any

import pytest

from sinergi.core import clock
from tests.plugin.machine import Machine, Machines, read
from tests.world import World


def roster_of(machine: Machine, world: World) -> str:
    """A roster of the police desk."""
    answer = machine.post("/rosters", {"post_ids": [str(world.posts["police_desk"])], "title": "SPKT"})
    assert answer.status_code == 201
    return str(read(answer)["id"])


def turn(world: World, begins: float = -1, hours: int = 8, **said: Any) -> dict[str, Any]:
    """A shift of Ka SPKT."""
    begun = clock.now() + timedelta(hours=begins)
    return {
        "posting_id": str(world.postings["police_desk"]), "starts_at": begun.isoformat(), "minutes": hours * 60, **said
    }  # fmt: skip


def names(machine: Machine, at: str = "") -> set[str]:
    """Who is on duty."""
    return {item["name"] for item in read(machine.get("/duty" + (f"?at={at}" if at else "")))["items"]}


def test_duty_says_who_an_alarm_would_wake(world: World, machine: Machines) -> None:
    keeper = machine("police_admin")
    assert {"Rina Contoh", "Eko Contoh", "Joko Contoh", "Satria Contoh"} == names(keeper)
    roster = roster_of(keeper, world)
    assert keeper.post(f"/rosters/{roster}/shifts", turn(world)).status_code == 201
    assert "Rina Contoh" in names(keeper)
    later = (clock.now() + timedelta(hours=8)).isoformat().replace("+00:00", "Z")
    assert "Rina Contoh" not in names(keeper, later)
    (rina,) = [each for each in read(keeper.get("/duty"))["items"] if each["name"] == "Rina Contoh"]
    assert (rina["post"], rina["function"], rina["phone"]) == ("Ka SPKT", "police_desk", "0812-0000")


def test_a_roster_from_its_making_to_its_end(world: World, machine: Machines) -> None:
    keeper = machine("police_chief")
    roster = roster_of(keeper, world)
    shift = read(keeper.post(f"/rosters/{roster}/shifts", turn(world, every_days=1)))
    assert shift["every_days"] == 1
    (gap, *_more) = read(keeper.get(f"/rosters/{roster}/gaps?hours=48"))["items"]
    assert gap["goes_on"] is False
    begins = clock.now() + timedelta(hours=1)
    said = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat(),
            "out_posting_id": str(world.postings["police_desk"])}  # fmt: skip
    override = read(keeper.post(f"/rosters/{roster}/overrides", said))
    assert len(read(keeper.get(f"/rosters/{roster}/gaps?hours=48"))["items"]) == len(_more) + 2
    shown = read(keeper.get("/rosters"))["items"]
    assert [(each["id"], len(each["shifts"]), len(each["overrides"])) for each in shown] == [(roster, 1, 1)]
    assert read(keeper.post(f"/rosters/{roster}/overrides/{override['id']}/withdraw", {}))["overrides"] == []
    assert read(keeper.post(f"/rosters/{roster}/shifts/{shift['id']}/end", {}))["shifts"] == []
    assert read(keeper.post(f"/rosters/{roster}/end", {}))["ended_at"]
    assert read(keeper.get("/rosters"))["items"] == []
    assert keeper.post(f"/rosters/{roster}/shifts", turn(world)).status_code == 409


def test_lists_page_by_key(world: World, machine: Machines) -> None:
    keeper = machine("police_admin")
    made = [
        read(keeper.post("/rosters", {"post_ids": [str(world.posts[role])]}))["id"]
        for role in ("police_desk", "police_desk_2", "police_ops")
    ]
    first = read(keeper.get("/rosters?limit=2"))
    rest = read(keeper.get(f"/rosters?limit=2&cursor={first['next']}"))
    assert [each["id"] for each in (*first["items"], *rest["items"])] == made
    assert rest["next"] is None


def test_a_superior_reads_the_rosters_below(world: World, machine: Machines) -> None:
    roster = roster_of(machine("police_admin"), world)
    above = machine("polda_ops")
    assert [each["id"] for each in read(above.get(f"/rosters?unit_id={world.units['polres']}"))["items"]] == [roster]
    assert above.post(f"/rosters/{roster}/shifts", turn(world)).status_code == 403


@pytest.mark.parametrize("role", ["facility_head", "fire", "stranger_police", "regional_office"])
def test_a_partner_never_sees_them(world: World, machine: Machines, role: str) -> None:
    roster, other = roster_of(machine("police_admin"), world), machine(role)
    assert other.get(f"/rosters/{roster}").status_code == 404
    assert other.get(f"/rosters/{roster}/gaps").status_code == 404
    assert other.get(f"/rosters?unit_id={world.units['polres']}").status_code == 404
    assert other.post(f"/rosters/{roster}/shifts", turn(world)).status_code == 404
    assert "Rina Contoh" not in names(other)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"minutes": 0}, "minutes"), ({"every_days": 99}, "every_days"), ({"weekly": True}, "weekly"),
     ({"starts_at": "2026-11-28T08:00:00"}, "starts_at")],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(world: World, machine: Machines, said: dict[str, Any], field: str) -> None:
    keeper = machine("police_admin")
    answer = keeper.post(f"/rosters/{roster_of(keeper, world)}/shifts", {**turn(world), **said})
    assert answer.status_code == 422
    assert any(field in error["field"] for error in read(answer)["errors"])
