"""The shape of what people write on pages; what it means is decided by the actions."""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.core import clock, idempotency
from sinergi.core.errors import Invalid
from sinergi.incidents.actions import Correction, Flash
from sinergi.incidents.types import SEVERITY_LABELS, TYPES, Casualties, Severity, Visibility
from sinergi.units.types import AGENCY_LABELS, Agency

HELPERS: Final = (Agency.POLICE, Agency.HEALTH, Agency.FIRE, Agency.ARMY)
YES_NO: Final = (("no", _("No")), ("yes", _("Yes")))
_CLOCK: Final = re.compile(r"(\d{1,2})[.: ]?(\d{2})")
_FIELD_OF: Final = {"place_id": "place", "casualties": "dead"}
"""Where a refusal of an action is shown when the form calls the field otherwise."""
_RELATIVE: Final = {"now": timedelta(0), "5": timedelta(minutes=5)}


def blame(form: forms.Form, refusal: Invalid) -> None:
    """Show what an action refused at the control it is about."""
    for name, sentence in refusal.fields.items():
        control = _FIELD_OF.get(name, name)
        form.add_error(control if control in form.fields else None, sentence)
    if not refusal.fields:
        form.add_error(None, refusal.message)


class Moment(forms.DateTimeField):
    """The device's own clock, filled by script; whatever it says, it never refuses a report."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> datetime | None:
        """A moment with its zone, or nothing."""
        try:
            found = parse_datetime(str(value or "").strip())
        except ValueError:
            return None
        return found if found and found.tzinfo else None


class Report(forms.Form):
    """The flash report: only the type is required."""

    key = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    device_at = Moment(required=False)
    type = forms.CharField(
        label=_("Kind of incident"), max_length=40, error_messages={"required": _("Choose what is happening.")}
    )
    place = forms.UUIDField(label=_("Block or post"), required=False)
    room = forms.UUIDField(label=_("Room"), required=False)
    when = forms.CharField(required=False, max_length=10)
    at = forms.CharField(label=_("Time today"), required=False, max_length=10)
    under_control = forms.CharField(required=False, max_length=5)
    help_from = forms.MultipleChoiceField(
        label=_("Help needed?"), required=False, choices=[(agency.value, AGENCY_LABELS[agency]) for agency in HELPERS]
    )
    dead = forms.IntegerField(label=_("Dead (MD)"), required=False, min_value=0, max_value=9999)
    serious = forms.IntegerField(label=_("Badly hurt (LB)"), required=False, min_value=0, max_value=9999)
    minor = forms.IntegerField(label=_("Lightly hurt (LR)"), required=False, min_value=0, max_value=9999)
    summary = forms.CharField(label=_("In a few words"), required=False, max_length=4000)

    def __init__(self, said: Any = None) -> None:
        super().__init__(said, auto_id="%s")

    def clean_at(self) -> str:
        """0211, 02.11 and 02:11 are the same clock."""
        said = str(self.cleaned_data["at"]).strip()
        if self.data.get("when") == "other" and said and _clock(said) is None:
            raise forms.ValidationError(_("Give a time between 00.00 and 23.59, for example 02.11."))
        return said

    def flash(self) -> Flash:
        """What the action is told."""
        said = self.cleaned_data
        helpers = frozenset(Agency(code) for code in said["help_from"])
        return Flash(
            type=said["type"],
            place_id=said["room"] or said["place"],
            occurred_at=self._occurred_at(),
            device_at=said["device_at"],
            summary=said["summary"],
            casualties=Casualties(said["dead"] or 0, said["serious"] or 0, said["minor"] or 0),
            under_control=said["under_control"] == "yes",
            help_needed=bool(helpers),
            help_from=helpers,
        )

    def fingerprint(self) -> bytes:
        """The same report sent again has the same one, however late the device sent it."""
        said = {name: self.cleaned_data[name] for name in sorted(self.fields) if name not in {"key", "device_at"}}
        return idempotency.fingerprint(*(f"{name}={value}".encode() for name, value in said.items()))

    def _occurred_at(self) -> datetime | None:
        """By the device's clock; the action corrects it by the server's."""
        said = self.cleaned_data
        by_device = said["device_at"] or clock.now()
        time = _clock(said["at"]) if said["when"] == "other" else None
        if time is None:
            return by_device - _RELATIVE["5"] if said["when"] == "5" else None
        local = timezone.localtime(by_device).replace(hour=time[0], minute=time[1], second=0, microsecond=0)
        return local if local <= by_device + timedelta(minutes=1) else local - timedelta(days=1)


class Verb(forms.Form):
    """A verb without words: only the version that its reader saw."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class Completion(Verb):
    """The full report."""

    narrative = forms.CharField(
        label=_("Full report"),
        help_text=_(
            "What happened, what was done, what follows. It stays inside your facility and the offices above it."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what happened; without it there is no report to review.")},
    )


class Reason(Verb):
    """A verb that needs its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why; whoever reads this later must understand it.")},
    )


class SendBack(Verb):
    """What the report still lacks."""

    reason = forms.CharField(
        label=_("What is missing"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is missing, so that the report can be completed.")},
    )


class Original(Verb):
    """Which incident it repeats."""

    duplicate_of = forms.CharField(
        label=_("Reference of the first report"),
        help_text=_("For example GK-2026-000123"),
        max_length=40,
        error_messages={"required": _("Give the reference of the first report.")},
    )


class Amendment(Verb):
    """Corrections; a field that is not sent stays as it is."""

    type = forms.ChoiceField(label=_("Kind of incident"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", ""), *((s.value, SEVERITY_LABELS[s]) for s in Severity)]
    )
    dead = forms.IntegerField(label=_("Dead (MD)"), required=False, min_value=0, max_value=9999)
    serious = forms.IntegerField(label=_("Badly hurt (LB)"), required=False, min_value=0, max_value=9999)
    minor = forms.IntegerField(label=_("Lightly hurt (LR)"), required=False, min_value=0, max_value=9999)
    help_needed = forms.ChoiceField(label=_("Help needed?"), required=False, choices=YES_NO)
    help_from = forms.MultipleChoiceField(
        label=_("Help from whom"),
        required=False,
        choices=[(agency.value, AGENCY_LABELS[agency]) for agency in HELPERS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, places: list[dict[str, Any]], restricted: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kinds = [(code, info.label) for code, info in TYPES.items() if info.is_restricted == restricted]
        self.fields["type"].choices = kinds  # type: ignore[attr-defined] # a ChoiceField
        unknown = ("", gettext("Not known"))
        self.fields["place"].choices = [unknown, *((str(p["place_id"]), p["full_name"]) for p in places)]  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Somebody named for help that is not needed: one of the two is a slip, and it must not be guessed which."""
        said = self.cleaned_data
        if said.get("help_needed") == "no" and said.get("help_from"):
            self.add_error("help_from", _("You answered that no help is needed. Choose Yes, or name nobody."))
        return said

    def correction(self) -> Correction:
        """What the action is told."""
        said = self.cleaned_data
        counts = (said["dead"], said["serious"], said["minor"])
        return Correction(
            type=said["type"] or None,
            severity=Severity(said["severity"]) if said["severity"] else None,
            place_id=forms.UUIDField().to_python(said["place"]) if said["place"] else None,
            casualties=None if None in counts else Casualties(*counts),
            help_needed=said["help_needed"] == "yes" if said["help_needed"] else None,
            help_from=frozenset(said["help_from"]) if said["help_needed"] else None,
        )


class Entry(forms.Form):
    """One line of news."""

    text = forms.CharField(
        label=_("News"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write at least a word.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it"),
        required=False,
        choices=[
            (Visibility.OWN.value, _("our agency only")),
            (Visibility.SHARED.value, _("partners too")),
            (Visibility.RESTRICTED.value, _("the heads of our unit only")),
        ],
    )
    device_at = Moment(required=False)


def _clock(said: str) -> tuple[int, int] | None:
    found = _CLOCK.fullmatch(said.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return (hour, minute) if hour < 24 and minute < 60 else None
