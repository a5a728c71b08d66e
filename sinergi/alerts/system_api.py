"""What is wrong with the alarm system, for machines."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query
from pydantic import Field

from sinergi.alerts import actions, system
from sinergi.alerts.api import Nothing
from sinergi.alerts.types import SystemKind
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Filters

if TYPE_CHECKING:
    from sinergi.alerts.models import SystemAlert

router = Router(tags=["system alerts"])


class SystemAlertShown(Answer):
    """One thing that the auditor found wrong."""

    id: UUID
    kind: SystemKind
    unit_id: UUID | None = Field(description="Whose it is; null: the whole installation's.")
    unit: str | None
    key: str = Field(description="Which one of its kind: a channel, a machine, a shift.")
    count: int
    since_at: datetime = Field(description="Since when it has been so.")
    first_seen_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_post: str


class SystemAlerts(Answer):
    """A page of them, newest first."""

    items: list[SystemAlertShown]
    next: str | None


class SystemAlertFilters(Filters):
    """Which ones."""

    is_open: bool | None = None


@router.read("", SystemAlerts)
def list_system_alerts(request: ApiRequest, filters: Query[SystemAlertFilters]) -> dict[str, Any]:
    """What is or was wrong in your unit, below it, and with the whole installation."""
    before = pages.decode(filters.cursor, UUID)
    found = system.list_system_alerts(
        actor=request.actor, is_open=filters.is_open, before=before[0] if before else None, limit=filters.limit
    )
    page = pages.page(found, filters.limit, lambda alert: (alert.pk,))
    return {"items": [_shown(alert) for alert in page["items"]], "next": page["next"]}


@router.write("/{uuid:alert_id}/acknowledge", SystemAlertShown)
def acknowledge_system(request: ApiRequest, alert_id: UUID, body: Nothing | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Somebody sees to it: its mails stop until it ends."""
    return _shown(actions.acknowledge_system(actor=request.actor, alert_id=alert_id))


def _shown(alert: "SystemAlert") -> dict[str, Any]:
    said = {name: getattr(alert, name) for name in SystemAlertShown.model_fields if name != "unit"}
    return said | {"unit": alert.unit.short_name if alert.unit else None}
