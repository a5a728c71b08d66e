"""The screens that can be heard."""

from django.db import models

from sinergi.alerts import types
from sinergi.alerts.models.alarms import choices


class Screen(models.Model):
    """An open screen and whether it can be heard. Retention: until silent for a day."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    posting_id = models.UUIDField()
    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="+")
    sound = models.CharField(max_length=8, choices=choices(types.Sound))
    seen_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    """When it last said that it can be heard."""

    class Meta:
        indexes = [models.Index(fields=["posting_id", "seen_at"], name="screen_by_posting")]

    def __str__(self) -> str:
        return f"{self.id} {self.sound}"
