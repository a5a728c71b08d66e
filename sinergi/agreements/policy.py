"""Who may bind a unit: its head, for their own unit; where a unit has no head here, its admin."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sinergi.access.types import HEADS, Function
from sinergi.agreements.types import AgreementState, Matter
from sinergi.core.actor import Actor
from sinergi.core.policy import Policy, Rule
from sinergi.units.types import Agency

SIGNATORIES = HEADS | {Function.UNIT_ADMIN}
WITH_HEADS = frozenset({Agency.CORRECTIONS, Agency.POLICE})
OVER = frozenset({AgreementState.EXPIRED, AgreementState.TERMINATED})


class Action(StrEnum):
    """The verbs of this room; each is a function of ``actions.py``."""

    SIGN_AGREEMENT = "sign_agreement"
    PROPOSE_LINK = "propose_link"
    ACCEPT_LINK = "accept_link"
    END_LINK = "end_link"
    TERMINATE = "terminate"


def for_own_unit(actor: Actor, matter: Matter) -> bool:
    """The head of one of the units concerned, or the admin of one that has no head here."""
    is_head = bool(HEADS & actor.functions)
    return actor.unit_id in matter.units and (is_head or actor.unit_id in matter.headless)


def is_open(matter: Matter) -> bool:
    """Not ended, lapsed or done already."""
    return matter.is_open


POLICY: Policy[Matter] = Policy(
    {
        Action.SIGN_AGREEMENT: Rule(who=SIGNATORIES, where=for_own_unit),
        Action.PROPOSE_LINK: Rule(who=SIGNATORIES, where=for_own_unit, when=is_open),
        Action.ACCEPT_LINK: Rule(who=SIGNATORIES, where=for_own_unit, when=is_open),
        Action.END_LINK: Rule(who=SIGNATORIES, where=for_own_unit, when=is_open),
        Action.TERMINATE: Rule(who=SIGNATORIES, where=for_own_unit, when=is_open),
    }
)


def among(units: Iterable[Mapping[str, Any]], *, is_open: bool = True) -> Matter:
    """A matter of these units (``unit_id`` and ``agency``)."""
    concerned = list(units)
    headless = frozenset(unit["unit_id"] for unit in concerned if unit["agency"] not in WITH_HEADS)
    return Matter(frozenset(unit["unit_id"] for unit in concerned), headless, is_open)


def ends(link: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The two units of a link: the facility first."""
    return [{"unit_id": link[f"{end}_id"], "agency": link[f"{end}_agency"]} for end in ("facility", "partner")]


def is_alive(agreement: Mapping[str, Any]) -> bool:
    """In force, or signed and not yet begun."""
    return agreement["state"] not in OVER


def acceptance(agreement: Mapping[str, Any], link: Mapping[str, Any]) -> Matter:
    """Saying yes to a link: for its two ends, while one of them has not."""
    waits = not (link["facility_accepted_at"] and link["partner_accepted_at"])
    return among(ends(link), is_open=waits and link["ended_at"] is None and is_alive(agreement))


def ending(agreement: Mapping[str, Any], link: Mapping[str, Any]) -> Matter:
    """Closing a link: for its two ends, while it stands."""
    return among(ends(link), is_open=link["ended_at"] is None and is_alive(agreement))


def termination(agreement: Mapping[str, Any]) -> Matter:
    """Ending an agreement: for its parties, while it is alive."""
    return among(agreement["parties"], is_open=is_alive(agreement))
