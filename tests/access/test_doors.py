"""Every address refuses an anonymous visitor, except those that are named here."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_trust",
    "access:enter",
    "access:sign_out",
    "access:demo",
    "access:demo_enter",
    "web:theme",
    "web:language",
}
"""The door itself, how it looks and in which language. Machines and health have their own tests."""
MACHINES = ("/api/", "/health")
EXAMPLES = {"uuid": "01900000-0000-7000-8000-000000000000", "slug": "x", "str": "x", "int": "1", "path": "x"}


def _addresses(
    patterns: list[URLPattern | URLResolver], before: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        here = before + _example(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, here, inner)
        else:
            yield here, space + (pattern.name or "")


def _example(route: str) -> str:
    named = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "x"), route)
    return re.sub(r"\(\?P<\w+>[^)]*\)", "1", named).replace("^", "").replace("$", "")


ADDRESSES = [
    (address, name) for address, name in _addresses(get_resolver().url_patterns) if not address.startswith(MACHINES)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "name"), [pair for pair in ADDRESSES if pair[1] not in OPEN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_door(address: str, name: str, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code == 302, name
    assert answer.headers["Location"].startswith("/sign-in/"), name


def test_every_open_address_still_exists() -> None:
    assert {name for _address, name in ADDRESSES} >= OPEN
