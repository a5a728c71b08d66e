"""With whom is shared what, on what ground, until when: asked by a machine."""

import pytest

from sinergi.agreements.models import Agreement, UnitLink
from tests.plugin.machine import Machine, Machines, read
from tests.world import World


def _states(machine: Machine) -> dict[str, str]:
    return {item["id"]: item["state"] for item in read(machine.get("/agreements"))["items"]}


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("guard", {"pair", "expired", "fire", "hospital", "army", "narcotics"}),
        ("police_desk", {"pair"}),
        ("polsek_desk", set()),
        ("polda_ops", {"pair", "lpka", "expired"}),
        ("regional_office", {"pair", "lpka", "expired", "fire", "hospital", "army", "narcotics"}),
        ("expired_police", {"expired"}),
        ("stranger_police", {"stranger"}),
        ("auditor", set()),
    ],
)
def test_everyone_sees_the_agreements_of_their_own_line(
    world: World, machine: Machines, role: str, labels: set[str]
) -> None:
    assert set(_states(machine(role))) == {str(world.agreements[label]) for label in labels}


def test_an_agreement_says_where_it_stands(world: World, machine: Machines) -> None:
    Agreement.objects.filter(pk=world.agreements["army"]).update(terminated_at=world.at)
    states = _states(machine("regional_office"))
    ask = {"pair": "ACTIVE", "lpka": "EXPIRING", "expired": "EXPIRED", "army": "TERMINATED"}
    assert {label: states[str(world.agreements[label])] for label in ask} == ask


def test_a_link_shows_both_ends_and_who_has_not_accepted_yet(world: World, machine: Machines) -> None:
    UnitLink.objects.filter(pk=world.links["pair"]).update(partner_accepted_at=None)
    (agreement,) = read(machine("police_desk").get("/agreements"))["items"]
    (link,) = agreement["links"]
    assert (link["facility"], link["partner"]) == ("Lapas Muara Tenang", "Polresta Muara Tenang")
    assert link["facility_accepted_at"]
    assert link["partner_accepted_at"] is None
    assert "INCIDENT_ALERT" in agreement["scopes"]


def test_an_agreement_of_many_shows_each_only_its_own_links(world: World, machine: Machines) -> None:
    accepted = {"facility_accepted_at": world.at, "partner_accepted_at": world.at}
    ends = {"facility_id": world.units["lpka"], "partner_id": world.units["lpka_polres"]}
    UnitLink.objects.create(agreement_id=world.agreements["pair"], **ends, **accepted)
    count = {
        role: next(
            len(item["links"])
            for item in read(machine(role).get("/agreements"))["items"]
            if item["id"] == str(world.agreements["pair"])
        )
        for role in ("guard", "police_desk", "lpka_guard", "regional_office")
    }
    assert count == {"guard": 1, "police_desk": 1, "lpka_guard": 1, "regional_office": 2}


def test_agreements_page_by_cursor(world: World, machine: Machines) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read(machine("guard").get(f"/agreements?limit=4&cursor={cursor}" if cursor else "/agreements?limit=4"))
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 6
