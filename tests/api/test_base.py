"""What every endpoint owes its caller, asked of the simplest one."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.access.models import Posting, Token
from tests.plugin.machine import Machine, Machines, fields, read
from tests.world import UNITS, World, build


def test_the_document_is_public_and_is_the_one_committed() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    subprocess.run([sys.executable, "-m", "sinergi.project.print_openapi", "--check"], check=True)


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/nowhere", "GET", 404), ("/units/", "GET", 404), ("/units", "PUT", 405)]
)
def test_an_unknown_address_or_method_is_a_problem_document(
    machine: Machines, path: str, method: str, status: int
) -> None:
    answer = machine("guard").call(method, path)
    assert answer.status_code == status
    if status == 405:
        assert answer["Allow"] == "GET"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "wrong", "wrong token", "\x7f", "é" * 4000])
def test_without_a_living_token_nobody_is_let_in(token: str) -> None:
    assert Machine(token).get("/units").status_code == 401


def test_the_token_of_an_ended_posting_is_dead_at_once(world: World, machine: Machines) -> None:
    assert machine("guard").get("/units").status_code == 200
    Posting.objects.filter(pk=world.postings["guard"]).update(ends_at=world.at - timedelta(seconds=1))
    assert machine("guard").get("/units").status_code == 401


@pytest.mark.parametrize("column", ["expires_at", "revoked_at"])
def test_an_expired_or_revoked_token_is_dead(world: World, machine: Machines, column: str) -> None:
    Token.objects.filter(posting_id=world.postings["guard"]).update(**{column: world.at - timedelta(seconds=1)})
    assert machine("guard").get("/units").status_code == 401


def test_refusals_speak_indonesian_unless_asked_for_english(machine: Machines) -> None:
    assert read(machine("guard").get("/nowhere"))["title"] == "Tidak ditemukan"
    assert read(machine("guard").get("/nowhere", accept_language="en"))["title"] == "Not found"


def test_units_page_by_cursor_and_name_every_unit_once(world: World, machine: Machines) -> None:
    seen: list[str] = []
    address = "/units?limit=4"
    while address:
        page = read(machine("guard").get(address))
        assert 1 <= len(page["items"]) <= 4
        seen += [unit["id"] for unit in page["items"]]
        address = f"/units?limit=4&cursor={page['next']}" if page["next"] else ""
    assert sorted(seen) == sorted(str(unit_id) for unit_id in world.units.values())
    assert len(seen) == len(UNITS)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=101", "limit"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=1%00", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=é", "cursor"),
        ("stat=open", "stat"),
    ],
)
def test_a_list_says_what_it_cannot_be_asked(machine: Machines, query: str, field: str) -> None:
    assert fields(machine("guard").get(f"/units?{query}")) == {field}


def test_one_unit_is_read_by_its_id_and_an_unknown_one_is_not_found(world: World, machine: Machines) -> None:
    unit = read(machine("stranger_police").get(f"/units/{world.units['lapas']}"))
    assert unit["short_name"] == "Lapas Muara Tenang"
    assert unit["id"] == str(world.units["lapas"])
    assert machine("guard").get(f"/units/{world.persons['guard']}").status_code == 404
    assert machine("guard").get("/units/not-an-id").status_code == 404


def test_the_api_asks_the_database_for_nothing_but_the_token_and_the_answer(machine: Machines) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        machine("guard").get("/units")
    assert len(asked) == 2, [query["sql"] for query in asked]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told_and_comes_back_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Machine(build().tokens["guard"])
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        connection.close()
        answer = caller.post("/incidents", {"type": "RIOT"}, idempotency_key="k")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "2"
    connection.close()
    assert caller.post("/incidents", {"type": "RIOT"}, idempotency_key="k").status_code == 201
