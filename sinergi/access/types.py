"""The fixed set of functions that policy knows (architecture §4), and what a token may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sinergi.core.actor import Actor
from sinergi.units.types import Agency


class Function(StrEnum):
    """What a post may do; posts are data, functions are not."""

    GUARD = "guard"
    SHIFT_LEADER = "shift_leader"
    GATE = "gate"
    SECURITY_CHIEF = "security_chief"
    REPORTING_OFFICER = "reporting_officer"
    FACILITY_HEAD = "facility_head"
    INTEL_OFFICER = "intel_officer"
    PROGRAMME_OFFICER = "programme_officer"
    REGIONAL_OFFICE = "regional_office"
    DIRECTORATE = "directorate"
    COMPLIANCE = "compliance"
    POLICE_DESK = "police_desk"
    POLICE_OPS = "police_ops"
    POLICE_CHIEF = "police_chief"
    POLICE_INTEL = "police_intel"
    POLICE_DRUGS = "police_drugs"
    SUPPORT_DESK = "support_desk"
    AUDITOR = "auditor"
    UNIT_ADMIN = "unit_admin"


class Scope(StrEnum):
    """What a token may do at all, on top of its posting's rights."""

    READ = "read"
    WRITE = "write"


HEADS = frozenset({Function.FACILITY_HEAD, Function.POLICE_CHIEF, Function.REGIONAL_OFFICE})
"""Posts that answer for their unit."""

FUNCTION_LABELS = {
    Function.GUARD: _("Guard"),
    Function.SHIFT_LEADER: _("Shift leader"),
    Function.GATE: _("Main gate"),
    Function.SECURITY_CHIEF: _("Head of security"),
    Function.REPORTING_OFFICER: _("Reporting officer"),
    Function.FACILITY_HEAD: _("Head of facility"),
    Function.INTEL_OFFICER: _("Prison intelligence"),
    Function.PROGRAMME_OFFICER: _("Programme officer"),
    Function.REGIONAL_OFFICE: _("Regional office"),
    Function.DIRECTORATE: _("Directorate"),
    Function.COMPLIANCE: _("Internal compliance"),
    Function.POLICE_DESK: _("Police desk"),
    Function.POLICE_OPS: _("Police operations"),
    Function.POLICE_CHIEF: _("Police chief"),
    Function.POLICE_INTEL: _("Police intelligence"),
    Function.POLICE_DRUGS: _("Police narcotics"),
    Function.SUPPORT_DESK: _("Support desk"),
    Function.AUDITOR: _("Auditor"),
    Function.UNIT_ADMIN: _("Unit admin"),
}

_CORRECTIONS = frozenset(
    {
        Function.GUARD,
        Function.SHIFT_LEADER,
        Function.GATE,
        Function.SECURITY_CHIEF,
        Function.REPORTING_OFFICER,
        Function.FACILITY_HEAD,
        Function.INTEL_OFFICER,
        Function.PROGRAMME_OFFICER,
    }
)
_ABOVE_FACILITIES = frozenset({Function.REGIONAL_OFFICE, Function.DIRECTORATE, Function.COMPLIANCE})
_POLICE = frozenset(
    {
        Function.POLICE_DESK,
        Function.POLICE_OPS,
        Function.POLICE_CHIEF,
        Function.POLICE_INTEL,
        Function.POLICE_DRUGS,
    }
)
_EVERYWHERE = frozenset({Function.AUDITOR, Function.UNIT_ADMIN})


def functions_of(agency: str, *, is_facility: bool) -> frozenset[Function]:
    """The functions a post may have in such a unit: nobody makes a police desk inside a prison."""
    if agency == Agency.CORRECTIONS:
        return _EVERYWHERE | (_CORRECTIONS if is_facility else _ABOVE_FACILITIES)
    if agency == Agency.POLICE:
        return _EVERYWHERE | _POLICE
    return _EVERYWHERE | {Function.SUPPORT_DESK}


@dataclass(frozen=True, slots=True)
class Desk:
    """What an action of this room is about: a unit and, when there is one, the person and posting in it."""

    unit_id: UUID
    unit_path: str
    person_id: UUID | None = None
    posting_id: UUID | None = None
    ended_at: datetime | None = None
    """When the posting, token or sign-in ended or will end."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just made; ``secret`` is shown this once and stored nowhere."""

    token_id: UUID
    secret: str
    expires_at: datetime


class ActorRequest(HttpRequest):
    """A request as views behind the door get it; ``access.middleware`` sets these."""

    actor: Actor
    actor_card: dict[str, Any]
    may: dict[str, bool]
