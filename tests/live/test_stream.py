"""The stream as a machine or a browser hears it, from the real process on the real database."""

import time
from datetime import timedelta

import pytest

from sinergi.access.models import Posting, SignIn, Token
from sinergi.access.queries import key_hash
from sinergi.core import clock
from tests.live.stage import Live, PostingEnded, happen, record
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stream_begins_at_the_present(live: Live, committed: World) -> None:
    record(committed.units["lapas"])
    reader = live.open(committed.tokens["guard"])
    assert (reader.status, reader.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    hello = reader.next()
    assert (hello.name, set(hello.data)) == ("hello", {"seq", "at"})
    assert reader.is_silent(0.3)


def test_a_nudge_says_where_to_look_and_nothing_else(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    hello = reader.next()
    happen(committed.units["lapas"], subject="incident:1")
    nudge = reader.next()
    assert (nudge.name, nudge.id) == ("nudge", hello.data["seq"] + 1)
    expected = {"seq": nudge.id, "kind": "test.happened", "subject": "incident:1", "level": 3, "exercise": False}
    assert nudge.data == expected


def test_with_the_wire_it_arrives_at_once(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    reader.next()
    took = []
    for _ in range(5):
        began = time.monotonic()
        happen(committed.units["lapas"])
        reader.next()
        took.append(time.monotonic() - began)
    assert sorted(took)[2] < 0.25, took  # a poll would take half a second


def test_only_the_audience_hears(live: Live, committed: World) -> None:
    roles = [
        "guard",
        "police_desk",
        "stranger_guard",
        "stranger_police",
        "lpka_police",
        "expired_police",
        "regional_office",
    ]
    readers = {role: live.open(committed.tokens[role]) for role in roles}
    for reader in readers.values():
        assert reader.next().name == "hello"
    happen(committed.units["lapas"], committed.units["polres"], subject="incident:pair")
    happen(committed.units["stranger_lapas"], subject="incident:strange")
    happen(people=(committed.persons["regional_office"],), subject="incident:secret")
    heard = {role: reader.next().data["subject"] for role, reader in readers.items() if role in HEAR}
    assert heard == HEAR
    assert all(reader.is_silent(0.3) for reader in readers.values())


HEAR = {
    "guard": "incident:pair",
    "police_desk": "incident:pair",
    "stranger_guard": "incident:strange",
    "regional_office": "incident:secret",
}


def test_somebody_told_twice_hears_once(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    reader.next()
    happen(committed.units["lapas"], people=(committed.persons["guard"],))
    assert reader.next().name == "nudge"
    assert reader.is_silent(0.3)


def test_a_browser_comes_with_its_session_cookie(live: Live, committed: World) -> None:
    posting_id = committed.postings["guard"]
    SignIn.objects.create(posting_id=posting_id, key_hash=key_hash("the-session"), created_at=clock.now())
    reader = live.open(path="/live/stream", cookie="the-session")
    assert reader.next().name == "hello"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ({"path": "/api/v1/stream"}, 401),
        ({"path": "/api/v1/stream", "token": "no-such-token"}, 401),
        ({"path": "/api/v1/stream", "cookie": "test-token-of-guard"}, 401),
        ({"path": "/live/stream", "token": "test-token-of-guard"}, 401),
        ({"path": "/live/stream?token=test-token-of-guard"}, 401),
        ({"path": "/live/other"}, 404),
        ({"path": "/api/v1/stream", "token": "test-token-of-guard", "method": "POST"}, 405),
        ({"path": "/api/v1/stream", "token": "x" * 20_000}, 431),
        ({"path": "/with two spaces"}, 400),
    ],
)
def test_who_is_not_let_in_is_told_why(live: Live, request_line: dict[str, str], status: int) -> None:
    reader = live.open(**request_line)
    problem = reader.body()
    assert (reader.status, problem["status"]) == (status, status)
    assert reader.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["type"].startswith("urn:sinergi:problem:")


def test_a_refusal_speaks_the_products_language(live: Live) -> None:
    problem = live.open(path="/api/v1/stream").body()
    assert (problem["type"], problem["title"]) == ("urn:sinergi:problem:not-signed-in", "Belum masuk")
    assert "token" in problem["detail"]
    assert "Send" not in problem["detail"]


def test_a_token_that_may_not_read_is_refused(live: Live, committed: World) -> None:
    Token.objects.filter(secret_hash=key_hash(committed.tokens["guard"])).update(scopes=["write"])
    assert live.open(committed.tokens["guard"]).status == 403


def test_a_session_has_a_few_streams_not_a_hundred(live: Live, committed: World) -> None:
    opened = [live.open(committed.tokens["guard"]) for _ in range(8)]
    assert {reader.status for reader in opened} == {200}
    assert live.open(committed.tokens["guard"]).status == 429
    assert live.open(committed.tokens["guard_2"]).status == 200


def test_the_heart_beats_with_the_servers_time_and_place(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    hello = reader.next()
    beat = reader.next(12)
    assert (beat.name, beat.id) == ("beat", hello.data["seq"])
    assert beat.data["at"] > hello.data["at"]


def test_a_revoked_token_ends_its_streams(live: Live, committed: World) -> None:
    reader, other = live.open(committed.tokens["guard"]), live.open(committed.tokens["guard_2"])
    reader.next()
    other.next()
    Token.objects.filter(secret_hash=key_hash(committed.tokens["guard"])).update(revoked_at=clock.now())
    assert reader.until("end", 2)
    assert reader.ends(0.5)
    assert not other.ends(0.3)
    assert live.open(committed.tokens["guard"]).status == 401


def test_signing_out_ends_the_browsers_stream_and_no_other(live: Live, committed: World) -> None:
    for key in ("one-browser", "another-browser"):
        posting_id = committed.postings["guard"]
        SignIn.objects.create(posting_id=posting_id, key_hash=key_hash(key), created_at=clock.now())
    out, stays = (live.open(path="/live/stream", cookie=key) for key in ("one-browser", "another-browser"))
    assert [reader.next().name for reader in (out, stays)] == ["hello", "hello"]
    SignIn.objects.filter(key_hash=key_hash("one-browser")).update(ended_at=clock.now())
    assert out.until("end", 2)
    assert not stays.ends(0.3)


def test_the_end_of_a_posting_ends_its_streams_at_once_when_it_is_told(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["police_desk"])
    reader.next()
    Posting.objects.filter(pk=committed.postings["police_desk"]).update(ends_at=clock.now() - timedelta(seconds=1))
    happen(committed.units["lapas"], kind=PostingEnded)
    assert reader.until("end", 0.7)


def test_a_token_that_expires_ends_its_streams(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    soon = clock.now() + timedelta(seconds=1)
    Token.objects.filter(secret_hash=key_hash(committed.tokens["guard"])).update(expires_at=soon)
    assert reader.until("end", 3)


def test_nothing_of_anybody_is_logged(live: Live, committed: World) -> None:
    live.open(committed.tokens["guard"]).next()
    live.open("canary-of-a-token").body()
    happen(committed.units["lapas"], subject="incident:canary")
    assert live.log.read_text() == ""
