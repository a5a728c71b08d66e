"""Four days in a random country, through the real actions at moving times; the oracle is told only what people did."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, NotFound
from sinergi.incidents import actions
from sinergi.incidents.actions import Correction, Flash
from sinergi.incidents.models import Entry
from sinergi.incidents.types import Casualties, Severity, Visibility
from sinergi.units.types import Agency
from tests.oracle.country import Country
from tests.oracle.oracle import ENDED, Case, Line, Office, Somebody

# What people do is given here in the words; the usual severity of each type stands in domain §2.1.
KINDS = {
    "RIOT": "CRITICAL", "FIRE": "CRITICAL", "ESCAPE": "CRITICAL", "HOSTAGE": "CRITICAL", "ASSAULT_INMATE": "MEDIUM",
    "ASSAULT_STAFF": "HIGH", "SUICIDE_SELF_HARM": "HIGH", "CONTRABAND_FIND": "LOW", "DRUG_CONTROL_FROM_INSIDE": "HIGH",
    "SMUGGLING_ATTEMPT": "MEDIUM", "EXTERNAL_ATTACK": "CRITICAL", "STAFF_MISCONDUCT": "HIGH",
}  # fmt: skip
SEVERITIES = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
EARLY = {"FLASH", "CONFIRMED", "UNDER_CONTROL", "REOPENED"}
STEPS: dict[str, tuple[str, Callable[..., Any], str]] = {
    "FLASH": ("shift_leader", actions.confirm, "CONFIRMED"),
    "CONFIRMED": ("shift_leader", actions.declare_under_control, "UNDER_CONTROL"),
    "REOPENED": ("security_chief", actions.declare_under_control, "UNDER_CONTROL"),
    "UNDER_CONTROL": ("security_chief", actions.start_recovery, "RECOVERY"),
    "RECOVERY": ("reporting_officer", actions.complete, "REPORT_COMPLETE"),
    "REPORT_COMPLETE": ("", actions.review, "REVIEWED"),
    "REVIEWED": ("facility_head", actions.close, "CLOSED"),
}


class Drama:
    """The days, event by event."""

    def __init__(self, country: Country, dice: random.Random) -> None:
        self.country, self.oracle, self.dice = country, country.oracle, dice
        self.offset = timedelta(0)
        self.written = 0

    def play(self, events: int) -> None:
        """So many things happen, some hours apart."""
        verbs = [
            self._report,
            self._report,
            self._report,
            self._amend,
            self._write,
            self._write,
            self._write,
            self._go_on,
            self._go_on,
            self._side,
            self._paper,
        ]
        for _ in range(events):
            self._later()
            self.dice.choice(verbs)() if self.oracle.cases else self._report()

    def actor(self, who: Somebody) -> Actor:
        """The person as the product knows them."""
        path = self.country.paths[who.office]
        return Actor(who.person_id, who.posting_id, who.office.id, path, who.functions)

    def _later(self) -> None:
        self.offset += timedelta(minutes=self.dice.choice([1, 5, 20, 60, 180]))
        clock.shift(self.offset)

    def _report(self) -> None:
        facility = self.dice.choice(self.country.facilities)
        (guard,) = self.country.holders(facility, "guard")
        kind = self.dice.choice(list(KINDS))
        severity = self.dice.choice([None, None, *SEVERITIES])
        place = self.dice.choice([None, *self.country.places[facility]])
        hurt = self.dice.choice([(0, 0, 0), (0, 0, 0), (1, 0, 2), (0, 3, 0)])
        helpers = frozenset(self.dice.sample(["ARMY", "FIRE", "NARCOTICS_BOARD"], self.dice.randint(0, 2)))
        flash = Flash(
            kind, place, summary=f"ringkasan {len(self.oracle.cases)}",
            severity=Severity(severity) if severity else None, casualties=Casualties(*hurt),
            under_control=self.dice.random() < 0.3, help_needed=self.dice.random() < 0.25,
            help_from=frozenset(Agency(each) for each in helpers),
        )  # fmt: skip
        at = clock.now()
        reported = actions.report(actor=self.actor(guard), flash=flash)
        now = {
            "type": kind, "severity": severity or KINDS[kind], "casualties": hurt, "under_control": flash.under_control,
            "help_needed": flash.help_needed, "help_from": tuple(sorted(helpers)), "place_id": place, "status": "FLASH",
            "place_name": self.country.places[facility].get(place, "") if place else "", "summary": flash.summary,
            "narrative": "", "commander": None,
        }  # fmt: skip
        case = Case(reported.id, facility, kind == "STAFF_MISCONDUCT", now)
        case.open_since.append((datetime.min.replace(tzinfo=UTC), True))
        if case.restricted:
            case.confidential_to = self.oracle.compliance_above(facility)
        self.oracle.cases.append(case)
        self.oracle.share(case, at)

    def _amend(self) -> None:
        case = self._open()
        if case is None:
            return
        now = case.now
        worse = SEVERITIES[max(SEVERITIES.index(now["severity"]), self.dice.randint(0, 3))]
        place = self.dice.choice([None, *self.country.places[case.facility]])
        hurt = self.dice.choice([None, (2, 0, 0), (0, 0, 0)])
        correction = Correction(
            severity=Severity(worse), place_id=place, help_needed=self.dice.choice([None, True, False]),
            casualties=Casualties(*hurt) if hurt else None, under_control=self.dice.choice([None, True]),
        )  # fmt: skip
        at, before = clock.now(), dict(now)
        now["severity"] = worse
        if place:
            now |= {"place_id": place, "place_name": self.country.places[case.facility][place]}
        now |= {"casualties": hurt} if hurt else {}
        for name in ("help_needed", "under_control"):
            now |= {name: value} if (value := getattr(correction, name)) is not None else {}
        actions.amend(actor=self._hand(case, "shift_leader"), incident_id=case.id, correction=correction)
        if now != before:
            self.oracle.share(case, at, before)

    def _write(self) -> None:
        case, who = self.dice.choice(self.oracle.cases), self.dice.choice(self.oracle.people)
        near = [each for each in self.oracle.people if self.oracle.is_visible(each, case)]
        if near and self.dice.random() < 0.9:
            who = self.dice.choice(near)
        visibility = self.dice.choice(list(Visibility))
        text = f"kabar {self.written}"
        said: dict[str, Any] = {
            "actor": self.actor(who),
            "incident_id": case.id,
            "text": text,
            "visibility": visibility,
        }
        if not self.oracle.is_visible(who, case):
            with pytest.raises(NotFound):
                actions.add_entry(**said)
            return
        if "auditor" in who.functions:
            return
        if case.now["status"] in ENDED:
            with pytest.raises(Conflict):
                actions.add_entry(**said)
            return
        entry = actions.add_entry(**said)
        self.written += 1
        case.lines.append(Line(entry.pk, who, self._side_of(entry, who, case), visibility.value, entry.at, text))

    def _side_of(self, entry: Entry, who: Somebody, case: Case) -> Office:
        sides = {case.facility, *(each.office for each in case.shared)}
        (side,) = [office for office in sides if office.id == entry.side_id]
        assert who.office.is_or_stands_above(side), "nobody writes for a side that is not theirs"
        return side

    def _go_on(self) -> None:
        case = self.dice.choice(self.oracle.cases)
        status = case.now["status"]
        if status in ENDED:
            if self.dice.random() < 0.3:
                self._becomes(case, "REOPENED")  # told to everyone who may see it again
                actions.reopen(actor=self._hand(case, "facility_head"), incident_id=case.id, reason="Belum selesai.")
            return
        function, do, next_status = STEPS[status]
        if status == "REPORT_COMPLETE":
            function = "facility_head" if case.now["severity"] in {"LOW", "MEDIUM"} else "regional_office"
        actor = self._hand(case, function, reviewing=status == "REPORT_COMPLETE")
        more = {"narrative": f"uraian {len(self.oracle.cases)}"} if status == "RECOVERY" else {}
        do(actor=actor, incident_id=case.id, **more)
        case.now |= more
        if status == "FLASH":
            (who,) = [each for each in self.oracle.people if each.posting_id == actor.posting_id]
            case.now["commander"] = {"post": who.title, "phone": who.phone}
        if next_status == "UNDER_CONTROL":
            case.now["under_control"] = True
        self._becomes(case, next_status)

    def _side(self) -> None:
        case = self._open()
        if case is None or case.restricted or case.now["status"] not in EARLY or self.dice.random() < 0.5:
            return
        needed = 2 if case.now["severity"] in {"HIGH", "CRITICAL"} else 1
        posts = ["shift_leader", "security_chief"][: self.dice.randint(1, 2)]
        for function in posts[:needed]:
            actor = self._hand(case, function)
            actions.mark_false_alarm(actor=actor, incident_id=case.id, reason="alasan rahasia")
        if len(posts) >= needed:
            self._becomes(case, "FALSE_ALARM")

    def _paper(self) -> None:
        link = self.dice.choice(self.oracle.connections)
        at = clock.now()
        change = self.dice.choice(["terminate", "end", "accept", "accept"])
        if change == "terminate" and not link.paper.terminated_at and self.dice.random() < 0.5:
            link.paper.terminated_at = at
        elif change == "end" and (not link.ended_at or link.ended_at > at):
            link.ended_at = at
        elif change == "accept":
            link.facility_accepted_at = link.facility_accepted_at or at
            link.partner_accepted_at = link.partner_accepted_at or at
        self.country.keep(link)

    def _becomes(self, case: Case, status: str) -> None:
        case.now["status"] = status
        case.open_since.append((clock.now(), status not in ENDED))

    def _hand(self, case: Case, function: str, *, reviewing: bool = False) -> Actor:
        """Who does it: the post of the facility or its regional office; of a restricted case, compliance."""
        if case.restricted:
            near, far = self._compliance(case)
            return self.actor(far if reviewing else near)
        office = case.facility.parent if function == "regional_office" else case.facility
        assert office
        return self.actor(self.country.holders(office, function)[0])

    def _compliance(self, case: Case) -> tuple[Somebody, Somebody]:
        found = [each for each in self.oracle.people if self.oracle.is_visible(each, case)]
        return found[0], found[-1]

    def _open(self) -> Case | None:
        found = [case for case in self.oracle.cases if case.now["status"] not in ENDED]
        return self.dice.choice(found) if found else None
