"""Agreements for machines: with whom something is shared, on what ground, until when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query

from sinergi.agreements import queries
from sinergi.agreements.types import AgreementKind, AgreementState, Scope
from sinergi.core import clock
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Filters
from sinergi.units.types import Agency

router = Router(tags=["agreements"])


class Link(Answer):
    """A facility and its partner; open only once both accepted, and until it ends."""

    id: UUID
    facility_id: UUID
    facility: str
    partner_id: UUID
    partner: str
    partner_agency: Agency
    facility_accepted_at: datetime | None
    partner_accepted_at: datetime | None
    ended_at: datetime | None


class Agreement(Answer):
    """A MoU, a PKS or an emergency order, and the links it authorises near the caller."""

    id: UUID
    kind: AgreementKind
    number: str
    title: str
    signed_on: date
    valid_from: date
    valid_until: date
    terminated_at: datetime | None
    state: AgreementState
    scopes: list[Scope]
    links: list[Link]


class Agreements(Answer):
    """A page of agreements."""

    items: list[Agreement]
    next: str | None


@router.read("", Agreements)
def list_agreements(request: ApiRequest, filters: Query[Filters]) -> dict[str, Any]:
    """The agreements that concern your unit, oldest first."""
    after = pages.decode(filters.cursor, UUID)
    rows = queries.list_agreements(
        actor=request.actor, at=clock.now(), after=after[0] if after else None, limit=filters.limit + 1
    )
    return pages.page(rows, filters.limit, lambda agreement: (agreement["id"],))
