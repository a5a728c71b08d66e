"""A random country: agencies' trees, people at their posts, papers of every state; written as plain rows."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from sinergi.access.models import Person, Post, Posting, Token
from sinergi.access.queries import key_hash
from sinergi.agreements import doors
from sinergi.agreements.models import Agreement, ScopeItem, UnitLink
from sinergi.core.ids import new_id
from sinergi.units.models import Facility, Place, Unit
from tests.oracle.oracle import Connection, Office, Oracle, Paper, Somebody

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
OTHERS = ("FIRE", "HEALTH", "ARMY", "NARCOTICS_BOARD")
OTHER_KINDS = {"FIRE": "FIRE_STATION", "HEALTH": "HOSPITAL", "ARMY": "KODIM", "NARCOTICS_BOARD": "BNNK"}
CREW = ("guard", "shift_leader", "security_chief", "facility_head", "reporting_officer", "gate", "intel_officer")
POSTS = {
    "DITJENPAS": ("directorate", "compliance"), "KANWIL": ("regional_office", "compliance", "unit_admin"),
    "LAPAS": CREW, "LPKA": CREW, "MABES": ("police_chief",), "POLDA": ("police_ops", "police_intel"),
    "POLRES": ("police_desk", "police_ops", "police_chief", "police_drugs"), "POLSEK": ("police_desk", "police_chief"),
    "OVERSIGHT_OFFICE": ("auditor",),
}  # fmt: skip


class Country:
    """What the oracle knows, and how the product's tables call it."""

    def __init__(self, seed: int, at: datetime) -> None:
        self.dice, self.at = random.Random(seed), at
        self.oracle = Oracle()
        self.facilities: list[Office] = []
        self.places: dict[Office, dict[UUID, str]] = {}
        self.paths: dict[Office, str] = {}
        self._draw_units()
        self._draw_people()
        self._draw_papers()

    def token(self, who: Somebody) -> str:
        """The API key of this posting."""
        return f"oracle-{who.posting_id}"

    def holders(self, office: Office, function: str) -> list[Somebody]:
        """Who holds such a post there."""
        return [each for each in self.oracle.people if each.office is office and function in each.functions]

    def keep(self, link: Connection) -> None:
        """Write what a paper and its link say now, as the agreements room does: rows, then doors."""
        Agreement.objects.filter(pk=link.paper.id).update(terminated_at=link.paper.terminated_at)
        UnitLink.objects.filter(pk=link.id).update(
            ended_at=link.ended_at, facility_accepted_at=link.facility_accepted_at,
            partner_accepted_at=link.partner_accepted_at,
        )  # fmt: skip
        doors.rewrite([link.paper.id])

    def _draw_units(self) -> None:
        self._units: list[Unit] = []
        top, mabes = self._unit("CORRECTIONS", "DITJENPAS"), self._unit("POLICE", "MABES")
        police = []
        for _ in range(2):
            polda = self._unit("POLICE", "POLDA", mabes)
            for _ in range(2):
                polres = self._unit("POLICE", "POLRES", polda)
                police += [polres, *(self._unit("POLICE", "POLSEK", polres) for _ in range(self.dice.randint(1, 2)))]
        for _ in range(2):
            kanwil = self._unit("CORRECTIONS", "KANWIL", top)
            for _ in range(3):
                kind = self.dice.choice(["LAPAS", "LAPAS", "LPKA"]) if self.facilities else "LPKA"
                facility = self._unit("CORRECTIONS", kind, kanwil)
                facility.zone, facility.territory = self.dice.choice(ZONES), self.dice.choice(police)
                self.facilities.append(facility)
        for agency in OTHERS:
            self._unit(agency, OTHER_KINDS[agency])
        self._unit("OVERSIGHT", "OVERSIGHT_OFFICE")
        for unit, office in zip(self._units, self.oracle.offices, strict=True):
            unit.zone = office.zone
        Unit.objects.bulk_create(self._units)
        self._furnish()

    def _furnish(self) -> None:
        Facility.objects.bulk_create(
            Facility(unit_id=each.id, territory_unit_id=each.territory.id) for each in self.facilities if each.territory
        )
        rows = [
            Place(unit_id=facility.id, kind="BLOCK", name=name, full_name=name)
            for facility in self.facilities for name in ("Blok A", "Blok B")
        ]  # fmt: skip
        Place.objects.bulk_create(rows)
        for facility in self.facilities:
            self.places[facility] = {row.pk: row.full_name for row in rows if row.unit_id == facility.id}

    def _unit(self, agency: str, kind: str, parent: Office | None = None) -> Office:
        office = Office(new_id(), agency, kind, parent)
        self.paths[office] = ".".join(filter(None, [self.paths.get(parent) if parent else "", office.id.hex]))
        name = f"{kind} {len(self.oracle.offices)}"
        self._units.append(
            Unit(
                id=office.id, agency=agency, kind=kind, name=name, short_name=name, path=self.paths[office],
                parent_id=parent.id if parent else None,
            )
        )  # fmt: skip
        self.oracle.offices.append(office)
        return office

    def _draw_people(self) -> None:
        persons: list[Person] = []
        posts, postings, tokens = [], [], []
        for office in self.oracle.offices:
            for function in POSTS.get(office.kind, ("support_desk",)):
                number = len(persons)
                person = Person(
                    email=f"p{number}@oracle.invalid", name=f"Orang {number}", phone=f"0812-{number:04}", password="!"
                )
                post = Post(unit_id=office.id, title=f"{function} {number}", functions=[function])
                posting = Posting(person=person, post=post, starts_at=self.at - timedelta(days=30))
                who = Somebody(person.pk, posting.pk, office, frozenset({function}), post.title, person.phone)
                self.oracle.people.append(who)
                hashed = key_hash(self.token(who))
                until = self.at + timedelta(days=300)
                token = Token(
                    posting=posting, name="t", secret_hash=hashed, scopes=["read", "write"], created_at=self.at,
                    expires_at=until,
                )  # fmt: skip
                persons.append(person)
                posts.append(post)
                postings.append(posting)
                tokens.append(token)
        Person.objects.bulk_create(persons)
        Post.objects.bulk_create(posts)
        Posting.objects.bulk_create(postings)
        Token.objects.bulk_create(tokens)

    def _draw_papers(self) -> None:
        partners = [each for each in self.oracle.offices if each.agency not in {"CORRECTIONS", "OVERSIGHT"}]
        for number in range(self.dice.randint(12, 18)):
            scopes = {"INCIDENT_ALERT"} if self.dice.random() < 0.8 else {"INTEL_EXCHANGE"}
            first = self.at.date() - timedelta(days=self.dice.randint(0, 30))
            last = self.at.date() + timedelta(days=self.dice.choice([-1, 0, 1, 2, 3, 100, 100, 100]))
            paper = Paper(new_id(), frozenset(scopes | {"ASSISTANCE"}), min(first, last), last)
            agreement = Agreement(
                id=paper.id, kind="PKS", number=f"PKS/{number}", title="Kerja sama", signed_on=paper.first_day,
                valid_from=paper.first_day, valid_until=paper.last_day,
            )  # fmt: skip
            agreement.save()
            ScopeItem.objects.bulk_create(ScopeItem(agreement=agreement, scope=scope) for scope in sorted(paper.scopes))
            for _ in range(self.dice.randint(1, 3)):
                facility = self.dice.choice(self.facilities)
                self._connect(paper, facility, self._territory_or(facility, self.dice.choice(partners)))

    def _territory_or(self, facility: Office, partner: Office) -> Office:
        return facility.territory if facility.territory and self.dice.random() < 0.3 else partner

    def _connect(self, paper: Paper, facility: Office, partner: Office) -> None:
        if any(
            each.paper is paper and (each.facility, each.partner) == (facility, partner)
            for each in self.oracle.connections
        ):
            return
        accepted = [
            None if self.dice.random() < 0.08 else self.at - timedelta(days=self.dice.uniform(-2, 20)) for _ in range(2)
        ]
        link = Connection(new_id(), paper, facility, partner, *accepted)
        if self.dice.random() < 0.15:
            link.ended_at = self.at + timedelta(days=self.dice.uniform(-1, 4))
        UnitLink.objects.create(id=link.id, agreement_id=paper.id, facility_id=facility.id, partner_id=partner.id)
        self.oracle.connections.append(link)
        self.keep(link)
