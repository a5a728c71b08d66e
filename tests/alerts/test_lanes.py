"""Lanes: drills never take a real alarm's place, a slow channel holds up no other, the next way has its turn."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import Error as DatabaseError
from django.test.utils import override_settings

from sinergi.access.models import Person
from sinergi.alerts import actions as alerts
from sinergi.alerts import jobs
from sinergi.alerts.actions import sending
from sinergi.alerts.channels import SEND
from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.models import Contact, Delivery
from sinergi.alerts.types import Channel, Outcome, Outgoing
from sinergi.core import clock
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.fakes import post_office, web_provider
from tests.fakes.post_office import PostOffice
from tests.plugin.waiting import until
from tests.world import World


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The SMTP server this test's mails go to."""
    found = PostOffice()
    controller = post_office.opened(found)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=controller.hostname, EMAIL_PORT=controller.port):
        yield found
    controller.stop()


class Held:
    """A channel whose every send waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, channel: Channel) -> None:
        self.let_go, self.begun, self._lock = threading.Event(), list[Outgoing](), threading.Lock()
        monkeypatch.setitem(SEND, channel, self._send)

    def _send(self, outgoing: Outgoing) -> Outcome:
        with self._lock:
            self.begun.append(outgoing)
        self.let_go.wait(20)
        return Outcome()


Room = Callable[[int, int], jobs.Lane]


@pytest.fixture
def lane_with() -> Room:
    """``lane_with(0, 2)``: a lane of its own, with room for two sends of each channel."""
    return lambda number, room: jobs.Lane(
        number, f"test-{number}", dict.fromkeys(map(str, Channel), room), rung_by="x", every=1
    )


def test_a_full_channel_holds_up_no_other_and_is_not_claimed_ahead(
    riot: Ringing, monkeypatch: pytest.MonkeyPatch, lane_with: Room, world: World
) -> None:
    mails, lane = Held(monkeypatch, Channel.EMAIL), lane_with(0, 2)
    until(lambda: lane.turn() >= 0 and len(mails.begun) == 2, within=5, what="two mails under way")
    for _turn in range(8):
        lane.turn()
    states = Counter(Delivery.objects.filter(channel=Channel.EMAIL).values_list("state", flat=True))
    assert states == {"sending": 2, "queued": 3}, "what cannot start is not claimed"
    screens = Delivery.objects.filter(channel=Channel.LIVE_SCREEN)
    assert {each.attempts for each in screens} == {1}, "and the screens were tried meanwhile"
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    mails.let_go.set()
    lane.empty()
    after = Delivery.objects.filter(channel=Channel.EMAIL, escalation__unit_id=world.units["polres"])
    sent = {each.id for each in mails.begun[:2]}
    assert {each.state for each in after if each.pk not in sent} <= {"superseded"}, "nobody is woken after the answer"


def test_drills_that_hang_take_no_place_of_a_real_alarm(
    report: Report, monkeypatch: pytest.MonkeyPatch, lane_with: Room
) -> None:
    report("RIOT")
    Delivery.objects.update(lane=2)
    mails, drills, real = Held(monkeypatch, Channel.EMAIL), lane_with(2, 50), lane_with(0, 5)
    drills.turn()
    until(lambda: len(mails.begun) == 5, within=5, what="drill mails under way")
    report("RIOT")
    real.turn()
    until(lambda: len(mails.begun) == 10, within=5, what="mails of the real alarm")
    mails.let_go.set()
    drills.empty()
    real.empty()
    assert set(Delivery.objects.filter(channel=Channel.EMAIL).values_list("state", flat=True)) == {"sent"}


def test_an_answer_that_could_not_be_written_is_written_later(
    riot: Ringing, office: PostOffice, monkeypatch: pytest.MonkeyPatch, lane_with: Room
) -> None:
    lane, settle = lane_with(0, 50), alerts.settle

    def fails(*_args: object) -> None:
        monkeypatch.setattr(alerts, "settle", settle)
        raise DatabaseError

    monkeypatch.setattr(alerts, "settle", fails)
    with pytest.raises(DatabaseError):
        lane.empty()
    lane.empty()
    assert len(office.mails) == 5
    assert set(Delivery.objects.filter(channel=Channel.EMAIL).values_list("state", flat=True)) == {"sent"}


def test_the_lines_of_a_burst_are_used_again_and_closed_after_it(
    riot: Ringing, office: PostOffice, lane_with: Room
) -> None:
    lane_with(0, 1).empty()
    assert (len(office.mails), len(office.lines)) == (5, 1)


def test_a_line_that_the_provider_closed_meanwhile_costs_no_mail(
    riot: Ringing, office: PostOffice, lane_with: Room
) -> None:
    office.says_goodbye = True
    lane_with(0, 1).empty()
    assert (len(office.mails), len(office.lines)) == (5, 5)
    assert {each.attempts for each in Delivery.objects.filter(channel=Channel.EMAIL)} == {1}


def contact(world: World, role: str, **given: object) -> Contact:
    """A further mail address of somebody whose account has none."""
    Person.objects.filter(pk=world.persons[role]).update(email="")
    made = {"position": 1, "verified_at": clock.now(), "channel": Channel.EMAIL, "address": "lain@demo.invalid"} | given
    return Contact.objects.create(person_id=world.persons[role], **made)


def test_who_cannot_be_reached_is_sent_to_by_the_next_way_at_once_and_once(
    world: World, report: Report, office: PostOffice, clock_hand: ClockHand
) -> None:
    way = contact(world, "police_desk")
    ringing = report("RIOT")
    person = world.persons["police_desk"]
    for seconds in (1, 7, 23, 84):  # no screen is open, four times
        assert "lain@demo.invalid" not in {mail["To"] for mail in office.mails}
        clock_hand(ringing.after(seconds))
        jobs.deliver_due()
    jobs.deliver_due()
    screen, mail = ringing.sends("polres", person_id=person, step=0)
    assert (screen.state, screen.error) == ("failed", "no screen open → email")
    assert (mail.state, mail.address, mail.step, mail.epoch) == ("sent", "lain@demo.invalid", 0, screen.epoch)
    assert [each["To"] for each in office.mails].count("lain@demo.invalid") == 1
    way.refresh_from_db()
    assert way.last_delivered_at
    assert way.failing_since is None


@pytest.mark.parametrize("case", ["unproved", "answered"])
def test_the_next_way_is_a_proved_one_and_not_used_after_the_answer(
    world: World, report: Report, office: PostOffice, clock_hand: ClockHand, case: str
) -> None:
    contact(world, "police_desk", **({"verified_at": None} if case == "unproved" else {}))
    ringing = report("RIOT")
    Delivery.objects.filter(channel=Channel.LIVE_SCREEN).update(attempts=3)
    claimed = alerts.claim_due(lane=0, free={"live_screen": 50})
    if case == "answered":
        alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    alerts.settle([(each, Outcome("no screen open")) for each in claimed])
    assert not Delivery.objects.filter(address="lain@demo.invalid").exists()


def test_a_provider_that_asks_for_more_than_a_moment_is_waited_for_while_the_next_way_is_tried(
    world: World, report: Report, office: PostOffice
) -> None:
    contact(world, "police_desk")
    report("RIOT")
    claimed = alerts.claim_due(lane=0, free={"live_screen": 50})
    mine = [each for each in claimed if Delivery.objects.get(pk=each.id).person_id == world.persons["police_desk"]]
    alerts.settle([(each, Outcome("status 429", wait=40)) for each in mine])
    waits = Delivery.objects.get(pk=mine[0].id)
    assert waits.state == "queued"
    assert waits.next_at
    assert timedelta(seconds=39) < waits.next_at - clock.now() <= timedelta(seconds=40)
    assert Delivery.objects.filter(address="lain@demo.invalid", state="queued").count() == 1


def test_a_mail_refused_for_good_is_not_tried_again(riot: Ringing, office: PostOffice, clock_hand: ClockHand) -> None:
    office.mood = post_office.refuses
    jobs.deliver_due()
    mails = Delivery.objects.filter(channel=Channel.EMAIL)
    assert {(each.state, each.attempts, each.error) for each in mails} == {("failed", 1, "SMTP: SMTPDataError 554")}
    clock_hand(riot.after(300))
    jobs.deliver_due()
    assert office.asked == 5


@pytest.mark.parametrize("mood", [post_office.loses, post_office.answers_twice])
def test_a_mail_accepted_and_lost_or_accepted_twice_is_sent_and_never_more(
    riot: Ringing, office: PostOffice, mood: object
) -> None:
    office.mood = mood  # type: ignore[assignment]  # one of the functions above
    jobs.deliver_due()
    jobs.deliver_due()
    assert office.asked == 5
    mails = Delivery.objects.filter(channel=Channel.EMAIL)
    assert {(each.state, each.delivered_at) for each in mails} == {("sent", None)}


def test_the_late_word_of_a_try_that_was_taken_over_changes_nothing(riot: Ringing, clock_hand: ClockHand) -> None:
    first = alerts.claim_due(lane=0, free={"email": 50})
    clock_hand(riot.after(sending.LEASE.total_seconds() + 1))
    alerts.reclaim_lapsed()
    second = alerts.claim_due(lane=0, free={"email": 50})
    alerts.settle([(each, Outcome()) for each in first])
    assert {each.state for each in Delivery.objects.filter(channel=Channel.EMAIL)} == {"sending"}
    alerts.settle([(each, Outcome()) for each in second])
    assert {(each.state, each.attempts) for each in Delivery.objects.filter(channel=Channel.EMAIL)} == {("sent", 2)}


@pytest.mark.django_db(transaction=True)
def test_a_slow_system_delays_no_mail(committed: World, office: PostOffice) -> None:
    with web_provider.opened() as provider:
        provider.always = web_provider.waits(1)
        alerts.add_endpoint(actor=committed.actors["police_admin"], url=provider.url, secret=signing.new_secret())
        incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
        began = time.monotonic()
        lane = jobs.LANES[0]
        until(
            lambda: lane.turn() >= 0 and Delivery.objects.filter(channel="email", state="sent").count() == 5,
            within=5,
            what="the mails",
        )
        assert time.monotonic() - began < 1, "the mails did not wait for the system"
        lane.empty()
    assert Delivery.objects.get(channel="webhook").state == "sent"
