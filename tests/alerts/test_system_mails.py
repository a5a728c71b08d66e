"""The auditor's own mails: to whom, what, how often; sent without the engine."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import override_settings

from sinergi.access.models import Posting
from sinergi.alerts import actions as alerts
from sinergi.alerts import jobs
from sinergi.alerts.types import Sound
from sinergi.core import clock
from sinergi.core.ids import new_id
from tests.alerts.conftest import ClockHand
from tests.alerts.test_auditing import found_wrong, look
from tests.fakes import post_office
from tests.fakes.post_office import PostOffice
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


def test_mail_goes_to_the_units_own_keepers_and_of_the_whole_to_the_top(
    world: World, office: PostOffice, clock_hand: ClockHand
) -> None:
    alerts.arm_screen(actor=world.actors["police_desk"], screen_id=new_id(), sound=Sound.ON)
    at = clock.now() + timedelta(minutes=3)
    clock_hand(at)
    look(at, silent_since=at)
    jobs.mail_system_alerts()
    told = {mail["To"]: _text(mail) for mail in office.mails}
    units = {world.email(role) for role in ("police_admin", "police_chief")}
    top = {world.email(role) for role in ("directorate", "fire_admin")}
    assert set(told) == units | top
    assert all("Meja jaga" in told[address] and "Mesin siaga" not in told[address] for address in units)
    assert all("Mesin siaga diam" in told[address] for address in top)
    for mail in office.mails:
        assert "Muara Tenang" not in f"{mail['Subject']} {_text(mail)}", "nothing confidential leaves the house"


def test_where_a_unit_has_no_keeper_the_next_above_is_told(world: World, office: PostOffice) -> None:
    for role in ("unit_admin", "facility_head"):
        Posting.objects.filter(pk=world.postings[role]).update(ends_at=world.at)
    found_wrong(world, world.units["lapas"])
    jobs.mail_system_alerts()
    assert {mail["To"] for mail in office.mails} == {world.email("regional_office"), world.email("regional_admin")}


def test_where_nobody_stands_at_the_top_every_keeper_is_told(world: World, office: PostOffice) -> None:
    for role in ("directorate", "fire_admin"):
        Posting.objects.filter(pk=world.postings[role]).update(ends_at=world.at)
    look(world.at, silent_since=world.at)
    jobs.mail_system_alerts()
    assert {world.email("unit_admin"), world.email("police_chief")} <= {mail["To"] for mail in office.mails}


def test_mailed_once_when_raised_every_half_hour_while_open_and_once_when_it_ended(
    world: World, office: PostOffice, clock_hand: ClockHand
) -> None:
    mailed = []
    for minutes in (0, 0.2, 10, 29, 31, 45, 62):
        at = world.at + timedelta(minutes=minutes)
        clock_hand(at)
        look(at, silent_since=world.at)
        jobs.mail_system_alerts()
        mailed.append(len(office.mails) // 2)
    assert mailed == [1, 1, 1, 1, 2, 2, 3]
    for minutes in (63, 64, 120):
        clock_hand(world.at + timedelta(minutes=minutes))
        look(world.at + timedelta(minutes=minutes))
        jobs.mail_system_alerts()
    assert len(office.mails) // 2 == 4
    assert "SELESAI" in _text(office.mails[-1])
    assert "sudah berakhir" in office.mails[-1]["Subject"]


def test_a_mail_that_was_not_accepted_is_tried_again_in_a_minute(
    world: World, office: PostOffice, clock_hand: ClockHand
) -> None:
    office.mood = post_office.busy
    look(world.at, silent_since=world.at)
    jobs.mail_system_alerts()
    office.mood = None
    clock_hand(world.at + timedelta(seconds=50))
    jobs.mail_system_alerts()
    assert office.mails == []
    clock_hand(world.at + timedelta(seconds=65))
    jobs.mail_system_alerts()
    assert len(office.mails) == 2


def test_who_sees_to_it_is_mailed_no_more_until_it_is_over(
    world: World, office: PostOffice, clock_hand: ClockHand
) -> None:
    alert = found_wrong(world, None)
    jobs.mail_system_alerts()
    alerts.acknowledge_system(actor=world.actors["directorate"], alert_id=alert.pk)
    later = world.at + timedelta(hours=2)
    clock_hand(later)
    look(later, silent_since=world.at)
    jobs.mail_system_alerts()
    assert len(office.mails) == 2


def _text(mail: Any) -> str:
    return str(mail.get_payload(decode=True).decode())


def test_a_server_that_is_away_holds_up_nobody(world: World) -> None:
    found_wrong(world, None)
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    ):
        assert jobs.mail_system_alerts() == 0
