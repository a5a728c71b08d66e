"""Who may invite, post, end, hand over and revoke: the unit's own admin and head, for their unit and those below it."""

from enum import StrEnum

from sinergi.access.types import Desk, Function
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.policy import Policy, Rule

ADMINS = frozenset({Function.UNIT_ADMIN, Function.FACILITY_HEAD, Function.POLICE_CHIEF})
EVERYONE = frozenset(Function)
NOBODY: frozenset[str] = frozenset()


class Action(StrEnum):
    """The verbs of this room; each is a function of ``actions.py``."""

    CREATE_PERSON = "create_person"
    INVITE = "invite"
    INVITE_AGAIN = "invite_again"
    CREATE_POST = "create_post"
    POST_PERSON = "post_person"
    END_POSTING = "end_posting"
    HAND_OVER = "hand_over"
    ISSUE_TOKEN = "issue_token"  # noqa: S105 - the name of a verb
    REVOKE_TOKEN = "revoke_token"  # noqa: S105 - the name of a verb
    START_SIGN_IN = "start_sign_in"
    END_SIGN_IN = "end_sign_in"


def own_unit_or_below(actor: Actor, desk: Desk) -> bool:
    """In the actor's unit or a unit below it."""
    return bool(actor.unit_path) and f"{desk.unit_path}.".startswith(f"{actor.unit_path}.")


def not_oneself(actor: Actor, desk: Desk) -> bool:
    """In the actor's unit or below it, and somebody else's: nobody gives a post to himself."""
    return own_unit_or_below(actor, desk) and desk.person_id != actor.person_id


def own_posting(actor: Actor, desk: Desk) -> bool:
    """The actor's own posting: nobody makes a key to another person's rights."""
    return desk.posting_id == actor.posting_id


def own_or_administered(actor: Actor, desk: Desk) -> bool:
    """One's own, or in the unit one administers or below it."""
    return desk.person_id == actor.person_id or (own_unit_or_below(actor, desk) and bool(ADMINS & actor.functions))


def nowhere(_actor: Actor, _desk: Desk) -> bool:
    """Only the product itself."""
    return False


def is_not_over(desk: Desk) -> bool:
    """It has not ended yet."""
    return desk.ended_at is None or desk.ended_at > clock.now()


POLICY: Policy[Desk] = Policy(
    {
        Action.CREATE_PERSON: Rule(who=ADMINS, where=own_unit_or_below),
        Action.INVITE: Rule(who=ADMINS, where=own_unit_or_below),
        Action.INVITE_AGAIN: Rule(who=ADMINS, where=own_unit_or_below, when=is_not_over),
        Action.CREATE_POST: Rule(who=ADMINS, where=own_unit_or_below),
        Action.POST_PERSON: Rule(who=ADMINS, where=not_oneself),
        Action.END_POSTING: Rule(who=ADMINS, where=own_unit_or_below, when=is_not_over),
        Action.HAND_OVER: Rule(who=ADMINS, where=own_unit_or_below, when=is_not_over),
        Action.ISSUE_TOKEN: Rule(who=EVERYONE, where=own_posting, when=is_not_over),
        Action.REVOKE_TOKEN: Rule(who=EVERYONE, where=own_or_administered, when=is_not_over),
        Action.START_SIGN_IN: Rule(who=NOBODY, where=nowhere, when=is_not_over),
        Action.END_SIGN_IN: Rule(who=EVERYONE, where=own_or_administered, when=is_not_over),
    }
)


def visible(actor: Actor, desk: Desk) -> bool:
    """People and posts are seen by those in the same unit or above it, and one's own by oneself."""
    return actor.is_system or desk.person_id == actor.person_id or own_unit_or_below(actor, desk)
