"""Read units, facilities and their places."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.core import sql
from sinergi.core.errors import NotFound


def get_unit(unit_id: UUID) -> dict[str, Any]:
    """One unit's public card; names of units are known to everyone who signs in."""
    unit = sql.one("SELECT * FROM units_v_unit WHERE unit_id = %s", [unit_id])
    if unit is None:
        raise NotFound(_("There is no such unit."))
    return unit


def get_facility(unit_id: UUID) -> dict[str, Any]:
    """The facility card: where it is, how to get in, whose territory it lies in."""
    facility = sql.one("SELECT * FROM units_v_facility WHERE unit_id = %s", [unit_id])
    if facility is None:
        raise NotFound(_("There is no such facility."))
    return facility


def list_units() -> list[dict[str, Any]]:
    """Every unit, by agency and name."""
    return sql.rows("SELECT * FROM units_v_unit ORDER BY agency, lower(name), unit_id")


def list_units_after(unit_id: UUID | None, *, limit: int) -> list[dict[str, Any]]:
    """The next units in the order of their making, for readers that page by key."""
    return sql.rows(
        """SELECT * FROM units_v_unit WHERE %(after)s::uuid IS NULL OR unit_id > %(after)s
           ORDER BY unit_id LIMIT %(limit)s""",
        {"after": unit_id, "limit": limit},
    )


def list_below(path: str) -> list[dict[str, Any]]:
    """The unit of this path and all below it."""
    return sql.rows("SELECT * FROM units_v_unit WHERE tree <@ %s::ltree ORDER BY lower(name), unit_id", [path])


def list_places(unit_id: UUID) -> list[dict[str, Any]]:
    """A facility's open places, as a tree laid flat: each parent before its children."""
    return sql.rows(
        "SELECT * FROM units_v_place WHERE unit_id = %s AND is_open ORDER BY position, lower(full_name), place_id",
        [unit_id],
    )
