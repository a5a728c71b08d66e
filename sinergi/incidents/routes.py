"""Whom a report calls: which partners are wanted, whether they ring, and the sides for the alarm room. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sinergi.access.types import Function
from sinergi.alerts.types import Called
from sinergi.incidents.types import TYPES, Casualties, Ground, Severity, calls_for
from sinergi.units.types import Agency


def wanted(
    kind: str, severity: Severity, casualties: Casualties, help_from: frozenset[Agency], *, help_needed: bool
) -> dict[str, Any]:
    """What the statement of the partners is asked with."""
    restricted = TYPES[kind].is_restricted
    emergency = not restricted and (severity is Severity.CRITICAL or help_needed)
    agencies = calls_for(kind, severity, casualties) | (help_from if help_needed else frozenset())
    return {
        "wanted": [] if restricted else sorted(agencies),
        "emergency": emergency,
        "rings": severity.level >= Severity.HIGH.level or emergency,
    }


def called(parties: Iterable[Mapping[str, Any]], *, restricted: bool) -> list[Called]:
    """The sides of a report. A restricted one wakes compliance alone."""
    chain = ((Function.COMPLIANCE.value,),) if restricted else None
    return [
        Called(
            UUID(str(party["unit_id"])),
            party["path"],
            party["agency"],
            party["ground"] == Ground.OWNER and not restricted,
            party["rings"],
            chain,
        )
        for party in parties
    ]
