"""Who may do what with an incident, where, and in which state; and which rows an actor may know of.

States from domain §14; second posts from architecture §7. Printed in docs/policy.md.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q

from sinergi.access.types import Function
from sinergi.agreements.types import Reach
from sinergi.core.actor import Actor
from sinergi.core.policy import Policy, Rule
from sinergi.incidents.types import ENDED, Severity, Status

if TYPE_CHECKING:
    from sinergi.incidents.models import Incident

F = Function
COMPLIANCE = frozenset({F.COMPLIANCE})
INSIDE = frozenset(
    {
        F.GUARD,
        F.SHIFT_LEADER,
        F.GATE,
        F.SECURITY_CHIEF,
        F.REPORTING_OFFICER,
        F.FACILITY_HEAD,
        F.INTEL_OFFICER,
        F.PROGRAMME_OFFICER,
    }
)
COMMAND = frozenset({F.SHIFT_LEADER, F.SECURITY_CHIEF, F.FACILITY_HEAD})
WRITERS = frozenset(F) - {F.AUDITOR}
HEADS_OF_UNIT = frozenset({F.FACILITY_HEAD, F.SECURITY_CHIEF, F.POLICE_CHIEF, F.COMPLIANCE})
"""Who reads restricted entries of their own unit, beside the writer."""


class Action(StrEnum):
    """Every verb of an incident."""

    REPORT = "report"
    CONFIRM = "confirm"
    AMEND = "amend"
    ADD_ENTRY = "add_entry"
    DECLARE_UNDER_CONTROL = "declare_under_control"
    START_RECOVERY = "start_recovery"
    COMPLETE = "complete"
    REVIEW = "review"
    CLOSE = "close"
    REOPEN = "reopen"
    MARK_FALSE_ALARM = "mark_false_alarm"
    MARK_DUPLICATE = "mark_duplicate"


def in_charge(actor: Actor, incident: "Incident") -> bool:
    """Own facility; a restricted incident is in the charge of regional compliance alone."""
    if incident.restricted:
        return F.COMPLIANCE in actor.functions and is_above(actor, incident)
    return actor.unit_id == incident.facility_id


def own_facility(actor: Actor, incident: "Incident") -> bool:
    """The facility of the actor's own posting."""
    return actor.unit_id == incident.facility_id


def is_above(actor: Actor, incident: "Incident") -> bool:
    """The actor's unit stands above the facility."""
    return actor.unit_id.hex in str(incident.facility.path).split(".")[:-1]


def in_charge_or_above(actor: Actor, incident: "Incident") -> bool:
    """In charge, or the regional office above the facility."""
    is_regional = F.REGIONAL_OFFICE in actor.functions and is_above(actor, incident)
    return in_charge(actor, incident) or (is_regional and not incident.restricted)


def reviewer(actor: Actor, incident: "Incident") -> bool:
    """LOW, MEDIUM: the head of the facility; HIGH, CRITICAL: the regional office; never who completed the report."""
    if incident.completed_by == actor.person_id:
        return False
    if incident.restricted:
        return in_charge(actor, incident)
    if incident.severity in {Severity.LOW, Severity.MEDIUM}:
        return F.FACILITY_HEAD in actor.functions and own_facility(actor, incident)
    return F.REGIONAL_OFFICE in actor.functions and is_above(actor, incident)


def anyone_who_sees_it(_actor: Actor, _incident: "Incident") -> bool:
    """Every side to which the incident is visible."""
    return True


def in_status(*statuses: Status) -> Callable[["Incident"], bool]:
    """The incident is in one of these states."""

    def check(incident: "Incident") -> bool:
        return incident.status in statuses

    check.__doc__ = "State: " + ", ".join(statuses)
    return check


def is_open(incident: "Incident") -> bool:
    """Not closed, false or a duplicate."""
    return incident.is_open


S = Status
EARLY = (S.FLASH, S.CONFIRMED, S.UNDER_CONTROL, S.REOPENED)
POLICY: Policy["Incident"] = Policy(
    {
        Action.REPORT: Rule(INSIDE, own_facility),
        Action.CONFIRM: Rule(COMMAND | COMPLIANCE, in_charge, in_status(S.FLASH)),
        Action.AMEND: Rule(COMMAND | {F.REPORTING_OFFICER} | COMPLIANCE, in_charge, is_open),
        Action.ADD_ENTRY: Rule(WRITERS, anyone_who_sees_it, is_open),
        Action.DECLARE_UNDER_CONTROL: Rule(COMMAND | COMPLIANCE, in_charge, in_status(S.CONFIRMED, S.REOPENED)),
        Action.START_RECOVERY: Rule(
            {F.SECURITY_CHIEF, F.FACILITY_HEAD} | COMPLIANCE, in_charge, in_status(S.UNDER_CONTROL)
        ),
        Action.COMPLETE: Rule({F.SECURITY_CHIEF, F.REPORTING_OFFICER} | COMPLIANCE, in_charge, in_status(S.RECOVERY)),
        Action.REVIEW: Rule({F.FACILITY_HEAD, F.REGIONAL_OFFICE} | COMPLIANCE, reviewer, in_status(S.REPORT_COMPLETE)),
        Action.CLOSE: Rule({F.FACILITY_HEAD} | COMPLIANCE, in_charge, in_status(S.REVIEWED)),
        Action.REOPEN: Rule(
            {F.FACILITY_HEAD, F.REGIONAL_OFFICE} | COMPLIANCE, in_charge_or_above, in_status(*sorted(ENDED))
        ),
        Action.MARK_FALSE_ALARM: Rule(COMMAND | COMPLIANCE, in_charge, in_status(*EARLY)),
        Action.MARK_DUPLICATE: Rule(COMMAND | {F.REPORTING_OFFICER} | COMPLIANCE, in_charge, in_status(*EARLY)),
    }
)


def visible(actor: Actor, reach: Reach) -> Q:
    """Own facility and those below; what was shared with the actor's unit or one below it.

    A restricted incident is visible to the compliance post above the facility, and to nobody else.
    """
    if actor.is_system:
        return Q()
    ordinary = Q(restricted=False) & (Q(facility_id__in=reach.own) | Q(parties__unit_id__in=reach.own))
    if F.COMPLIANCE in actor.functions:
        return ordinary | Q(restricted=True, facility_id__in=reach.own - {actor.unit_id})
    return ordinary
