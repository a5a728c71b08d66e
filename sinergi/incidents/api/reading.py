"""Lists, one incident, its timeline."""

from typing import Any
from uuid import UUID

from ninja import Query

from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest
from sinergi.incidents import queries, timeline
from sinergi.incidents.api import shapes
from sinergi.incidents.api.router import router


@router.read("", shapes.Incidents)
def list_incidents(request: ApiRequest, filters: Query[shapes.IncidentFilters]) -> dict[str, Any]:
    """The incidents open to you, newest first."""
    before = pages.decode(filters.cursor, UUID)
    asked = filters.model_dump(exclude={"cursor", "limit"}, exclude_none=True)
    page = queries.list_cards(
        actor=request.actor, filters=asked, before=before[0] if before else None, limit=filters.limit
    )
    return {"items": page.items, "next": pages.encode(page.next) if page.next else None}


@router.read("/{uuid:incident_id}", shapes.Incident)
def get_incident(request: ApiRequest, incident_id: UUID) -> Any:
    """One incident as your side sees it."""
    return queries.get_card(actor=request.actor, incident_id=incident_id)


@router.read("/{uuid:incident_id}/timeline", shapes.Timeline)
def list_timeline(request: ApiRequest, incident_id: UUID) -> dict[str, Any]:
    """What happened and what was written, oldest first."""
    return {"items": timeline.list_timeline(actor=request.actor, incident_id=incident_id)}
