"""What a fact is before it is written, and what a reader gets back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told: units (with their superiors already among them) and persons by name."""

    units: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()

    @staticmethod
    def of_paths(paths: Iterable[str], people: Iterable[UUID] = ()) -> "Audience":
        """Everyone at these units and above them; a path is the ltree text whose labels are unit ids."""
        labels = {label for path in paths for label in path.split(".") if label}
        return Audience(frozenset(UUID(label) for label in labels), frozenset(people))


NOBODY_TOLD = Audience()


class FactEvent(Protocol):
    """A frozen dataclass in a room's ``events.py``; its own fields are the payload: ids, plain values, no content."""

    kind: ClassVar[str]

    @property
    def subject(self) -> str: ...
    @property
    def unit_id(self) -> UUID: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def level(self) -> int: ...
    @property
    def exercise(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every fact: where it belongs, who is told, how loud."""

    kind: ClassVar[str] = ""
    subject: str
    unit_id: UUID
    audience: Audience = NOBODY_TOLD
    level: int = 0
    exercise: bool = False


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A fact with its place in the order, as subscribers and streams read it."""

    seq: int
    id: UUID
    kind: str
    at: datetime
    subject: str
    unit_id: UUID
    person_id: UUID
    level: int
    exercise: bool
    units: frozenset[UUID] = field(default_factory=frozenset)
    people: frozenset[UUID] = field(default_factory=frozenset)
    payload: dict[str, Any] = field(default_factory=dict)
