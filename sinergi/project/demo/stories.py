"""What happens in the prisons of the demo world: kinds of days, and a few days that people remember.

Official texts are Indonesian at the source. The proportions follow what Indonesian prisons publish: mostly finds in
searches (per search about two sharp things, one phone, two electrical ones), then fights, theft and power cuts.
"""

from dataclasses import dataclass

from sinergi.units.types import PlaceKind as P

ROOMS = (P.CELL, P.CELL, P.CELL, P.BLOCK)


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of disturbance: where, in which words, and what is written while it lasts."""

    type: str
    places: tuple[P, ...]
    summary: str
    own: str
    """An entry for the prison's own side."""
    shared: str
    """An entry that the partner reads too."""
    narrative: str
    lightly_hurt: int = 0
    """At most so many; the dice decide."""
    severity: str | None = None
    badly_hurt: int = 0
    help_needed: bool = False
    hours: tuple[int, int] = (8, 22)
    """The hours of the day, local time, between which it happens."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day people remember: which story, where, when, and how far it has come."""

    facility: str
    story: Story
    days_ago: float
    hour: float
    """Local time; ignored when it happened today."""
    place: str
    ends_as: str = "CLOSED"
    """Where it is left: CLOSED if there was time for it, a side state, or how far it has come today."""


FIND = Story(
    "CONTRABAND_FIND",
    ROOMS,
    "Penggeledahan rutin: {phones} HP, {blades} sajam, {wires} barang elektronik. Pemilik tidak diketahui.",
    "Barang temuan diinventarisasi dan disimpan di ruang KPLP, disaksikan dua petugas.",
    "Barang temuan menunggu pemusnahan bersama.",
    "Penggeledahan berjalan tertib dan humanis. Tidak ada yang mengaku sebagai pemilik. Berita acara dibuat.",
    hours=(9, 21),
)
FIND_AT_GATE = Story(
    "CONTRABAND_FIND",
    (P.MAIN_GATE, P.VISITING),
    "Pemeriksaan barang titipan: {phones} HP dan {wires} pengisi daya di dalam bungkus makanan.",
    "Penitip dicatat, barang diamankan, keluarga diberi penjelasan.",
    "Barang diamankan di P2U.",
    "Barang titipan diperiksa di depan penitip. Kunjungan dilanjutkan tanpa barang.",
    hours=(9, 14),
)
FIGHT = Story(
    "ASSAULT_INMATE",
    (P.CELL, P.BLOCK, P.OTHER, P.KITCHEN),
    "Perkelahian antar penghuni, sudah dilerai petugas.",
    "Keduanya dipisahkan dan dibawa ke poliklinik. Tim pemeriksa disiapkan.",
    "Situasi terkendali, tidak perlu bantuan.",
    "Berawal dari salah paham soal giliran air. Keduanya didamaikan dan menandatangani pernyataan.",
    lightly_hurt=2,
)
THEFT = Story(
    "EXTORTION_THEFT",
    ROOMS,
    "Penghuni melapor kehilangan barang dan diminta uang oleh teman sekamar.",
    "Pelapor dipindah kamar demi keamanannya. Saksi diminta keterangan.",
    "Ditangani di dalam.",
    "Barang kembali, pelaku diperiksa tim pemeriksa. Pelapor tetap di kamar baru.",
)
POWER_CUT = Story(
    "UTILITY_FAILURE",
    (P.BLOCK, P.BLOCK, P.KITCHEN, P.CLINIC),
    "Listrik padam. Genset menyala untuk P2U, menara dan poliklinik.",
    "Kontrol keliling tiap 15 menit, lampu darurat dibagikan ke blok.",
    "Padam listrik, penjagaan luar ditambah.",
    "Gangguan pada gardu. PLN memulihkan aliran. Penghuni tenang selama pemadaman.",
    hours=(0, 23),
)
WATER_CUT = Story(
    "UTILITY_FAILURE",
    (P.BLOCK, P.KITCHEN),
    "Air tidak mengalir sejak pagi, pompa rusak.",
    "Tangki air didatangkan, pembagian diawasi per kamar.",
    "Air dipulihkan bertahap.",
    "Pompa diganti. Tidak ada keributan selama pembagian air.",
)
CAMERA = Story(
    "CCTV_OUTAGE",
    (P.BLOCK, P.PERIMETER_LANE, P.TOWER, P.VISITING),
    "Kamera mati, {wires} titik tidak terpantau.",
    "Pos terdekat ditambah satu anggota sampai kamera pulih.",
    "Kamera mati, patroli ditambah.",
    "Adaptor daya diganti. Rekaman selama gangguan tidak ada, buku kontrol dilampirkan.",
    hours=(0, 23),
)
SMUGGLING = Story(
    "SMUGGLING_ATTEMPT",
    (P.MAIN_GATE, P.VISITING),
    "Pengunjung membawa {wires} paket kecil diduga narkotika di dalam botol sabun.",
    "Pengunjung diamankan di P2U didampingi petugas perempuan. Barang disegel.",
    "Mohon Satresnarkoba menjemput barang dan pengunjung.",
    "Ditemukan saat pemeriksaan badan dan barang. Diserahkan dengan berita acara serah terima.",
    hours=(9, 14),
)
THROWN = Story(
    "THROW_OVER_WALL",
    (P.PERIMETER_LANE, P.POST),
    "Bungkusan dilempar dari luar tembok, isi {phones} HP dan tembakau.",
    "Diambil bersama saksi, disisir sampai pos barat. Tidak ada bungkusan lain.",
    "Dilempar dari arah jalan kampung, dua orang bersepeda motor menjauh ke timur.",
    "Titik lemparan sama dengan bulan lalu. Diusulkan patroli bersama pada jam yang sama.",
    hours=(19, 23),
)
PHONE_FRAUD = Story(
    "PHONE_FRAUD",
    ROOMS,
    "Warga melapor ditipu lewat telepon, nomor diduga dipakai dari dalam.",
    "Kamar digeledah, {phones} HP diamankan.",
    "HP yang diduga dipakai sudah diamankan, siap diserahkan.",
    "Nomor cocok dengan laporan. Perangkat diserahkan kepada penyidik.",
)
HUNGER_STRIKE = Story(
    "HUNGER_STRIKE_PROTEST",
    (P.BLOCK, P.HALL),
    "Sebagian penghuni menolak makan, menuntut perbaikan jatah air.",
    "Kepala satuan bertemu perwakilan di aula. Perawat memantau.",
    "Suasana tenang, tidak ada perusakan.",
    "Tuntutan dicatat, jadwal air diperbaiki, penghuni kembali makan.",
)
NATURAL_DEATH = Story(
    "DEATH_NATURAL",
    (P.CLINIC,),
    "Penghuni dengan riwayat jantung meninggal di poliklinik.",
    "Keluarga dihubungi, surat kematian diurus dokter.",
    "Meninggal karena sakit, keluarga sudah dihubungi.",
    "Riwayat berobat lengkap. Keluarga menerima dan menandatangani berita acara serah terima jenazah.",
)
DISEASE = Story(
    "DISEASE_OUTBREAK",
    (P.BLOCK, P.CLINIC),
    "Belasan penghuni demam dan batuk, diduga menular.",
    "Dipisahkan di satu kamar, masker dibagikan.",
    "Kunjungan blok ini ditunda tiga hari.",
    "Puskesmas memeriksa, pengobatan diberikan, tidak ada yang dirujuk.",
)

ROUTINE: tuple[tuple[int, Story], ...] = (
    (34, FIND), (7, FIND_AT_GATE), (15, FIGHT), (8, THEFT), (7, POWER_CUT), (3, WATER_CUT), (7, CAMERA), (4, SMUGGLING),
    (3, THROWN), (3, PHONE_FRAUD), (1, HUNGER_STRIKE), (1, NATURAL_DEATH), (1, DISEASE),
)  # fmt: skip
"""How often each happens, in a hundred."""

HOW_MANY: dict[str, int] = {
    "lapas": 16, "rutan": 18, "lapas_muarasinta": 10, "selokembang": 7, "karangmenjang": 7, "pasirlanang": 6, "lpp": 6,
    "tanjungserani": 4, "watusegara": 3,
}  # fmt: skip
"""Routine disturbances in four weeks. The children's institution has only the few days told below."""

KITCHEN_FIRE = Story(
    "FIRE",
    (),
    "Api dari kompor dapur merambat ke gudang beras, asap tebal.",
    "Blok terdekat dikosongkan ke lapangan, kunci per lorong, hitung ulang lengkap.",
    "Api di sisi utara dapur, hidran di sebelah P2U. Penghuni aman di lapangan.",
    "Api padam dalam 40 menit. Dua petugas dapur luka ringan. Instalasi gas diperiksa ulang.",
    lightly_hurt=2,
    help_needed=True,
)
SAWN_BARS = Story(
    "ESCAPE_ATTEMPT",
    (),
    "Jeruji kamar ditemukan tergergaji, tali dari kain disimpan di plafon.",
    "Seluruh penghuni kamar dipindah, hitung ulang lengkap, gergaji diamankan.",
    "Tidak ada yang keluar. Mohon patroli di sisi luar tembok malam ini.",
    "Hitung ulang lengkap. Jeruji diperbaiki hari itu juga. Diperiksa asal gergaji.",
    help_needed=True,
)
OFFICER_HIT = Story(
    "ASSAULT_STAFF",
    (),
    "Petugas dipukul saat penggeledahan kamar.",
    "Pelaku dibawa ke kamar isolasi, petugas diobati di poliklinik.",
    "Satu petugas luka ringan, situasi terkendali.",
    "Pelaku menolak penggeledahan. Diproses tim pemeriksa, laporan polisi dibuat.",
    lightly_hurt=1,
)
SELF_HARM = Story(
    "SUICIDE_SELF_HARM",
    (),
    "Penghuni melukai diri di kamar, sudah ditangani perawat.",
    "Didampingi petugas dan konselor, benda tajam dikeluarkan dari kamar.",
    "Dirujuk ke rumah sakit dengan pengawalan.",
    "Keadaan stabil. Pendampingan psikolog dijadwalkan tiap hari.",
    badly_hurt=1,
)
DRONE = Story(
    "DRONE",
    (),
    "Drone kecil terbang di atas menara, menjatuhkan satu bungkusan.",
    "Bungkusan diambil bersama saksi, isinya dua HP.",
    "Drone datang dari arah pantai selatan, menjauh ke laut.",
    "Waktu dan arah dicatat untuk pola. Jaring di atas lapangan diusulkan.",
)
NOT_A_DRONE = Story(
    "DRONE",
    (),
    "Suara dengung di atas branggang, diduga drone.",
    "Diperiksa dari menara 3: layang-layang berlampu milik anak kampung.",
    "",
    "",
)
CHILDREN_FIGHT = Story(
    "ASSAULT_INMATE",
    (),
    "Perkelahian di wisma, sudah dilerai.",
    "Anak dipisahkan dan didampingi pekerja sosial. Orang tua dan PK dihubungi.",
    "Sudah dilerai, tidak perlu bantuan.",
    "Diselesaikan lewat musyawarah dengan pendamping. Tidak ada hukuman badan.",
    lightly_hurt=1,
)
CHILDREN_CIGARETTES = Story(
    "CONTRABAND_FIND",
    (),
    "Rokok dan korek api ditemukan di lemari wisma.",
    "Barang disimpan, anak diajak bicara oleh wali.",
    "",
    "Pembinaan lewat wali wisma.",
)
MISCONDUCT = Story(
    "STAFF_MISCONDUCT",
    (),
    "Petugas meminta uang kepada keluarga penghuni agar mendapat kamar yang lebih longgar.",
    "",
    "",
    "",
)
FUSE = Story(
    "UTILITY_FAILURE",
    (),
    "Listrik Blok E padam, panel berasap tipis, tidak ada api.",
    "Panel dimatikan, teknisi menuju lokasi, Blok E dijaga empat anggota.",
    "",
    "",
)
MORNING_FIGHT = Story(
    "ASSAULT_INMATE",
    (),
    "Perkelahian lima penghuni di lapangan saat olahraga pagi.",
    "Olahraga dihentikan, semua kembali ke blok, hitung ulang berjalan.",
    "Satu luka ringan. Situasi terkendali, blok dikunci.",
    "",
    lightly_hurt=1,
)

REMEMBERED: tuple[Day, ...] = (
    Day("rutan", SAWN_BARS, 23, 3.2, "Blok D, kamar 7"),
    Day("lpka", CHILDREN_FIGHT, 21, 16.1, "Wisma B"),
    Day("karangmenjang", OFFICER_HIT, 18, 10.4, "Blok B, kamar 3"),
    Day("lapas", NOT_A_DRONE, 15, 19.6, "Branggang", "FALSE_ALARM"),
    Day("lpp", SELF_HARM, 13, 21.3, "Blok A, kamar 2"),
    Day("lapas", KITCHEN_FIRE, 11, 4.6, "Dapur"),
    Day("lpka", CHILDREN_CIGARETTES, 10, 9.2, "Wisma A"),
    Day("lapas", MISCONDUCT, 9, 13.4, "Kantor", "CONFIRMED"),
    Day("pasirlanang", DRONE, 6, 22.8, "Menara 2"),
    Day("lpka", POWER_CUT, 5, 18.3, "Wisma C"),
    Day("lapas", SMUGGLING, 3, 10.7, "Ruang kunjungan", "RECOVERY"),
    Day("lapas_muarasinta", THROWN, 2, 1.9, "Branggang, pos timur", "RECOVERY"),
    Day("rutan", HUNGER_STRIKE, 1, 12.2, "Blok C", "UNDER_CONTROL"),
    Day("lapas", MORNING_FIGHT, 0.14, 0, "Lapangan", "UNDER_CONTROL"),
    Day("lapas", FUSE, 0.03, 0, "Blok E", "CONFIRMED"),
)
