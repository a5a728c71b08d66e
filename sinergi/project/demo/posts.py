"""The posts of every kind of unit in the demo world, with the titles and ranks their holders would have."""

from dataclasses import dataclass

from sinergi.access.types import Function
from sinergi.units.types import UnitKind

F, K = Function, UnitKind


@dataclass(frozen=True, slots=True)
class PostSpec:
    """A post, the rank of who holds it, and how many hold it."""

    title: str
    functions: tuple[Function, ...]
    rank: str
    holders: int = 1


def _security_chain(head: str, chief: str, reporting: str, programme: str, *, team: int) -> tuple[PostSpec, ...]:
    teams = (
        post
        for letter in "ABCD"
        for post in (
            PostSpec(f"Karupam {letter}", (F.SHIFT_LEADER,), "Penata Muda (III/a)"),
            PostSpec(f"Anggota Jaga Regu {letter}", (F.GUARD,), "Pengatur (II/c)", team),
        )
    )
    return (
        PostSpec(head, (F.FACILITY_HEAD,), "Pembina (IV/a)"),
        PostSpec(chief, (F.SECURITY_CHIEF,), "Penata Tk. I (III/d)"),
        PostSpec(reporting, (F.REPORTING_OFFICER,), "Penata Muda Tk. I (III/b)"),
        PostSpec(programme, (F.PROGRAMME_OFFICER,), "Penata (III/c)"),
        PostSpec("Analis UIP", (F.INTEL_OFFICER,), "Penata Muda Tk. I (III/b)"),
        PostSpec("Petugas P2U", (F.GATE,), "Pengatur Tk. I (II/d)", 2),
        *teams,
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Penata Muda (III/a)"),
    )


def _police_unit(chief: str, rank: str) -> tuple[PostSpec, ...]:
    return (
        PostSpec(chief, (F.POLICE_CHIEF,), rank),
        PostSpec("Kabag Ops", (F.POLICE_OPS,), "Kompol"),
        PostSpec("Perwira Siaga SPKT", (F.POLICE_DESK,), "Ipda", 3),
        PostSpec("Kasat Intelkam", (F.POLICE_INTEL,), "AKP"),
        PostSpec("Kasat Resnarkoba", (F.POLICE_DRUGS,), "AKP"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Bripka"),
    )


def _support(chief: str, chief_rank: str, desk: str, rank: str) -> tuple[PostSpec, ...]:
    return (
        PostSpec(chief, (F.SUPPORT_DESK,), chief_rank),
        PostSpec(desk, (F.SUPPORT_DESK,), rank, 2),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), rank),
    )


_REPORTING = "Kasubsi Pelaporan dan Tatib"
_DISCIPLINE = "Pengawasan dan Penegakan Disiplin"
_LPKA = ("Kepala LPKA", f"Kasi {_DISCIPLINE}", f"Kasubsi Adm. {_DISCIPLINE}", "Kasi Pembinaan")

POSTS: dict[UnitKind, tuple[PostSpec, ...]] = {
    K.DITJENPAS: (
        PostSpec("Direktur Pengamanan dan Intelijen", (F.DIRECTORATE,), "Pembina Utama Muda (IV/c)"),
        PostSpec("Piket Intelijen 24 Jam", (F.DIRECTORATE,), "Penata (III/c)", 2),
        PostSpec("Auditor Madya", (F.AUDITOR,), "Pembina (IV/a)"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Penata Muda (III/a)"),
        PostSpec("Ketua Satops Patnal Pusat", (F.COMPLIANCE,), "Pembina Tk. I (IV/b)"),
    ),
    K.KANWIL: (
        PostSpec("Kakanwil", (F.REGIONAL_OFFICE,), "Pembina Utama Muda (IV/c)"),
        PostSpec("Kabid Pamintel", (F.REGIONAL_OFFICE,), "Pembina Tk. I (IV/b)"),
        PostSpec("Ketua Satops Patnal", (F.COMPLIANCE,), "Pembina (IV/a)"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Penata Muda (III/a)"),
    ),
    K.LAPAS: _security_chain("Kalapas", "Ka. KPLP", _REPORTING, "Kasi Binadik", team=3),
    K.LPP: _security_chain("Kalapas", "Ka. KPLP", _REPORTING, "Kasi Binadik", team=2),
    K.RUTAN: _security_chain("Karutan", "Ka. KPR", _REPORTING, "Kasi Pelayanan Tahanan", team=4),
    K.LPKA: _security_chain(
        "Kepala LPKA", f"Kasi {_DISCIPLINE}", f"Kasubsi Adm. {_DISCIPLINE}", "Kasi Pembinaan", team=2
    ),
    K.MABES: (
        PostSpec("Piket Baintelkam", (F.POLICE_INTEL,), "Kompol"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Bripka"),
    ),
    K.POLDA: (
        PostSpec("Kapolda", (F.POLICE_CHIEF,), "Irjen Pol"),
        PostSpec("Karo Ops", (F.POLICE_OPS,), "Kombes Pol"),
        PostSpec("Perwira Siaga Siskamtibmas", (F.POLICE_DESK,), "AKP", 2),
        PostSpec("Dir Intelkam", (F.POLICE_INTEL,), "Kombes Pol"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Bripka"),
    ),
    K.POLRES: _police_unit("Kapolres", "AKBP"),
    K.POLRESTA: _police_unit("Kapolresta", "Kombes Pol"),
    K.POLRESTABES: _police_unit("Kapolrestabes", "Kombes Pol"),
    K.POLSEK: (
        PostSpec("Kapolsek", (F.POLICE_CHIEF,), "AKP"),
        PostSpec("Wakapolsek", (F.POLICE_OPS,), "Iptu"),
        PostSpec("Ka SPKT Polsek", (F.POLICE_DESK,), "Aipda", 3),
        PostSpec("Kanit Intelkam", (F.POLICE_INTEL,), "Aiptu"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Bripka"),
    ),
    K.KOREM: _support("Kasi Ops Korem", "Letkol Inf", "Piket Korem", "Serka"),
    K.KODIM: _support("Pasi Ops Kodim", "Kapten Inf", "Piket Kodim", "Serma"),
    K.KORAMIL: _support("Danramil", "Kapten Inf", "Babinsa Piket", "Sertu"),
    K.BNNP: _support("Kabid Berantas", "AKBP", "Piket BNNP", "Bripka"),
    K.BNNK: _support("Kasi Berantas", "Kompol", "Piket BNNK", "Bripka"),
    K.FIRE_STATION: _support("Danton Damkar", "Penata Muda (III/a)", "Piket Pemadam", "Pengatur (II/c)"),
    K.HOSPITAL: _support("Kepala IGD", "Pembina (IV/a)", "Perawat Piket IGD", "Penata Muda (III/a)"),
    K.OFFICE: _support("Kasi Kedaruratan", "Penata (III/c)", "Piket Pusdalops", "Pengatur (II/c)"),
    K.OVERSIGHT_OFFICE: (
        PostSpec("Auditor Madya", (F.AUDITOR,), "Pembina (IV/a)"),
        PostSpec("Operator Sinergi", (F.UNIT_ADMIN,), "Penata Muda (III/a)"),
    ),
}

ROLES: dict[str, tuple[str, str]] = {
    "guard": ("lapas", "Anggota Jaga Regu C"),
    "shift_leader": ("lapas", "Karupam C"),
    "security_chief": ("lapas", "Ka. KPLP"),
    "facility_head": ("lapas", "Kalapas"),
    "reporting_officer": ("lapas", _REPORTING),
    "police_desk": ("polresta", "Perwira Siaga SPKT"),
    "police_ops": ("polresta", "Kabag Ops"),
    "police_chief": ("polresta", "Kapolresta"),
    "regional_office": ("kanwil", "Kabid Pamintel"),
    "auditor": ("ditjenpas", "Auditor Madya"),
    "stranger_guard": ("lapas_muarasinta", "Anggota Jaga Regu A"),
    "stranger_police": ("polres_muarasinta", "Perwira Siaga SPKT"),
    "lpka_guard": ("lpka", "Anggota Jaga Regu A"),
    "lpka_police": ("polresta_baruasih", "Perwira Siaga SPKT"),
    "expired_police": ("polres_sindumaya", "Perwira Siaga SPKT"),
    "compliance": ("kanwil", "Ketua Satops Patnal"),
    "fire": ("fire", "Piket Pemadam"),
    "hospital": ("hospital", "Perawat Piket IGD"),
    "army": ("kodim", "Piket Kodim"),
    "bnn": ("bnnk", "Piket BNNK"),
    "unit_admin": ("lapas", "Operator Sinergi"),
    "gate": ("lapas", "Petugas P2U"),
    "intel_officer": ("lapas", "Analis UIP"),
    "island_police": ("polsek_nusakelana", "Ka SPKT Polsek"),
    "city_head": ("rutan", "Karutan"),
    "directorate": ("ditjenpas", "Piket Intelijen 24 Jam"),
    "compliance_above": ("ditjenpas", "Ketua Satops Patnal Pusat"),
}
"""Who a visitor of the demo can be: the first holder of a post. The first seventeen are a fixed list."""
