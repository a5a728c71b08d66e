"""Home: what needs me now. Whoever watches over many facilities starts at the board."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.access.types import ActorRequest, Desk, Function
from sinergi.agreements import queries as agreements
from sinergi.agreements.types import SCOPE_LABELS, Scope
from sinergi.alerts import queries as alerts
from sinergi.alerts.policy import POLICY as ALERT_POLICY
from sinergi.alerts.policy import Action as AlertAction
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.fragments import render_page
from sinergi.incidents import cases
from sinergi.incidents.presenting import rows
from sinergi.web.pages import tasks

WATCHERS: Final = frozenset({Function.REGIONAL_OFFICE, Function.DIRECTORATE})
ON_DUTY: Final = (
    Function.SHIFT_LEADER,
    Function.SECURITY_CHIEF,
    Function.FACILITY_HEAD,
    Function.POLICE_DESK,
    Function.POLICE_OPS,
    Function.POLICE_CHIEF,
    Function.SUPPORT_DESK,
)
RECENT: Final = timedelta(hours=24)
MOST_ROWS: Final = 20


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Alarms, second posts, next steps; then what others hold, who is on duty, which doors are open."""
    actor = request.actor
    if actor.functions & WATCHERS:
        return redirect("web:board")
    found = cases.list_open(actor=actor)
    ringing = alerts.list_ringing(actor=actor)
    others = tasks.waiting_for_others(found, ringing)
    context = {
        "todo": tasks.todo(actor, ringing, found),
        "waiting_others": others[:MOST_ROWS],
        "more_others": max(0, len(others) - MOST_ROWS),
        "reports": reports(actor) if request.may.get("report") else None,
        "on_duty": on_duty(actor),
        "gaps": gaps(actor),
        "doors": doors(actor),
        "empty": {"text": _("Nothing waits for you."), "since": ""},
    }
    return render_page(request, "web/home.html", context, parts={"todo"})


def reports(actor: Actor) -> list[dict[str, Any]]:
    """What I reported in the last day, each with who has answered."""
    mine = cases.list_reported(actor=actor, since=clock.now() - RECENT)
    sides = alerts.list_by_subject([card.subject for card in mine], reader=actor)
    return [rows.row(card, sides.get(card.subject, [])) for card in mine]


def on_duty(actor: Actor) -> list[dict[str, Any]]:
    """Who is on duty at the posts of my unit that answer alarms."""
    holders = alerts.list_on_duty(actor.unit_id, ON_DUTY, clock.now())
    others = [row for row in holders if row["person_id"] != actor.person_id]
    return [{"name": row["name"], "post": row["title"], "phone": row["phone"]} for row in others]


def gaps(actor: Actor) -> Sequence[object]:
    """When in the next days a post of my unit has nobody: for those who can do something about it."""
    if not ALERT_POLICY.can(actor, AlertAction.CREATE_ROSTER, Desk(actor.unit_id, actor.unit_path)):
        return []
    return alerts.list_gaps(actor.unit_id, clock.now())


def doors(actor: Actor) -> list[dict[str, Any]]:
    """With whom my unit shares what, until when."""
    found = agreements.list_agreements(actor=actor, at=clock.now())
    return [
        {
            "partner": link["partner"] if link["facility_id"] == actor.unit_id else link["facility"],
            "until": agreement["valid_until"],
            "scopes": ", ".join(str(SCOPE_LABELS[Scope(scope)]) for scope in agreement["scopes"]),
            "ends_soon": agreement["state"] == "EXPIRING",
        }
        for agreement in found
        if agreement["state"] in {"ACTIVE", "EXPIRING"}
        for link in agreement["links"]
        if actor.unit_id in {link["facility_id"], link["partner_id"]} and not link["ended_at"]
    ]
