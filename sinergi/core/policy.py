"""The one judge. Each room's ``policy.py`` is its table; this is the engine that reads it.

Three questions, three answers: may you know it exists (the room's ``visible``, 404) · may you do this here
(``who`` and ``where``, 403) · is it still possible (``when``, 409).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, NotAllowed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """Who may do an action, where, and in which state. The functions' docstrings are printed in docs/policy.md."""

    who: frozenset[str] | set[str]
    where: Callable[[Actor, T], bool]
    when: Callable[[T], bool] | None = None


class Policy(Generic[T]):
    """A table of rules; an action without a row cannot be done by anyone."""

    def __init__(self, rules: Mapping[StrEnum, Rule[T]]) -> None:
        self._rules = dict(rules)

    def __iter__(self) -> Iterator[tuple[StrEnum, Rule[T]]]:
        return iter(self._rules.items())

    def permits(self, actor: Actor, action: StrEnum, thing: T) -> bool:
        """May this actor ever do this here (the 403 question)?"""
        rule = self._rules[action]
        return actor.is_system or (bool(rule.who & actor.functions) and rule.where(actor, thing))

    def can(self, actor: Actor, action: StrEnum, thing: T) -> bool:
        """Would ``require`` let it pass? Pages ask this to show or hide a button."""
        rule = self._rules[action]
        return self.permits(actor, action, thing) and (rule.when is None or rule.when(thing))

    def require(self, actor: Actor, action: StrEnum, thing: T) -> None:
        """Refuse with NotAllowed (403) or Conflict (409), or return."""
        if not self.permits(actor, action, thing):
            raise NotAllowed(
                str(_("Your post may not do this here. Ask the post that may, or your head of unit.")),
                action=action.value,
            )
        rule = self._rules[action]
        if rule.when is not None and not rule.when(thing):
            raise Conflict(
                str(_("This is no longer possible: the state has changed. Reload to see where it stands.")),
                action=action.value,
            )

    def may(self, actor: Actor, thing: T) -> dict[str, bool]:
        """For templates: ``may.confirm`` and so on."""
        return {action.value: self.can(actor, action, thing) for action in self._rules}
