"""One request, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def joined() -> Iterator[None]:
    """Actions called in here join the transaction that is open, without a savepoint each.

    A savepoint costs two round trips on every write and could only help somebody who catches the refusal and goes on
    in the same transaction; an edge never does. This is how Django behaves on a database that has no savepoints.
    """
    features = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = before
