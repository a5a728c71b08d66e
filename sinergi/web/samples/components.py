"""The gallery's components in every state."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from sinergi.core import clock


class Sample(forms.Form):
    """Every kind of control."""

    name = forms.CharField(label="Nama regu", help_text="Seperti tertulis di papan jaga")
    happened_at = forms.TimeField(label="Waktu kejadian", help_text="Misalnya 02.11", required=False)
    count = forms.IntegerField(label="Jumlah personel", min_value=1, max_value=500)
    shift = forms.ChoiceField(
        label="Regu", choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], widget=forms.RadioSelect
    )
    help_from = forms.MultipleChoiceField(
        label="Bantuan",
        required=False,
        choices=[("police", "Polisi"), ("ambulance", "Ambulans"), ("fire", "Damkar")],
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(
        label="Unit", choices=[("1", "Lapas Kelas IIA Tirta Wening"), ("2", "Rutan Kelas IIB Gunung Sari")]
    )
    words = forms.CharField(label="Keterangan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="Saya sudah membaca petunjuk")


def ladder(at: datetime) -> dict[str, Any]:
    """A ladder that rings now and climbs in half a minute."""
    return {
        "since": at - timedelta(seconds=84),
        "next_at": at + timedelta(seconds=96),
        "next_who": "Kabag Ops",
        "rungs": [
            {
                "state": "now",
                "who": "SPKT, meja siaga 1 dan 2",
                "detail": "2 layar terima +0,3 dtk · belum ada yang menyentuh",
            },
            {"state": "next", "who": "Kabag Ops", "detail": "Kompol Surya Adiwangsa", "at": at + timedelta(seconds=96)},
            {"state": "empty", "who": "Wakapolresta"},
            {"state": "later", "who": "Kapolresta", "at": at + timedelta(seconds=276)},
        ],
    }


def lanes(at: datetime) -> list[dict[str, Any]]:
    """The prison has answered, its partner has not."""
    return [
        {"name": "Lapas", "state": "ACKNOWLEDGED", "text": "Ka. KPLP", "answered_after": timedelta(seconds=38)},
        {"name": "Polresta", "state": "OPEN", "next_label": "Kabag Ops dalam", "next_at": at + timedelta(seconds=34)},
    ]


def steps() -> list[dict[str, str]]:
    """The second of seven."""
    names = ["Laporan cepat", "Dikonfirmasi", "Terkendali", "Pemulihan", "Laporan lengkap", "Diperiksa", "Ditutup"]
    done = [
        {"label": names[0], "state": "done", "small": "02.11.14"},
        {"label": names[1], "state": "now", "small": "02.11.52, Ka. KPLP"},
    ]
    return done + [{"label": name, "state": "todo"} for name in names[2:]]


def timeline(at: datetime) -> list[dict[str, Any]]:
    """Four kinds of entries."""
    told: list[tuple[int, str, str, str, str, str]] = [
        (55, "note", "", "Apel kilat Blok C: terhitung 209 dari 214.", "Karupam C, dari HP", "own"),
        (194, "move", "Polresta bergerak,", "12 personel, perkiraan tiba 02.22.", "Perwira siaga SPKT", ""),
        (247, "ok", "Polresta menerima", "setelah 2 mnt 44 dtk.", "Perwira siaga SPKT", ""),
        (335, "note", "", "Lebih kurang 30 orang. Blok A, B, D, E terkunci.", "Ka. KPLP", "shared"),
        (411, "alarm", "Laporan cepat diterima.", "9 penerima di 3 instansi.", "Karupam C, dari HP", ""),
    ]
    return [
        {
            "at": at - timedelta(seconds=ago),
            "device_at": at - timedelta(seconds=ago + 5) if kind == "alarm" else None,
            "kind": kind,
            "act": act,
            "text": text,
            "by": by,
            "sharing": sharing,
        }
        for ago, kind, act, text, by, sharing in told
    ]


def parties(at: datetime) -> list[dict[str, Any]]:
    """Three agencies: silent, on the way, in command."""
    return [
        {
            "name": "Polresta Tirta Wening",
            "ground": "PKS sampai 30 Jun 2027",
            "state": "OPEN",
            "severity": "CRITICAL",
            "ladder": ladder(at),
            "phone": {"label": "Telepon SPKT", "number": "(0333) 000-119"},
        },
        {
            "name": "Damkar Kota",
            "ground": "diminta: 2 unit",
            "state": "RESPONDING",
            "text": "Bergerak, 12 personel",
            "eta": {"label": "Tiba lewat P2U", "since": at - timedelta(minutes=4), "at": at + timedelta(minutes=4)},
        },
        {
            "name": "Lapas Tirta Wening",
            "ground": "komando",
            "state": "ACKNOWLEDGED",
            "text": "Ka. KPLP menjawab",
            "note": "02.11.52, setelah 38 dtk",
        },
    ]


def card(at: datetime, severity: str = "CRITICAL", *, drill: bool = False) -> dict[str, Any]:
    """An alarm that waits."""
    return {
        "href": "#",
        "severity": severity,
        "title": "Kerusuhan",
        "where": "Lapas IIA Tirta Wening, Blok C",
        "line": "Belum terkendali · LB 1, LR 3 · minta polisi",
        "reported_at": at - timedelta(seconds=146),
        "lanes": lanes(at),
        "drill": drill,
    }


def rows(at: datetime) -> list[dict[str, Any]]:
    """Five incidents of a list."""
    table = [
        (
            "CRITICAL",
            "Kebakaran",
            "Rutan I Kota Baru, gudang giatja",
            51,
            "Karutan",
            "ARRIVED",
            "Tiba, 18 personel",
            3.3,
        ),
        (
            "HIGH",
            "Penyerangan petugas",
            "Lapas IIB Gunung Sari, Blok A",
            93,
            "Ka. KPLP",
            "ACKNOWLEDGED",
            "Diterima",
            -4.2,
        ),
        ("HIGH", "Penyanderaan", "Lapas IIA Tirta Wening, Blok D", 38, "Kalapas", "ARRIVED", "Tiba, 24 personel", 9),
        (
            "MEDIUM",
            "Lemparan dari luar",
            "Lapas Pulau Karang 2, branggang barat",
            142,
            "Karupam B",
            "RESPONDING",
            "Bergerak, 4 personel",
            11,
        ),
        ("LOW", "Listrik padam", "LPKA Taman Sari, seluruh blok", 220, "Karupam A", "NOT_ASKED", "", 1220),
    ]
    return [
        {
            "href": "#",
            "severity": severity,
            "title": title,
            "where": where,
            "reported_at": at - timedelta(minutes=minutes),
            "lanes": [{"state": "ACKNOWLEDGED", "text": prison, "small": "terkendali"}, {"state": state, "text": text}],
            "due": {"name": "kabar berikutnya", "at": at + timedelta(minutes=due)},
            "drill": title == "Penyanderaan",
        }
        for severity, title, where, minutes, prison, state, text, due in table
    ]


def deadlines(at: datetime) -> list[dict[str, Any]]:
    """Soon, too late, and far."""
    return [
        {
            "name": "Kabar berikutnya",
            "at": at + timedelta(minutes=14),
            "owner": "setiap 15 menit selama kerusuhan terbuka",
        },
        {"name": "Laporan lengkap", "at": at - timedelta(minutes=4), "owner": "Kasubsi Pelaporan dan Tatib"},
        {"name": "Pemeriksaan", "at": at + timedelta(days=7), "owner": "Kanwil"},
    ]


def components() -> dict[str, Any]:
    """The context of the gallery."""
    at = clock.now()
    refused = Sample({"name": "", "count": "0", "shift": "C"})
    return {
        "severities": ["CRITICAL", "HIGH", "MEDIUM", "LOW"],
        "states": ["OPEN", "ACKNOWLEDGED", "RESPONDING", "ARRIVED", "STOOD_DOWN", "DECLINED", "EXHAUSTED", "NOT_ASKED"],
        "sample": Sample(),
        "refused": refused,
        "cards": [card(at), card(at, "HIGH")],
        "rows": rows(at),
        "parties": parties(at),
        "ladder": ladder(at),
        "exhausted": {
            "exhausted": True,
            "phones": [
                {"name": "SPKT Polresta", "number": "(0333) 000-119"},
                {"name": "Kapolresta", "number": "0812-0000-0120"},
            ],
        },
        "entries": timeline(at),
        "steps": steps(),
        "facts": [
            ("Telepon P2U", {"tel": "(0333) 000-118"}),
            ("Penghuni", "986 orang, Blok C 214"),
            ("Petugas jaga", "22, regu C"),
        ],
        "deadlines": deadlines(at),
        "chips": [
            {"label": "Semua", "count": 6, "href": "#", "current": True},
            {"label": "Lewat tenggat", "count": 2, "href": "#"},
        ],
        "drill_sample": {
            "name": "Gladi bersama Lapas Tirta Wening",
            "controller": "Kasi Kamtib",
            "until": at + timedelta(hours=1),
        },
        "waiting": [
            {
                "href": "#",
                "severity": "HIGH",
                "title": "Percobaan pelarian",
                "where": "Rutan Kota Baru",
                "since": at - timedelta(seconds=49),
            }
        ],
        "icons": ICONS.split(),
    }


ICONS = (
    "home layout-board alert-octagon file-certificate users menu-2 speakerphone phone check bell-ringing truck "
    "map-pin-check circle-check minus ban clock-exclamation wifi-off volume-off shield-check send message camera "
    "flame run hand-stop swords user-exclamation heartbeat package"
)
