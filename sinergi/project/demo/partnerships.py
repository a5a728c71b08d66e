"""The agreements of the demo world: differing scopes, one lapsed, one about to, one that only one head accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sinergi.access.types import Function
from sinergi.agreements import actions as agreements
from sinergi.agreements.types import AgreementKind, Scope
from sinergi.core.actor import SYSTEM
from sinergi.project.demo.crew import Crew
from sinergi.project.demo.past import in_office, move_to, past
from sinergi.project.demo.units import units
from sinergi.units.queries import list_units

ALL = tuple(Scope)
CORE = (Scope.INCIDENT_ALERT, Scope.ASSISTANCE, Scope.SITUATION_REPORT)
ISLAND = ("tanjungserani", "karangmenjang", "pasirlanang", "selokembang", "watusegara")


@dataclass(frozen=True, slots=True)
class AgreementSpec:
    """One agreement, its parties, and how far both heads have come with connecting them."""

    key: str
    number: str
    title: str
    facilities: tuple[str, ...]
    partners: tuple[str, ...]
    scopes: tuple[Scope, ...]
    began: int
    """Days before today."""
    ends: int
    """Days after today; negative when it has lapsed."""
    kind: AgreementKind = AgreementKind.PKS
    partner_accepted: bool = True

    @property
    def links(self) -> list[tuple[str, str]]:
        """An upper agreement authorises, it connects nobody."""
        if self.kind is not AgreementKind.PKS:
            return []
        return [(facility, partner) for facility in self.facilities for partner in self.partners]


def _pks(
    key: str, number: int, about: str, facilities: tuple[str, ...], partner: str, scopes: tuple[Scope, ...], *,
    began: int, ends: int, partner_accepted: bool = True,
) -> AgreementSpec:  # fmt: skip
    return AgreementSpec(
        key, f"PKS-{number:03}/CONTOH", f"Perjanjian Kerja Sama tentang {about}", facilities, (partner,), scopes,
        began, ends, partner_accepted=partner_accepted,
    )  # fmt: skip


_SAFETY = "Sinergi Keamanan dan Ketertiban"

AGREEMENTS: tuple[AgreementSpec, ...] = (
    AgreementSpec(
        "mou", "NK-001/CONTOH", "Nota Kesepahaman tentang Pertukaran Data dan Pengamanan Satuan Pemasyarakatan",
        ("ditjenpas",), ("mabes",), ALL, 480, 1340, kind=AgreementKind.MOU,
    ),
    _pks("pks_main", 14, _SAFETY, ("lapas",), "polresta", (*CORE, Scope.INTEL_EXCHANGE, Scope.JOINT_OPERATION,
         Scope.DRILL, Scope.EVIDENCE_HANDOVER), began=260, ends=470),
    _pks("pks_muarasinta", 22, "Pencegahan Kejahatan dan Pembinaan", ("lapas_muarasinta",), "polres_muarasinta",
         (Scope.INCIDENT_ALERT, Scope.ASSISTANCE, Scope.PROGRAMME), began=190, ends=175),
    _pks("pks_rutan", 9, _SAFETY, ("rutan",), "polrestabes", ALL, began=150, ends=580),
    _pks("pks_lpp", 31, _SAFETY, ("lpp",), "polrestabes", CORE, began=358, ends=7),
    _pks("pks_island", 5, "Pengamanan Pulau Nusakelana", ISLAND, "polsek_nusakelana", (*CORE, Scope.INTEL_EXCHANGE,
         Scope.JOINT_OPERATION), began=210, ends=520),
    _pks("pks_lpka", 40, "Perlindungan Anak dan Pembinaan", ("lpka",), "polresta_baruasih", (Scope.INCIDENT_ALERT,
         Scope.ASSISTANCE, Scope.PROGRAMME), began=120, ends=245),
    _pks("pks_lapsed", 3, _SAFETY, ("lapas",), "polres_sindumaya", CORE, began=396, ends=-31),
    _pks("pks_fire", 51, "Pencegahan dan Pemadaman Kebakaran", ("lapas",), "fire", (Scope.INCIDENT_ALERT,
         Scope.ASSISTANCE, Scope.DRILL), began=240, ends=490),
    _pks("pks_hospital", 52, "Pelayanan Gawat Darurat", ("lapas",), "hospital", (Scope.INCIDENT_ALERT,
         Scope.ASSISTANCE), began=235, ends=495),
    _pks("pks_army", 53, "Bantuan Pengamanan", ("lapas",), "kodim", (Scope.INCIDENT_ALERT, Scope.ASSISTANCE,
         Scope.DRILL), began=230, ends=135),
    _pks("pks_bnn", 54, "Pemberantasan Narkotika", ("lapas",), "bnnk", (Scope.INCIDENT_ALERT, Scope.EVIDENCE_HANDOVER,
         Scope.PROGRAMME), began=220, ends=510),
    _pks("pks_rutan_fire", 61, "Pencegahan dan Pemadaman Kebakaran", ("rutan",), "fire_surandaka",
         (Scope.INCIDENT_ALERT, Scope.ASSISTANCE), began=140, ends=590),
    _pks("pks_city_hospital", 62, "Pelayanan Gawat Darurat", ("rutan", "lpp"), "hospital_surandaka",
         (Scope.INCIDENT_ALERT,), began=130, ends=600),
    _pks("pks_unanswered", 71, "Pemberantasan Narkotika", ("lapas_muarasinta",), "bnnk_muarasinta",
         (Scope.INCIDENT_ALERT, Scope.EVIDENCE_HANDOVER), began=12, ends=718, partner_accepted=False),
)  # fmt: skip


def conclude(now: datetime) -> None:
    """Let the agreements be signed, each on its day, oldest first; one waits for its second head."""
    by_name = {unit["name"]: unit["unit_id"] for unit in list_units()}
    specs = {spec.key: spec for spec in units()}
    ids = {key: by_name[spec.name] for key, spec in specs.items()}
    crew = Crew()
    with past():
        for spec in sorted(AGREEMENTS, key=lambda spec: -spec.began):
            zone = specs[spec.facilities[0]].town.zone
            signed = in_office(now - timedelta(days=spec.began), zone).astimezone(ZoneInfo(zone))
            _sign(spec, signed, now.astimezone(ZoneInfo(zone)) + timedelta(days=spec.ends), ids, crew)


def _sign(spec: AgreementSpec, signed: datetime, last: datetime, ids: dict[str, UUID], crew: Crew) -> None:
    move_to(signed)
    # What the product writes down was signed by both; a head who signs speaks for the own unit only.
    head = crew.one(ids[spec.facilities[0]], Function.FACILITY_HEAD) if not spec.partner_accepted else SYSTEM
    agreements.sign_agreement(
        actor=head, kind=spec.kind, number=spec.number, title=spec.title, signed_on=signed.date(),
        valid_from=signed.date(), valid_until=last.date(), scopes=spec.scopes,
        parties=[ids[key] for key in (*spec.facilities, *spec.partners)],
        links=[(ids[facility], ids[partner]) for facility, partner in spec.links],
    )  # fmt: skip
