"""``sinergi createadmin``: the first administrator of a unit, who invites everybody else."""

import argparse
import getpass
import sys
from uuid import UUID

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from sinergi.access import actions as access
from sinergi.access.types import Function
from sinergi.core.actor import SYSTEM
from sinergi.core.errors import Refusal
from sinergi.core.ids import new_id
from sinergi.units.types import Agency, UnitKind

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
    """Nobody is above the first unit of an agency, so no action can found it."""
    units = apps.get_model("units", "Unit").objects
    found = units.filter(name=given.unit).first()
    if found is None:
        unit_id = new_id()
        found = units.create(
            id=unit_id,
            path=unit_id.hex,
            name=given.unit,
            short_name=given.unit[:60],
            agency=given.agency,
            kind=given.kind,
        )
    return UUID(str(found.id))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinergi createadmin", description="Create the first administrator of a unit."
    )
    parser.add_argument("--unit", required=True, help="its name; made if there is none of that name")
    parser.add_argument("--agency", choices=[*Agency], default=Agency.CORRECTIONS, help="of a new unit")
    parser.add_argument("--kind", choices=[*UnitKind], default=UnitKind.OFFICE, help="of a new unit")
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    return parser
