"""A unit's own ladders: whom an alarm wakes, in which order, when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sinergi.core.ids import new_id


class Ladder(models.Model):
    """A unit's policy for the alarms it matches; empty conditions match everything. The first by position is taken.

    Retention: permanent, an ended one too (who was to be woken when).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=1)
    levels = ArrayField(models.PositiveSmallIntegerField(), default=list)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    """What its subject's room calls it: RIOT, FIRE."""
    place_ids = ArrayField(models.UUIDField(), default=list)
    """These places and all below them."""
    from_time = models.TimeField(null=True)
    until_time = models.TimeField(null=True)
    """By the unit's own clock; until earlier than from goes over midnight."""
    exercise = models.BooleanField(null=True)
    """Only drills, only real alarms, or (none) both."""
    steps = models.JSONField()
    """As edited: ``[{minutes, functions, posts, people, partners, need}]``."""
    end_minutes = models.PositiveSmallIntegerField()
    """After the last step, until the ladder starts again or is exhausted."""
    repeat = models.PositiveSmallIntegerField(default=0)
    frozen = models.JSONField()
    """As an alarm keeps it: repeats written out, seconds, the end's row last (``sinergi.alerts.ladders``)."""
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, until_time__isnull=True)
                | Q(from_time__isnull=False, until_time__isnull=False) & ~Q(from_time=F("until_time")),
                name="ladder_hours_have_two_different_ends",
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(ended_at__isnull=True), name="ladder_name_is_unique_in_its_unit"
            ),
        ]
        indexes = [models.Index(fields=["unit", "position"], condition=Q(ended_at__isnull=True), name="ladder_in_use")]

    def __str__(self) -> str:
        return self.name
