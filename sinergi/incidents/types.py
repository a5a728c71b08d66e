"""The words of an incident: types (domain §2.1), severities, states (domain §14), and whom each type calls."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.alerts.types import Level
from sinergi.units.types import Agency


class Severity(StrEnum):
    """How bad it is."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"

    @property
    def level(self) -> Level:
        """As loud as the alarm room counts."""
        return Level[self.name]


SEVERITY_LABELS = {
    Severity.LOW: _("Low"),
    Severity.MEDIUM: _("Medium"),
    Severity.HIGH: _("High"),
    Severity.CRITICAL: _("Critical"),
}


class Status(StrEnum):
    """Penindakan (first three), pemulihan (next), then review; side states last."""

    FLASH = "FLASH"
    CONFIRMED = "CONFIRMED"
    UNDER_CONTROL = "UNDER_CONTROL"
    RECOVERY = "RECOVERY"
    REPORT_COMPLETE = "REPORT_COMPLETE"
    REVIEWED = "REVIEWED"
    CLOSED = "CLOSED"
    FALSE_ALARM = "FALSE_ALARM"
    DUPLICATE = "DUPLICATE"
    REOPENED = "REOPENED"


STATUS_LABELS = {
    Status.FLASH: _("Flash report"),
    Status.CONFIRMED: _("Confirmed"),
    Status.UNDER_CONTROL: _("Under control"),
    Status.RECOVERY: _("Recovery"),
    Status.REPORT_COMPLETE: _("Report complete"),
    Status.REVIEWED: _("Reviewed"),
    Status.CLOSED: _("Closed"),
    Status.FALSE_ALARM: _("False alarm"),
    Status.DUPLICATE: _("Duplicate"),
    Status.REOPENED: _("Reopened"),
}
MAIN_LINE = (
    Status.FLASH,
    Status.CONFIRMED,
    Status.UNDER_CONTROL,
    Status.RECOVERY,
    Status.REPORT_COMPLETE,
    Status.REVIEWED,
    Status.CLOSED,
)
GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})
"""What one post alone may not wave away."""
ENDED = frozenset({Status.CLOSED, Status.FALSE_ALARM, Status.DUPLICATE})
PAST = ENDED | {Status.RECOVERY, Status.REPORT_COMPLETE, Status.REVIEWED}
"""Nobody is telephoned any more because an alarm was not answered."""


class Visibility(StrEnum):
    """Who reads an entry: the writer's own agency, every side, or the heads of the writer's unit."""

    OWN = "own"
    SHARED = "shared"
    RESTRICTED = "restricted"


class Ground(StrEnum):
    """Why a unit is a party to an incident; it is in the ledger."""

    OWNER = "OWNER"
    AGREEMENT = "AGREEMENT"
    EMERGENCY = "EMERGENCY"
    """Territory police of a CRITICAL or help-needed incident: no paper stops it."""


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """One type of incident: its name, its severity unless somebody says otherwise, whom it calls beside the police."""

    label: str | Promise
    severity: Severity
    icon: str
    calls: frozenset[Agency] = field(default_factory=frozenset)
    is_restricted: bool = False


_S, _ARMY, _BNN = Severity, frozenset({Agency.ARMY}), frozenset({Agency.NARCOTICS_BOARD})
_FIRE, _HOSPITAL = frozenset({Agency.FIRE}), frozenset({Agency.HEALTH})

TYPES: dict[str, TypeInfo] = {
    "RIOT": TypeInfo(_("Riot"), _S.CRITICAL, "users-group", _ARMY),
    "FIRE": TypeInfo(_("Fire"), _S.CRITICAL, "flame", _FIRE),
    "ESCAPE": TypeInfo(_("Escape"), _S.CRITICAL, "run"),
    "HOSTAGE": TypeInfo(_("Hostage taking"), _S.CRITICAL, "hand-stop", _ARMY),
    "ASSAULT_INMATE": TypeInfo(_("Fight"), _S.MEDIUM, "swords"),
    "ASSAULT_STAFF": TypeInfo(_("Officer attacked"), _S.HIGH, "user-exclamation"),
    "SUICIDE_SELF_HARM": TypeInfo(_("Suicide or self-harm"), _S.HIGH, "heartbeat", _HOSPITAL),
    "CONTRABAND_FIND": TypeInfo(_("Contraband found"), _S.LOW, "package"),
    "ESCAPE_ATTEMPT": TypeInfo(_("Escape attempt"), _S.HIGH, "run"),
    "ESCAPE_FROM_ESCORT": TypeInfo(_("Escape from escort"), _S.CRITICAL, "run"),
    "EXTORTION_THEFT": TypeInfo(_("Extortion or theft"), _S.MEDIUM, "cash-off"),
    "HUNGER_STRIKE_PROTEST": TypeInfo(_("Hunger strike or protest"), _S.MEDIUM, "speakerphone"),
    "SMUGGLING_ATTEMPT": TypeInfo(_("Smuggling attempt"), _S.MEDIUM, "package-import"),
    "DRUG_CONTROL_FROM_INSIDE": TypeInfo(_("Drug dealing from inside"), _S.HIGH, "pill", _BNN),
    "PHONE_FRAUD": TypeInfo(_("Fraud by phone"), _S.MEDIUM, "phone-off"),
    "THROW_OVER_WALL": TypeInfo(_("Thrown over the wall"), _S.MEDIUM, "arrow-bar-to-down"),
    "DRONE": TypeInfo(_("Drone"), _S.MEDIUM, "drone"),
    "EXTERNAL_ATTACK": TypeInfo(_("Attack from outside"), _S.CRITICAL, "shield-x", _ARMY),
    "DEMONSTRATION_OUTSIDE": TypeInfo(_("Demonstration outside"), _S.MEDIUM, "speakerphone"),
    "NATURAL_DISASTER": TypeInfo(
        _("Natural disaster"), _S.CRITICAL, "ripple", frozenset({Agency.ARMY, Agency.DISASTER})
    ),
    "UTILITY_FAILURE": TypeInfo(_("Power or water failure"), _S.LOW, "bolt-off"),
    "CCTV_OUTAGE": TypeInfo(_("CCTV outage"), _S.LOW, "video-off"),
    "DEATH_NATURAL": TypeInfo(_("Natural death"), _S.MEDIUM, "heart-off"),
    "DEATH_UNNATURAL": TypeInfo(_("Unnatural death"), _S.HIGH, "heart-off", _HOSPITAL),
    "DISEASE_OUTBREAK": TypeInfo(_("Disease outbreak"), _S.MEDIUM, "virus", _HOSPITAL),
    "KEY_WEAPON_LOSS": TypeInfo(_("Key or weapon lost"), _S.HIGH, "key-off"),
    "RADICALISATION": TypeInfo(_("Radicalisation"), _S.MEDIUM, "alert-circle"),
    "DISCRIMINATION": TypeInfo(_("Discrimination"), _S.MEDIUM, "scale"),
    "STAFF_MISCONDUCT": TypeInfo(_("Staff misconduct"), _S.HIGH, "eye-off", is_restricted=True),
    "OTHER": TypeInfo(_("Other disturbance"), _S.MEDIUM, "dots"),
}
FIRST_TYPES = tuple(TYPES)[:8]
"""The eight big buttons of the flash report; the rest stand behind "Other kinds"."""


@dataclass(frozen=True, slots=True)
class Casualties:
    """MD / LB / LR: dead, badly hurt, lightly hurt."""

    dead: int = 0
    serious: int = 0
    minor: int = 0

    @property
    def any(self) -> bool:
        """Is anyone hurt?"""
        return bool(self.dead or self.serious or self.minor)


def calls_for(kind: str, severity: Severity, casualties: Casualties) -> frozenset[Agency]:
    """Which partner agencies hear of an incident through their open doors (the default route).

    CRITICAL and HIGH: police, and by type; casualties call the hospital. MEDIUM: police, without sound. LOW: nobody.
    """
    if severity is Severity.LOW:
        return frozenset()
    if severity is Severity.MEDIUM:
        return frozenset({Agency.POLICE})
    hospital = _HOSPITAL if casualties.any else frozenset()
    return frozenset({Agency.POLICE}) | TYPES[kind].calls | hospital
