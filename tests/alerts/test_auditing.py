"""The auditor: each check alone with the clock moved; opened once, refreshed, ended; told to its keepers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection

from sinergi.alerts import actions as alerts
from sinergi.alerts.actions import auditing, checks
from sinergi.alerts.models import Delivery, Escalation, SystemAlert
from sinergi.alerts.types import Audited, Finding, Sound, SystemKind
from sinergi.core import clock
from sinergi.core.errors import Conflict, NotAllowed, NotFound
from sinergi.core.ids import new_id
from sinergi.ledger import actions as ledger
from sinergi.ledger.models import Fact
from tests.alerts.at_once import at_once
from tests.alerts.conftest import ClockHand, Ringing
from tests.world import World

K = SystemKind
Seconds = float


def look(at: datetime, *, silent_since: datetime | None = None, machine: str = "here") -> Audited:
    """One round of the auditor."""
    return alerts.audit(machine=machine, engine_silent_since=silent_since, at=at)


def is_open(kind: SystemKind) -> list[SystemAlert]:
    """What is open of a kind."""
    return list(SystemAlert.objects.filter(kind=kind, ended_at__isnull=True).order_by("pk"))


def kinds() -> set[str]:
    """What is open."""
    return set(SystemAlert.objects.filter(ended_at__isnull=True).values_list("kind", flat=True))


def facts(kind: str) -> list[Fact]:
    """What the ledger was told."""
    return list(Fact.objects.filter(kind=f"system.{kind}").order_by("at", "id"))


def settle_everything(at: datetime) -> None:
    """As if the engine had sent everything."""
    Delivery.objects.update(state="sent", attempts=1, sent_at=at, next_at=None)


def test_a_quiet_night_is_sound(world: World) -> None:
    assert look(world.at) == Audited(0, 0, is_sound=True)


@pytest.mark.parametrize(("late", "found"), [(14, 0), (16, 2)])
def test_a_ladder_that_should_have_climbed(riot: Ringing, late: Seconds, found: int) -> None:
    settle_everything(riot.raised_at)
    planned = riot.after(60)
    Escalation.objects.filter(state="open", next_at__isnull=False).exclude(unit_id=riot.world.units["kodim"]).update(
        next_at=planned
    )
    Escalation.objects.filter(unit_id=riot.world.units["kodim"]).update(next_at=None)
    audited = look(planned + timedelta(seconds=late))
    assert [(each.count, each.since_at) for each in is_open(K.LATE_LADDER)] == ([(found, planned)] if found else [])
    assert audited.is_sound is not bool(found)


@pytest.mark.parametrize(("old", "lane", "found"), [(9, 0, False), (11, 0, True), (11, 1, True), (3600, 2, False)])
def test_a_send_of_a_real_alarm_that_nobody_takes(riot: Ringing, old: Seconds, lane: int, *, found: bool) -> None:
    Escalation.objects.update(next_at=None)
    Delivery.objects.exclude(channel="email").delete()
    Delivery.objects.update(lane=lane)
    look(riot.after(old))
    assert [(each.key, each.count) for each in is_open(K.OLD_PENDING)] == ([("email", 5)] if found else [])


@pytest.mark.parametrize(("over", "found"), [(29, False), (31, True)])
def test_a_send_whose_worker_died_and_that_nobody_took_back(riot: Ringing, over: Seconds, *, found: bool) -> None:
    Escalation.objects.update(next_at=None)
    Delivery.objects.update(state="sending", lease_until=riot.raised_at)
    look(riot.after(over))
    assert (kinds() == {K.EXPIRED_LEASE}) is found


@pytest.mark.parametrize(
    ("fail", "work", "found"), [(4, 0, False), (5, 0, True), (5, 5, True), (4, 6, False)]
)  # fmt: skip
def test_a_channel_of_which_half_the_sends_fail(riot: Ringing, fail: int, work: int, *, found: bool) -> None:
    _sends(riot, ["SMTP: OSError"] * fail + [""] * work)
    look(riot.after(60))
    assert [(each.key, each.count) for each in is_open(K.FAILING_CHANNEL)] == ([("email", fail)] if found else [])
    look(riot.after(601))
    look(riot.after(617))
    assert is_open(K.FAILING_CHANNEL) == [], "what failed ten minutes ago says nothing of now"


def test_that_nobody_has_a_screen_is_no_fault_of_a_channel(riot: Ringing) -> None:
    _sends(riot, ["no screen open"] * 9, channel="live_screen")
    assert look(riot.after(30)).is_sound


def _sends(riot: Ringing, errors: list[str], channel: str = "email") -> None:
    Escalation.objects.update(next_at=None)
    Delivery.objects.all().delete()
    Delivery.objects.bulk_create(
        Delivery(
            escalation=riot.side("polres"), epoch=1, step=0, person_id=new_id(), posting_id=new_id(), lane=0,
            channel=channel, error=error, attempts=1, created_at=riot.raised_at, state="failed" if error else "sent",
        )
        for error in errors
    )  # fmt: skip


def test_an_engine_that_is_silent(world: World) -> None:
    since = world.at - timedelta(seconds=20)
    assert not look(world.at, silent_since=since).is_sound
    (alert,) = is_open(K.SILENT_ENGINE)
    assert (alert.since_at, alert.unit_id, alert.key) == (since, None, "here")


def test_each_machine_speaks_of_its_own_engine_until_it_is_gone(world: World) -> None:
    look(world.at, silent_since=world.at)
    look(world.at + timedelta(seconds=30), machine="other")
    assert kinds() == {K.SILENT_ENGINE}, "the other machine's engine works; it knows nothing of ours"
    look(world.at + timedelta(minutes=11), machine="other")
    assert kinds() == set()


@pytest.fixture
def desk_screen(world: World, clock_hand: ClockHand) -> Callable[[Sound], None]:
    """The police desk's screen says how it stands, at the clock's time."""
    screen = new_id()
    return lambda sound: alerts.arm_screen(actor=world.actors["police_desk"], screen_id=screen, sound=sound)


@pytest.mark.parametrize(("after", "found"), [(40, False), (115, False), (125, True), (23 * 3600, True)])
def test_a_desk_that_was_heard_and_is_not(
    world: World, desk_screen: Callable[[Sound], None], after: Seconds, *, found: bool
) -> None:
    desk_screen(Sound.ON)
    heard_at = clock.now()
    audited = look(heard_at + timedelta(seconds=after))
    assert [each.unit_id for each in is_open(K.DESK_WITHOUT_SCREEN)] == ([world.units["polres"]] if found else [])
    assert audited.is_sound, "it is shouted to the unit; alarming itself works"


def test_a_desk_that_never_opened_sinergi_is_not_shouted_about_on_a_quiet_day(world: World) -> None:
    look(world.at + timedelta(days=1))
    assert kinds() == set()


def test_a_screen_that_is_open_and_muted_is_not_heard(
    world: World, desk_screen: Callable[[Sound], None], clock_hand: ClockHand
) -> None:
    start = clock.now()
    desk_screen(Sound.ON)
    for seconds in (15, 60, 125):
        clock_hand(start + timedelta(seconds=seconds))
        desk_screen(Sound.MUTED)
        look(start + timedelta(seconds=seconds))
    assert kinds() == {K.DESK_WITHOUT_SCREEN}
    clock_hand(start + timedelta(seconds=150))
    desk_screen(Sound.ON)
    look(start + timedelta(seconds=151))
    assert kinds() == set()


def test_a_desk_found_silent_is_shouted_until_it_is_heard_again(
    world: World, desk_screen: Callable[[Sound], None]
) -> None:
    desk_screen(Sound.ON)
    start = clock.now()
    for hours in range(1, 60, 12):
        look(start + timedelta(hours=hours))
    assert kinds() == {K.DESK_WITHOUT_SCREEN}, "that it is silent for two days makes it no better"


def test_a_desk_that_is_called_and_cannot_hear_it(riot: Ringing) -> None:
    settle_everything(riot.raised_at)
    Escalation.objects.filter(next_at__isnull=False).update(next_at=riot.after(3600))
    look(riot.after(100))
    assert kinds() == set()
    look(riot.after(121))
    found = {each.unit_id for each in is_open(K.DESK_WITHOUT_SCREEN)}
    assert found >= {riot.world.units["polres"], riot.world.units["lapas"]}


def test_it_is_opened_once_refreshed_and_ended(world: World) -> None:
    rounds = [look(world.at + timedelta(seconds=s), silent_since=world.at) for s in (0, 10, 20)]
    assert [each.raised for each in rounds] == [1, 0, 0]
    (alert,) = is_open(K.SILENT_ENGINE)
    assert (alert.first_seen_at, alert.last_seen_at) == (world.at, world.at + timedelta(seconds=20))
    assert look(world.at + timedelta(seconds=30)).ended == 0, "a moment's relief does not end it"
    assert look(world.at + timedelta(seconds=40)).ended == 1
    assert (len(facts("alert_raised")), len(facts("alert_ended"))) == (1, 1)
    look(world.at + timedelta(seconds=50), silent_since=world.at)
    assert SystemAlert.objects.count() == 2, "what comes back is a new one"


@pytest.mark.django_db(transaction=True)
def test_two_auditors_at_once_raise_it_once(committed: World) -> None:
    rounds = at_once(*[lambda: look(committed.at, silent_since=committed.at)] * 4)
    assert sorted(each.raised for each in rounds if isinstance(each, Audited)) == [0, 0, 0, 1]
    assert len(facts("alert_raised")) == 1


def test_a_unit_and_its_superiors_are_told_and_of_the_whole_everybody_on_a_ladder(
    world: World, desk_screen: Callable[[Sound], None]
) -> None:
    desk_screen(Sound.ON)
    look(clock.now() + timedelta(minutes=3), silent_since=world.at)
    told = {fact.payload["problem"]: set(fact.units) for fact in facts("alert_raised") if fact.payload}
    assert told[K.DESK_WITHOUT_SCREEN] == {world.units[unit] for unit in ("polres", "polda", "mabes")}
    assert told[K.SILENT_ENGINE] >= {world.units[unit] for unit in ("lapas", "polres", "kodim", "fire", "lpka")}


def test_a_check_that_fails_keeps_none_of_the_others_and_stops_the_heartbeat(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(at: datetime) -> list[Finding]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return [Finding(K.LATE_LADDER, since=at)]

    def finds(at: datetime) -> list[Finding]:
        return [Finding(K.ROSTER_GAP, since=at, unit_id=world.units["lapas"], key="2026-11-29 malam")]

    monkeypatch.setattr(
        auditing, "CHECKS", (checks.Check(K.LATE_LADDER, broken), checks.Check(K.ROSTER_GAP, finds))
    )  # fmt: skip
    audited = look(world.at)
    assert (audited.raised, audited.is_sound, kinds()) == (1, False, {K.ROSTER_GAP})
    assert "late_ladder" in caplog.text
    assert "division" not in caplog.text, "errors quote values"


def test_what_could_not_be_looked_at_is_not_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    SystemAlert.objects.create(
        kind=K.LATE_LADDER, count=1, since_at=world.at, first_seen_at=world.at, last_seen_at=world.at
    )

    def broken(_at: datetime) -> list[Finding]:
        raise DatabaseError

    monkeypatch.setattr(auditing, "CHECKS", (checks.Check(K.LATE_LADDER, broken),))
    look(world.at + timedelta(hours=1))
    assert kinds() == {K.LATE_LADDER}


@pytest.mark.django_db(transaction=True)
def test_a_hung_sealer_does_not_hang_it(committed: World, database_url: str) -> None:
    with psycopg.connect(database_url) as hung:
        hung.execute("SELECT pg_advisory_xact_lock(%s)", [ledger.SEAL_LOCK])
        assert look(committed.at, silent_since=committed.at).raised == 1
        assert ledger.seal() == 0, "it waits for nobody"
    assert ledger.seal() == 1


@pytest.mark.parametrize(
    ("unit", "role", "refusal"),
    [
        ("lapas", "unit_admin", None),
        ("lapas", "facility_head", None),
        ("lapas", "regional_office", None),
        ("lapas", "directorate", None),
        ("lapas", "guard", NotAllowed),
        ("lapas", "shift_leader", NotAllowed),
        ("lapas", "police_chief", NotFound),
        ("lapas", "stranger_head", NotFound),
        ("", "directorate", None),
        ("", "fire_admin", None),
        ("", "unit_admin", NotAllowed),
        ("", "police_desk", NotAllowed),
        ("", "guard", NotFound),
        ("", "auditor", NotFound),
    ],
)
def test_who_may_see_to_it(world: World, unit: str, role: str, refusal: type[Exception] | None) -> None:
    alert = found_wrong(world, world.units[unit] if unit else None)
    if refusal is None:
        assert alerts.acknowledge_system(actor=world.actors[role], alert_id=alert.pk).acknowledged_by
        return
    with pytest.raises(refusal):
        alerts.acknowledge_system(actor=world.actors[role], alert_id=alert.pk)


def test_the_second_is_told_who_sees_to_it_and_what_is_over_is_over(world: World) -> None:
    alert = found_wrong(world, world.units["lapas"])
    alerts.acknowledge_system(actor=world.actors["unit_admin"], alert_id=alert.pk)
    with pytest.raises(Conflict, match="Admin Satuan"):
        alerts.acknowledge_system(actor=world.actors["facility_head"], alert_id=alert.pk)
    over = found_wrong(world, world.units["lpka"])
    SystemAlert.objects.filter(pk=over.pk).update(ended_at=world.at)
    with pytest.raises(Conflict):
        alerts.acknowledge_system(actor=world.actors["lpka_head"], alert_id=over.pk)


def test_no_check_reads_a_whole_table_of_sends_or_ladders(world: World) -> None:
    told: dict[str, Any] = {
        "before": world.at, "after": world.at, "fewest": 5, "no_screen": "no screen open",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in (checks.LATE, checks.OLD, checks.EXPIRED, checks.FAILING):
            cursor.execute(f"EXPLAIN {statement}", told)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, plan


def found_wrong(world: World, unit_id: UUID | None) -> SystemAlert:
    """Something of a unit, or of the whole installation."""
    kind = K.DESK_WITHOUT_SCREEN if unit_id else K.SILENT_ENGINE
    return SystemAlert.objects.create(
        kind=kind, unit_id=unit_id, key="" if unit_id else "here", count=1, since_at=world.at, first_seen_at=world.at,
        last_seen_at=world.at, mail_due_at=world.at,
    )  # fmt: skip
