"""How long-running processes hold the database: each thread its own connection, opened anew at once when it is back."""

from django.db import connections

FROZEN_AFTER = 15
"""Seconds."""


STEADY = f"-c idle_in_transaction_session_timeout={FROZEN_AFTER}s -c plan_cache_mode=force_generic_plan"


def leave_pool() -> None:
    """For a process with a few steady threads: a pool would keep them out long after the database is back.

    A process that freezes within a transaction loses it, and with it every lock that others wait for. Its statements
    are few and the same for ever: each is planned once a connection, not at every turn.
    """
    options = connections.settings["default"]["OPTIONS"]
    options.pop("pool", None)
    options["options"] = f"{options.get('options', '')} {STEADY}"
