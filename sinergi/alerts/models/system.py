"""What is wrong with the alarm system itself."""

from django.db import models
from django.db.models import Q

from sinergi.alerts import types
from sinergi.alerts.models.alarms import choices
from sinergi.core.ids import new_id


class SystemAlert(models.Model):
    """One thing the auditor found wrong, from its first sight to its end. Retention: one year after its end."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=24, choices=choices(types.SystemKind))
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    """Whose it is; none: the whole installation's."""
    key = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField()
    since_at = models.DateTimeField()
    """Since when it has been so, as far as the tables tell."""
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_post = models.CharField(max_length=80, blank=True)
    mail_due_at = models.DateTimeField(null=True)
    """When its keepers are mailed next."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "key"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="system_alert_is_open_once",
            ),
            models.CheckConstraint(
                condition=(Q(acknowledged_at__isnull=True) & Q(acknowledged_by__isnull=True))
                | (Q(acknowledged_at__isnull=False) & Q(acknowledged_by__isnull=False)),
                name="system_alert_acknowledged_by_and_at_together",
            ),
        ]
        indexes = [
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="system_mail_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
