"""Rows of the house itself: answers already given, and the clock of a test database."""

from django.db import models


class Receipt(models.Model):
    """The answer given to a keyed request, so that a retry from a dead zone gets the same one.

    Retention: 30 days, then deleted (the fact of what happened stays in the ledger).
    """

    owner = models.UUIDField()
    key = models.CharField(max_length=200)
    body_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    """JSON as it was sent: a repeat is the same to the byte, which jsonb would not keep."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="receipt_is_given_once_per_owner_and_key")]

    def __str__(self) -> str:
        return f"{self.owner}:{self.key}"


class TestClock(models.Model):
    """How far this test database's clock is moved; empty outside tests, and production refuses a row."""

    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.seconds:+} s"


class DemoMark(models.Model):
    """A row says that this database holds an invented world: it travels with every copy, unlike a file beside it."""

    seeded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seeded_at}"
