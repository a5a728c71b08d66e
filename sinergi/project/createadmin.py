"""``sinergi createadmin``: the first administrator of a unit, who invites everybody else."""

import argparse
import getpass
import sys
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sinergi.access import actions as access
from sinergi.access.types import Function
from sinergi.core.actor import SYSTEM
from sinergi.core.errors import Invalid, Refusal
from sinergi.core.ids import new_id
from sinergi.units.types import AGENCY_OF_KIND, FACILITY_KINDS, Agency, UnitKind

TITLE = "Administrator"


def main() -> None:
    """Read who and where, ask for a password, create."""
    given = _parser().parse_args(sys.argv[2:])
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
        create(given, password)
    except ValidationError as refused:
        raise SystemExit("\n".join(refused.messages)) from None
    except Refusal as refused:
        raise SystemExit(str(refused)) from None
    print(f"{given.email} administers {given.unit}. Sign in, then add the second factor.")


@transaction.atomic
def create(given: argparse.Namespace, password: str) -> None:
    """The unit if it is new, its post of administrator, and the person who holds it."""
    unit_id = _unit(given)
    post = apps.get_model("access", "Post").objects.filter(unit_id=unit_id, title=TITLE).first()
    post = post or access.create_post(actor=SYSTEM, unit_id=unit_id, title=TITLE, functions={Function.UNIT_ADMIN})
    person = access.create_person(actor=SYSTEM, unit_id=unit_id, email=given.email, name=given.name, password=password)
    access.post_person(actor=SYSTEM, post_id=post.id, person_id=person.id)


def _unit(given: argparse.Namespace) -> UUID:
    """A unit is founded from outside the product: whoever could do it inside would have to stand in it already."""
    units = apps.get_model("units", "Unit").objects
    if (known := units.filter(name=given.unit).first()) is not None:
        return UUID(str(known.id))
    above, unit_id = _named(given.parent, "parent"), new_id()
    agency, is_facility = _agency(given), given.kind in FACILITY_KINDS
    territory = _named(given.territory, "territory")
    if is_facility and territory is None:
        raise Invalid(territory="A facility always has a territory police unit. Found that one first, then name it.")
    unit = units.create(
        id=unit_id,
        path=f"{above.path}.{unit_id.hex}" if above else unit_id.hex,
        parent=above,
        name=given.unit,
        short_name=given.unit[:60],
        agency=agency,
        kind=given.kind,
        zone=given.zone,
    )
    if is_facility:
        apps.get_model("units", "Facility").objects.create(unit=unit, territory_unit=territory)
    return unit_id


def _agency(given: argparse.Namespace) -> Agency:
    """The kind says whose it is; only an office has to be told."""
    of_kind = AGENCY_OF_KIND.get(given.kind)
    if of_kind and given.agency not in {None, of_kind}:
        raise Invalid(agency=f"A {given.kind} belongs to {of_kind}. Leave --agency out.")
    if not (of_kind or given.agency):
        raise Invalid(agency=f"Say whose this {given.kind} is, with --agency.")
    return of_kind or Agency(given.agency)


def _named(name: str | None, field: str) -> Any:
    if name is None:
        return None
    found = apps.get_model("units", "Unit").objects.filter(name=name).first()
    if found is None:
        raise Invalid(**{field: f"There is no unit named {name!r}."})
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinergi createadmin", description="Create the first administrator of a unit."
    )
    parser.add_argument("--unit", required=True, help="its name; founded if there is none of that name")
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    new = parser.add_argument_group("a new unit")
    new.add_argument("--agency", choices=[*Agency], help="of an office; any other kind says it itself")
    new.add_argument("--kind", choices=[*UnitKind], default=UnitKind.OFFICE)
    new.add_argument("--parent", help="the name of the unit above it")
    new.add_argument("--territory", help="of a facility: the name of the police unit whose territory it stands in")
    new.add_argument("--zone", default="Asia/Jakarta", choices=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
    return parser
