"""What an agreement may open, and what an actor may look into because of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """What parties agreed to do together; each is one kind of door."""

    INCIDENT_ALERT = "INCIDENT_ALERT"
    INTEL_EXCHANGE = "INTEL_EXCHANGE"
    ASSISTANCE = "ASSISTANCE"
    JOINT_OPERATION = "JOINT_OPERATION"
    CAMERA_ACCESS = "CAMERA_ACCESS"
    DRILL = "DRILL"
    EVIDENCE_HANDOVER = "EVIDENCE_HANDOVER"
    PROGRAMME = "PROGRAMME"
    SITUATION_REPORT = "SITUATION_REPORT"


SCOPE_LABELS = {
    Scope.INCIDENT_ALERT: _("Incident alerts"),
    Scope.INTEL_EXCHANGE: _("Intelligence exchange"),
    Scope.ASSISTANCE: _("Assistance of personnel"),
    Scope.JOINT_OPERATION: _("Joint operations"),
    Scope.CAMERA_ACCESS: _("Camera access"),
    Scope.DRILL: _("Drills"),
    Scope.EVIDENCE_HANDOVER: _("Handover of evidence"),
    Scope.PROGRAMME: _("Programmes"),
    Scope.SITUATION_REPORT: _("Situation reports"),
}


class AgreementKind(StrEnum):
    """Nota Kesepahaman authorises; a PKS is what two units sign."""

    MOU = "MOU"
    PKS = "PKS"
    EMERGENCY_ORDER = "EMERGENCY_ORDER"


class AgreementState(StrEnum):
    """Where an agreement stands today; the last month of one in force is its own state, so that somebody renews it."""

    SIGNED = "SIGNED"
    ACTIVE = "ACTIVE"
    EXPIRING = "EXPIRING"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True)
class Reach:
    """The units an actor may look into for one scope at one moment."""

    own: frozenset[UUID]
    """The actor's unit and everything below it."""
    doors: frozenset[UUID]
    """Facilities that an agreement in force opens to one of those units."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What an action of this room is about: whose heads may act, and whether there is still something to do."""

    units: frozenset[UUID]
    headless: frozenset[UUID] = frozenset()
    """Those of them that have no head in this house (fire, hospital, army): their admin signs."""
    is_open: bool = True
