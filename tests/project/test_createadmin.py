"""The first administrator: of a unit that is made if it is new, and only once."""

import argparse

import pytest

from sinergi.core import sql
from sinergi.core.errors import Invalid
from sinergi.project import createadmin

GIVEN: dict[str, str | None] = {
    "unit": "Kanwil Contoh",
    "agency": "CORRECTIONS",
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
    police = GIVEN | {"unit": "Polres Contoh", "agency": "POLICE", "kind": "POLRES", "email": "polres@contoh.id"}
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
