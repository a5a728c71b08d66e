"""Who of a post's holders is on duty: once as SQL, for plans of sends; once in Python, for timelines and gaps.

A post without a roster is on duty with all its holders, and so is one whose roster has not begun: a roster rules from
its first shift on, so that one being written takes nobody's alarm away. A test holds the two against each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

# Of a row d(post_id, posting_id) of access_v_duty, whose own from and until the caller judges, at the parameter `at`.
# A living roster only: one row by the unique index, whatever the planner thinks of the table.
_LIVES = "o.ended_at IS NULL"
_OVERRIDES = "v.roster_id = o.roster_id AND v.starts_at <= %(at)s::timestamptz AND v.ends_at > %(at)s::timestamptz"
_STANDS = "(v.withdrawn_at IS NULL OR v.withdrawn_at > %(at)s::timestamptz)"
_COVERS = """s.starts_at <= %(at)s::timestamptz AND (s.until IS NULL OR s.until > %(at)s::timestamptz)
    AND CASE s.every_days WHEN 0 THEN %(at)s::timestamptz < s.starts_at + make_interval(mins => s.minutes)
        ELSE mod(extract(epoch FROM %(at)s::timestamptz - s.starts_at), s.every_days * 86400) < s.minutes * 60 END"""
ON_SHIFT = f"""(NOT EXISTS (
    SELECT FROM alerts_rosterpost o JOIN alerts_shift s ON s.roster_id = o.roster_id
    WHERE o.post_id = d.post_id AND {_LIVES} AND s.starts_at <= %(at)s::timestamptz
      AND (s.until IS NULL OR s.until > s.starts_at))
  OR EXISTS (
    SELECT FROM alerts_rosterpost o JOIN alerts_override v ON {_OVERRIDES} AND {_STANDS}
    WHERE o.post_id = d.post_id AND {_LIVES} AND v.in_posting_id = d.posting_id)
  OR EXISTS (
    SELECT FROM alerts_rosterpost o JOIN alerts_shift s ON s.roster_id = o.roster_id AND s.posting_id = d.posting_id
    WHERE o.post_id = d.post_id AND {_LIVES} AND {_COVERS} AND NOT EXISTS (
      SELECT FROM alerts_override v WHERE {_OVERRIDES} AND {_STANDS} AND v.out_posting_id = d.posting_id)))
"""  # noqa: S608 - built of constants


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift: from its first time on, once or every so many days, until."""

    posting_id: UUID
    starts_at: datetime
    minutes: int
    every_days: int = 0
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Does it put its posting on duty at that moment?"""
        if at < self.starts_at or (self.until and at >= self.until):
            return False
        gone = at - self.starts_at
        return (gone % timedelta(days=self.every_days) if self.every_days else gone) < timedelta(minutes=self.minutes)

    def edges(self, since: datetime, until: datetime) -> Iterator[datetime]:
        """Where it begins and ends between two moments."""
        cycle, length = timedelta(days=self.every_days), timedelta(minutes=self.minutes)
        begins = self.starts_at + (max(0, (since - self.starts_at) // cycle) * cycle if cycle else cycle)
        while begins < until:
            yield begins
            yield begins + length
            if not cycle:
                break
            begins += cycle
        if self.until:
            yield self.until


@dataclass(frozen=True, slots=True)
class Change:
    """For a while, ``out`` is taken off and ``into`` put on."""

    starts_at: datetime
    ends_at: datetime
    out: UUID | None
    into: UUID | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A roster as it is reckoned with; ``tenures`` says from when until when each posting lasts."""

    rules_from: datetime | None
    turns: Sequence[Turn] = ()
    changes: Sequence[Change] = ()
    tenures: Mapping[UUID, tuple[datetime, datetime | None]] = field(default_factory=dict)

    def on_duty(self, at: datetime) -> frozenset[UUID]:
        """Who is on duty at that moment."""
        held = {key for key, (since, until) in self.tenures.items() if since <= at and (not until or at < until)}
        if self.rules_from is None or at < self.rules_from:
            return frozenset(held)
        changes = [change for change in self.changes if change.starts_at <= at < change.ends_at]
        on = {turn.posting_id for turn in self.turns if turn.covers(at)} - {change.out for change in changes}
        return frozenset((on | {change.into for change in changes if change.into}) & held)

    def edges(self, since: datetime, until: datetime) -> list[datetime]:
        """The moments between two others at which who is on duty may change."""
        found = {self.rules_from, *(edge for turn in self.turns for edge in turn.edges(since, until))}
        found |= {edge for change in self.changes for edge in (change.starts_at, change.ends_at)}
        found |= {edge for tenure in self.tenures.values() for edge in tenure}
        return sorted(edge for edge in found if edge and since < edge < until)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which who is on duty does not change."""

    starts_at: datetime
    ends_at: datetime
    postings: frozenset[UUID]


def stretches(plan: Plan, since: datetime, until: datetime) -> list[Stretch]:
    """The time between two moments, cut wherever who is on duty changes."""
    found: list[Stretch] = []
    moments = [since, *plan.edges(since, until), until]
    for begins, ends in pairwise(moments):
        on = plan.on_duty(begins)
        if found and found[-1].postings == on:
            found[-1] = Stretch(found[-1].starts_at, ends, on)
        else:
            found.append(Stretch(begins, ends, on))
    return found


def gaps(plan: Plan, since: datetime, until: datetime) -> list[Stretch]:
    """When nobody is on duty."""
    return [stretch for stretch in stretches(plan, since, until) if not stretch.postings]
