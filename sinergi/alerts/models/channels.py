"""Ways to reach people and units, and the tries by which somebody sees whether one works."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from sinergi.alerts import types
from sinergi.alerts.models.alarms import choices
from sinergi.core.ids import new_id


class Contact(models.Model):
    """A further way to reach a person, tried in its turn when a send has failed. Retention: with the person.

    Open screens and the mail address of the account need no row: they are tried at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=15, choices=choices(types.Channel))
    address = models.CharField(max_length=254)
    position = models.PositiveSmallIntegerField()
    verified_at = models.DateTimeField(null=True)
    """Nothing is sent to an address that was not proved to be the person's."""
    last_delivered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "channel"], name="person_has_one_contact_by_a_channel"),
            models.UniqueConstraint(fields=["person_id", "position"], name="contacts_of_a_person_stand_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.channel}"


class Endpoint(models.Model):
    """A unit's own system, told of each rung by a signed webhook. Retention: 30 days after it ended."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=250)
    secret = models.CharField(max_length=300)
    """Hidden (``core.hidden``): a copy of the database alone signs nothing."""
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "url"], condition=Q(ended_at__isnull=True), name="unit_tells_an_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.url}"

    @property
    def host(self) -> str:
        """Its name on the net, short enough for a title."""
        return urlsplit(self.url).hostname or self.url


class Trial(models.Model):
    """A test asked for by a person, by one channel, and how it went. Retention: 30 days."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=15, choices=choices(types.Channel))
    address = models.CharField(max_length=254)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, null=True, related_name="trials")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_at__isnull=False), name="trial_is_done_after_it_was_taken"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(done_at__isnull=True), name="trial_waiting")]

    def __str__(self) -> str:
        return f"{self.channel} {self.asked_at}"
