"""Nobody sees, counts, lists, reads or is nudged by anything but what architecture §1 opens to them.

Random countries, random days, and every pair of person and incident asked at several moments; the answers are compared
with a naive second implementation (``oracle.py``). The seed of a failure is its test's name: it fails again.
"""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sinergi.core import clock
from sinergi.live import bell
from tests.oracle.country import Country
from tests.oracle.drama import Drama
from tests.oracle.questions import Inquiry

SHORT = range(3)
LONG = range(100, 115)
AT_LEAST = 68_000
"""Questions of one country: 3 make 204,000 in CI, 15 make 1,020,000 in ``make test-long``."""


@pytest.fixture(autouse=True)
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four days pass in a few seconds, without a wire."""
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])
    yield
    clock.shift(timedelta(0))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [*SHORT, *(pytest.param(seed, marks=pytest.mark.long) for seed in LONG)])
def test_product_and_oracle_agree(seed: int) -> None:
    drama = Drama(Country(seed, clock.now()), random.Random(seed))
    inquiry = Inquiry(drama)
    drama.play(150)
    while inquiry.everything() < AT_LEAST:
        drama.play(90)
    assert not inquiry.differences, f"{len(inquiry.differences)} differences\n" + "\n".join(inquiry.differences[:8])
    assert all(inquiry.asked[where] for where in ("page", "screen", "list", "count", "alerts", "api", "stream"))
