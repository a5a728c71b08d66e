"""A request that is sent again: from a dead zone, by an impatient thumb, by ten machines at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from sinergi.access.models import Posting
from sinergi.core import sql
from tests.plugin.machine import Machine, Machines, read
from tests.world import World, build

FLASH = {"type": "RIOT", "summary": "Blok C", "help_needed": True}


def _count(table: str = "incidents_incident") -> int:
    row = sql.one(f"SELECT count(*) AS n FROM {table}")
    assert row is not None
    return int(row["n"])


def test_the_same_key_and_body_get_the_same_answer_to_the_byte(machine: Machines) -> None:
    first, again = (machine("guard").post("/incidents", FLASH, idempotency_key="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert _count() == 1


def test_the_same_key_for_another_request_is_refused(machine: Machines) -> None:
    machine("guard").post("/incidents", FLASH, idempotency_key="k")
    assert machine("guard").post("/incidents", {"type": "FIRE"}, idempotency_key="k").status_code == 422
    where = f"/incidents/{read(machine('guard').get('/incidents'))['items'][0]['id']}"
    assert machine("guard").post(f"{where}/confirm", FLASH, idempotency_key="k").status_code == 422
    assert _count() == 1


def test_the_same_words_in_another_order_are_the_same_request(machine: Machines) -> None:
    said = FLASH | {"casualties": {"dead": 1, "minor": 2}}
    turned = dict(reversed(list(said.items()))) | {"casualties": {"minor": 2, "dead": 1}}
    first, again = (machine("guard").post("/incidents", body, idempotency_key="k") for body in (said, turned))
    assert list(turned) != list(said)
    assert (again.status_code, again.content) == (201, first.content)
    other = said | {"casualties": {"dead": 2, "minor": 1}}
    assert machine("guard").post("/incidents", other, idempotency_key="k").status_code == 422
    assert _count() == 1


def test_keys_belong_to_their_posting(machine: Machines) -> None:
    machine("guard").post("/incidents", FLASH, idempotency_key="k")
    other = machine("guard_2").post("/incidents", FLASH, idempotency_key="k")
    assert other.status_code == 201
    assert "Idempotency-Replayed" not in other
    assert _count() == 2


def test_without_a_key_each_request_is_a_new_one(machine: Machines) -> None:
    assert [machine("guard").post("/incidents", FLASH).status_code for _ in range(2)] == [201, 201]
    assert _count() == 2


@pytest.mark.parametrize("key", ["", "k" * 201, "a\tb"])
def test_a_key_that_cannot_be_one_is_refused(machine: Machines, key: str) -> None:
    assert machine("guard").post("/incidents", FLASH, idempotency_key=key).status_code == 422
    assert _count() == 0


def test_a_refused_request_may_be_corrected_with_the_same_key(machine: Machines) -> None:
    assert machine("guard").post("/incidents", FLASH | {"exercise": True}, idempotency_key="k").status_code == 403
    assert machine("guard").post("/incidents", FLASH, idempotency_key="k").status_code == 201


def test_verbs_and_corrections_repeat_as_safely_as_reports(machine: Machines) -> None:
    where = f"/incidents/{read(machine('guard').post('/incidents', FLASH))['id']}"
    for _again in range(2):
        assert machine("shift_leader").post(f"{where}/confirm", idempotency_key="c").status_code == 200
        assert machine("shift_leader").patch(where, {"type": "FIRE"}, idempotency_key="p").status_code == 200
        assert machine("shift_leader").post(f"{where}/entries", {"text": "x"}, idempotency_key="e").status_code == 201
    assert _count("incidents_entry") == 1


@pytest.mark.parametrize("has_key", [True, False])
def test_a_report_and_its_facts_stand_or_fall_together(
    machine: Machines, monkeypatch: pytest.MonkeyPatch, *, has_key: bool
) -> None:
    def fail(*_facts: object, **_more: object) -> None:
        raise RuntimeError("canary-in-a-fault")

    monkeypatch.setattr("sinergi.ledger.actions.record", fail)
    headers = {"idempotency_key": "k"} if has_key else {}
    answer = machine("guard").post("/incidents", FLASH, **headers)
    assert answer.status_code == 500
    assert "canary" not in answer.content.decode()
    assert read(answer)["instance"].startswith("urn:uuid:")
    assert {
        table: _count(table) for table in ("incidents_incident", "alerts_alarm", "alerts_delivery", "core_receipt")
    } == {
        "incidents_incident": 0,
        "alerts_alarm": 0,
        "alerts_delivery": 0,
        "core_receipt": 0,
    }


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_make_one_incident() -> None:
    caller = Machine(build().tokens["guard"])

    def call(_number: int) -> tuple[int, bytes, bool]:
        try:
            answer = caller.post("/incidents", FLASH, idempotency_key="one")
            return answer.status_code, answer.content, "Idempotency-Replayed" in answer
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(call, range(10)))
    assert {status for status, _, _ in answers} <= {201, 409}
    assert len({content for status, content, _ in answers if status == 201}) == 1
    assert sum(status == 201 and not replayed for status, _, replayed in answers) == 1
    assert _count() == 1
    assert caller.post("/incidents", FLASH, idempotency_key="one")["Idempotency-Replayed"] == "true"


def test_a_posting_that_ended_gets_no_old_answer(world: World, machine: Machines) -> None:
    machine("guard").post("/incidents", FLASH, idempotency_key="k")
    Posting.objects.filter(pk=world.postings["guard"]).update(ends_at=world.at - timedelta(seconds=1))
    assert machine("guard").post("/incidents", FLASH, idempotency_key="k").status_code == 401
