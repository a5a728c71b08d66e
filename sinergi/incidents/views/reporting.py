"""The flash report, and what its sender sees."""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.access import queries as access
from sinergi.access.types import ActorRequest, Function
from sinergi.alerts import queries as alerts
from sinergi.core import clock, idempotency, transactions
from sinergi.core.errors import Conflict, Invalid, NotAllowed
from sinergi.core.fragments import render_page
from sinergi.core.ids import new_id
from sinergi.incidents import actions, cases, foretelling, forms
from sinergi.incidents.presenting import flash
from sinergi.incidents.types import TYPES
from sinergi.units import queries as units

TRIES, MOMENT = 15, 0.2
COMMANDERS = (Function.SHIFT_LEADER, Function.SECURITY_CHIEF, Function.FACILITY_HEAD)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """One form; only the type is required, and whatever is wrong, nothing typed is lost."""
    if not cases.may_report(request.actor):
        raise NotAllowed(_("Incidents are reported from inside a facility, by a post of that facility."))
    if request.method != "POST":
        return _ask(request, forms.Report())
    form, key = forms.Report(request.POST), request.POST.get("key", "")
    try:
        if form.is_valid():
            return _confirm(request, _receive(request, form))
    except Invalid as refusal:
        forms.blame(form, refusal)
        key = key if refusal.fields else ""  # the key had served another report; the next try is a new one
    return _ask(request, form, key=key, status=422)


@require_safe
def wakes(request: ActorRequest) -> HttpResponse:
    """For the line above the button: whom it would wake at once, in numbers. Empty while the form says too little."""
    if not cases.may_report(request.actor):
        raise NotAllowed(_("Incidents are reported from inside a facility, by a post of that facility."))
    form = forms.Report(request.GET)
    event = _event(form.flash()) if form.is_valid() and form.cleaned_data["type"] in TYPES else None
    sentence = flash.wakes(*foretelling.count_at_once(actor=request.actor, event=event)) if event else ""
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def sent(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """Received; who answers, both sides; what the reporter can do now."""
    case = cases.get_case(actor=request.actor, incident_id=incident_id)
    sides = alerts.list_parties(case.card.subject, reader=request.actor)
    context = flash.receipt(case.card, sides, may=case.may, call=_commander(request))
    return render_page(request, "incidents/sent.html", context, parts={"answers"})


def _ask(request: ActorRequest, form: forms.Report, *, key: str = "", status: int = 200) -> HttpResponse:
    context = flash.flash_page(form, key=key or new_id().hex, places=units.list_places(request.actor.unit_id))
    return render(request, "incidents/report.html", context, status=status)


def _receive(request: ActorRequest, form: forms.Report) -> idempotency.Answer:
    """Twice the same is one report: the second gets the first one's answer."""

    def do() -> idempotency.Answer:
        with transactions.joined():
            done = actions.report(actor=request.actor, flash=form.flash())
        return idempotency.Answer(
            201,
            {
                "id": str(done.id),
                "reference": done.reference,
                "type": form.cleaned_data["type"],
                "at": clock.now().isoformat(),
            },
        )

    key = f"page:{form.cleaned_data['key'] or new_id().hex}"
    for _try in range(TRIES):
        try:
            return idempotency.once(owner=request.actor.posting_id, key=key, body_hash=form.fingerprint(), do=do)
        except Conflict:
            # A second tap overtook the first, and the browser waits for this one: soon it gets the first one's answer.
            time.sleep(MOMENT)
    raise Conflict(_("Your report is being received. Open your reports in a moment to see it."))


def _event(said: actions.Flash) -> foretelling.Event:
    names = ("type", "severity", "place_id", "casualties", "help_needed", "help_from", "exercise")
    return foretelling.Event(**{name: getattr(said, name) for name in names})


def _confirm(request: ActorRequest, received: idempotency.Answer) -> HttpResponse:
    """A restricted report has left its reporter's sight: the receipt is all that stays."""
    if TYPES[received.body["type"]].is_restricted:
        context = {"received": received.body, "received_at": datetime.fromisoformat(received.body["at"])}
        return render(request, "incidents/received.html", context)
    return redirect("incidents:sent", received.body["id"])


def _commander(request: ActorRequest) -> dict[str, Any] | None:
    holders = alerts.list_on_duty(request.actor.unit_id, COMMANDERS, clock.now())
    others = [row for row in holders if row["phone"] and row["person_id"] != request.actor.person_id]
    team = access.get_post_title(request.actor).rpartition(" ")[2]
    # Karupam C before Karupam A for whoever works in Regu C; the holders are in the order of their functions.
    first = [row for row in others if row["function"] == others[0]["function"]]
    found = next((row for row in first if row["title"].rpartition(" ")[2] == team), others[0] if others else None)
    return {"label": _("Call %(who)s") % {"who": found["title"]}, "number": found["phone"]} if found else None
