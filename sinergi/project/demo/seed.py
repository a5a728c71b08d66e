"""Build the demo world once, and hand out fresh tokens at every start."""

from pathlib import Path

from django.apps import apps
from django.db import transaction

from sinergi.core import clock, sql
from sinergi.ledger import actions as ledger
from sinergi.project.demo import founding, handout, history, ladders, partnerships, rosters
from sinergi.project.demo.crew import Crew
from sinergi.project.demo.people import DOMAIN

_IS_BUILT = "SELECT 1 AS built FROM access_v_duty WHERE email = %s LIMIT 1"


def build(*, url: str, path: Path) -> None:
    """Make the world if this database has none, then write ``path``. A second start keeps all that happened since."""
    _mark()
    if not sql.one(_IS_BUILT, [f"guard@{DOMAIN}"]):
        _create()
        # Sealed before the first screen opens: nobody's stream begins with four weeks of old news.
        while ledger.seal():
            pass
    handout.write(url=url, path=path)


def _mark() -> None:
    apps.get_model("core", "DemoMark").objects.get_or_create(defaults={"seeded_at": clock.now()})


@transaction.atomic
def _create() -> None:
    """All of it or nothing: a start that was stopped half-way begins anew."""
    now = clock.now()
    founding.found(now)
    partnerships.conclude(now)
    history.tell(now)
    rosters.draw(now)
    ladders.write(Crew().holder("rutan", "Karutan").unit_id)
