"""A unit's own system is told of each rung: signed, thin, once; and every way in which it may fail."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from sinergi.alerts import actions as alerts
from sinergi.alerts import jobs
from sinergi.alerts.channels.webhook import addresses, signing, transport
from sinergi.alerts.models import Alarm, Delivery, Endpoint, Trial
from sinergi.alerts.types import Channel, DeliveryState
from sinergi.core import hidden
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.core.ids import new_id
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from tests.alerts.conftest import ClockHand, Report
from tests.fakes import web_provider
from tests.fakes.web_provider import WebProvider
from tests.world import World

SECRET = signing.new_secret()


@pytest.fixture
def provider() -> Iterator[WebProvider]:
    """The command centre's own system."""
    with web_provider.opened() as found:
        yield found


@pytest.fixture
def endpoint(world: World, provider: WebProvider) -> Endpoint:
    """The police unit tells it of each rung."""
    return tell(world, provider.url)


def tell(world: World, url: str) -> Endpoint:
    """Added by the police unit's admin."""
    return alerts.add_endpoint(actor=world.actors["police_admin"], url=url, secret=SECRET)


def only() -> Delivery:
    """The one send to a system."""
    return Delivery.objects.get(channel=Channel.WEBHOOK)


def test_each_rung_of_the_unit_is_told_once_and_signed(
    endpoint: Endpoint, provider: WebProvider, report: Report, clock_hand: ClockHand
) -> None:
    ringing = report("RIOT")
    jobs.deliver_due()
    (request,) = provider.requests
    (sent,) = ringing.sends("polres", channel="webhook")
    assert (sent.state, sent.endpoint_id, sent.person_id) == ("sent", endpoint.pk, None)
    assert request.headers["webhook-id"] == str(sent.pk)
    told = b".".join([str(sent.pk).encode(), request.headers["webhook-timestamp"].encode(), request.body])
    mac = hmac.new(base64.b64decode(SECRET.removeprefix("whsec_")), told, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
    clock_hand(ringing.after(61))
    alerts.climb_due()
    jobs.deliver_due()
    assert len(set(provider.ids)) == len(provider.ids) == 2


def test_it_says_code_level_and_nothing_of_what_happened(
    endpoint: Endpoint, provider: WebProvider, report: Report
) -> None:
    ringing = report("RIOT", summary="canary")
    jobs.deliver_due()
    told = json.loads(provider.requests[0].body)
    assert told["type"] == "alert.rung"
    assert told["data"] == {
        "code": ringing.alarm.code,
        "level": "CRITICAL",
        "exercise": False,
        "url": "http://localhost",
    }
    assert "canary" not in provider.requests[0].body.decode()


def test_a_confidential_alarm_is_told_to_no_system(endpoint: Endpoint, provider: WebProvider, report: Report) -> None:
    ringing = report("RIOT")
    Alarm.objects.filter(pk=ringing.alert_id).update(confidential=True)
    jobs.deliver_due()
    assert (provider.requests, only().state) == ([], "superseded")
    with pytest.raises(NotFound):
        alerts.replay(actor=ringing.world.actors["police_admin"], delivery_id=only().pk)


def test_after_the_answer_nothing_is_told(
    endpoint: Endpoint, provider: WebProvider, report: Report, world: World
) -> None:
    ringing = report("RIOT")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    jobs.deliver_due()
    assert (provider.requests, only().state) == ([], "superseded")


@pytest.mark.parametrize(
    ("manner", "error"),
    [
        (web_provider.is_silent, "no answer: TimeoutError"),
        (web_provider.drips, "no answer: TimeoutError"),
        (web_provider.hangs_up, "no answer: ConnectionResetError"),
        (web_provider.babbles, "no answer: not HTTP"),
        (web_provider.says("500 Oops"), "status 500"),
        (web_provider.says("302 Found", "Location: http://127.0.0.1/elsewhere"), "status 302"),
    ],
)
def test_what_was_not_accepted_is_tried_again_under_the_same_id(
    endpoint: Endpoint,
    provider: WebProvider,
    report: Report,
    clock_hand: ClockHand,
    monkeypatch: pytest.MonkeyPatch,
    manner: web_provider.Manner,
    error: str,
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", 0.15)
    provider.manners.append(manner)
    ringing = report("RIOT")
    jobs.deliver_due()
    assert (only().state, only().error) == ("queued", error)
    endpoint.refresh_from_db()
    assert endpoint.failing_since
    monkeypatch.setattr(transport, "TIMEOUT", 5)
    clock_hand(ringing.after(6))
    jobs.deliver_due()
    assert (only().state, only().attempts) == ("sent", 2)
    assert len(provider.ids) == 2
    assert len(set(provider.ids)) == 1
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_429_is_not_asked_earlier_than_it_said(
    endpoint: Endpoint, provider: WebProvider, report: Report, clock_hand: ClockHand
) -> None:
    provider.manners.append(web_provider.says("429 Slow down", "Retry-After: 40"))
    ringing = report("RIOT")
    jobs.deliver_due()
    clock_hand(ringing.after(38))
    jobs.deliver_due()
    assert len(provider.requests) == 1
    clock_hand(ringing.after(42))
    jobs.deliver_due()
    assert (len(provider.requests), only().state) == (2, "sent")


def test_410_is_final(endpoint: Endpoint, provider: WebProvider, report: Report, clock_hand: ClockHand) -> None:
    provider.manners.append(web_provider.says("410 Gone"))
    ringing = report("RIOT")
    jobs.deliver_due()
    clock_hand(ringing.after(300))
    jobs.deliver_due()
    assert (len(provider.requests), only().state, only().attempts) == (1, "failed", 1)


def test_an_answer_given_twice_counts_once(endpoint: Endpoint, provider: WebProvider, report: Report) -> None:
    provider.manners.append(web_provider.answers_twice)
    report("RIOT")
    jobs.deliver_due()
    jobs.deliver_due()
    assert (len(provider.requests), only().state) == (1, "sent")


def test_what_a_provider_accepts_and_loses_is_sent_but_never_delivered(
    endpoint: Endpoint, provider: WebProvider, report: Report
) -> None:
    provider.manners.append(web_provider.loses)
    report("RIOT")
    jobs.deliver_due()
    assert (only().state, only().delivered_at) == ("sent", None)


@pytest.mark.django_db(transaction=True)
def test_receipts_before_the_answer_and_out_of_order_never_take_a_send_back(
    committed: World, provider: WebProvider
) -> None:
    tell(committed, provider.url)
    key = committed.tokens["police_desk"]
    answers = []

    def hurries(line: web_provider.Line) -> None:
        for state in ("seen", "delivered", "delivered"):
            path = f"/api/v1/deliveries/{line.request_.headers['webhook-id']}/receipt"
            said = Client().post(
                path, {"state": state}, content_type="application/json", headers={"authorization": f"Bearer {key}"}
            )
            answers.append((said.status_code, said.json()["state"]))
        connection.close()
        line.say("200 OK")

    provider.manners.append(hurries)
    incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
    jobs.deliver_due()
    assert answers == [(200, "seen")] * 3
    sent = only()
    assert sent.state == "seen"
    assert sent.sent_at
    assert sent.delivered_at
    assert sent.seen_at
    assert sent.delivered_at == sent.seen_at < sent.sent_at
    assert sent.lease_until is None


def test_replay_sends_the_same_id_even_after_the_answer(
    endpoint: Endpoint, provider: WebProvider, report: Report, world: World
) -> None:
    ringing = report("RIOT")
    jobs.deliver_due()
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    alerts.replay(actor=world.actors["police_admin"], delivery_id=only().pk)
    with pytest.raises(Conflict):
        alerts.replay(actor=world.actors["police_admin"], delivery_id=only().pk)
    jobs.deliver_due()
    assert provider.ids == [str(only().pk)] * 2
    assert only().state == "sent"


def test_an_ended_system_is_told_nothing_more(
    endpoint: Endpoint, provider: WebProvider, report: Report, world: World
) -> None:
    report("RIOT")
    alerts.end_endpoint(actor=world.actors["police_admin"], endpoint_id=endpoint.pk)
    jobs.deliver_due()
    report("RIOT")
    jobs.deliver_due()
    assert (provider.requests, only().state) == ([], "superseded")


@pytest.mark.parametrize("role", ["police_desk", "guard", "unit_admin", "stranger_chief", "police_ops"])
def test_only_the_keepers_of_a_unit_touch_its_systems(
    endpoint: Endpoint, report: Report, world: World, role: str
) -> None:
    report("RIOT")
    jobs.deliver_due()
    actor: Any = world.actors[role]
    sent = only().pk
    for deed in (
        lambda: alerts.end_endpoint(actor=actor, endpoint_id=endpoint.pk),
        lambda: alerts.try_endpoint(actor=actor, endpoint_id=endpoint.pk),
        lambda: alerts.replay(actor=actor, delivery_id=sent),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            deed()
    if role not in {"unit_admin", "stranger_chief"}:
        with pytest.raises(NotAllowed):
            alerts.add_endpoint(actor=actor, url="https://x.invalid/", secret=SECRET)
    if role not in {"police_desk", "police_ops"}:
        with pytest.raises(NotFound):
            alerts.note_receipt(actor=actor, delivery_id=sent, state=DeliveryState.SEEN)


def test_the_secret_cannot_be_read_in_the_database(endpoint: Endpoint) -> None:
    assert SECRET not in endpoint.secret
    assert hidden.reveal(endpoint.secret, purpose=signing.PURPOSE) == SECRET


def test_one_address_is_told_once(endpoint: Endpoint, world: World) -> None:
    with pytest.raises(Conflict):
        tell(world, endpoint.url)


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda provider: provider.url, ""),
        (lambda _: "http://127.0.0.1:1/", "no connection: ConnectionRefusedError"),
        (lambda provider: provider.url.replace("http:", "https:"), "no secure connection: "),
        (lambda _: "https://nobody.invalid/", "name lookup failed"),
    ],
)
def test_a_test_says_where_it_failed(
    world: World, provider: WebProvider, make: Callable[[WebProvider], str], found: str
) -> None:
    told = tell(world, make(provider))
    alerts.try_endpoint(actor=world.actors["police_admin"], endpoint_id=told.pk)
    with pytest.raises(Conflict):
        alerts.try_endpoint(actor=world.actors["police_admin"], endpoint_id=told.pk)
    assert jobs.run_trials() == 1
    assert jobs.run_trials() == 0
    trial = Trial.objects.get()
    assert trial.done_at
    assert trial.took_ms is not None
    assert trial.error.startswith(found)
    assert bool(trial.error) == bool(found)
    if not found:
        assert json.loads(provider.requests[0].body)["type"] == "ping"


def test_a_test_whose_worker_died_is_done_by_the_next(
    endpoint: Endpoint, provider: WebProvider, world: World, clock_hand: ClockHand
) -> None:
    trial = alerts.try_endpoint(actor=world.actors["police_admin"], endpoint_id=endpoint.pk)
    assert alerts.take_trial()  # and here it dies
    assert jobs.run_trials() == 0
    clock_hand(trial.asked_at + timedelta(seconds=61))
    assert jobs.run_trials() == 1
    assert len(provider.requests) == 1


CLOSED = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "0.0.0.0",  # noqa: S104 - refused, not listened on
    "224.0.0.1", "255.255.255.255", "240.0.0.1", "168.63.129.16", "192.0.2.1", "198.18.0.1", "::1",
    "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1",
    "2002:7f00:1::", "2001:db8::1", "2001:0:1::1",
]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_no_inner_address_is_ever_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(kind, socket.SOCK_STREAM, 6, "", (address, 443))]
    good = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]
    with override_settings(TEST=False, DEMO=False):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: good + found)
        with pytest.raises(addresses.Refused):
            addresses.resolve("https://looks-good.example/")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: good)
        assert addresses.resolve("https://looks-good.example/").address == "8.8.8.8"


def test_the_name_is_looked_up_once_and_the_line_goes_to_what_was_checked(
    endpoint: Endpoint, provider: WebProvider, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", *rest, **named)

    Endpoint.objects.update(url=(url := provider.url.replace("127.0.0.1", "rebinding.example")))
    report("RIOT")
    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", look_up)
        jobs.deliver_due()
    assert url.endswith(":" + provider.requests[0].headers["Host"].rpartition(":")[2] + "/alarm")
    assert asked.count("rebinding.example") == 1
    assert provider.requests[0].headers["Host"].startswith("rebinding.example:")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/", "http://x.example/", "https://", "https://user@x.example/", "https://x.example/#part",
        "https://x.example:99999/", "x.example", "https://x example/", "https://x.example/\r\nHost: y",
        "https://x.example/ä",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused_at_the_door(world: World, url: str) -> None:
    with override_settings(TEST=False, DEMO=False), pytest.raises(Invalid) as refused:
        tell(world, url)
    assert set(refused.value.fields) == {"url"}


def test_outside_test_and_demo_this_machine_itself_is_refused(
    endpoint: Endpoint, provider: WebProvider, report: Report
) -> None:
    report("RIOT")
    with override_settings(TEST=False, DEMO=False):
        jobs.deliver_due()
    assert provider.requests == []
    assert (only().state, only().error) == ("failed", "refused address: not https")


def test_an_unknown_send_is_not_there(world: World, endpoint: Endpoint) -> None:
    with pytest.raises(NotFound):
        alerts.replay(actor=world.actors["police_admin"], delivery_id=new_id())
