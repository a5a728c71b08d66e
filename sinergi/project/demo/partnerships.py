"""The agreements of the demo world: differing scopes, one lapsed, one about to, one that only one head accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps

from sinergi.agreements import doors
from sinergi.agreements.types import AgreementKind, Scope
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
    """Lay the agreements as they stand now, and open the doors that they open."""
    by_name = {unit["name"]: unit["unit_id"] for unit in list_units()}
    ids = {spec.key: by_name[spec.name] for spec in units()}
    zones = {spec.key: ZoneInfo(spec.town.zone) for spec in units()}
    agreement_row, party_row, scope_row, link_row = (
        apps.get_model("agreements", name) for name in ("Agreement", "Party", "ScopeItem", "UnitLink")
    )
    laid = [(spec, _agreement(agreement_row, spec, now.astimezone(zones[spec.facilities[0]]))) for spec in AGREEMENTS]
    agreement_row.objects.bulk_create(agreement for _, agreement in laid)
    party_row.objects.bulk_create(
        party_row(agreement=agreement, unit_id=ids[key])
        for spec, agreement in laid
        for key in (*spec.facilities, *spec.partners)
    )
    scope_row.objects.bulk_create(
        scope_row(agreement=agreement, scope=scope) for spec, agreement in laid for scope in spec.scopes
    )
    link_row.objects.bulk_create(
        link for spec, agreement in laid for link in _links(link_row, spec, agreement, ids, now)
    )
    doors.rewrite([agreement.id for _, agreement in laid])


def _agreement(row: Any, spec: AgreementSpec, today: datetime) -> Any:
    first, last = (today - timedelta(days=spec.began)).date(), (today + timedelta(days=spec.ends)).date()
    return row(
        kind=spec.kind, number=spec.number, title=spec.title, signed_on=first, valid_from=first, valid_until=last
    )


def _links(row: Any, spec: AgreementSpec, agreement: Any, ids: dict[str, UUID], now: datetime) -> list[Any]:
    accepted = now - timedelta(days=spec.began)
    return [
        row(
            agreement=agreement, facility_id=ids[facility], partner_id=ids[partner], facility_accepted_at=accepted,
            partner_accepted_at=accepted if spec.partner_accepted else None,
        )
        for facility, partner in spec.links
    ]  # fmt: skip
