"""Facts, their place in the one order, and the tree that proves it. Facts are never updated."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sinergi.core.ids import new_id


class Fact(models.Model):
    """Something that happened. Retention: permanent; data protection erases payload and salt, never the row.

    ``digest`` = SHA-256(salt ‖ canonical payload), so the proof stays when the payload is erased.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    person_id = models.UUIDField()
    posting_id = models.UUIDField()
    actor_unit_id = models.UUIDField()
    subject = models.CharField(max_length=80)
    unit_id = models.UUIDField()
    units = ArrayField(models.UUIDField(), default=list)
    """Units whose people are told, superiors included (the audience, decided at commit)."""
    people = ArrayField(models.UUIDField(), default=list)
    """Persons told by name, whatever their unit."""
    level = models.PositiveSmallIntegerField(default=0)
    exercise = models.BooleanField(default=False)
    payload = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["subject", "at", "id"], name="fact_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Inbox(models.Model):
    """Facts committed but not yet sealed; the sealer empties it within a second."""

    fact_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.fact_id)


class Seal(models.Model):
    """A fact's dense place in the order, and its leaf in the RFC 6962 tree."""

    seq = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="seal")
    leaf = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.seq)


class TreeHead(models.Model):
    """The tree after a batch: how many leaves, its root, and the compact range to go on from."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    frontier = ArrayField(models.BinaryField(max_length=32))
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} facts"


class Cursor(models.Model):
    """How far a subscriber has read."""

    name = models.CharField(max_length=80, primary_key=True)
    last_seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.last_seq}"
