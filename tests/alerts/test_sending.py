"""Sends: claimed once, retried, taken back from the dead, stopped by the answer; a mail says nothing but the code."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message

import pytest
from django.test.utils import override_settings

from sinergi.access.models import Person
from sinergi.alerts import actions as alerts
from sinergi.alerts import jobs
from sinergi.alerts.actions import sending
from sinergi.alerts.channels.email import transport
from sinergi.alerts.models import Alarm, Delivery
from sinergi.alerts.types import Channel, Outcome, Outgoing, Sound
from sinergi.core.ids import new_id
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from tests.alerts.at_once import at_once
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.fakes import post_office
from tests.fakes.post_office import PostOffice
from tests.world import World

NOTHING_CONFIDENTIAL = "Kerusuhan di Blok C canary-summary"


def claim(lane: int, many: int = 500) -> list[Outgoing]:
    """As a lane with so much room for each channel would."""
    return alerts.claim_due(lane=lane, free=dict.fromkeys(map(str, Channel), many))


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The SMTP server this test's mails go to."""
    found = PostOffice()
    controller = post_office.opened(found)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=controller.hostname, EMAIL_PORT=controller.port):
        yield found
    controller.stop()


def test_a_mail_to_everyone_woken_and_only_once(riot: Ringing, world: World, office: PostOffice) -> None:
    while jobs.deliver_due():
        pass
    woken = ("shift_leader", "shift_leader_2", "police_desk", "police_desk_2", "army")
    assert Counter(mail["To"] for mail in office.mails) == Counter(world.email(role) for role in woken)
    sent = Delivery.objects.filter(channel=Channel.EMAIL)
    assert {(each.state, each.attempts) for each in sent} == {("sent", 1)}
    assert {mail["Message-ID"] for mail in office.mails} == {f"<{each.pk}@sinergi.invalid>" for each in sent}


def test_a_mail_carries_the_code_and_nothing_of_what_happened(report: Report, world: World, office: PostOffice) -> None:
    ringing = report("RIOT", summary=NOTHING_CONFIDENTIAL, place_id=world.places["block_c"])
    jobs.deliver_due()
    code = ringing.alarm.code
    whole = "\n".join(mail.as_string() for mail in office.mails)
    body = _text(office.mails[0])
    assert office.mails[0]["Subject"] == f"Sinergi: alarm menunggu jawaban ({code})"
    assert code in body
    assert "Contoh" not in body, "nobody's name"
    secrets = ("canary", "RIOT", "Kerusuhan", "Blok", "Muara", "CRITICAL", ringing.incident_id, ringing.alert_id)
    for secret in secrets:
        assert str(secret) not in whole, secret


@pytest.mark.parametrize("marks", [["CONTOH"], ["LATIHAN"], ["CONTOH", "LATIHAN"], []], ids=" ".join)
def test_demo_and_drill_say_so_in_subject_and_text(riot: Ringing, office: PostOffice, marks: list[str]) -> None:
    Alarm.objects.update(exercise="LATIHAN" in marks)
    with override_settings(DEMO="CONTOH" in marks):
        jobs.deliver_due()
    begins = "".join(f"[{mark}] " for mark in marks)
    for mail in office.mails:
        assert mail["Subject"].startswith(f"{begins}Sinergi")
        assert _text(mail).startswith(f"{begins}Ada alarm")


@pytest.mark.parametrize("mood", [post_office.busy, post_office.hangs_up, post_office.sleeps])
def test_a_mail_that_was_not_accepted_is_tried_again(
    riot: Ringing, office: PostOffice, mood: object, monkeypatch: pytest.MonkeyPatch, clock_hand: ClockHand
) -> None:
    _keep_one_mail()
    office.mood = mood  # type: ignore[assignment]  # one of the functions above
    if mood is post_office.sleeps:
        monkeypatch.setattr(transport, "TIMEOUT", 0.1)
    jobs.deliver_due()
    (mail,) = Delivery.objects.filter(channel=Channel.EMAIL)
    assert (mail.state, mail.attempts) == ("queued", 1)
    assert mail.error.startswith("SMTP: ")
    assert "@" not in mail.error, "an error must not quote an address"
    office.mood = None
    clock_hand(riot.after(10))
    jobs.deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(office.mails)) == ("sent", 2, 1)


def test_it_is_tried_at_0_5_15_and_60_seconds_and_then_has_failed(
    riot: Ringing, office: PostOffice, clock_hand: ClockHand
) -> None:
    _keep_one_mail()
    office.mood = post_office.busy
    tried = []
    at = riot.after(1)
    for _ in range(4):
        clock_hand(at)
        jobs.deliver_due()
        tried.append(office.asked)
        (mail,) = Delivery.objects.filter(channel=Channel.EMAIL)
        if mail.next_at and mail.state == "queued":
            waited = (mail.next_at - at).total_seconds()
            assert round(waited) in {5, 15, 60}
            clock_hand(at + timedelta(seconds=waited - 1))
            jobs.deliver_due()
            assert office.asked == tried[-1], "not before its time"
            at = mail.next_at + timedelta(seconds=0.1)
    assert (tried, mail.state, mail.attempts) == ([1, 2, 3, 4], "failed", 4)
    clock_hand(riot.after(4000))
    jobs.deliver_due()
    assert office.asked == 4


def test_one_bad_address_holds_up_nobody(riot: Ringing, world: World, office: PostOffice) -> None:
    to_army = Delivery.objects.filter(channel=Channel.EMAIL, person_id=world.persons["army"])
    to_army.update(address="two\nlines@demo.invalid")
    jobs.deliver_due()
    assert len(office.mails) == 4
    bad = to_army.get()
    assert (bad.state, bad.error.split(":")[0]) == ("queued", "fault")


def test_nobody_is_mailed_after_the_answer(riot: Ringing, world: World, office: PostOffice) -> None:
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    jobs.deliver_due()
    assert {mail["To"] for mail in office.mails} == {world.email(r) for r in ("shift_leader", "shift_leader_2", "army")}
    assert {each.state for each in riot.sends("polres")} == {"superseded"}


def test_an_answer_between_two_attempts_ends_them(
    riot: Ringing, world: World, office: PostOffice, clock_hand: ClockHand
) -> None:
    office.mood = post_office.busy
    jobs.deliver_due()
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    office.mood = None
    clock_hand(riot.after(20))
    jobs.deliver_due()
    assert world.email("police_desk") not in {mail["To"] for mail in office.mails}


def test_who_has_no_address_has_a_screen(world: World, report: Report) -> None:
    Person.objects.filter(pk=world.persons["police_desk"]).update(email="")
    channels = {each.channel for each in report("RIOT").sends("polres", person_id=world.persons["police_desk"])}
    assert channels == {"live_screen"}


def test_a_screen_is_rung_only_if_one_is_open_and_tried_again_else(
    riot: Ringing, world: World, clock_hand: ClockHand, office: PostOffice
) -> None:
    desk = world.actors["police_desk"]
    jobs.deliver_due()
    (screen,) = riot.sends("polres", person_id=desk.person_id, channel="live_screen")
    assert (screen.state, screen.error) == ("queued", "no screen open")
    alerts.arm_screen(actor=desk, screen_id=new_id(), sound=Sound.ON)
    clock_hand(riot.after(6))
    jobs.deliver_due()
    screen.refresh_from_db()
    assert (screen.state, screen.delivered_at) == ("sent", None), "delivered is the page's own word"


def test_a_real_critical_alarm_goes_before_a_real_one_and_both_before_a_drill(report: Report) -> None:
    drill, high, critical = report("RIOT"), report("ASSAULT_STAFF"), report("FIRE")
    Delivery.objects.filter(escalation__alarm_id=drill.alert_id).update(lane=2)
    real = [Delivery.objects.filter(escalation__alarm_id=each.alert_id).count() for each in (critical, high)]
    for lane, many in enumerate(real):
        claimed = [each.id for each in claim(lane, many)]
        assert set(Delivery.objects.filter(pk__in=claimed).values_list("lane", flat=True)) == {lane}


def test_a_worker_killed_after_its_claim_loses_nothing_and_it_is_sent_once_more(
    riot: Ringing, office: PostOffice, clock_hand: ClockHand
) -> None:
    claimed = claim(0)  # and here it dies
    assert jobs.deliver_due() == 0, "while the lease lasts it is nobody else's"
    assert alerts.reclaim_lapsed() == 0
    clock_hand(riot.after(sending.LEASE.total_seconds() + 1))
    assert alerts.reclaim_lapsed() == len(claimed)
    while jobs.deliver_due():
        pass
    assert len(office.mails) == 5
    assert {each.attempts for each in Delivery.objects.filter(channel=Channel.EMAIL)} == {2}


def test_the_late_word_of_a_dead_worker_changes_nothing(
    riot: Ringing, clock_hand: ClockHand, office: PostOffice
) -> None:
    claimed = claim(0)
    clock_hand(riot.after(31))
    alerts.reclaim_lapsed()
    while jobs.deliver_due():
        pass
    alerts.settle([(each, Outcome("too late")) for each in claimed])
    assert {each.state for each in Delivery.objects.filter(channel=Channel.EMAIL)} == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_many_senders_claim_each_send_once(committed: World) -> None:
    for _ in range(10):
        incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
    claims = at_once(*[lambda: [each.id for each in claim(0, 15)]] * 6)
    taken = Counter(key for claim in claims if isinstance(claim, list) for key in claim)
    assert sum(taken.values()) == len(taken) == Delivery.objects.count() == 100


@pytest.mark.django_db(transaction=True)
def test_slow_providers_do_not_queue_behind_each_other(
    committed: World, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)
    office.mood = post_office.sleeps
    for _ in range(3):
        incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
    began = time.monotonic()
    assert jobs.deliver_due() == 30
    assert time.monotonic() - began < 3, "15 mails that time out one after another would take 4.5 s"


def _text(mail: Message) -> str:
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def _keep_one_mail() -> None:
    keep = Delivery.objects.filter(channel=Channel.EMAIL).order_by("pk").first()
    assert keep
    Delivery.objects.exclude(pk=keep.pk).delete()
