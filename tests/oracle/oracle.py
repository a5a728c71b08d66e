"""Who may see what: a second, naive implementation, written from architecture §1.1, §1.7, §7 and issue 2, ADR 3.

It imports nothing of the product, walks trees one parent at a time, and asks every paper anew each time. Slow and plain
on purpose: where it and the product disagree, one of them is wrong, and a person decides which.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

HEADS = {"facility_head", "security_chief", "police_chief", "compliance"}
CALLED_BY_TYPE = {
    "RIOT": {"ARMY"},
    "HOSTAGE": {"ARMY"},
    "EXTERNAL_ATTACK": {"ARMY"},
    "FIRE": {"FIRE"},
    "DRUG_CONTROL_FROM_INSIDE": {"NARCOTICS_BOARD"},
    "SUICIDE_SELF_HARM": {"HEALTH"},
}
ENDED = {"CLOSED", "FALSE_ALARM", "DUPLICATE"}
FLASH_FIELDS = (
    "type", "severity", "casualties", "under_control", "help_needed", "help_from", "place_id", "place_name",
)  # fmt: skip


@dataclass(eq=False)
class Office:
    """A unit in its tree."""

    id: UUID
    agency: str
    kind: str
    parent: "Office | None" = None
    zone: str = "Asia/Jakarta"
    territory: "Office | None" = None

    def is_or_stands_above(self, other: "Office") -> bool:
        """The same, or a superior."""
        step: Office | None = other
        while step is not None:
            if step is self:
                return True
            step = step.parent
        return False

    def stands_above(self, other: "Office") -> bool:
        """A superior."""
        return self is not other and self.is_or_stands_above(other)


@dataclass(eq=False)
class Somebody:
    """A person in a post."""

    person_id: UUID
    posting_id: UUID
    office: Office
    functions: frozenset[str]
    title: str
    phone: str


@dataclass(eq=False)
class Paper:
    """An agreement."""

    id: UUID
    scopes: frozenset[str]
    first_day: date
    last_day: date
    terminated_at: datetime | None = None


@dataclass(eq=False)
class Connection:
    """A link of two units under a paper."""

    id: UUID
    paper: Paper
    facility: Office
    partner: Office
    facility_accepted_at: datetime | None
    partner_accepted_at: datetime | None
    ended_at: datetime | None = None

    def span(self) -> tuple[datetime, datetime] | None:
        """From when until when it carries alerts, if ever."""
        if not (self.facility_accepted_at and self.partner_accepted_at) or "INCIDENT_ALERT" not in self.paper.scopes:
            return None
        zone = ZoneInfo(self.facility.zone)
        begins = datetime(self.paper.first_day.year, self.paper.first_day.month, self.paper.first_day.day, tzinfo=zone)
        morning_after = self.paper.last_day + timedelta(days=1)
        over = datetime(morning_after.year, morning_after.month, morning_after.day, tzinfo=zone)
        opens = max(begins, self.facility_accepted_at, self.partner_accepted_at)
        closes = min(moment for moment in (over, self.paper.terminated_at, self.ended_at) if moment)
        return (opens, closes) if opens < closes else None


@dataclass(eq=False)
class Sharing:
    """That a partner was told, since when and on what ground; and what it was told first."""

    office: Office
    since: datetime
    flash: dict[str, Any]
    emergency_since: datetime | None = None
    """From when no paper is asked for any more."""

    def needs_paper(self, at: datetime) -> bool:
        """Is it only by the agreement that they are told?"""
        return self.emergency_since is None or self.emergency_since > at


@dataclass(eq=False)
class Line:
    """An entry."""

    id: UUID
    author: Somebody
    side: Office
    visibility: str
    at: datetime
    text: str


@dataclass(eq=False)
class Case:
    """An incident, with what happened to it."""

    id: UUID
    facility: Office
    restricted: bool
    now: dict[str, Any]
    shared: list[Sharing] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    open_since: list[tuple[datetime, bool]] = field(default_factory=list)
    confidential_to: Office | None = None

    @property
    def is_child(self) -> bool:
        """Forced in a children's prison."""
        return self.facility.kind in {"LPKA", "LPAS"}

    def is_open_at(self, at: datetime) -> bool:
        """Was it open just before that moment?"""
        return [state for since, state in self.open_since if since < at][-1]


@dataclass
class Oracle:
    """Everything that is so, and the questions it answers."""

    offices: list[Office] = field(default_factory=list)
    people: list[Somebody] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def is_door_open(self, facility: Office, partner: Office, at: datetime) -> bool:
        """An agreement in force is the only key."""
        return any(opens <= at < closes for opens, closes in self._spans(facility, partner))

    def closed_at(self, facility: Office, partner: Office, at: datetime) -> datetime:
        """When the last door between the two closed."""
        return max(closes for _, closes in self._spans(facility, partner) if closes <= at)

    def share(self, case: Case, at: datetime, before: dict[str, Any] | None = None) -> None:
        """Who is to be told, as the incident stands now; nobody is ever untold."""
        if case.restricted:
            return
        now, territory = case.now, case.facility.territory
        assert territory
        emergency = _is_emergency(now)
        is_new = before is None or not _is_emergency(before)
        partners = {each.partner for each in self.connections if each.facility is case.facility}
        for partner in sorted(partners | {territory}, key=lambda office: office.id):
            is_open = self.is_door_open(case.facility, partner, at)
            is_called = partner.agency in _wanted(now) or (emergency and partner is territory)
            if is_open and is_called:
                self._tell(case, partner, "AGREEMENT", at)
            elif emergency and partner is territory and (is_new or not self._is_told(case, partner)):
                self._tell(case, partner, "EMERGENCY", at)

    def is_visible(self, who: Somebody, case: Case) -> bool:
        """May they know that it exists?"""
        if case.restricted:
            return "compliance" in who.functions and who.office.stands_above(case.facility)
        return who.office.is_or_stands_above(case.facility) or bool(self._below(who, case))

    def side(self, who: Somebody, case: Case, at: datetime) -> tuple[str, Sharing | None, datetime | None]:
        """From where they look; with the sharing and the moment that count when the agreement lapsed."""
        if who.office.is_or_stands_above(case.facility):
            return "facility", None, None
        told = self._below(who, case)
        gone = [each for each in told if each.needs_paper(at) and not self.is_door_open(case.facility, each.office, at)]
        if len(gone) < len(told):
            return "partner", None, None
        closed = max(self.closed_at(case.facility, each.office, at) for each in gone)
        first = min(gone, key=lambda each: each.since)
        return ("lapsed" if case.now["status"] not in ENDED else "flash"), first, closed

    def card(self, who: Somebody, case: Case, at: datetime) -> dict[str, Any]:
        """What is on the page of an incident that they may see."""
        side, first, closed = self.side(who, case, at)
        own: dict[str, Any] | None = None
        if side == "facility":
            inside = case.restricted or not case.is_child or who.office is case.facility
            own = {name: case.now[name] if inside else "" for name in ("summary", "narrative")}
        shown = {name: case.now[name] for name in (*FLASH_FIELDS, "status", "commander")}
        if side == "flash":
            assert first
            shown |= first.flash | {"commander": None}
        return {**shown, "side": side, "lapsed_at": closed, "own": own}

    def reads(self, who: Somebody, case: Case, line: Line, at: datetime) -> str | None:
        """The text they read of a line (empty: withheld), or None when there is no such line for them."""
        side, _, closed = self.side(who, case, at)
        of_own_side = who.office.is_or_stands_above(line.side)
        is_author = line.author.person_id == who.person_id
        may = is_author or (of_own_side and line.visibility != "restricted")
        if line.visibility == "restricted":
            may = may or (who.office is line.author.office and bool(HEADS & who.functions))
        elif line.visibility == "shared" and side != "flash":
            may = may or closed is None or line.at < closed
        if not may:
            return None
        from_inside = line.side is case.facility and case.is_child and not case.restricted
        is_outside = who.office is not case.facility and who.office is not line.author.office
        return "" if from_inside and is_outside else line.text

    def hears(self, who: Somebody, case: Case, kind: str, line: Line | None, at: datetime) -> bool:
        """Is this session nudged by a fact of this kind recorded at that moment?"""
        if case.restricted:
            return kind != "incident.reported" and self.is_visible(who, case)
        inside = who.office.is_or_stands_above(case.facility)
        if kind == "incident.second_post_awaited":
            return inside
        if line is None:
            return inside or any(self._hears_on(case, each, at) for each in self._below(who, case) if each.since <= at)
        if line.visibility == "restricted":
            return who.person_id == line.author.person_id
        if line.visibility == "own":
            return who.office.is_or_stands_above(line.side)
        told = (each for each in self._below(who, case) if each.since <= at)
        return (
            inside
            or who.office.is_or_stands_above(line.side)
            or any(not each.needs_paper(at) or self.is_door_open(case.facility, each.office, at) for each in told)
        )

    def sees_alert(self, who: Somebody, case: Case, office: Office) -> bool:
        """Does the alert of that unit stand in their list?"""
        return who.office.is_or_stands_above(office) and (not case.restricted or "compliance" in who.functions)

    def standing(self, case: Case) -> set[Office]:
        """The units that stand with its alarm."""
        if case.restricted:
            assert case.confidential_to
            return {case.confidential_to}
        return {case.facility, *(each.office for each in case.shared)}

    def compliance_above(self, facility: Office) -> Office:
        """The nearest unit above with a compliance post, else the nearest."""
        above = []
        step = facility.parent
        while step:
            above.append(step)
            step = step.parent
        manned = [
            office for office in above if any(p.office is office and "compliance" in p.functions for p in self.people)
        ]
        return (manned or above)[0]

    def _hears_on(self, case: Case, told: Sharing, at: datetime) -> bool:
        return not told.needs_paper(at) or case.is_open_at(at) or self.is_door_open(case.facility, told.office, at)

    def _below(self, who: Somebody, case: Case) -> list[Sharing]:
        return [each for each in case.shared if who.office.is_or_stands_above(each.office)]

    def _spans(self, facility: Office, partner: Office) -> list[tuple[datetime, datetime]]:
        links = (each for each in self.connections if each.facility is facility and each.partner is partner)
        return [span for link in links if (span := link.span())]

    def _is_told(self, case: Case, partner: Office) -> bool:
        return any(each.office is partner for each in case.shared)

    def _tell(self, case: Case, partner: Office, ground: str, at: datetime) -> None:
        told = next((each for each in case.shared if each.office is partner), None)
        if told is None:
            told = Sharing(partner, at, {name: case.now[name] for name in FLASH_FIELDS})
            case.shared.append(told)
        if ground == "EMERGENCY" and told.emergency_since is None:
            told.emergency_since = at


def _is_emergency(now: dict[str, Any]) -> bool:
    return bool(now["severity"] == "CRITICAL" or now["help_needed"])


def _wanted(now: dict[str, Any]) -> set[str]:
    helpers = set(now["help_from"]) if now["help_needed"] else set()
    if now["severity"] == "LOW":
        return helpers
    if now["severity"] == "MEDIUM":
        return {"POLICE"} | helpers
    hurt = {"HEALTH"} if any(now["casualties"]) else set()
    return {"POLICE"} | CALLED_BY_TYPE.get(now["type"], set()) | hurt | helpers
