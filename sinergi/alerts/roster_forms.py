"""The shape of what a keeper of rosters types. Days and times are those of the reader's own clock."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PATTERNS = (
    (0, _("Once")),
    (1, _("Every day")),
    (2, _("Every 2 days")),
    (3, _("Every 3 days (three teams)")),
    (4, _("Every 4 days (four teams)")),
    (7, _("Every week")),
)
MOST_HOURS = 7 * 24
Choices = Iterable[tuple[str, str]]


class Day(forms.DateField):
    """A day in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=picker, **kwargs)
        self.validators += [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


class Clock(forms.TimeField):
    """A time of that day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **kwargs)


class Roster(forms.Form):
    """The posts whose holders take turns."""

    post_ids = forms.TypedMultipleChoiceField(
        label=_("Posts that take turns"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Four teams with a post each are one roster."),
    )
    title = forms.CharField(
        label=_("Name of the roster"), max_length=80, required=False, help_text=_("Empty: the names of the posts.")
    )

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post_ids"].choices = list(posts)  # type: ignore[attr-defined]  # a choice field


class Shift(forms.Form):
    """Who, from when, how long, and how often again."""

    posting_id = forms.UUIDField(label=_("Who"), widget=forms.Select)
    first_on = Day(label=_("First day"))
    first_at = Clock(label=_("Begins at"), help_text=_("By the clock of your own unit."))
    hours = forms.IntegerField(label=_("Length in hours"), min_value=1, max_value=MOST_HOURS)
    every_days = forms.TypedChoiceField(label=_("Comes round"), choices=PATTERNS, coerce=int, widget=forms.RadioSelect)
    until_on = Day(label=_("Last day"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posting_id"].widget.choices = list(people)

    def said(self) -> dict[str, Any]:
        """What ``add_shift`` takes."""
        given = self.cleaned_data
        last = given["until_on"]
        return {
            "posting_id": given["posting_id"],
            "starts_at": moment(given["first_on"], given["first_at"]),
            "minutes": given["hours"] * 60,
            "every_days": given["every_days"],
            "until": moment(last + timedelta(days=1), time()) if last else None,
        }


class Override(forms.Form):
    """Who is replaced, by whom, from when until when."""

    out_posting_id = forms.UUIDField(label=_("Who is replaced"), widget=forms.Select, required=False)
    in_posting_id = forms.UUIDField(label=_("Who comes instead"), widget=forms.Select, required=False)
    from_on = Day(label=_("From day"))
    from_at = Clock(label=_("From time"))
    to_on = Day(label=_("Until day"))
    to_at = Clock(label=_("Until time"), help_text=_("By the clock of your own unit."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("out_posting_id", "in_posting_id"):
            self.fields[name].widget.choices = [("", _("Nobody")), *people]

    def said(self) -> dict[str, Any]:
        """What ``add_override`` takes."""
        given = self.cleaned_data
        return {
            "out_posting_id": given["out_posting_id"],
            "in_posting_id": given["in_posting_id"],
            "starts_at": moment(given["from_on"], given["from_at"]),
            "ends_at": moment(given["to_on"], given["to_at"]),
            "note": given["note"],
        }


FIELDS = {"starts_at": "first_on", "minutes": "hours", "until": "until_on", "ends_at": "to_on"}
"""Which control a refusal of an action belongs to."""


def moment(on: date, at: time) -> datetime:
    """That day and time by the reader's clock."""
    return timezone.make_aware(datetime.combine(on, at))
