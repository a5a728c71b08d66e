"""``on``: upper rooms hear of facts below them, at least once and in order. Make twice harmless."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from sinergi.core import sql
from sinergi.ledger import queries
from sinergi.ledger.types import SealedFact

Handler = Callable[[SealedFact], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A named reader of some kinds of facts; its name is its cursor."""

    name: str
    kinds: frozenset[str]
    handle: Handler


subscriptions: dict[str, Subscription] = {}


def on(*kinds: str) -> Callable[[Handler], Handler]:
    """Register a handler in a room's ``subscribers.py``; its cursor is named after the function."""

    def register(handle: Handler) -> Handler:
        name = f"{handle.__module__}.{handle.__name__}"
        subscriptions[name] = Subscription(name, frozenset(kinds), handle)
        return handle

    return register


def deliver(names: Iterable[str] = ()) -> int:
    """Let each subscriber read on from its cursor; returns how many facts were handled."""
    wanted = [subscriptions[name] for name in (names or list(subscriptions))]
    return sum(map(_read_on, wanted))


@transaction.atomic
def _read_on(subscription: Subscription) -> int:
    sql.run("INSERT INTO ledger_cursor (name, last_seq) VALUES (%s, 0) ON CONFLICT DO NOTHING", [subscription.name])
    cursor = sql.one("SELECT last_seq FROM ledger_cursor WHERE name = %s FOR UPDATE SKIP LOCKED", [subscription.name])
    if cursor is None:
        return 0
    facts = queries.list_after(cursor["last_seq"])
    wanted = [fact for fact in facts if fact.kind in subscription.kinds]
    for fact in wanted:
        subscription.handle(fact)
    if facts:
        sql.run("UPDATE ledger_cursor SET last_seq = %s WHERE name = %s", [facts[-1].seq, subscription.name])
    return len(wanted)
