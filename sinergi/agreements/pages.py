"""What the pages say of agreements: seen from the reader's side, scopes and days in words."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.agreements import policy
from sinergi.agreements.policy import POLICY, Action
from sinergi.agreements.types import SCOPE_LABELS, AgreementKind, AgreementState
from sinergi.core.actor import Actor
from sinergi.units.types import AGENCY_LABELS, Agency

MARKS: Final = (7, 30, 90)
"""Days before its end at which somebody should renew it."""
KIND_LABELS: Final = {
    AgreementKind.MOU: "Nota Kesepahaman",
    AgreementKind.PKS: "Perjanjian Kerja Sama",
    AgreementKind.EMERGENCY_ORDER: "Perintah darurat",
}
_STATES: Final = {
    AgreementState.SIGNED: "future",
    AgreementState.ACTIVE: "in_force",
    AgreementState.EXPIRING: "in_force",
    AgreementState.EXPIRED: "ended",
    AgreementState.TERMINATED: "ended",
}


def partners(agreements: Iterable[dict[str, Any]], own: frozenset[UUID]) -> list[dict[str, Any]]:
    """By partner: on what ground what is shared with them, until when; what has ended stands last."""
    found: dict[Any, dict[str, Any]] = {}
    for agreement in agreements:
        for name, agency, link in _other_sides(agreement, own):
            card = {"name": name, "agency": AGENCY_LABELS[Agency(agency)], "grounds": []}
            partner = found.setdefault((agency, name), card)
            partner["grounds"].append(ground(agreement, link))
    for partner in found.values():
        partner["grounds"].sort(key=lambda one: (one["state"] == "ended", one["until"]))
    return sorted(found.values(), key=lambda one: (one["grounds"][0]["state"] == "ended", one["name"].lower()))


def ground(agreement: dict[str, Any], link: dict[str, Any] | None) -> dict[str, Any]:
    """One row: an agreement and, when it connects, the link it runs along."""
    return {
        "title": agreement["title"],
        "number": agreement["number"],
        "href": reverse("agreements:detail", args=[agreement["id"]]),
        "from": agreement["valid_from"],
        "until": agreement["valid_until"],
        "state": state(agreement, link),
        "mark": mark(agreement),
        "left": left(agreement),
        "scopes": [SCOPE_LABELS[scope] for scope in agreement["scopes"]],
        "upper": "" if link else _("Authorises; it connects nobody by itself."),
        "waits": waits(link) if link else "",
        "between": f"{link['facility']} – {link['partner']}" if link else "",
    }


def state(agreement: dict[str, Any], link: dict[str, Any] | None = None) -> str:
    """in_force, ending, ended, emergency, future or waiting: the word the row shows."""
    if link and link["ended_at"]:
        return "ended"
    word = _STATES[agreement["state"]]
    if word == "in_force" and link and waits(link):
        return "waiting"
    if word == "in_force" and agreement["kind"] == AgreementKind.EMERGENCY_ORDER:
        return "emergency"
    return "ending" if word == "in_force" and mark(agreement) else word


def mark(agreement: dict[str, Any]) -> int:
    """90, 30 or 7 when so few days are left or fewer; 0 while there is time, and after the end."""
    if _STATES[agreement["state"]] != "in_force":
        return 0
    return next((days for days in MARKS if agreement["days_left"] <= days), 0)


def left(agreement: dict[str, Any]) -> str:
    """How long still, in words; empty when it is over or has not begun."""
    days = agreement["days_left"]
    if _STATES[agreement["state"]] != "in_force":
        return ""
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days} if days else _("last day")


def waits(link: dict[str, Any]) -> str:
    """Whose yes is missing."""
    missing = [link[end] for end in ("facility", "partner") if not link[f"{end}_accepted_at"]]
    return _("waits for %(unit)s") % {"unit": ", ".join(missing)} if missing else ""


def detail(agreement: dict[str, Any], actor: Actor, own: frozenset[UUID]) -> dict[str, Any]:
    """The page of one agreement."""
    return {
        "agreement": {
            **ground(agreement, None),
            "id": agreement["id"],
            "kind": KIND_LABELS[agreement["kind"]],
            "state": state(agreement),
            "signed_on": agreement["signed_on"],
            "terminated_at": agreement["terminated_at"],
            "parties": [party["name"] for party in agreement["parties"]],
            "scopes": [{"label": SCOPE_LABELS[scope]} for scope in agreement["scopes"]],
        },
        "links": [_link(agreement, link, actor, own) for link in agreement["links"]],
        "may": {"terminate": POLICY.can(actor, Action.TERMINATE, policy.termination(agreement))},
    }


def _link(agreement: dict[str, Any], link: dict[str, Any], actor: Actor, own: frozenset[UUID]) -> dict[str, Any]:
    ours, theirs = ("facility", "partner") if link["facility_id"] in own else ("partner", "facility")
    mine = next((end for end in ("facility", "partner") if link[f"{end}_id"] == actor.unit_id), "")
    accepting = POLICY.can(actor, Action.ACCEPT_LINK, policy.acceptance(agreement, link))
    since = [link["facility_accepted_at"], link["partner_accepted_at"]]
    return {
        "id": link["id"],
        "ours": link[ours],
        "theirs": link[theirs],
        "since": max(since) if all(since) else None,
        "until": link["ended_at"] or agreement["terminated_at"] or agreement["valid_until"],
        "ended": bool(link["ended_at"]),
        "waits": waits(link),
        "may_accept": accepting and bool(mine) and not link[f"{mine}_accepted_at"],
        "may_end": POLICY.can(actor, Action.END_LINK, policy.ending(agreement, link)),
        "doors": open_scopes(agreement, link),
    }


def open_scopes(agreement: dict[str, Any], link: dict[str, Any]) -> int:
    """How many doors would close with this link now."""
    is_open = state(agreement, link) in {"in_force", "ending", "emergency"}
    return len(agreement["scopes"]) if is_open else 0


def _other_sides(agreement: dict[str, Any], own: frozenset[UUID]) -> Iterable[tuple[str, str, dict[str, Any] | None]]:
    for link in agreement["links"]:
        other = "partner" if link["facility_id"] in own else "facility"
        yield link[other], link[f"{other}_agency"], link
    if not agreement["links"]:
        ours = {party["agency"] for party in agreement["parties"] if party["is_ours"]} or {
            party["agency"] for party in agreement["parties"][:1]
        }
        for party in agreement["parties"]:
            if party["agency"] not in ours:
                yield party["short_name"], party["agency"], None
