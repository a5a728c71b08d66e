"""One incident as its page shows it: asked for in a fixed number of queries, then put into the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from sinergi.alerts import presenting as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.policy import POLICY as ALERT_POLICY
from sinergi.alerts.policy import Action as Answer
from sinergi.alerts.types import AlertState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.templatetags import ui
from sinergi.incidents import cases, queries
from sinergi.incidents.cards import Card, Side
from sinergi.incidents.cases import Case
from sinergi.incidents.events import FLASH_KINDS
from sinergi.incidents.presenting import buttons, rows
from sinergi.incidents.presenting.chronicle import KINDS, chronicle
from sinergi.incidents.types import MAIN_LINE, STATUS_LABELS, Ground, Status, Visibility
from sinergi.ledger import queries as ledger
from sinergi.units import queries as units

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

PARTS: Final = frozenset({"status", "acts", "dock", "answers", "timeline"})
"""What an open screen asks for again, each by itself."""
NEWEST: Final = 60
"""Lines of the timeline shown at once; the rest is one link away."""


def incident_page(*, actor: Actor, case: Case, part: str = "", whole: bool = False) -> dict[str, Any]:
    """The context of incidents/detail.html, or of one part of it. ``whole``: every line of the timeline."""
    card = case.card
    sides = alert_queries.list_parties(card.subject, reader=actor)
    pieces: dict[str, Callable[[], dict[str, Any]]] = {
        "status": lambda: {"now": now(card, sides), "steps": steps(card)},
        "acts": lambda: acts(actor, case, sides),
        "dock": lambda: {"primary": primary(actor, case, sides)},
        "answers": lambda: {"parties": answers(actor, card, sides), "answered": _answered(sides)},
        "timeline": lambda: timeline(actor, card, sides, whole=whole),
        "rest": lambda: around(actor, case),
    }
    context = {"incident": head(card, sides, actor), "fields": {"version": card.version}}
    # A screen that asks for one part again is not made to pay for the others.
    for name in [part] if part in PARTS else pieces:
        context |= pieces[name]()
    return context


def acts(actor: Actor, case: Case, sides: Sequence["Escalation"]) -> dict[str, Any]:
    """The buttons: the big one, and those that ask first."""
    places = units.list_places(case.card.facility_id) if case.may["amend"] else []
    return {"primary": primary(actor, case, sides), "asks": buttons.asks(case, places=places)}


def primary(actor: Actor, case: Case, sides: Sequence["Escalation"]) -> dict[str, Any] | None:
    """The one big button: the incident's next step, else what the reader's unit still owes its alarm."""
    return buttons.primary(case) or answer_button(actor, sides)


def around(actor: Actor, case: Case) -> dict[str, Any]:
    """What does not change by itself while the page is open."""
    return {
        "facility": None if actor.unit_id == case.card.facility_id else facility_card(case.card),
        "proposals": buttons.proposals(case, person_id=actor.person_id),
        "words": words(case.card),
        "entry_action": entry_action(case),
        "visibilities": visibilities(inside=rows.is_inside(case.card)),
    }


def head(card: Card, sides: Sequence["Escalation"], actor: Actor) -> dict[str, Any]:
    """What it is, where, since when."""
    return {
        "pk": card.id,
        "reference": card.reference,
        "code": sides[0].alarm.code if sides else "",
        # A title ends up in histories and on photographed screens: a restricted report's says nothing.
        "title": _("Restricted report") if card.restricted else card.label,
        "kind": card.label if card.restricted else "",
        "severity": card.severity.value,
        "where": rows.where(card, with_facility=actor.unit_id != card.facility_id) or card.facility_name,
        "occurred_at": card.occurred_at,
        "reported_at": card.received_at,
        "ended_at": card.moved_at.get(Status.CLOSED),
        "time_suspect": card.time_suspect,
        "drill": card.exercise,
        "restricted": card.restricted,
        "lapsed_at": card.lapsed_at,
    }


def now(card: Card, sides: Sequence["Escalation"]) -> list[tuple[str, str, str]]:
    """Four values that say how it stands."""
    moving = [side for side in sides if side.state in {AlertState.RESPONDING, AlertState.ARRIVED} and side.personnel]
    due = min((side.eta_at for side in moving if side.eta_at and side.state == AlertState.RESPONDING), default=None)
    coming = alerts.people(sum(side.personnel or 0 for side in moving)) if moving else _nobody(card, sides)
    stands, status = rows.control(card), str(STATUS_LABELS[card.status])
    return [
        (_("How it stands"), stands, status if status != stands else ""),
        (_("Casualties"), rows.casualties_or_none(card.casualties), ""),
        (_("Help needed?"), rows.asked(card), ""),
        (_("On the way"), coming, _("expected %(time)s") % {"time": _time(due, "")} if due else ""),
    ]


def _nobody(card: Card, sides: Sequence["Escalation"]) -> str:
    if any(side.state == AlertState.STOOD_DOWN and side.personnel for side in sides):
        return _("They have left again")
    return _("Nobody") if card.moved_at.get(Status.CLOSED) else _("Nobody yet")


def steps(card: Card) -> list[dict[str, str]]:
    """The seven states of domain §14, or the side state it ended in."""
    if card.status in {Status.FALSE_ALARM, Status.DUPLICATE}:
        done = [status for status in MAIN_LINE[:4] if card.moved_at.get(status)]
        ended = {
            "label": str(STATUS_LABELS[card.status]),
            "state": "now",
            "small": _time(card.moved_at.get(Status.CLOSED)),
        }
        return [_step(card, status, "done") for status in done] + [ended]
    at = MAIN_LINE.index(Status.CONFIRMED if card.status is Status.REOPENED else card.status)
    line = [
        _step(card, status, "done" if i < at else "now" if i == at else "todo") for i, status in enumerate(MAIN_LINE)
    ]
    if card.status is Status.REOPENED:
        line[at]["label"] = str(STATUS_LABELS[Status.REOPENED])
    return line


def answers(actor: Actor, card: Card, sides: Sequence["Escalation"]) -> list[dict[str, Any]]:
    """Each side with its answer, and its ladder while it is silent."""
    grounds = cases.list_grounds(card)
    counts = alert_queries.count_sends([side.pk for side in sides])
    return [
        alerts.party(
            side,
            ground=ground(grounds.get(side.unit_id)),
            duty=duty_of(side),
            sends=counts,
            is_own=side.unit_id == actor.unit_id,
            is_over=rows.is_past(card),
        )
        for side in sides
    ]


def duty_of(side: "Escalation") -> list[dict[str, Any]] | None:
    """Who is on duty at the posts of a ladder that still waits."""
    if not side.is_ringing:
        return None
    return alert_queries.list_called(side.unit_id, side.ladder, clock.now())


def ground(found: Mapping[str, Any] | None) -> str:
    """Why this side is in: PKS/014/2026 until 30 Jun 2027."""
    if found is None:
        return ""
    if found["ground"] == Ground.EMERGENCY:
        return _("emergency, territory")
    if found["ground"] == Ground.OWNER or not found["number"]:
        return ""
    return _("%(number)s until %(day)s") % {"number": found["number"], "day": ui.day(found["valid_until"])}


def answer_button(actor: Actor, sides: Sequence["Escalation"]) -> dict[str, Any] | None:
    """The reader's own unit has not finished with the alarm: its next step is the big button."""
    own = next((side for side in sides if side.unit_id == actor.unit_id), None)
    if own is None or own.state in {AlertState.SUPERSEDED, AlertState.STOOD_DOWN}:
        return None
    if ALERT_POLICY.can(actor, Answer.ACKNOWLEDGE, own) and own.is_ringing:
        return {
            "action": reverse("alerts:acknowledge", args=[own.alarm_id]),
            "fields": {"epoch": own.epoch},
            "label": _("Accept the alarm"),
            "icon": "check",
        }
    if ALERT_POLICY.can(actor, Answer.STAND_DOWN, own) and not own.is_origin:
        return {
            "href": reverse("web:alarm-of", args=[own.alarm_id]),
            "label": _("Go on with the alarm"),
            "icon": "truck",
        }
    return None


def facility_card(card: Card) -> dict[str, Any]:
    """How to get in: for everyone who looks from outside."""
    facility = units.get_facility(card.facility_id)
    facts: list[tuple[str, Any]] = [(_("Address"), facility["address"])] if facility["address"] else []
    if facility["phone"]:
        facts.append((_("Telephone"), {"tel": facility["phone"]}))
    if facility["occupancy"]:
        facts.append((_("Inmates"), alerts.people(facility["occupancy"])))
    return {
        "name": facility["name"],
        "facts": facts,
        "gates": facility["gates"],
        "latitude": facility["latitude"],
        "longitude": facility["longitude"],
        "commander": card.commander,
    }


def words(card: Card) -> list[tuple[str, str]]:
    """What only the facility's own side reads: the first words, and the full report."""
    own = card.own
    if own is None:
        return []
    if own.text_withheld:
        return [
            (_("Report"), _("A child's case: the text stays inside the facility until a named officer releases it."))
        ]
    reporter = _("Reported by %(post)s") % {"post": own.reporter_post} if own.reporter_post else _("First words")
    told = [(reporter, own.summary or _("No words were added.")), (_("Full report"), own.narrative)]
    return [(name, text) for name, text in told if text]


def entry_action(case: Case) -> str:
    """Where news is posted, if the reader may write."""
    return buttons.url(case.card, "add-entry") if case.may["add_entry"] else ""


def visibilities(*, inside: bool) -> list[tuple[str, str]]:
    """Whom a writer can let read a line: own first, because own is the default."""
    partners = _("partners too") if inside else _("the prison and partners too")
    return [
        (Visibility.OWN.value, _("our agency only")),
        (Visibility.SHARED.value, partners),
        (Visibility.RESTRICTED.value, _("the heads of our unit only")),
    ]


def timeline(actor: Actor, card: Card, sides: Sequence["Escalation"], *, whole: bool) -> dict[str, Any]:
    """Newest first while it is open, oldest first after its end."""
    kinds = FLASH_KINDS if card.side is Side.FLASH else KINDS
    facts = ledger.list_facts(subject=card.subject, units=[actor.unit_id], person_id=actor.person_id, kinds=kinds)
    news = queries.list_entries(actor=actor, card=card)
    names: dict[UUID, str] = {side.unit_id: side.unit.short_name for side in sides}
    reasons = {side.unit_id: side.reason for side in sides}
    lines = chronicle(
        facts, news, names=names, reasons=reasons, inside=reads_reasons(actor, card), device_at=card.device_at
    )
    shown = lines if whole else lines[-NEWEST:]
    has_ended = card.moved_at.get(Status.CLOSED) is not None
    return {
        "entries": shown if has_ended else shown[::-1],
        "narrated": _("oldest first") if has_ended else _("newest first"),
        "more_href": f"{reverse('incidents:detail', args=[card.id])}?timeline=all" if len(shown) < len(lines) else "",
    }


def newest(*, actor: Actor, incident_id: UUID) -> str:
    """Who did what last, and when: what a reader who came too late has not seen yet."""
    card = queries.get_card(actor=actor, incident_id=incident_id)
    lines = timeline(actor, card, alert_queries.list_parties(card.subject, reader=actor), whole=False)["entries"]
    if not lines:
        return ""
    line = max(lines, key=lambda each: each["at"])
    told = {"what": f"{line['act']} {line['text']}".strip(), "who": line["by"], "time": _time(line["at"])}
    return _("Last, at %(time)s: %(what)s (%(who)s)") % told if line["by"] else _("Last, at %(time)s: %(what)s") % told


def reads_reasons(actor: Actor, card: Card) -> bool:
    """The facility's side reads why; of a child's case only the facility itself does."""
    return rows.is_inside(card) and (not card.is_child or card.restricted or actor.unit_id == card.facility_id)


def _answered(sides: Sequence["Escalation"]) -> str:
    asked = [side for side in sides if side.ladder or side.answered_at]
    told = {"n": sum(side.answered_at is not None for side in asked), "of": len(asked)}
    return _("%(n)s of %(of)s have answered") % told


def _step(card: Card, status: Status, state: str) -> dict[str, str]:
    return {
        "label": str(STATUS_LABELS[status]),
        "state": state,
        "small": _time(card.moved_at.get(status)) if state != "todo" else "",
    }


def _time(at: datetime | None, how: str = "hms") -> str:
    return strip_tags(ui.clock(at, how)) if at else ""
