"""The alarm page: the worst, oldest alarm that rings for the reader; after the answer it stays until all stood down."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.access.types import ActorRequest
from sinergi.alerts import forms
from sinergi.alerts import presenting as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.around import around
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import BUSY, AlertState, Level
from sinergi.core.actor import Actor
from sinergi.core.fragments import render_page
from sinergi.core.templatetags import ui
from sinergi.incidents import cases
from sinergi.incidents.cards import Card
from sinergi.incidents.cases import Case
from sinergi.incidents.presenting import buttons, page, rows
from sinergi.incidents.types import ENDED
from sinergi.web.alarms import DESK

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

PARTS: Final = {"alarm", "side", "ground"}
S = AlertState
_VERBS: Final[Mapping[str, frozenset[str]]] = {
    S.OPEN: frozenset({"acknowledge", "decline"}),
    S.EXHAUSTED: frozenset({"acknowledge", "decline"}),
    S.ACKNOWLEDGED: frozenset({"respond", "decline"}),
    S.RESPONDING: frozenset({"arrive", "stand_down"}),
    S.ARRIVED: frozenset({"stand_down"}),
    S.DECLINED: frozenset({"acknowledge", "respond"}),
}
"""Of all that policy allows, what this page offers next: one big button."""


@require_safe
def alarm(request: ActorRequest) -> HttpResponse:
    """What rings for me; else the alarm my unit is still busy with; else calm. Asked again at every nudge."""
    ringing = alert_queries.list_ringing(actor=request.actor)
    real_first = sorted(ringing, key=lambda alert: alert.alarm.exercise)
    chosen = real_first[0] if ringing else alert_queries.find_under_way(actor=request.actor)
    if chosen is None:
        last = alert_queries.last_raised_at(actor=request.actor)
        return render_page(request, "alerts/calm.html", {"last_alarm_at": last, "here": DESK}, parts=PARTS)
    return _show(request, chosen, ringing, here=DESK)


@require_safe
def alarm_of(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """One alarm as the reader's agency has it."""
    chosen = alert_queries.get_alert(actor=request.actor, alert_id=alert_id)
    return _show(request, chosen, alert_queries.list_ringing(actor=request.actor), here=str(alert_id))


def _show(request: ActorRequest, alert: "Escalation", ringing: Sequence["Escalation"], *, here: str) -> HttpResponse:
    case = cases.get_case(actor=request.actor, incident_id=UUID(alert.alarm.subject.partition(":")[2]))
    rings_for_me = any(each.alarm_id == alert.alarm_id for each in ringing)
    context = alarm_page(request.actor, alert, case, rings_for_me=rings_for_me) | {"count": len(ringing), "here": here}
    return render_page(request, "alerts/alarm.html", context, parts=PARTS)


def alarm_page(actor: Actor, alert: "Escalation", case: Case, *, rings_for_me: bool = False) -> dict[str, Any]:
    """The context of alerts/alarm.html."""
    card = case.card
    sides = alert_queries.list_parties(card.subject, reader=actor)
    own = next(side for side in sides if side.pk == alert.pk)
    standing = around(actor, own, sides, rings_for_me=rings_for_me, is_over=rows.is_past(card))
    waits, head = standing.pop("heading"), standing.pop("alarm")
    verbs = _verbs(own, rings=head["rings"])
    may = {verb: POLICY.can(actor, verb, own) for verb in verbs}  # type: ignore[arg-type] # names of Action
    over = _over(own, card)
    if over or card.status in ENDED:
        may = {verb: can and verb == "stand_down" for verb, can in may.items()}
        may["stand_down"] = own.state in BUSY and POLICY.can(actor, Action.STAND_DOWN, own)
    if own.is_origin:
        may |= {"respond": False, "arrive": False, "stand_down": False, "open": own.state != S.OPEN}
    if standing["has_accepted"]:
        may |= {"acknowledge": False}
    grounds = cases.list_grounds(card)
    return {
        "alarm": _head(own, card, page.ground(grounds.get(own.unit_id))) | head,
        "facts": [
            (_("How it stands"), rows.control(card)),
            (_("Casualties"), rows.casualties_or_none(card.casualties)),
            (_("Asked for"), rows.asked(card)),
        ],
        "site": None if own.is_origin else page.facility_card(card),
        "steps": [] if own.is_origin else alerts.steps(own),
        "form": forms.Response(initial={"epoch": own.epoch}) if may.get("respond") else None,
        "eta": _eta(own),
        "heading": over or waits or _heading(own),
        "closing": _closing(own),
        "next": _next(case) if own.is_origin and own.state != S.OPEN else None,
        "taken": _taken(own, actor),
        "may": may,
        "incident_href": reverse("incidents:detail", args=[card.id]),
    } | standing


def _closing(own: "Escalation") -> str:
    """When it was said; inside the prison also by whom, for the next thing is not asked here."""
    if own.is_origin and own.state == S.ACKNOWLEDGED:
        return _("%(post)s, %(note)s") % {"post": own.answered_post, "note": alerts.answer_note(own)}
    return alerts.answer_note(own) if own.state in {S.DECLINED, S.ARRIVED, S.STOOD_DOWN} else ""


def _next(case: Case) -> dict[str, Any] | None:
    """The incident's own next step, if it is one plain button of the reader's: it need not be looked for."""
    step = buttons.primary(case)
    return step | {"fields": {"version": case.card.version}} if step and not step.get("asks") else None


def _verbs(own: "Escalation", *, rings: bool) -> frozenset[str]:
    """Whoever is asked after a refusal may say yes or no, as the first was; who refused may think better of it."""
    return _VERBS[S.OPEN] if rings else _VERBS.get(own.state, frozenset())


def _head(own: "Escalation", card: Card, ground: str) -> dict[str, Any]:
    return {
        "pk": own.alarm_id,
        "subject": card.subject,
        "state": alerts.state_of(own),
        "severity": Level(own.alarm.level).name,
        "title": card.label,
        "facility": card.facility_name,
        "where": card.place_name,
        "occurred_at": card.occurred_at,
        "started_at": own.started_at,
        "drill": card.exercise,
        "reference": card.reference,
        "code": own.alarm.code,
        "ground": ground,
        "length": _length(card.label),
    }


def _length(title: str) -> str:
    return "short" if len(title) <= 11 else "long" if len(title) <= 20 else "longest"


def _eta(own: "Escalation") -> dict[str, Any] | None:
    eta = alerts.eta(own)
    return eta and eta | {"text": alerts.people(own.personnel), "note": own.note}


def _over(own: "Escalation", card: Card) -> str:
    """Why nobody need go any more, if nobody need: said to a unit that has accepted and has not gone."""
    if own.state != S.ACKNOWLEDGED or own.is_origin:
        return ""
    if card.status in ENDED:
        return _("The incident has ended, nobody need go")
    if card.under_control and not card.help_needed:
        return _("Under control, no help was asked for")
    return ""


def _heading(own: "Escalation") -> str:
    if own.state == S.ACKNOWLEDGED:
        return _("Accepted") if own.is_origin else _("Accepted, who is going?")
    return alerts.answer_text(own) or str(ui.answer_word(own.state))


def _taken(own: "Escalation", actor: Actor) -> str:
    """The second is told by whom."""
    if own.answered_by in {None, actor.person_id} or own.state != S.ACKNOWLEDGED:
        return ""
    told = {"post": own.answered_post, "time": strip_tags(ui.clock(own.answered_at, "hms"))}
    return _("Already accepted by %(post)s at %(time)s.") % told
