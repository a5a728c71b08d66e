"""Column types that Django has no name for."""

from typing import Any

from django.db import models


class TreePath(models.Field):  # type: ignore[type-arg]  # generic for the type checker only
    """An ``ltree`` path; its labels are the ids of the units from the root down, without dashes."""

    description = "Path in a tree"

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        return "ltree"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        return value

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:  # noqa: ARG002
        return "%s::ltree"


@TreePath.register_lookup
class Under(models.Lookup):
    """``path__under=path``: that unit and all below it."""

    lookup_name = "under"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The tree's own operator, which its index serves."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} <@ {right}::ltree", (*left_params, *right_params)
