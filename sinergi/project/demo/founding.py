"""Lay the units, places, posts and people of the demo world.

No action founds a country: like a data migration, this writes the rows themselves, one statement a table.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from sinergi.core.ids import new_id
from sinergi.project.demo.people import PersonSpec, people
from sinergi.project.demo.places import PlaceSpec, places
from sinergi.project.demo.posts import POSTS
from sinergi.project.demo.units import FACILITIES, UnitSpec, units

IN_POST_FOR = timedelta(days=290)


def found(at: datetime) -> None:
    """Write the world as it stands before anything happens in it."""
    specs = units()
    ids = _lay_units(specs)
    for facility in FACILITIES:
        _lay_places(ids[facility.key], places(facility))
    _lay_people(specs, ids, at)


def _lay_units(specs: list[UnitSpec]) -> dict[str, UUID]:
    unit_row, facility_row = apps.get_model("units", "Unit"), apps.get_model("units", "Facility")
    rows: dict[str, Any] = {}
    for spec in specs:
        above = rows.get(spec.parent or "")
        unit_id = new_id()
        rows[spec.key] = unit_row(
            id=unit_id, agency=spec.agency, kind=spec.kind, name=spec.name, short_name=spec.short_name, parent=above,
            path=f"{above.path}.{unit_id.hex}" if above else unit_id.hex, zone=spec.town.zone, address=spec.address,
            phone=spec.phone, latitude=str(spec.latitude), longitude=str(spec.longitude),
        )  # fmt: skip
    unit_row.objects.bulk_create(rows.values())
    facility_row.objects.bulk_create(
        facility_row(
            unit=rows[spec.key], facility_class=spec.facility_class, security_classification=spec.security,
            capacity=spec.capacity, occupancy=spec.occupancy, territory_unit=rows[spec.territory], gates=spec.gates,
        )
        for spec in FACILITIES
    )  # fmt: skip
    return {key: row.id for key, row in rows.items()}


def _lay_places(unit_id: UUID, specs: list[PlaceSpec]) -> None:
    place_row = apps.get_model("units", "Place")
    rows: dict[str, Any] = {}
    for position, spec in enumerate(specs):
        rows[spec.full_name] = place_row(
            unit_id=unit_id, parent=rows.get(spec.parent), kind=spec.kind, name=spec.name, full_name=spec.full_name,
            position=position,
        )  # fmt: skip
    place_row.objects.bulk_create(rows.values())


def _lay_people(specs: list[UnitSpec], ids: dict[str, UUID], at: datetime) -> None:
    post_row, person_row, posting_row = (apps.get_model("access", name) for name in ("Post", "Person", "Posting"))
    posts = {
        (unit.key, post.title): post_row(unit_id=ids[unit.key], title=post.title, functions=[*post.functions])
        for unit in specs
        for post in POSTS[unit.kind]
    }
    holders = [(spec, _person(person_row, spec)) for spec in people(specs)]
    post_row.objects.bulk_create(posts.values())
    person_row.objects.bulk_create(person for _, person in holders)
    posting_row.objects.bulk_create(
        posting_row(person=person, post=posts[spec.unit, spec.post.title], starts_at=at - IN_POST_FOR)
        for spec, person in holders
    )


def _person(person_row: Any, spec: PersonSpec) -> Any:
    # Nobody in the demo has a password: its roles are picked, and that page exists nowhere else.
    return person_row(
        email=spec.email, name=spec.name, rank=spec.rank, service_number=spec.service_number, phone=spec.phone,
        password=UNUSABLE_PASSWORD_PREFIX,
    )  # fmt: skip
