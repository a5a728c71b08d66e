"""Units of every agency in their trees, facilities among them, and the places inside a facility."""

from enum import StrEnum

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from sinergi.core.fields import TreePath
from sinergi.core.ids import new_id
from sinergi.units import types


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Unit(models.Model):
    """One office, prison, station or hospital. Retention: permanent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.CharField(max_length=20, choices=_choices(types.Agency))
    kind = models.CharField(max_length=20, choices=_choices(types.UnitKind))
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = TreePath()
    zone = models.CharField(max_length=30, default="Asia/Jakarta")
    address = models.CharField(max_length=250, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="unit_tree")]
        constraints = [models.UniqueConstraint(fields=["path"], name="unit_stands_once_in_its_tree")]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A prison: its class, its legal security classification and its territory police unit (always one)."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="facility")
    facility_class = models.CharField(max_length=10, blank=True)
    security_classification = models.CharField(max_length=20, blank=True)
    capacity = models.PositiveIntegerField(default=0)
    occupancy = models.PositiveIntegerField(default=0)
    territory_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="territory_of")
    gates = models.TextField(blank=True)
    """How help gets in: gates, their hours, where weapons are left."""

    def __str__(self) -> str:
        return self.unit.name


class Place(models.Model):
    """A place inside a facility: block, cell, tower, gate … A tree per facility."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=20, choices=_choices(types.PlaceKind))
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=200)
    """The names from the facility down, as people say it: "Blok C, kamar 4"."""
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "full_name"], name="place_name_is_unique_in_its_facility")
        ]

    def __str__(self) -> str:
        return self.full_name
