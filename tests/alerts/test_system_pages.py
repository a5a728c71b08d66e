"""What is wrong with the alarm system: the bar above every page, its own page, and the API."""

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import SystemAlert
from sinergi.alerts.types import SystemKind
from tests.cast import BrowserOf
from tests.plugin.machine import Machines, fields, read
from tests.world import World

SILENT = "Mesin siaga diam"
DEAF = "Meja jaga tidak punya layar yang terdengar"


@pytest.fixture
def silent(world: World) -> SystemAlert:
    """The engine is silent: the whole installation's."""
    alerts.audit(machine="here", engine_silent_since=world.at)
    return SystemAlert.objects.get(kind=SystemKind.SILENT_ENGINE)


@pytest.fixture
def deaf(world: World) -> SystemAlert:
    """The police desk has no screen: its unit's."""
    return SystemAlert.objects.create(
        kind=SystemKind.DESK_WITHOUT_SCREEN, unit_id=world.units["polres"], count=1, since_at=world.at,
        first_seen_at=world.at, last_seen_at=world.at,
    )  # fmt: skip


def bar(browser_of: BrowserOf, role: str) -> str:
    """What the bar says to a role, asked for by itself."""
    return str(browser_of(role).get("/-/system/", headers={"X-Fragment": "system"}).content.decode())


def test_everybody_on_a_ladder_is_told_on_every_page_and_what_to_do(browser_of: BrowserOf, silent: SystemAlert) -> None:
    for role, address in (("police_desk", "/alarm/"), ("shift_leader", "/"), ("facility_head", "/incidents/")):
        page = browser_of(role).get(address).content.decode()
        assert SILENT in page, role
        assert "Telepon langsung" in page
    for role in ("guard", "police_intel", "auditor"):
        assert SILENT not in browser_of(role).get("/").content.decode(), role


def test_a_units_own_is_told_to_it_and_above_it_and_to_nobody_else(browser_of: BrowserOf, deaf: SystemAlert) -> None:
    told = {
        role: DEAF in bar(browser_of, role)
        for role in ("police_desk", "police_intel", "polda_ops", "shift_leader", "polsek_desk", "stranger_police")
    }
    assert told == {
        "police_desk": True, "police_intel": True, "polda_ops": True, "shift_leader": False, "polsek_desk": False,
        "stranger_police": False,
    }  # fmt: skip


def test_the_worst_stands_first_and_says_how_many_more(
    browser_of: BrowserOf, silent: SystemAlert, deaf: SystemAlert
) -> None:
    said = bar(browser_of, "police_desk")
    assert SILENT in said
    assert DEAF not in said
    assert "1 lagi" in said


def test_what_somebody_sees_to_leaves_the_bar_unless_an_alarm_may_wake_nobody(
    browser_of: BrowserOf, world: World, silent: SystemAlert, deaf: SystemAlert
) -> None:
    alerts.acknowledge_system(actor=world.actors["police_admin"], alert_id=deaf.pk)
    alerts.acknowledge_system(actor=world.actors["directorate"], alert_id=silent.pk)
    said = bar(browser_of, "police_desk")
    assert "Ditangani Piket Ditpamintel" in said
    assert "lagi" not in said
    SystemAlert.objects.filter(pk=silent.pk).update(ended_at=world.at)
    assert bar(browser_of, "police_desk").count("s-stale") == 0


def test_a_keeper_takes_it_on_from_the_page(browser_of: BrowserOf, deaf: SystemAlert) -> None:
    keeper, desk = browser_of("police_admin"), browser_of("police_desk")
    page = keeper.get("/system/").content.decode()
    assert DEAF in page
    assert "Saya tangani" in page
    assert "Saya tangani" not in desk.get("/system/").content.decode()
    done = keeper.post(f"/system/{deaf.pk}/acknowledge/", follow=True).content.decode()
    assert "Ditangani Admin Polresta" in done
    second = browser_of("police_chief").post(f"/system/{deaf.pk}/acknowledge/", follow=True).content.decode()
    assert "Sudah ditangani Admin Polresta" in second
    assert desk.post(f"/system/{deaf.pk}/acknowledge/").status_code == 403
    assert browser_of("unit_admin").post(f"/system/{deaf.pk}/acknowledge/").status_code == 404


def test_the_page_keeps_what_is_over_and_says_when_all_is_well(
    browser_of: BrowserOf, world: World, deaf: SystemAlert
) -> None:
    assert "Tidak ada gangguan" in browser_of("unit_admin").get("/system/").content.decode()
    SystemAlert.objects.update(ended_at=world.at)
    assert "Selesai pukul" in browser_of("police_admin").get("/system/").content.decode()


def test_many_go_on_to_an_older_page(browser_of: BrowserOf, world: World) -> None:
    SystemAlert.objects.bulk_create(
        SystemAlert(
            kind=SystemKind.ROSTER_GAP, unit_id=world.units["lapas"], key=str(n), count=1, since_at=world.at,
            first_seen_at=world.at, last_seen_at=world.at,
        )
        for n in range(60)
    )  # fmt: skip
    keeper = browser_of("unit_admin")
    first = keeper.get("/system/")
    assert first.content.decode().count("<tr data-row") == 50
    older = keeper.get(first.context["older_href"])
    assert older.content.decode().count("<tr data-row") == 10


def test_machines_read_page_and_take_on(machine: Machines, silent: SystemAlert, deaf: SystemAlert) -> None:
    first = read(machine("police_admin").get("/system-alerts?limit=1&is_open=true"))
    second = read(machine("police_admin").get(f"/system-alerts?limit=1&cursor={first['next']}"))
    found = first["items"] + second["items"]
    assert [each["kind"] for each in found] == ["desk_without_screen", "silent_engine"]
    assert [each["unit"] for each in found] == ["Polresta Muara Tenang", None]
    taken = machine("police_admin").post(f"/system-alerts/{deaf.pk}/acknowledge")
    assert read(taken)["acknowledged_post"] == "Admin Polresta"
    assert machine("police_chief").post(f"/system-alerts/{deaf.pk}/acknowledge").status_code == 409
    assert machine("police_desk").post(f"/system-alerts/{silent.pk}/acknowledge").status_code == 403
    assert machine("stranger_police").post(f"/system-alerts/{deaf.pk}/acknowledge").status_code == 404
    assert read(machine("guard").get("/system-alerts"))["items"] == []
    assert fields(machine("guard").get("/system-alerts?open=1")) == {"open"}
    assert read(machine("police_admin").get("/system-alerts?is_open=false"))["items"] == []
