"""The first administrator: of a unit that is made if it is new, and only once."""

import argparse

import pytest

from sinergi.core import sql
from sinergi.core.errors import Invalid
from sinergi.project import createadmin

GIVEN = {"unit": "Kanwil Contoh", "agency": "CORRECTIONS", "kind": "KANWIL", "name": "Admin Contoh"}
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
