"""The same API through Caddy and the real web process, as a machine outside meets it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack
FLASH = {"type": "CONTRABAND_FIND", "summary": "Ponsel di Blok C", "severity": "LOW"}


def test_the_description_is_open_and_everything_else_asks_who_is_calling(stack: Stack) -> None:
    with stack.client() as nobody:
        assert nobody.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
        for path in ("/api/v1/incidents", "/api/v1/alerts", "/api/v1/units", "/api/v1/agreements", "/api/v1/stream"):
            refused = nobody.get(path)
            assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json"), path
            assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/incidents/x", "/api/", "/api/v2/incidents"])
def test_an_unknown_address_is_a_problem_document_and_sets_no_cookie(stack: Stack, path: str) -> None:
    with stack.client("guard") as guard:
        refused = guard.get(path)
    assert (refused.status_code, refused.headers["content-type"]) == (404, "application/problem+json")
    assert "set-cookie" not in refused.headers


def test_ten_megabytes_are_refused_before_they_reach_a_report(stack: Stack) -> None:
    with stack.client("guard") as guard:
        refused = guard.post("/api/v1/incidents", json=FLASH | {"summary": "x" * 10_000_000})
        assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")
        assert guard.get("/api/v1/incidents?limit=1").status_code == 200


def test_a_body_without_its_length_is_not_read_as_empty(stack: Stack) -> None:
    with stack.client("guard") as guard:
        refused = guard.post(
            "/api/v1/incidents", content=iter([b'{"type": ', b'"OTHER"}']), headers={"Content-Type": "application/json"}
        )
    assert refused.status_code == 411


def test_ten_machines_with_one_key_at_the_same_instant_make_one_incident(stack: Stack) -> None:
    key, together = str(uuid4()), threading.Barrier(10)

    def send(_number: int) -> httpx.Response:
        with stack.client("guard") as guard:
            guard.get("/api/v1/units?limit=1")
            together.wait()
            return guard.post("/api/v1/incidents", json=FLASH, headers={"Idempotency-Key": key})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in made}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in made) == 1


def test_two_desks_answer_at_the_same_instant_and_one_is_told_by_whom(stack: Stack) -> None:
    with stack.client("guard") as guard:
        alert = guard.post("/api/v1/incidents", json={"type": "RIOT"}).json()["alerts"][0]
    together = threading.Barrier(2)

    def accept(role: str) -> httpx.Response:
        with stack.client(role) as desk:
            desk.get("/api/v1/units?limit=1")
            together.wait()
            return desk.post(f"/api/v1/alerts/{alert}/acknowledge")

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(accept, ("police_desk", "police_ops")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (late,) = [answer for answer in answers if answer.status_code == 409]
    (first,) = [answer for answer in answers if answer.status_code == 200]
    assert first.json()["answered_post"] in late.json()["detail"]
