"""The first administrator: of a unit that is made if it is new, and only once."""

import argparse

import pytest

from sinergi.core import sql
from sinergi.core.errors import Invalid
from sinergi.project import createadmin
from sinergi.units.types import AGENCY_OF_KIND, UnitKind

GIVEN: dict[str, str | None] = {
    "unit": "Kanwil Contoh",
    "agency": None,
    "kind": "KANWIL",
    "name": "Admin Contoh",
}
GIVEN |= {"parent": None, "territory": None, "zone": "Asia/Jakarta"}
PASSWORD = "kalimat yang cukup panjang"


@pytest.mark.django_db
def test_the_first_founds_the_unit_and_the_second_joins_it() -> None:
    for email in ("one@contoh.id", "two@contoh.id"):
        createadmin.create(argparse.Namespace(**GIVEN, email=email), PASSWORD)
    found = sql.rows("SELECT email, unit_id, function FROM access_v_duty ORDER BY email")
    assert [row["email"] for row in found] == ["one@contoh.id", "two@contoh.id"]
    assert len({row["unit_id"] for row in found}) == 1
    assert {row["function"] for row in found} == {"unit_admin"}


@pytest.mark.django_db
def test_the_same_address_twice_is_refused_and_changes_nothing() -> None:
    createadmin.create(argparse.Namespace(**GIVEN, email="one@contoh.id"), PASSWORD)
    with pytest.raises(Invalid):
        createadmin.create(argparse.Namespace(**GIVEN | {"unit": "Lapas Lain"}, email="one@contoh.id"), PASSWORD)
    assert sql.rows("SELECT name FROM units_unit") == [{"name": "Kanwil Contoh"}]


@pytest.mark.django_db
def test_a_facility_is_founded_below_its_office_and_in_a_territory() -> None:
    police = GIVEN | {"unit": "Polres Contoh", "kind": "POLRES", "email": "polres@contoh.id"}
    lapas = GIVEN | {"unit": "Lapas Contoh", "kind": "LAPAS", "parent": "Kanwil Contoh", "email": "lapas@contoh.id"}
    createadmin.create(argparse.Namespace(**GIVEN, email="kanwil@contoh.id"), PASSWORD)
    with pytest.raises(Invalid):
        createadmin.create(argparse.Namespace(**lapas), PASSWORD)
    createadmin.create(argparse.Namespace(**police), PASSWORD)
    createadmin.create(argparse.Namespace(**lapas | {"territory": "Polres Contoh"}), PASSWORD)
    row = sql.one(
        "SELECT above.name AS above, territory.name AS territory, nlevel(unit.path) AS depth FROM units_facility f "
        "JOIN units_unit unit ON unit.id = f.unit_id JOIN units_unit above ON above.id = unit.parent_id "
        "JOIN units_unit territory ON territory.id = f.territory_unit_id"
    )
    assert row == {"above": "Kanwil Contoh", "territory": "Polres Contoh", "depth": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "agency"), [("POLRES", "POLICE"), ("KODIM", "ARMY"), ("BNNK", "NARCOTICS_BOARD"), ("HOSPITAL", "HEALTH")]
)
def test_the_kind_says_whose_the_unit_is(kind: str, agency: str) -> None:
    createadmin.create(argparse.Namespace(**GIVEN | {"kind": kind}, email="one@contoh.id"), PASSWORD)
    assert sql.rows("SELECT agency FROM units_unit") == [{"agency": agency}]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "agency"), [("POLRES", "CORRECTIONS"), ("OFFICE", None)])
def test_a_unit_of_the_wrong_or_of_no_agency_is_refused(kind: str, agency: str | None) -> None:
    given = GIVEN | {"kind": kind, "agency": agency, "email": "one@contoh.id"}
    with pytest.raises(Invalid) as refused:
        createadmin.create(argparse.Namespace(**given), PASSWORD)
    assert set(refused.value.fields) == {"agency"}
    assert not sql.rows("SELECT 1 FROM units_unit")


def test_every_kind_but_an_office_says_whose_it_is() -> None:
    assert set(UnitKind) - set(AGENCY_OF_KIND) == {UnitKind.OFFICE}
