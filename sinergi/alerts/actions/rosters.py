"""Draw up who takes turns at which posts. Whoever comes on while an alarm rings is woken by ``wake_relief``."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import events, queries
from sinergi.alerts.models import Override, Roster, RosterPost, Shift
from sinergi.alerts.models.rosters import LONGEST_CYCLE, LONGEST_SHIFT, MINUTES_A_DAY
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.roster_queries import RosterView
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event
from sinergi.live import bell


@transaction.atomic
def create_roster(*, actor: Actor, post_ids: Collection[UUID], title: str = "") -> Roster:
    """Let the holders of these posts of one unit take turns; until the first shift, all of them stay on duty."""
    if not post_ids:
        raise Invalid(post_ids=_("Choose at least one post."))
    posts = [access.get_post(actor, post_id, lock=True) for post_id in sorted(set(post_ids))]
    for post in posts:
        POLICY.require(actor, Action.CREATE_ROSTER, access.desk_of(post))
    if len({post["unit_id"] for post in posts}) > 1:
        raise Invalid(post_ids=_("The posts of a roster belong to one unit."))
    if RosterPost.objects.filter(post_id__in=post_ids, ended_at__isnull=True).exists():
        raise Conflict(_("One of these posts already has a roster. End that one first, or change its shifts."))
    name = title.strip() or ", ".join(sorted(post["title"] for post in posts))
    roster = Roster.objects.create(unit_id=posts[0]["unit_id"], title=name[:80], created_at=clock.now())
    RosterPost.objects.bulk_create(RosterPost(roster=roster, post_id=post["post_id"]) for post in posts)
    header = _header(roster.pk, roster.unit_id, posts[0]["unit_path"])
    ledger.record(events.RosterCreated(**header, post_ids=tuple(post["post_id"] for post in posts)), actor=actor)
    return roster


@transaction.atomic
def end_roster(*, actor: Actor, roster_id: UUID) -> None:
    """From now on, all holders of the posts are on duty again."""
    at = clock.now()
    roster = queries.get_roster(actor=actor, roster_id=roster_id, at=at, lock=True)
    POLICY.require(actor, Action.END_ROSTER, roster.desk)
    Roster.objects.filter(pk=roster_id, ended_at=None).update(ended_at=at)
    RosterPost.objects.filter(roster_id=roster_id, ended_at=None).update(ended_at=at)
    _record(events.RosterEnded(**_about(roster)), actor)


@transaction.atomic
def add_shift(
    *, actor: Actor, roster_id: UUID, posting_id: UUID, starts_at: datetime, minutes: int, every_days: int = 0,
    until: datetime | None = None,
) -> Shift:  # fmt: skip
    """Put a holder on duty: once, or again every so many days, until."""
    roster = queries.get_roster(actor=actor, roster_id=roster_id, at=clock.now(), lock=True)
    POLICY.require(actor, Action.ADD_SHIFT, roster.desk)
    _check_holder(roster, posting_id=posting_id)
    _check_turn(starts_at, minutes, every_days, until)
    said: dict[str, Any] = {
        "posting_id": posting_id, "starts_at": starts_at, "minutes": minutes, "every_days": every_days, "until": until
    }  # fmt: skip
    shift = Shift.objects.create(roster_id=roster_id, **said)
    _record(events.ShiftAdded(**_about(roster), shift_id=shift.pk, **said), actor)
    return shift


@transaction.atomic
def end_shift(*, actor: Actor, roster_id: UUID, shift_id: UUID) -> None:
    """The shift ends now and comes round no more."""
    at = clock.now()
    roster = queries.get_roster(actor=actor, roster_id=roster_id, at=at, lock=True)
    POLICY.require(actor, Action.END_SHIFT, roster.desk)
    shift = next((row for row in roster.shifts if row["id"] == shift_id), None)
    if shift is None:
        raise Conflict(_("This shift is over already."))
    Shift.objects.filter(pk=shift_id).update(until=max(at, shift["starts_at"]))
    _record(events.ShiftEnded(**_about(roster), shift_id=shift_id), actor)


@transaction.atomic
def add_override(
    *, actor: Actor, roster_id: UUID, starts_at: datetime, ends_at: datetime, out_posting_id: UUID | None = None,
    in_posting_id: UUID | None = None, note: str = "",
) -> Override:  # fmt: skip
    """For a while take one off, put another on, or both."""
    roster = queries.get_roster(actor=actor, roster_id=roster_id, at=clock.now(), lock=True)
    POLICY.require(actor, Action.ADD_OVERRIDE, roster.desk)
    if ends_at <= starts_at:
        raise Invalid(ends_at=_("It must end after it begins."))
    if out_posting_id == in_posting_id:
        raise Invalid(in_posting_id=_("Say who is replaced, who comes instead, or both: two different people."))
    _check_holder(roster, out_posting_id=out_posting_id, in_posting_id=in_posting_id)
    said: dict[str, Any] = {
        "starts_at": starts_at, "ends_at": ends_at, "out_posting_id": out_posting_id, "in_posting_id": in_posting_id
    }  # fmt: skip
    override = Override.objects.create(roster_id=roster_id, note=note, **said)
    _record(events.OverrideAdded(**_about(roster), override_id=override.pk, **said), actor)
    return override


@transaction.atomic
def withdraw_override(*, actor: Actor, roster_id: UUID, override_id: UUID) -> None:
    """The shifts are as they were."""
    at = clock.now()
    roster = queries.get_roster(actor=actor, roster_id=roster_id, at=at, lock=True)
    POLICY.require(actor, Action.WITHDRAW_OVERRIDE, roster.desk)
    if override_id not in {row["id"] for row in roster.overrides}:
        raise Conflict(_("This replacement is over or withdrawn already."))
    Override.objects.filter(pk=override_id, withdrawn_at=None).update(withdrawn_at=at)
    _record(events.OverrideWithdrawn(**_about(roster), override_id=override_id), actor)


def _check_holder(roster: RosterView, **named: UUID | None) -> None:
    for field, posting_id in named.items():
        if posting_id is not None and posting_id not in roster.holders:
            raise Invalid(**{field: _("Choose somebody who holds one of the posts of this roster.")})


def _check_turn(starts_at: datetime, minutes: int, every_days: int, until: datetime | None) -> None:
    if not 0 <= every_days <= LONGEST_CYCLE:
        raise Invalid(every_days=_("A shift comes round every 1 to %(days)s days, or once.") % {"days": LONGEST_CYCLE})
    longest = min(LONGEST_SHIFT, every_days * MINUTES_A_DAY or LONGEST_SHIFT)
    if not 0 < minutes <= longest:
        raise Invalid(minutes=_("This shift may last up to %(hours)s hours.") % {"hours": longest // 60})
    if until is not None and until <= starts_at:
        raise Invalid(until=_("It must end after it begins."))


def _record(event: Event, actor: Actor) -> None:
    ledger.record(event, actor=actor)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))


def _about(roster: RosterView) -> dict[str, Any]:
    return _header(roster.id, roster.unit_id, roster.unit_path)


def _header(roster_id: UUID, unit_id: UUID, unit_path: str) -> dict[str, Any]:
    return {"subject": f"roster:{roster_id}", "unit_id": unit_id, "audience": Audience.of_paths([unit_path])}
