"""One address for each verb, POST only. What is refused is shown again with everything that was typed."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.core.errors import Conflict, Invalid, Refusal, Stale
from sinergi.incidents import actions, cases, forms
from sinergi.incidents.policy import Action
from sinergi.incidents.presenting import buttons, page
from sinergi.incidents.types import Status, Visibility
from sinergi.units import queries as units

Do = Callable[..., Any]


@require_POST
def confirm(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """It is real; whoever confirms takes command."""
    return _do(request, incident_id, Action.CONFIRM, forms.Verb(request.POST), actions.confirm)


@require_POST
def declare_under_control(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The situation is under control."""
    return _do(
        request, incident_id, Action.DECLARE_UNDER_CONTROL, forms.Verb(request.POST), actions.declare_under_control
    )


@require_POST
def start_recovery(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """Recovery begins."""
    return _do(request, incident_id, Action.START_RECOVERY, forms.Verb(request.POST), actions.start_recovery)


@require_POST
def complete(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The full report is written."""
    return _do(request, incident_id, Action.COMPLETE, forms.Completion(request.POST), actions.complete)


@require_POST
def review(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The full report is approved."""
    return _do(request, incident_id, Action.REVIEW, forms.Verb(request.POST), actions.review)


@require_POST
def send_back(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The report lacks something."""
    return _do(request, incident_id, "send_back", forms.SendBack(request.POST), actions.review, approve=False)


@require_POST
def close(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The head closes it."""
    return _do(request, incident_id, Action.CLOSE, forms.Verb(request.POST), actions.close)


@require_POST
def reopen(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """It was not over."""
    return _do(request, incident_id, Action.REOPEN, forms.Reason(request.POST), actions.reopen)


@require_POST
def mark_false_alarm(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """It did not happen."""
    return _do(request, incident_id, Action.MARK_FALSE_ALARM, forms.Reason(request.POST), actions.mark_false_alarm)


@require_POST
def mark_duplicate(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """The same event was reported before."""
    return _do(request, incident_id, Action.MARK_DUPLICATE, forms.Original(request.POST), actions.mark_duplicate)


@require_POST
def amend(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """Correct what a guard in a hurry could not know."""
    card = cases.get_case(actor=request.actor, incident_id=incident_id).card
    form = forms.Amendment(request.POST, places=units.list_places(card.facility_id), restricted=card.restricted)

    def correct(*, version: int | None, **which: Any) -> Any:
        return actions.amend(correction=form.correction(), version=version, **which)

    return _do(request, incident_id, Action.AMEND, form, correct, only={"version"})


@require_POST
def add_entry(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """One line of news."""
    form = forms.Entry(request.POST)

    def write(*, text: str, visibility: str, **more: Any) -> Any:
        return actions.add_entry(text=text, visibility=Visibility(visibility or Visibility.OWN), **more)

    return _do(request, incident_id, Action.ADD_ENTRY, form, write)


def _do(
    request: ActorRequest,
    incident_id: UUID,
    verb: str,
    form: django_forms.Form,
    action: Do,
    *,
    only: set[str] | None = None,
    **more: Any,
) -> HttpResponse:
    if not form.is_valid():
        return _again(request, incident_id, verb, form, status=422)
    said = {name: value for name, value in form.cleaned_data.items() if only is None or name in only}
    try:
        done = action(actor=request.actor, incident_id=incident_id, **said, **more)
    except (Invalid, Stale, Conflict) as refusal:
        return _refused(request, incident_id, verb, form, refusal)
    if getattr(done, "status", None) in _AWAITED.get(verb, set()):
        messages.info(request, _("Kept. A second post must say the same before it is done."))
    return redirect("incidents:detail", incident_id)


_AWAITED: Final[dict[str, set[Status]]] = {
    Action.MARK_FALSE_ALARM: set(Status) - {Status.FALSE_ALARM},
    Action.MARK_DUPLICATE: set(Status) - {Status.DUPLICATE},
}
"""If the incident still stands in one of these, the verb waits for its second post."""


def _refused(
    request: ActorRequest, incident_id: UUID, verb: str, form: django_forms.Form, refusal: Refusal
) -> HttpResponse:
    if isinstance(refusal, Invalid):
        forms.blame(form, refusal)
        return _again(request, incident_id, verb, form, status=refusal.status)
    sentence = " ".join(filter(None, [refusal.message, page.newest(actor=request.actor, incident_id=incident_id)]))
    return _again(request, incident_id, verb, form, status=refusal.status, sentence=sentence)


def _again(
    request: ActorRequest, incident_id: UUID, verb: str, form: django_forms.Form, *, status: int, sentence: str = ""
) -> HttpResponse:
    """The form by itself, as it was typed; the version is the present one, so that looking and sending again works."""
    case = cases.get_case(actor=request.actor, incident_id=incident_id)
    form.data = form.data.copy()  # type: ignore[attr-defined] # a QueryDict: what was typed, with the version its reader now sees
    form.data["version"] = case.card.version  # type: ignore[index] # a mutable copy
    context = {
        "incident": case.card,
        "title": buttons.LABELS.get(verb, _("News")),
        "sentence": sentence,
        "form": form,
        "action": request.path,
        "is_possible": case.may.get(buttons.JUDGED.get(verb, verb), False),
    }
    return render(request, "incidents/verb.html", context, status=status)
