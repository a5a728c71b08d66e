"""Agreements, what they cover, the links they run along, and the doors that are open because of them."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from sinergi.agreements import types
from sinergi.core.ids import new_id


class Agreement(models.Model):
    """A MoU or PKS in force between units of different agencies. Retention: permanent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in types.AgreementKind])
    number = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=250)
    signed_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    """Last day in force; it lapses by itself at midnight in the facility's zone."""
    terminated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="agreement_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A unit that signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "unit"], name="unit_signs_an_agreement_once")]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.unit}"


class ScopeItem(models.Model):
    """One thing the agreement covers."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scopes")
    scope = models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in types.Scope])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "scope"], name="scope_stands_once_in_an_agreement")]

    def __str__(self) -> str:
        return self.scope


class UnitLink(models.Model):
    """A facility and a partner unit that both accepted to be connected. No link, no door."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="links")
    facility = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    facility_accepted_at = models.DateTimeField(null=True, blank=True)
    partner_accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "facility", "partner"], name="units_are_linked_once_by_an_agreement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility} ↔ {self.partner}"


class Door(models.Model):
    """One open scope along one link, and when: rewritten in the transaction that changes an agreement or link."""

    id = models.UUIDField(primary_key=True, default=new_id)
    link = models.ForeignKey(UnitLink, on_delete=models.CASCADE, related_name="doors")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=20)
    during = DateTimeRangeField()

    class Meta:
        indexes = [
            GistIndex(fields=["during"], name="door_by_time"),
            models.Index(fields=["facility", "scope"], name="door_by_facility"),
            models.Index(fields=["partner", "scope"], name="door_by_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.facility} → {self.partner}"
