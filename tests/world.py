"""A small living world for every test: a prison and its partners, a pair that must never see them, a child prison.

Plain rows in few statements, so that each test can afford its own. Every unit and person is invented.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from sinergi.access.models import Person, Post, Posting, Token
from sinergi.access.queries import key_hash
from sinergi.agreements import doors
from sinergi.agreements.models import Agreement, Party, ScopeItem, UnitLink
from sinergi.agreements.types import AgreementKind, Scope
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.ids import new_id
from sinergi.units.models import Facility, Place, Unit
from sinergi.units.types import Agency, PlaceKind, UnitKind

C, P = Agency.CORRECTIONS, Agency.POLICE

# label: agency, kind, name, short name, parent
UNITS: dict[str, tuple[Agency, UnitKind, str, str, str]] = {
    "ditjenpas": (C, UnitKind.DITJENPAS, "Direktorat Jenderal Pemasyarakatan", "Ditjenpas", ""),
    "kanwil": (C, UnitKind.KANWIL, "Kanwil Ditjenpas Selat Raya", "Kanwil Selat Raya", "ditjenpas"),
    "lapas": (C, UnitKind.LAPAS, "Lapas Kelas IIA Muara Tenang", "Lapas Muara Tenang", "kanwil"),
    "lpka": (C, UnitKind.LPKA, "LPKA Kelas II Bukit Harapan", "LPKA Bukit Harapan", "kanwil"),
    "stranger_kanwil": (C, UnitKind.KANWIL, "Kanwil Ditjenpas Nusa Jauh", "Kanwil Nusa Jauh", "ditjenpas"),
    "stranger_lapas": (C, UnitKind.LAPAS, "Lapas Kelas IIB Teluk Asing", "Lapas Teluk Asing", "stranger_kanwil"),
    "mabes": (P, UnitKind.MABES, "Markas Besar Kepolisian", "Mabes", ""),
    "polda": (P, UnitKind.POLDA, "Polda Selat Raya", "Polda Selat Raya", "mabes"),
    "polres": (P, UnitKind.POLRESTA, "Polresta Muara Tenang", "Polresta Muara Tenang", "polda"),
    "polsek": (P, UnitKind.POLSEK, "Polsek Muara Hulu", "Polsek Muara Hulu", "polres"),
    "lpka_polres": (P, UnitKind.POLRES, "Polres Bukit Harapan", "Polres Bukit Harapan", "polda"),
    "expired_polres": (P, UnitKind.POLRES, "Polres Senja Lalu", "Polres Senja Lalu", "polda"),
    "stranger_polda": (P, UnitKind.POLDA, "Polda Nusa Jauh", "Polda Nusa Jauh", "mabes"),
    "stranger_polres": (P, UnitKind.POLRES, "Polres Teluk Asing", "Polres Teluk Asing", "stranger_polda"),
    "fire": (Agency.FIRE, UnitKind.FIRE_STATION, "Pos Damkar Muara Tenang", "Damkar Muara Tenang", ""),
    "hospital": (Agency.HEALTH, UnitKind.HOSPITAL, "RSUD Muara Tenang", "RSUD Muara Tenang", ""),
    "kodim": (Agency.ARMY, UnitKind.KODIM, "Kodim Selat Raya", "Kodim Selat Raya", ""),
    "bnnk": (Agency.NARCOTICS_BOARD, UnitKind.BNNK, "BNNK Muara Tenang", "BNNK Muara Tenang", ""),
    "oversight": (Agency.OVERSIGHT, UnitKind.OVERSIGHT_OFFICE, "Kantor Pengawas Selat Raya", "Pengawas", ""),
}
# facility: its territory police unit
FACILITIES = {"lapas": "polres", "lpka": "lpka_polres", "stranger_lapas": "stranger_polres"}

# role: unit, title of the post, functions, name, rank
PEOPLE: dict[str, tuple[str, str, tuple[str, ...], str, str]] = {
    "guard": ("lapas", "Anggota Regu A", ("guard",), "Bayu Contoh", "Pengatur"),
    "guard_2": ("lapas", "Anggota Regu B", ("guard",), "Gilang Contoh", "Pengatur"),
    "gate": ("lapas", "Petugas P2U", ("gate",), "Tono Contoh", "Pengatur"),
    "shift_leader": ("lapas", "Karupam A", ("shift_leader",), "Dewi Contoh", "Penata Muda"),
    "shift_leader_2": ("lapas", "Karupam B", ("shift_leader",), "Hadi Contoh", "Penata Muda"),
    "security_chief": ("lapas", "Ka. KPLP", ("security_chief",), "Wira Contoh", "Penata"),
    "facility_head": ("lapas", "Kalapas", ("facility_head",), "Laksmi Contoh", "Pembina"),
    "reporting_officer": ("lapas", "Kasubsi Pelaporan dan Tatib", ("reporting_officer",), "Nanda Contoh", "Penata"),
    "intel_officer": ("lapas", "Ketua UIP", ("intel_officer",), "Yusuf Contoh", "Penata"),
    "programme_officer": ("lapas", "Kasi Binadik", ("programme_officer",), "Ratih Contoh", "Penata"),
    "unit_admin": ("lapas", "Admin Satuan", ("unit_admin",), "Mira Contoh", "Penata Muda"),
    "regional_office": ("kanwil", "Piket Kanwil", ("regional_office",), "Agung Contoh", "Pembina"),
    "compliance": ("kanwil", "Ka. Satops Patnal", ("compliance",), "Sari Contoh", "Pembina"),
    "regional_admin": ("kanwil", "Admin Kanwil", ("unit_admin",), "Putra Contoh", "Penata"),
    "directorate": ("ditjenpas", "Piket Ditpamintel", ("directorate",), "Intan Contoh", "Pembina"),
    "police_desk": ("polres", "Ka SPKT", ("police_desk",), "Rina Contoh", "Aipda"),
    "police_desk_2": ("polres", "Piket SPKT", ("police_desk",), "Eko Contoh", "Bripka"),
    "police_ops": ("polres", "Kabag Ops", ("police_ops",), "Joko Contoh", "Kompol"),
    "police_chief": ("polres", "Kapolresta", ("police_chief",), "Satria Contoh", "Kombes Pol"),
    "police_intel": ("polres", "Kasat Intelkam", ("police_intel",), "Fajar Contoh", "AKP"),
    "police_drugs": ("polres", "Kasat Resnarkoba", ("police_drugs",), "Lukman Contoh", "AKP"),
    "police_admin": ("polres", "Admin Polresta", ("unit_admin",), "Citra Contoh", "Bripda"),
    "polsek_desk": ("polsek", "Ka SPKT Polsek", ("police_desk",), "Oki Contoh", "Bripka"),
    "polda_ops": ("polda", "Karo Ops", ("police_ops",), "Umar Contoh", "Kombes Pol"),
    "auditor": ("oversight", "Auditor", ("auditor",), "Anisa Contoh", ""),
    "stranger_guard": ("stranger_lapas", "Anggota Regu A", ("guard",), "Roni Contoh", "Pengatur"),
    "stranger_shift_leader": ("stranger_lapas", "Karupam A", ("shift_leader",), "Vera Contoh", "Penata Muda"),
    "stranger_head": ("stranger_lapas", "Kalapas", ("facility_head",), "Bima Contoh", "Pembina"),
    "stranger_police": ("stranger_polres", "Ka SPKT", ("police_desk",), "Kirana Contoh", "Aipda"),
    "stranger_chief": ("stranger_polres", "Kapolres", ("police_chief",), "Taufik Contoh", "AKBP"),
    "stranger_regional": ("stranger_kanwil", "Piket Kanwil", ("regional_office",), "Dimas Contoh", "Pembina"),
    "lpka_guard": ("lpka", "Anggota Regu A", ("guard",), "Sinta Contoh", "Pengatur"),
    "lpka_shift_leader": ("lpka", "Karupam A", ("shift_leader",), "Arif Contoh", "Penata Muda"),
    "lpka_head": ("lpka", "Kepala LPKA", ("facility_head",), "Maya Contoh", "Pembina"),
    "lpka_police": ("lpka_polres", "Ka SPKT", ("police_desk",), "Beni Contoh", "Aipda"),
    "expired_police": ("expired_polres", "Ka SPKT", ("police_desk",), "Galih Contoh", "Aipda"),
    "expired_chief": ("expired_polres", "Kapolres", ("police_chief",), "Rudi Contoh", "AKBP"),
    "fire": ("fire", "Danton Damkar", ("support_desk",), "Heru Contoh", ""),
    "fire_admin": ("fire", "Admin Damkar", ("unit_admin",), "Nisa Contoh", ""),
    "hospital": ("hospital", "Piket IGD", ("support_desk",), "Wulan Contoh", ""),
    "army": ("kodim", "Piket Kodim", ("support_desk",), "Teguh Contoh", "Serka"),
    "narcotics": ("bnnk", "Piket BNNK", ("support_desk",), "Ilham Contoh", ""),
}

# label: parties (facility, partner), scopes, days from today it begins and ends
AGREEMENTS: dict[str, tuple[str, str, tuple[Scope, ...], int, int]] = {
    "pair": ("lapas", "polres", tuple(Scope), -200, 300),
    "lpka": ("lpka", "lpka_polres", (Scope.INCIDENT_ALERT, Scope.ASSISTANCE), -100, 20),
    "stranger": ("stranger_lapas", "stranger_polres", tuple(Scope), -200, 300),
    "expired": ("lapas", "expired_polres", tuple(Scope), -400, -2),
    "fire": ("lapas", "fire", (Scope.INCIDENT_ALERT, Scope.ASSISTANCE), -200, 300),
    "hospital": ("lapas", "hospital", (Scope.INCIDENT_ALERT,), -200, 300),
    "army": ("lapas", "kodim", (Scope.INCIDENT_ALERT, Scope.ASSISTANCE), -200, 300),
    "narcotics": ("lapas", "bnnk", (Scope.ASSISTANCE,), -200, 300),
}

# label: facility, kind, name, parent
PLACES: dict[str, tuple[str, PlaceKind, str, str]] = {
    "block_c": ("lapas", PlaceKind.BLOCK, "Blok C", ""),
    "cell_4": ("lapas", PlaceKind.CELL, "Kamar 4", "block_c"),
    "block_d": ("lapas", PlaceKind.BLOCK, "Blok D", ""),
    "tower": ("lapas", PlaceKind.TOWER, "Menara 2", ""),
    "main_gate": ("lapas", PlaceKind.MAIN_GATE, "P2U", ""),
    "kitchen": ("lapas", PlaceKind.KITCHEN, "Dapur", ""),
    "lpka_block": ("lpka", PlaceKind.BLOCK, "Wisma Anggrek", ""),
    "stranger_block": ("stranger_lapas", PlaceKind.BLOCK, "Blok A", ""),
}


@dataclass
class World:
    """Everything a test needs to name: ids by label, actors and tokens by role."""

    at: datetime
    units: dict[str, UUID] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    places: dict[str, UUID] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    postings: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    agreements: dict[str, UUID] = field(default_factory=dict)
    links: dict[str, UUID] = field(default_factory=dict)

    def email(self, role: str) -> str:
        """The address a role signs in with."""
        return f"{role}@demo.invalid"


def build() -> World:
    """Write the world into the present transaction."""
    world = World(at=clock.now())
    _units(world)
    _places(world)
    _people(world)
    _agreements(world)
    return world


def _units(world: World) -> None:
    rows = []
    for label, (agency, kind, name, short_name, parent) in UNITS.items():
        unit_id = world.units[label] = new_id()
        world.paths[label] = ".".join(filter(None, [world.paths.get(parent), unit_id.hex]))
        rows.append(
            Unit(
                id=unit_id,
                agency=agency,
                kind=kind,
                name=name,
                short_name=short_name,
                parent_id=world.units.get(parent),
                path=world.paths[label],
                address=f"Jl. Contoh No. 1, {short_name}",
                phone="021-0000",
                latitude="-2.99000",
                longitude="104.76000",
            )
        )
    Unit.objects.bulk_create(rows)
    Facility.objects.bulk_create(
        Facility(
            unit_id=world.units[label],
            territory_unit_id=world.units[territory],
            facility_class="IIA",
            capacity=400,
            security_classification="MEDIUM",
            occupancy=600,
            gates="Gerbang utama, senjata dititipkan di P2U",
        )
        for label, territory in FACILITIES.items()
    )


def _places(world: World) -> None:
    rows: dict[str, Place] = {}
    for position, (label, (facility, kind, name, parent)) in enumerate(PLACES.items()):
        above = rows.get(parent)
        full_name = f"{above.full_name}, {name}" if above else name
        rows[label] = Place(
            unit_id=world.units[facility], parent=above, kind=kind, name=name, full_name=full_name, position=position
        )
        world.places[label] = rows[label].id
    Place.objects.bulk_create(rows.values())


def _people(world: World) -> None:
    persons, posts, postings, tokens = [], [], [], []
    for role, (unit, title, functions, name, rank) in PEOPLE.items():
        person = Person(
            email=world.email(role), name=name, rank=rank, phone="0812-0000", password=UNUSABLE_PASSWORD_PREFIX
        )
        post = Post(unit_id=world.units[unit], title=title, functions=list(functions))
        posting = Posting(person=person, post=post, starts_at=world.at - timedelta(days=90))
        secret = world.tokens[role] = f"test-token-of-{role}"
        token = Token(
            posting=posting,
            name="test",
            secret_hash=key_hash(secret),
            scopes=["read", "write"],
            created_at=world.at - timedelta(days=1),
            expires_at=world.at + timedelta(days=300),
        )
        world.persons[role], world.posts[role], world.postings[role] = person.id, post.id, posting.id
        world.actors[role] = Actor(
            person.id, posting.id, world.units[unit], world.paths[unit], frozenset(functions), str(token.id)
        )
        persons.append(person)
        posts.append(post)
        postings.append(posting)
        tokens.append(token)
    Person.objects.bulk_create(persons)
    Post.objects.bulk_create(posts)
    Posting.objects.bulk_create(postings)
    Token.objects.bulk_create(tokens)


def _agreements(world: World) -> None:
    today = world.at.date()
    agreements, parties, scopes, links = [], [], [], []
    for number, (label, (facility, partner, opens, begins, ends)) in enumerate(AGREEMENTS.items(), start=1):
        valid_from, valid_until = today + timedelta(days=begins), today + timedelta(days=ends)
        agreement = Agreement(
            kind=AgreementKind.PKS,
            number=f"PKS/{number:03}/CONTOH",
            title=f"PKS {UNITS[facility][3]} – {UNITS[partner][3]}",
            signed_on=valid_from,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        accepted_at = world.at + timedelta(days=begins - 1)
        ends_of_link = {"facility_id": world.units[facility], "partner_id": world.units[partner]}
        accepted = {"facility_accepted_at": accepted_at, "partner_accepted_at": accepted_at}
        link = UnitLink(agreement=agreement, **ends_of_link, **accepted)
        world.agreements[label], world.links[label] = agreement.id, link.id
        agreements.append(agreement)
        links.append(link)
        parties += [Party(agreement=agreement, unit_id=unit_id) for unit_id in ends_of_link.values()]
        scopes += [ScopeItem(agreement=agreement, scope=scope.value) for scope in opens]
    Agreement.objects.bulk_create(agreements)
    Party.objects.bulk_create(parties)
    ScopeItem.objects.bulk_create(scopes)
    UnitLink.objects.bulk_create(links)
    doors.rewrite(world.agreements.values())
