"""The API of the house: every room's endpoints under one roof, and the document that describes them."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from sinergi.access.bearer import Bearer
from sinergi.agreements.api import router as agreements
from sinergi.alerts.api import router as alerts
from sinergi.alerts.channels import api as channels
from sinergi.alerts.roster_api import duty, rosters
from sinergi.alerts.system_api import router as system_alerts
from sinergi.core.api import problems, usual
from sinergi.core.api.body import StrictJson
from sinergi.incidents.api import router as incidents
from sinergi.incidents.api.ladders import router as ladders
from sinergi.units.api import router as units

PREFIX = "/api/v1/"
DESCRIPTION = """Reports of incidents, their alerts and their answers, between a prison and its security partners.
Send `Authorization: Bearer <token>`.
Refusals are problem documents (RFC 9457), in Indonesian unless you send `Accept-Language: en`.
Repeat a write safely with the same `Idempotency-Key`."""

api = NinjaAPI(
    title="Sinergi",
    version="1",
    description=DESCRIPTION,
    servers=[{"url": "/"}],
    auth=Bearer(),
    parser=StrictJson(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_router("/incidents", incidents)
api.add_router("/alerts", alerts)
api.add_router("/duty", duty)
api.add_router("/rosters", rosters)
api.add_router("/ladders", ladders)
api.add_router("/system-alerts", system_alerts)
api.add_router("/alerts", channels.alarms)
api.add_router("/webhooks", channels.webhooks)
api.add_router("/deliveries", channels.deliveries)
api.add_router("/units", units)
api.add_router("/agreements", agreements)

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence that says what to do."},
        "instance": {"type": "string", "format": "uri"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}},
        },
    },
}
_STREAM = {
    "get": {
        "operationId": "stream",
        "tags": ["stream"],
        "summary": "Stream",
        "description": (
            "Server-sent events. `hello` opens; `nudge` {seq, kind, subject, level, exercise} says that something "
            "happened to a subject, never what: read it again. `beat` comes every few seconds; silence means that the "
            "connection is lost. Resume with Last-Event-ID; after too long a gap comes one `resync`: read your lists "
            "again. `state` tells that the database is gone or back; `end` that the token is dead."
        ),
        "security": [{"Bearer": []}],
        "parameters": [{"in": "header", "name": "Last-Event-ID", "required": False, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "OK", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    }
}


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API as it stands."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    found["paths"][f"{PREFIX}stream"] = _STREAM
    found["components"]["schemas"]["Problem"] = _PROBLEM
    found["components"]["responses"] = {
        "Problem": {
            "description": "Refused; the sentence says why.",
            "content": {usual.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    return found


@cache
def printed() -> str:
    """The document as it is committed and served."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - open to everyone
    """What a machine reads first."""
    return HttpResponse(printed(), content_type="application/json", headers={"Cache-Control": "max-age=300"})


def unknown(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """No such address in the API."""
    return problems.problem(404)
