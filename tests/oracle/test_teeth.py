"""The oracle bites: with each wall of the product taken down on purpose, it finds the difference."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q

from sinergi.agreements import queries as agreements
from sinergi.alerts import queries as alerts
from sinergi.core import clock
from sinergi.incidents import cards, queries
from sinergi.incidents.actions import facts
from sinergi.live import bell
from tests.oracle.country import Country
from tests.oracle.drama import Drama
from tests.oracle.questions import Inquiry

READING: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "restricted is forgotten": (
        queries, "visible", lambda _actor, reach: Q(facility_id__in=reach.own) | Q(parties__unit_id__in=reach.own)
    ),
    "a lapse is not noticed": (agreements, "closed_since", lambda _pairs, _scope, _at: {}),
    "a child's words leave the house": (cards, "_is_withheld", lambda _entry, _card, _actor: False),
    "confidential alerts are listed": (alerts, "visible", lambda _actor, reach: Q(unit_id__in=reach.own)),
    "nothing is visible": (queries, "visible", lambda _actor, _reach: Q(pk__in=[])),
}  # fmt: skip
WRITING: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "every line is told to every side": (facts, "told_of_entry", lambda incident, _entry, at: facts.told(incident, at)),
    "a proposal is told to partners": (facts, "told_inside", facts.told),
}


@pytest.fixture(autouse=True)
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Days pass in a moment, without a wire."""
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])
    yield
    clock.shift(timedelta(0))


@pytest.mark.django_db
def test_each_wall_that_is_missing_when_reading_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    drama = Drama(Country(8, clock.now()), random.Random(8))
    drama.play(90)
    blind = [name for name, wall in READING.items() if not _differences(drama, wall, monkeypatch)]
    assert blind == []


@pytest.mark.django_db
@pytest.mark.parametrize("wall", WRITING.values(), ids=list(WRITING))
def test_each_wall_that_is_missing_when_telling_is_missed(
    monkeypatch: pytest.MonkeyPatch, wall: tuple[Any, str, Callable[..., Any]]
) -> None:
    drama = Drama(Country(8, clock.now()), random.Random(8))
    inquiry = Inquiry(drama)
    with monkeypatch.context() as without:
        without.setattr(*wall)
        drama.play(120)
    inquiry.streams()
    assert inquiry.differences


def _differences(drama: Drama, wall: tuple[Any, str, Callable[..., Any]], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    inquiry = Inquiry(drama)
    with monkeypatch.context() as without:
        without.setattr(*wall)
        inquiry.lists_counts_and_cards(limit=25)
        inquiry.pages(30)
    return inquiry.differences
