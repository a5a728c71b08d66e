"""The units of the house for machines: names and addresses that everyone who signs in may know."""

from typing import Any
from uuid import UUID

from ninja import Query
from pydantic import Field

from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Filters
from sinergi.units import queries
from sinergi.units.types import Agency, UnitKind

router = Router(tags=["units"])


class Unit(Answer):
    """A unit's public card."""

    id: UUID = Field(validation_alias="unit_id")
    agency: Agency
    kind: UnitKind
    name: str
    short_name: str
    parent_id: UUID | None
    zone: str
    address: str
    phone: str
    latitude: float | None
    longitude: float | None


class Units(Answer):
    """A page of units."""

    items: list[Unit]
    next: str | None


@router.read("", Units)
def list_units(request: ApiRequest, filters: Query[Filters]) -> dict[str, Any]:  # noqa: ARG001 - open to every token
    """Every unit, oldest first."""
    after = pages.decode(filters.cursor, UUID)
    rows = queries.list_units_after(after[0] if after else None, limit=filters.limit + 1)
    return pages.page(rows, filters.limit, lambda unit: (unit["unit_id"],))


@router.read("/{uuid:unit_id}", Unit)
def get_unit(request: ApiRequest, unit_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - open to every token
    """One unit."""
    return queries.get_unit(unit_id)
