"""Every address refuses somebody who is not signed in, but for a named few."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

OPEN_TO_ALL = {
    "api/v1/openapi.json": "the description of the API",
    "-/theme/": "day or night, kept in a cookie",
    "-/language/": "Indonesian or English, kept in a cookie",
    "sign-in/": "the door itself",
    "sign-in/code/": "the second step of the door",
    "sign-in/device/": "the third step of the door",
    "sign-in/closed/": "the door says that the account is closed",
    "password/": "a way back in",
    "password/sent/": "a way back in",
    "password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/": "the link of an invitation; its key is checked",
}
ONLY_IN_A_DEMO = {"-/demo/", "-/demo/enter/", "-/ui/", "-/ui/screens/<slug:name>/"}


def addresses() -> list[str]:
    """Every route of the product, as it is written."""
    return sorted({route.replace("^", "").replace("$", "") for route in _walk(get_resolver())})


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, route)
        elif isinstance(each, URLPattern):
            yield route


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", addresses())
def test_it_is_closed_to_a_stranger(route: str, method: str) -> None:
    if route in OPEN_TO_ALL:
        return
    path = "/" + re.sub(r"<\w*slug\w*:\w+>", "a-name", re.sub(r"<uuid\w*:\w+>", str(uuid4()), route))
    assert "<" not in path, "teach this test the new kind of argument"
    answer = getattr(Client(raise_request_exception=False), method)(path)
    refused = {401, 403, 404, 405}
    sent_to_the_door = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert sent_to_the_door or answer.status_code in refused, (answer.status_code, answer.get("Location"))
    if path.startswith("/api/v1/") and answer.status_code not in {404, 405}:
        assert answer.status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ONLY_IN_A_DEMO))
def test_the_demos_own_doors_do_not_exist_outside_a_demo(route: str) -> None:
    path = "/" + route.replace("<slug:name>", "board")
    if route in addresses():
        assert Client().get(path).status_code in {404, 302, 405}
        assert Client().post(path).status_code in {404, 302, 405}


def test_what_is_open_is_still_there() -> None:
    assert set(OPEN_TO_ALL) <= set(addresses())
