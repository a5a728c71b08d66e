"""How long-running processes hold the database: each thread its own connection, opened anew at once when it is back."""

from django.db import connections


def leave_pool() -> None:
    """For a process with a few steady threads: a pool would keep them out long after the database is back."""
    connections.settings["default"]["OPTIONS"].pop("pool", None)
