"""Every verb of an incident, one endpoint each."""

from typing import Any
from uuid import UUID

from sinergi.core.api.router import ApiRequest, expected_version
from sinergi.incidents import actions, queries, timeline, types
from sinergi.incidents.api import shapes
from sinergi.incidents.api.router import router


@router.write("", shapes.Reported, status=201)
def report(request: ApiRequest, body: shapes.Report) -> Any:
    """Report an incident of your facility. Partners are told and both agencies are alerted before the answer."""
    said = dict(body) | {"casualties": _casualties(body.casualties), "help_from": frozenset(body.help_from)}
    return actions.report(actor=request.actor, flash=actions.Flash(**said))


@router.write("/{uuid:incident_id}", shapes.Incident, method="PATCH")
def amend(request: ApiRequest, incident_id: UUID, body: shapes.Amendment) -> Any:
    """Correct it. On HIGH and CRITICAL a lower severity waits for a second post."""
    said = dict(body) | {"casualties": _casualties(body.casualties) if body.casualties else None}
    actions.amend(correction=actions.Correction(**said), **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/entries", shapes.Event, status=201, honours_if_match=True)
def add_entry(request: ApiRequest, incident_id: UUID, body: shapes.NewEntry) -> Any:
    """Write a line of news: for your own agency unless it is shared."""
    entry = actions.add_entry(**_which(request, incident_id), **dict(body))
    return timeline.of_entry(entry)


@router.write("/{uuid:incident_id}/confirm", shapes.Incident)
def confirm(request: ApiRequest, incident_id: UUID, body: shapes.Nothing | None = None) -> Any:  # noqa: ARG001
    """It is real; you take command."""
    actions.confirm(**_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/under-control", shapes.Incident)
def declare_under_control(request: ApiRequest, incident_id: UUID, body: shapes.Nothing | None = None) -> Any:  # noqa: ARG001
    """The situation is under control."""
    actions.declare_under_control(**_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/recovery", shapes.Incident)
def start_recovery(request: ApiRequest, incident_id: UUID, body: shapes.Nothing | None = None) -> Any:  # noqa: ARG001
    """Recovery begins."""
    actions.start_recovery(**_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/complete", shapes.Incident)
def complete(request: ApiRequest, incident_id: UUID, body: shapes.Completion | None = None) -> Any:
    """The full report is written and waits for its reviewer."""
    actions.complete(narrative=body.narrative if body else "", **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/review", shapes.Incident)
def review(request: ApiRequest, incident_id: UUID, body: shapes.Review | None = None) -> Any:
    """Approve the report, or send it back."""
    actions.review(**dict(body or shapes.Review()), **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/close", shapes.Incident)
def close(request: ApiRequest, incident_id: UUID, body: shapes.Nothing | None = None) -> Any:  # noqa: ARG001
    """The head closes it."""
    actions.close(**_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/reopen", shapes.Incident)
def reopen(request: ApiRequest, incident_id: UUID, body: shapes.Because) -> Any:
    """It was not over."""
    actions.reopen(reason=body.reason, **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/false-alarm", shapes.Incident)
def mark_false_alarm(request: ApiRequest, incident_id: UUID, body: shapes.Because) -> Any:
    """It did not happen. On HIGH and CRITICAL a second post must say the same; `own.proposals` shows what waits."""
    actions.mark_false_alarm(reason=body.reason, **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


@router.write("/{uuid:incident_id}/duplicate", shapes.Incident)
def mark_duplicate(request: ApiRequest, incident_id: UUID, body: shapes.Original) -> Any:
    """The same event was reported before. On HIGH and CRITICAL a second post must say the same."""
    actions.mark_duplicate(duplicate_of=body.duplicate_of, **_which(request, incident_id))
    return _as_it_stands(request, incident_id)


def _which(request: ApiRequest, incident_id: UUID) -> dict[str, Any]:
    return {"actor": request.actor, "incident_id": incident_id, "version": expected_version(request)}


def _as_it_stands(request: ApiRequest, incident_id: UUID) -> Any:
    return queries.get_card(actor=request.actor, incident_id=incident_id)


def _casualties(said: shapes.Casualties | shapes.CountedCasualties) -> types.Casualties:
    return types.Casualties(**dict(said))
