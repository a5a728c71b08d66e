"""Alarms, where each agency stands with them, and every send."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from sinergi.alerts import types
from sinergi.core.ids import new_id


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """An enum as a field's choices: the words themselves, since people read their labels elsewhere."""
    return [(word.value, word.value) for word in words]


class Alarm(models.Model):
    """One alarm about one subject. Retention: with its subject."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.CharField(max_length=80, unique=True)
    level = models.PositiveSmallIntegerField()
    exercise = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    """Only the persons woken know of it; no unit is told."""
    keeps_words = models.BooleanField(default=False)
    """A child's case: what the reporting side writes is read inside it only."""
    title = models.CharField(max_length=80)
    where = models.CharField(max_length=250)
    details = models.JSONField(default=dict)
    code = models.CharField(max_length=4)
    """Short code said on the phone and in mails: K7Q2."""
    place_id = models.UUIDField(null=True)
    """Where inside the unit; ladders may be chosen by it."""
    reporter_id = models.UUIDField()
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    """When each side that rings had answered."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(exercise=True, closed_at=None), name="drill_under_way")]

    def __str__(self) -> str:
        return self.subject


class Escalation(models.Model):
    """Where one unit stands with one alarm: its frozen ladder and its answer. One row per (alarm, unit).

    Retention: with its alarm.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="escalations")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=20)
    is_origin = models.BooleanField()
    ladder = models.JSONField(default=list)
    ladder_name = models.CharField(max_length=80, blank=True)
    """The unit's own ladder it was frozen from; empty: the usual one."""
    epoch = models.PositiveIntegerField(default=1)
    """Grows whenever the ladder begins anew; what was sent or shown under an earlier one no longer answers."""
    again = models.CharField(max_length=15, choices=choices(types.Again), blank=True)
    """Why it began anew."""
    step = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    """When the ladder goes on; none while it stands still."""
    resume_at = models.DateTimeField(null=True)
    """When it would have gone on, had nobody accepted: for whoever takes the answer back."""
    confirm_at = models.DateTimeField(null=True)
    """Until then they say that they are on the way, or arrive; else the alarm rings again."""
    cuts_drill = models.BooleanField(default=False)
    """It broke into a drill of this unit."""
    state = models.CharField(max_length=15, choices=choices(types.AlertState), default=types.AlertState.OPEN)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_post = models.CharField(max_length=80, blank=True)
    personnel = models.PositiveIntegerField(null=True)
    eta_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    responded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    stood_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alarm", "unit"], name="unit_stands_once_with_an_alarm"),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True) & Q(answered_by__isnull=True))
                | (Q(answered_at__isnull=False) & Q(answered_by__isnull=False)),
                name="alert_answered_by_and_at_together",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="ladder_due"),
            models.Index(fields=["confirm_at"], condition=Q(confirm_at__isnull=False), name="answer_to_confirm"),
            models.Index(fields=["unit", "state"], name="alert_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.alarm} · {self.unit}"

    @property
    def is_ringing(self) -> bool:
        """Somebody of the unit is still called: nobody has answered, or the next post is asked after a refusal."""
        climbs = self.state == types.AlertState.DECLINED and self.next_at is not None
        return bool(self.ladder) and (self.state in types.WAITING or climbs)


class Delivery(models.Model):
    """One send to one person, or to a unit's own system, by one channel: the queue itself.

    Retention: 30 days after the alarm.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="deliveries")
    epoch = models.PositiveIntegerField()
    step = models.SmallIntegerField()
    person_id = models.UUIDField(null=True)
    posting_id = models.UUIDField(null=True)
    endpoint = models.ForeignKey("alerts.Endpoint", on_delete=models.PROTECT, null=True, related_name="deliveries")
    """A unit's system, in place of a person."""
    post_title = models.CharField(max_length=80)
    channel = models.CharField(max_length=15, choices=choices(types.Channel))
    address = models.CharField(max_length=254, blank=True)
    lane = models.PositiveSmallIntegerField()
    """0 real critical · 1 real · 2 drill · 3 routine."""
    state = models.CharField(max_length=12, choices=choices(types.DeliveryState), default=types.DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    replayed_at = models.DateTimeField(null=True)
    """Asked for once more by hand: such a send goes out even after the answer."""
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "epoch", "step", "person_id", "channel"],
                name="person_is_sent_a_step_once_by_a_channel",
            ),
            models.UniqueConstraint(
                fields=["escalation", "epoch", "step", "endpoint"],
                condition=Q(endpoint__isnull=False),
                name="endpoint_is_sent_a_step_once",
            ),
            models.CheckConstraint(
                condition=Q(person_id__isnull=False, posting_id__isnull=False, endpoint__isnull=True)
                | Q(person_id__isnull=True, posting_id__isnull=True, endpoint__isnull=False),
                name="send_goes_to_a_person_or_to_an_endpoint",
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "channel", "next_at"], condition=Q(state="queued"), name="delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.escalation} · {self.post_title} · {self.channel}"
