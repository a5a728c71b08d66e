"""Who does a thing: ids only. Every action takes it explicitly; the clock is an actor like any other."""

from dataclasses import dataclass, field
from uuid import UUID

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one posting. Rights come from the post's functions and its unit, never from the person."""

    person_id: UUID
    posting_id: UUID
    unit_id: UUID
    unit_path: str
    """The unit's place in the tree, as ltree text; its last label is the unit itself."""
    functions: frozenset[str]
    session_id: str = ""
    scopes: frozenset[str] = field(default_factory=lambda: frozenset({"read", "write"}))
    """What the token may do; a signed-in person has both."""

    @property
    def is_system(self) -> bool:
        """True for the clock and for repairs made by the product itself."""
        return self.person_id == NOBODY


SYSTEM = Actor(NOBODY, NOBODY, NOBODY, "", frozenset())
