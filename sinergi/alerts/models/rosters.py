"""Who takes turns at which posts: rosters, their shifts, and what deviates from them."""

from django.db import models
from django.db.models import F, Q

from sinergi.core.ids import new_id

LONGEST_CYCLE = 60
"""Days after which a shift comes round again, at most."""
LONGEST_SHIFT = 7 * 24 * 60
"""Minutes."""
MINUTES_A_DAY = 24 * 60


class Roster(models.Model):
    """The holders of some posts of a unit take turns: it rules from its first shift on. Retention: permanent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("created_at")), name="roster_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RosterPost(models.Model):
    """A post whose holders are woken by a roster; four teams are four posts of one roster. Retention: permanent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="posts")
    post = models.ForeignKey("access.Post", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    """With its roster; kept here so that the database itself refuses a second living roster."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(ended_at__isnull=True), name="post_has_one_roster_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.roster} · {self.post}"


class Shift(models.Model):
    """When one holder is on duty: once, or again every so many days. Retention: permanent (who was on duty when).

    Exact without a calendar: none of the three zones has summer time, so a day is always 24 hours.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="shifts", db_index=False)
    posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    """The first time."""
    minutes = models.PositiveSmallIntegerField()
    every_days = models.PositiveSmallIntegerField(default=0)
    """0: once."""
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(minutes__lte=LONGEST_SHIFT), name="shift_lasts_a_minute_to_a_week"
            ),
            models.CheckConstraint(
                condition=Q(every_days=0) | Q(minutes__lte=F("every_days") * MINUTES_A_DAY),
                name="shift_ends_before_it_comes_round_again",
            ),
            models.CheckConstraint(
                condition=Q(every_days__lte=LONGEST_CYCLE), name="shift_comes_round_within_sixty_days"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("starts_at")), name="shift_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["roster", "posting"], name="shift_by_roster")]

    def __str__(self) -> str:
        return f"{self.posting} · {self.starts_at}"


class Override(models.Model):
    """For a while one is taken off and another put on; whoever is put on is on, whatever else is said.

    Retention: permanent (who was on duty when).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="overrides", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    out_posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+", null=True)
    in_posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+", null=True)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="override_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(out_posting__isnull=False) | Q(in_posting__isnull=False),
                name="override_takes_off_or_puts_on",
            ),
            models.CheckConstraint(
                condition=Q(out_posting__isnull=True) | Q(in_posting__isnull=True) | ~Q(out_posting=F("in_posting")),
                name="override_names_two_different_postings",
            ),
        ]
        indexes = [models.Index(fields=["roster", "ends_at"], name="override_by_roster")]

    def __str__(self) -> str:
        return f"{self.roster} · {self.starts_at}"
