"""Every endpoint asks who is calling, and whether the token may write."""

import re

import pytest

from sinergi.access.models import Token
from sinergi.project.api import document
from tests.plugin.machine import Machine, Machines, read
from tests.world import World

ENDPOINTS = [
    (method.upper(), re.sub(r"{\w+}", "00000000-0000-7000-8000-000000000000", path).removeprefix("/api/v1"))
    for path, operations in document()["paths"].items()
    for method in operations
    if path != "/api/v1/stream"  # served and tested by the live process
]
WRITES = [(method, path) for method, path in ENDPOINTS if method != "GET"]


def test_the_fixed_paths_all_stand() -> None:
    verbs = [
        "entries",
        "confirm",
        "under-control",
        "recovery",
        "complete",
        "review",
        "close",
        "reopen",
        "false-alarm",
        "duplicate",
    ]
    incident, alert = (f"/{noun}/00000000-0000-7000-8000-000000000000" for noun in ("incidents", "alerts"))
    fixed = {
        ("POST", "/incidents"),
        ("GET", "/incidents"),
        ("GET", incident),
        ("PATCH", incident),
        ("GET", f"{incident}/timeline"),
    }
    fixed |= {("POST", f"{incident}/{verb}") for verb in verbs}
    fixed |= {("POST", f"{alert}/{verb}") for verb in ("acknowledge", "respond", "decline", "arrive", "stand-down")}
    fixed |= {("GET", path) for path in ("/alerts", alert, "/units", "/agreements")}
    assert fixed <= set(ENDPOINTS)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_anonymous_is_refused_everywhere(method: str, path: str) -> None:
    assert Machine("").call(method, path, b"{}").status_code == 401


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_token_that_only_reads_cannot_write(world: World, machine: Machines, method: str, path: str) -> None:
    Token.objects.filter(posting_id=world.postings["guard"]).update(scopes=["read"])
    answer = machine("guard").call(method, path, b"{}")
    assert answer.status_code == 403
    assert "write" in read(answer)["detail"]
    assert machine("guard").get("/incidents").status_code == 200


def test_a_token_that_only_writes_cannot_read(world: World, machine: Machines) -> None:
    Token.objects.filter(posting_id=world.postings["guard"]).update(scopes=["write"])
    assert machine("guard").get("/incidents").status_code == 403
    assert machine("guard").post("/incidents", {"type": "OTHER"}).status_code == 201
