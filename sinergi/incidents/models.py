"""Incidents, who is party to them, what was written, and proposals that wait for a second post."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sinergi.core.ids import new_id
from sinergi.incidents import types


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Incident(models.Model):
    """A disturbance of security and order in one facility. Retention: 10 years after closing, then anonymised."""

    id = models.UUIDField(primary_key=True, default=new_id)
    reference = models.CharField(max_length=20, unique=True)
    facility = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("units.Place", null=True, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=30, choices=[(code, code) for code in types.TYPES])
    severity = models.CharField(max_length=10, choices=_choices(types.Severity))
    status = models.CharField(max_length=20, choices=_choices(types.Status), default=types.Status.FLASH)
    summary = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    """What the full report says; never leaves the facility's own side."""
    occurred_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    time_suspect = models.BooleanField(default=False)
    dead = models.PositiveSmallIntegerField(default=0)
    serious = models.PositiveSmallIntegerField(default=0)
    minor = models.PositiveSmallIntegerField(default=0)
    under_control = models.BooleanField(default=False)
    help_needed = models.BooleanField(default=False)
    help_from = ArrayField(models.CharField(max_length=20), default=list)
    exercise = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    is_child = models.BooleanField(default=False)
    reporter_id = models.UUIDField()
    reporter_posting_id = models.UUIDField()
    commander_posting_id = models.UUIDField(null=True)
    completed_by = models.UUIDField(null=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    confirmed_at = models.DateTimeField(null=True)
    under_control_at = models.DateTimeField(null=True)
    recovery_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-id"], name="incident_by_facility"),
            models.Index(
                fields=["severity", "received_at"], condition=~Q(status__in=sorted(types.ENDED)), name="incident_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="DUPLICATE") & Q(duplicate_of__isnull=False)) | ~Q(status="DUPLICATE"),
                name="duplicate_names_its_original",
            ),
            models.CheckConstraint(
                condition=(Q(completed_at__isnull=True) & Q(completed_by__isnull=True))
                | (Q(completed_at__isnull=False) & Q(completed_by__isnull=False)),
                name="incident_completed_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """How other rooms and the ledger name it."""
        return f"incident:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Not closed, and neither a false alarm nor a duplicate."""
        return self.status not in types.ENDED

    @property
    def casualties(self) -> types.Casualties:
        """MD / LB / LR together."""
        return types.Casualties(self.dead, self.serious, self.minor)

    def move_to(self, status: types.Status) -> None:
        """Take the next state; the caller saves."""
        self.status = status
        self.version += 1


class Party(models.Model):
    """A unit that the incident was shared with, and on what ground. Retention: with its incident."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parties")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=_choices(types.Ground))
    agreement_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True)
    flash = models.JSONField(default=dict)
    """What was shared at first: all that a lapsed partner keeps once the incident is closed."""
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "unit"], name="unit_is_party_to_an_incident_once")]
        indexes = [models.Index(fields=["unit", "-incident"], name="party_by_unit")]

    def __str__(self) -> str:
        return f"{self.incident} · {self.unit}"


class Entry(models.Model):
    """A line of news. Never edited; corrections are new entries. Retention: with its incident."""

    id = models.UUIDField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    """The party (facility or partner) the writer's unit is, or stands above."""
    author_id = models.UUIDField()
    author_post = models.CharField(max_length=80)
    text = models.TextField()
    visibility = models.CharField(max_length=12, choices=_choices(types.Visibility))
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["incident", "at", "id"], name="entry_by_incident")]

    def __str__(self) -> str:
        return f"{self.incident} · {self.at:%H.%M}"


class Proposal(models.Model):
    """Something on a HIGH or CRITICAL incident that needs a second post (architecture §7).

    Retention: until it is seconded, at the longest with its incident.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="proposals")
    verb = models.CharField(max_length=30)
    argument = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    person_id = models.UUIDField()
    post_id = models.UUIDField()
    post_title = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "verb"], name="incident_waits_for_one_second_post_a_verb")
        ]

    def __str__(self) -> str:
        return f"{self.incident} · {self.verb}"
