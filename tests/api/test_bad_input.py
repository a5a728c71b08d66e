"""What people, phones and attackers send. Nothing of it is a fault of ours, and nothing of it is half kept."""

import json
from uuid import uuid4

import pytest

from sinergi.core import sql
from tests.api.test_incidents import reported
from tests.plugin.machine import Machines, fields, read
from tests.world import World

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE incidents_incident; --",
    "{{ 7*7 }}",
    "%s %(x)s %",
    "\u202e",
    "../../etc/passwd",
    "🚨" * 100,
    "\\",
    '"',
    "\r\nSet-Cookie: a=b",
]


def _count() -> int:
    row = sql.one("SELECT count(*) AS n FROM incidents_incident")
    assert row is not None
    return int(row["n"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "PARTY"}, "type"),
        ({"type": 5}, "type"),
        ({"type": None}, "type"),
        ({"severity": "critical"}, "severity"),
        ({"place_id": "Blok C"}, "place_id"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": "2026-11-22T10:15:00"}, "occurred_at"),
        ({"device_at": 1_700_000_000}, "device_at"),
        ({"casualties": {"dead": -1}}, "casualties.dead"),
        ({"casualties": {"dead": 10**6}}, "casualties.dead"),
        ({"casualties": {"dead": "2"}}, "casualties.dead"),
        ({"casualties": {"wounded": 2}}, "casualties.wounded"),
        ({"casualties": [1]}, "casualties"),
        ({"under_control": "yes"}, "under_control"),
        ({"help_needed": 1}, "help_needed"),
        ({"help_from": ["CIRCUS"]}, "help_from.0"),
        ({"exercize": True}, "exercize"),
        ({"facility_id": str(uuid4())}, "facility_id"),
        ({"unit": "lapas"}, "unit"),
        ({"summary": "x" * 100_000}, "summary"),
        ({"summary": "x" * 5_000}, "summary"),
        ({"summary": ["x"]}, "summary"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_nothing_is_kept(
    machine: Machines, change: dict[str, object], field: str
) -> None:
    assert fields(machine("guard").post("/incidents", {"type": "OTHER"} | change)) == {field}
    assert _count() == 0


def test_a_place_of_another_facility_or_of_nobody_is_refused(world: World, machine: Machines) -> None:
    for place in (world.places["stranger_block"], uuid4()):
        answer = machine("guard").post("/incidents", {"type": "OTHER", "place_id": str(place)})
        assert fields(answer) == {"place_id"}
    assert _count() == 0


def test_only_a_facility_reports_and_an_exercise_needs_an_open_one(machine: Machines) -> None:
    assert machine("police_desk").post("/incidents", {"type": "OTHER"}).status_code == 403
    assert machine("regional_office").post("/incidents", {"type": "OTHER"}).status_code == 403
    assert machine("guard").post("/incidents", {"type": "OTHER", "exercise": True}).status_code == 403
    assert _count() == 0


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b'{"type": "OTHER"} trailing', 400),
        (b'{"type": "OTHER", "type": "RIOT"}', 400),
        (b'{"type": NaN}', 400),
        (b"\xff\xfe{}", 400),
        (b'{"a":' * 50_000, 400),
        (b'{"type": ' + b"9" * 10_000 + b"}", 400),
        ('{"type": "OTHER"}'.encode("utf-16"), 400),
        (b'\xef\xbb\xbf{"type": "OTHER"}', 400),
        (b"type=OTHER", 400),
        (b"<type>OTHER</type>", 400),
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(machine: Machines, raw: bytes, status: int) -> None:
    assert machine("guard").call("POST", "/incidents", raw).status_code == status
    assert _count() == 0


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "image/png",
        "application/json; charset=utf-16",
        "text/json",
        "",
        "application/jsonp",
    ],
)
def test_a_content_type_that_is_not_json_is_told_what_to_send(machine: Machines, kind: str) -> None:
    answer = machine("guard").call("POST", "/incidents", b'{"type": "OTHER"}', content_type=kind)
    assert answer.status_code == 415
    assert "application/json" in read(answer)["detail"]


@pytest.mark.parametrize(
    "kind", ["application/json; charset=UTF-8", "application/json", "application/vnd.sinergi+json"]
)
def test_json_by_any_of_its_names_is_read(machine: Machines, kind: str) -> None:
    assert machine("guard").call("POST", "/incidents", b'{"type": "OTHER"}', content_type=kind).status_code == 201


def test_a_body_of_unknown_length_is_refused_rather_than_read_as_empty(machine: Machines) -> None:
    where = reported(machine("guard"))
    answer = machine("shift_leader").post(f"{where}/confirm", {}, transfer_encoding="chunked")
    assert answer.status_code == 411


@pytest.mark.parametrize("size", [1_000_001, 10_000_000])
def test_ten_megabytes_of_text_are_too_large(machine: Machines, size: int) -> None:
    assert machine("guard").post("/incidents", {"type": "OTHER", "summary": "x" * size}).status_code == 413
    assert _count() == 0


@pytest.mark.parametrize("text", ["\\u0000", "a\\u0000b", "\\ud800", "\\udfff\\ud800", "\\uD83D"])
def test_nul_and_half_characters_are_refused_by_the_name_of_their_field(machine: Machines, text: str) -> None:
    raw = f'{{"type": "OTHER", "summary": "{text}"}}'.encode()
    assert fields(machine("guard").call("POST", "/incidents", raw)) == {"summary"}
    deep = f'{{"type": "OTHER", "casualties": {{"dead": "{text}"}}}}'.encode()
    assert fields(machine("guard").call("POST", "/incidents", deep)) == {"casualties.dead"}
    name = f'{{"type": "OTHER", "{text}": 1}}'.encode()
    assert machine("guard").call("POST", "/incidents", name).status_code == 422


def test_a_whole_character_written_as_two_halves_is_kept(machine: Machines) -> None:
    answer = machine("guard").call("POST", "/incidents", b'{"type": "OTHER", "summary": "\\ud83d\\udea8"}')
    found = read(machine("shift_leader").get(f"/incidents/{read(answer)['id']}"))
    assert found["own"]["summary"] == "🚨"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(machine: Machines, text: str) -> None:
    where = reported(machine("guard"), summary=text)
    assert read(machine("shift_leader").get(where))["own"]["summary"] == text
    answer = machine("shift_leader").post(f"{where}/entries", {"text": text, "visibility": "shared"})
    assert read(answer)["text"] == text
    lines = read(machine("police_desk").get(f"{where}/timeline"))["items"]
    assert lines[-1]["text"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_fields_that_are_not_text_is_refused(machine: Machines, text: str) -> None:
    for name in (
        "type",
        "severity",
        "place_id",
        "occurred_at",
        "device_at",
        "under_control",
        "help_needed",
        "exercise",
    ):
        assert fields(machine("guard").post("/incidents", {"type": "OTHER"} | {name: text})) == {name}
    assert _count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_refusal_never_repeats_what_was_sent(machine: Machines, text: str) -> None:
    answer = machine("guard").post("/incidents", {"type": text, "place_id": text})
    assert json.dumps(text)[1:-1] not in answer.content.decode() or text in {"\\", '"'}


@pytest.mark.parametrize(
    ("verb", "field"), [("reopen", "reason"), ("false-alarm", "reason"), ("duplicate", "duplicate_of")]
)
def test_a_verb_that_needs_a_word_says_so(machine: Machines, verb: str, field: str) -> None:
    where = reported(machine("guard"))
    assert fields(machine("facility_head").post(f"{where}/{verb}", {})) == {field}
    assert fields(machine("facility_head").post(f"{where}/{verb}", {field: "x" * 100_000})) == {field}
    assert fields(machine("facility_head").post(f"{where}/{verb}", {field: "x", "more": 1})) == {"more"}
    assert fields(machine("facility_head").post(f"{where}/close", {"more": 1})) == {"more"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"text": "x", "visibility": "all"}, "visibility"),
    ],
)
def test_an_entry_that_says_nothing_or_too_much_is_refused(machine: Machines, body: dict[str, str], field: str) -> None:
    assert fields(machine("shift_leader").post(f"{reported(machine('guard'))}/entries", body)) == {field}


def test_a_choice_is_named_in_one_language(machine: Machines) -> None:
    body = {"text": "x", "visibility": "all"}
    answer = machine("shift_leader").post(f"{reported(machine('guard'))}/entries", body)
    assert read(answer)["errors"] == [{"field": "visibility", "message": "Pakai salah satu: own, shared, restricted."}]


@pytest.mark.parametrize("field", ["type", "severity", "place_id", "casualties", "under_control", "help_needed"])
def test_nothing_is_no_correction(machine: Machines, world: World, field: str) -> None:
    where = reported(machine("guard"), place_id=str(world.places["block_c"]))
    answer = machine("shift_leader").patch(where, {field: None})
    assert fields(answer) == {field}
    assert "kosong" in read(answer)["errors"][0]["message"]
    assert read(machine("shift_leader").get(where))["place_id"] == str(world.places["block_c"])
