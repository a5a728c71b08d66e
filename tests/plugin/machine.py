"""A machine that calls the API in the small living world."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.world import World


@dataclass(frozen=True)
class Machine:
    """A caller with one token; every answer is checked to be of the shape it says it is."""

    token: str

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, b"", **headers)

    def post(self, path: str, body: object = None, **headers: str) -> HttpResponse:
        return self.call("POST", path, json.dumps({} if body is None else body).encode(), **headers)

    def patch(self, path: str, body: object, **headers: str) -> HttpResponse:
        return self.call("PATCH", path, json.dumps(body).encode(), **headers)

    def call(self, method: str, path: str, raw: bytes = b"", **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("content-type", "application/json")
        if self.token:
            named["authorization"] = f"Bearer {self.token}"
        answer: Any = Client(raise_request_exception=False).generic(
            method, f"/api/v1{path}", raw, content_type=kind, headers=named
        )
        _has_the_right_shape(answer)
        return answer  # type: ignore[no-any-return] # the test client adds to HttpResponse


Machines = Callable[[str], Machine]


def _has_the_right_shape(answer: HttpResponse) -> None:
    if answer.status_code < 400:
        assert answer["Content-Type"].startswith("application/json")
        return
    assert answer["Content-Type"] == "application/problem+json"
    document = json.loads(answer.content)
    assert document["status"] == answer.status_code
    assert document["type"].startswith("urn:sinergi:problem:")
    assert document["title"]
    assert document["detail"]
    if answer.status_code == 401:
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.fixture
def machine(world: World) -> Machines:
    """The machine of a role."""
    return lambda role: Machine(world.tokens[role])


def read(answer: HttpResponse) -> dict[str, Any]:
    """The body of an answer."""
    found: dict[str, Any] = json.loads(answer.content)
    return found


def fields(answer: HttpResponse) -> set[str]:
    """Which fields a 422 names."""
    assert answer.status_code == 422, answer.content
    return {error["field"] for error in read(answer)["errors"]}
