"""Write a unit's own ladders. An alarm keeps the ladder it began with: a change holds from the next alarm on."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.access.types import Desk
from sinergi.alerts import events, ladders, queries
from sinergi.alerts.ladder_queries import Choices, step_row
from sinergi.alerts.ladder_rules import check
from sinergi.alerts.models import Ladder
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import LadderSaid, StepSaid
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.units import queries as units

T = TypeVar("T")
FIELDS = (
    "name", "levels", "kinds", "place_ids", "from_time", "until_time", "exercise", "steps", "end_minutes", "repeat"
)  # fmt: skip


@transaction.atomic
def create_ladder(*, actor: Actor, said: LadderSaid, unit_id: UUID | None = None) -> Ladder:
    """A unit's own ladder, the last in its order: it is taken when it matches and none before it does."""
    desk = access.get_unit_desk(actor, unit_id or actor.unit_id)
    POLICY.require(actor, Action.CREATE_LADDER, desk)
    written = _written(desk, said, keeps=())
    taken = Ladder.objects.filter(unit_id=desk.unit_id, ended_at=None).count()
    ladder = _named_once(lambda: Ladder.objects.create(unit_id=desk.unit_id, position=taken + 1, **written))
    ledger.record(events.LadderCreated(**_header(ladder.pk, desk), changed=_plain(written)), actor=actor)
    return ladder


@transaction.atomic
def change_ladder(*, actor: Actor, ladder_id: UUID, said: LadderSaid, version: int | None = None) -> Ladder:
    """Say the whole ladder anew. Whoever saw an older version is refused, so that nobody's change is lost unseen."""
    found = queries.get_ladder(actor=actor, ladder_id=ladder_id, version=version, lock=True)
    POLICY.require(actor, Action.CHANGE_LADDER, found.desk)
    written = _written(found.desk, said, keeps=found.said.steps)
    ladder = Ladder.objects.get(pk=ladder_id)
    changed = {name: value for name, value in written.items() if name in FIELDS and getattr(ladder, name) != value}
    if not changed:
        return ladder
    for name, value in (changed | {"frozen": written["frozen"], "version": found.version + 1}).items():
        setattr(ladder, name, value)
    _named_once(ladder.save)
    ledger.record(events.LadderChanged(**_header(ladder_id, found.desk), changed=_plain(changed)), actor=actor)
    return ladder


@transaction.atomic
def move_ladder(*, actor: Actor, ladder_id: UUID, position: int) -> None:
    """Try it earlier or later than the unit's other ladders: the first that matches is taken."""
    found = queries.get_ladder(actor=actor, ladder_id=ladder_id)
    POLICY.require(actor, Action.MOVE_LADDER, found.desk)
    living = Ladder.objects.filter(unit_id=found.unit_id, ended_at=None)
    list(living.select_for_update().order_by("pk"))  # all, in one order: two who move at once do not meet half-way
    order = [ladder for ladder in living.order_by("position", "pk") if ladder.pk != ladder_id]
    order.insert(max(0, position - 1), living.get(pk=ladder_id))
    for place, ladder in enumerate(order, 1):
        ladder.position = place
    Ladder.objects.bulk_update(order, ["position"])
    now = next(ladder.position for ladder in order if ladder.pk == ladder_id)
    ledger.record(events.LadderMoved(**_header(ladder_id, found.desk), position=now), actor=actor)


@transaction.atomic
def end_ladder(*, actor: Actor, ladder_id: UUID, version: int | None = None) -> None:
    """From the next alarm on it is not asked; what it was stays readable."""
    found = queries.get_ladder(actor=actor, ladder_id=ladder_id, version=version, lock=True)
    POLICY.require(actor, Action.END_LADDER, found.desk)
    Ladder.objects.filter(pk=ladder_id, ended_at=None).update(ended_at=clock.now(), version=found.version + 1)
    ledger.record(events.LadderEnded(**_header(ladder_id, found.desk)), actor=actor)


def _written(desk: Desk, said: LadderSaid, *, keeps: Iterable[StepSaid]) -> dict[str, Any]:
    """The row's values, after judging whether this unit can have such a ladder."""
    check(said)
    choices = queries.list_choices(desk)
    kept = {post for step in keeps for post in step.posts}
    for number, step in enumerate(said.steps, 1):
        _check_step(number, step, choices, kept)
    places = {place["place_id"] for place in units.list_places(desk.unit_id)} if said.place_ids else set()
    if not set(said.place_ids) <= places:
        raise Invalid(place_ids=_("Choose places of this unit that are open."))
    steps = [step_row(step, choices) for step in said.steps]
    frozen = ladders.frozen(steps, said.end_minutes, said.repeat)
    written = asdict(said) | {"name": said.name.strip()[:80], "steps": steps, "frozen": frozen}
    return written | {name: list(written[name]) for name in ("levels", "kinds", "place_ids")}


def _check_step(number: int, step: StepSaid, choices: Choices, kept: set[UUID]) -> None:
    field = f"step_{number}"
    if not set(step.functions) <= set(choices.functions):
        raise Invalid(**{field: _("Step %(n)s names a post that this unit does not have.") % {"n": number}})
    if not set(step.posts) <= choices.posts.keys() | kept:
        refusal = _("Step %(n)s names a post that nobody of this unit holds, or that cannot accept an alarm.")
        raise Invalid(**{field: refusal % {"n": number}})
    if not set(step.people) <= choices.people.keys():
        refusal = _("Step %(n)s names somebody who holds no post of this unit that can accept an alarm.")
        raise Invalid(**{field: refusal % {"n": number}})


def _named_once(write: Callable[[], T]) -> T:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as taken:
        if "ladder_name_is_unique_in_its_unit" not in str(taken):
            raise
        raise Invalid(name=_("Another ladder of this unit has this name.")) from taken


def _plain(values: dict[str, Any]) -> dict[str, object]:
    """What is told of a change: plain values, and of people only who they are."""
    said = {name: value for name, value in values.items() if name in FIELDS}
    for name in ("from_time", "until_time"):
        if said.get(name) is not None:
            said[name] = said[name].isoformat("minutes")
    if "place_ids" in said:
        said["place_ids"] = [str(place) for place in said["place_ids"]]
    return said


def _header(ladder_id: UUID, desk: Desk) -> dict[str, Any]:
    about = {"subject": f"ladder:{ladder_id}", "unit_id": desk.unit_id}
    return about | {"audience": Audience.of_paths([desk.unit_path])}
