"""Which verbs stand on an incident's page: exactly one of them is the big one. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from django import forms as django_forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.incidents import forms
from sinergi.incidents.cards import Card
from sinergi.incidents.cases import Case
from sinergi.incidents.policy import Action
from sinergi.incidents.presenting.chronicle import VERBS
from sinergi.incidents.types import SEVERITY_LABELS, Severity

Words = str | Promise
LABELS: Final[dict[str, Words]] = {
    Action.CONFIRM: _("Confirm"),
    Action.DECLARE_UNDER_CONTROL: _("Declare under control"),
    Action.START_RECOVERY: _("Start recovery"),
    Action.COMPLETE: _("Complete the report"),
    Action.REVIEW: _("Approve the report"),
    Action.CLOSE: _("Close the incident"),
    Action.REOPEN: _("Reopen"),
    Action.AMEND: _("Correct"),
    Action.MARK_FALSE_ALARM: _("False alarm"),
    Action.MARK_DUPLICATE: _("Duplicate"),
    "send_back": _("Send back"),
}
JUDGED: Final = {"send_back": Action.REVIEW}
"""Verbs that policy knows by another name."""
FORWARD: Final = (
    (Action.CONFIRM, "confirm", "check"),
    (Action.DECLARE_UNDER_CONTROL, "under-control", "shield-check"),
    (Action.START_RECOVERY, "recovery", "arrow-right"),
    (Action.COMPLETE, "complete", "file-text"),
    (Action.REVIEW, "review", "circle-check"),
    (Action.CLOSE, "close", "lock"),
)
"""The way through the states; policy lets one reader do at most one of these in one state."""


def primary(case: Case) -> dict[str, Any] | None:
    """The next step, if it is the reader's: a plain button, or one that asks first."""
    found = next((step for step in FORWARD if case.may[step[0]]), None)
    if found is None:
        return None
    action, name, icon = found
    if action == Action.COMPLETE:
        return _ask(
            case.card, name, LABELS[action], form=completion(case.card), verb=gettext("Send the full report")
        ) | {"icon": icon}
    if action == Action.CLOSE:
        told = gettext("Alarms that still wait are called off. The head or the regional office can reopen it.")
        return _ask(case.card, name, LABELS[action], consequence=told, form=_bare(case.card, name)) | {"icon": icon}
    return {"action": url(case.card, name), "label": LABELS[action], "icon": icon}


def asks(case: Case, *, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What else the reader may do; each asks first, because it takes words or wakes people."""
    card, may = case.card, case.may
    offered: list[tuple[Action, str, dict[str, Any]]] = [
        (Action.AMEND, "amend", {"form": amendment(card, places)}),
        (
            Action.REVIEW,
            "send-back",
            {"form": forms.SendBack(initial=_seen(card), auto_id="send-back-%s"), "label": LABELS["send_back"]},
        ),
        (Action.MARK_DUPLICATE, "duplicate", {"form": forms.Original(initial=_seen(card), auto_id="duplicate-%s")}),
        (
            Action.MARK_FALSE_ALARM,
            "false-alarm",
            {"form": _because(card, "false-alarm"), "consequence": _false_alarm(card)},
        ),
        (Action.REOPEN, "reopen", {"form": _because(card, "reopen")}),
    ]
    return [_ask(card, name, **({"label": LABELS[action]} | more)) for action, name, more in offered if may[action]]


def proposals(case: Case, *, person_id: Any) -> list[dict[str, Any]]:
    """What one post asked for and a second must ask for too; with the button, if the reader may be the second."""
    waiting = case.card.own.proposals if case.card.own else ()
    return [
        {
            "text": gettext("%(post)s asks for: %(what)s")
            % {"post": proposal.post_title, "what": _asked_for(proposal)},
            "reason": proposal.reason,
            "at": proposal.at,
            "second": _second(case, proposal) if proposal.person_id != person_id else None,
        }
        for proposal in waiting
    ]


def completion(card: Card) -> forms.Completion:
    """The full report as far as it was written."""
    narrative = card.own.narrative if card.own else ""
    return forms.Completion(initial={"narrative": narrative, **_seen(card)}, auto_id="complete-%s")


def amendment(card: Card, places: list[dict[str, Any]]) -> forms.Amendment:
    """The correction form as the incident stands."""
    stands = {
        "type": card.type,
        "place": str(card.place_id or ""),
        "severity": card.severity.value,
        "help_needed": "yes" if card.help_needed else "no",
        "help_from": list(card.help_from) if card.help_needed else [],
        **asdict(card.casualties),
    }
    return forms.Amendment(initial=stands | _seen(card), places=places, restricted=card.restricted, auto_id="amend-%s")


def url(card: Card, name: str) -> str:
    """Where a verb is posted."""
    return reverse(f"incidents:{name}", args=[card.id])


def _ask(
    card: Card, name: str, label: Words, *, form: django_forms.Form, consequence: Words = "", verb: Words = ""
) -> dict[str, Any]:
    return {
        "action": url(card, name),
        "label": label,
        "title": label,
        "consequence": consequence,
        "form": form,
        "verb": verb or label,
        "keep": gettext("Not now"),
        "asks": True,
    }


def _false_alarm(card: Card) -> str:
    told = gettext("Everyone who was woken is told. The partner's desk closes its own alarm.")
    return told + (" " + gettext("At this level a second post must say the same.") if _is_grave(card) else "")


def _is_grave(card: Card) -> bool:
    return card.severity in {Severity.HIGH, Severity.CRITICAL}


def _bare(card: Card, name: str) -> forms.Verb:
    return forms.Verb(initial=_seen(card), auto_id=f"{name}-%s")


def _because(card: Card, name: str) -> forms.Reason:
    return forms.Reason(initial=_seen(card), auto_id=f"{name}-%s")


def _seen(card: Card) -> dict[str, int]:
    return {"version": card.version}


def _asked_for(proposal: Any) -> str:
    if proposal.verb == "lower_severity" and proposal.argument in set(Severity):
        return f"{VERBS[proposal.verb]}, {SEVERITY_LABELS[Severity(proposal.argument)]}"
    return str(VERBS.get(proposal.verb, proposal.verb))


_SECONDING: Final[dict[str, tuple[str, str, str]]] = {
    # verb of the proposal: action that policy judges, its address, the field that carries what was asked for
    Action.MARK_FALSE_ALARM: (Action.MARK_FALSE_ALARM, "false-alarm", "reason"),
    Action.MARK_DUPLICATE: (Action.MARK_DUPLICATE, "duplicate", "duplicate_of"),
    "lower_severity": (Action.AMEND, "amend", "severity"),
}


def _second(case: Case, proposal: Any) -> dict[str, Any] | None:
    action, name, field = _SECONDING[proposal.verb]
    if not case.may[action]:
        return None
    argument = proposal.reason if field == "reason" else proposal.argument
    fields: Mapping[str, Any] = {"version": case.card.version, field: argument}
    return {"action": url(case.card, name), "label": gettext("I say the same"), "fields": fields}
