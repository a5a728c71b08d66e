"""The real engine, killed in the middle of a send and of a climb, and started again."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sinergi.alerts.models import Delivery, Escalation
from sinergi.core import clock, sql
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from tests.fakes import post_office
from tests.fakes.post_office import PostOffice
from tests.plugin.waiting import until
from tests.world import World

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, str]]:
    """The SMTP server of the engine, and its address."""
    found = PostOffice()
    controller = post_office.opened(found)
    yield found, f"smtp://{controller.hostname}:{controller.port}"
    controller.stop()


@pytest.fixture
def engine(database_url: str, tmp_path: Path, office: tuple[PostOffice, str]) -> Iterator[Start]:
    """Start an engine on the test's database; each ends with the test."""
    started: list[subprocess.Popen[bytes]] = []
    told = {
        "DATABASE_URL": database_url, "SINERGI_DB_ROLE": "sinergi_app", "NATS_URL": "", "SINERGI_HOME": str(tmp_path),
        "SINERGI_TEST": "1", "SMTP_URL": office[1],
    }  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / "engine.log").open("ab") as log:
            argv = [sys.executable, "-m", "sinergi.project", "engine"]
            started.append(subprocess.Popen(argv, env=os.environ | told, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_killed_between_claim_and_send_it_is_sent_once_more_and_the_climb_goes_on(
    committed: World, office: tuple[PostOffice, str], engine: Start
) -> None:
    post, _ = office
    post.mood = post_office.never_answers
    incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
    first = engine()
    until(lambda: post.asked == 5, within=30, what="mails under way")
    first.kill()
    first.wait()
    claimed = Delivery.objects.filter(channel="email", state="sending")
    assert claimed.count() == 5
    assert post.mails == []

    post.mood = None
    claimed.update(lease_until=clock.now() - timedelta(seconds=1))
    Escalation.objects.update(next_at=clock.now())
    engine()
    until(lambda: Delivery.objects.filter(channel="email", step=0, state="sent").count() == 5, within=30, what="mails")
    until(lambda: Escalation.objects.filter(step=1, state="open").count() == 2, within=10, what="the next rung")
    until(
        lambda: Delivery.objects.filter(channel="email", step__lte=1, state="sent").count() == 7,
        within=20,
        what="its mails",
    )
    assert set(Counter(mail["Message-ID"] for mail in post.mails).values()) == {1}


CROWD = """
INSERT INTO alerts_delivery (id, escalation_id, epoch, step, person_id, posting_id, post_title, channel, address, lane,
                             state, attempts, next_at, created_at, error)
SELECT gen_random_uuid(), d.escalation_id, d.epoch, d.step, gen_random_uuid(), gen_random_uuid(), d.post_title, 'email',
       'orang' || n || '@demo.invalid', d.lane, 'queued', 0, d.created_at, d.created_at, ''
FROM (SELECT * FROM alerts_delivery WHERE channel = 'email' LIMIT 1) d CROSS JOIN generate_series(1, %s) n
"""
MANY = 400


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_burst_it_loses_none_and_repeats_at_most_what_was_in_hand(
    committed: World, office: tuple[PostOffice, str], engine: Start
) -> None:
    post, _ = office
    taken: Counter[str] = Counter()
    post.mood = post_office.dawdles
    post.on_taken = taken.update
    incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
    Escalation.objects.update(next_at=None)  # no climb in between
    sql.run(CROWD, [MANY])
    crowd = set(Delivery.objects.filter(channel="email").values_list("address", flat=True))
    first = engine()
    until(lambda: taken.total() > MANY / 4, within=30, what="the middle of the burst")
    first.kill()
    first.wait()
    before = taken.total()
    in_hand = Delivery.objects.filter(channel="email", state="sending")
    held = in_hand.count()
    assert 0 < held < MANY - before / 2

    in_hand.update(lease_until=clock.now() - timedelta(seconds=1))
    engine()
    until(lambda: Delivery.objects.filter(channel="email", state="sent").count() == len(crowd), within=40, what="all")
    assert set(taken) == crowd, "none was lost"
    assert taken.total() - len(crowd) <= held, "and no more was said twice than was in hand"
