"""The shape of answers, and of what screens say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.alerts.types import Sound


class Answer(forms.Form):
    """An answer to the alarm as it was shown: once it has begun anew, an old page no longer answers."""

    epoch = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())


class Response(Answer):
    """On the way: how many, in how many minutes."""

    personnel = forms.IntegerField(
        label=_("Personnel"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autofocus": True}),
        error_messages={
            "required": _("Say how many are coming."),
            "min_value": _("Say how many are coming, at least one."),
        },
    )
    eta_minutes = forms.IntegerField(
        label=_("Arrive in (minutes)"),
        min_value=0,
        max_value=1440,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Say in how many minutes."),
            "min_value": _("Say in how many minutes; 0 if they are there."),
            "max_value": _("Say in how many minutes, at most a day."),
        },
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class Decline(Answer):
    """The unit cannot come."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why your unit cannot come; the prison reads it at once.")},
    )


class Screen(forms.Form):
    """An open screen and whether it can be heard."""

    screen = forms.UUIDField()
    sound = forms.TypedChoiceField(choices=[(sound.value, sound.value) for sound in Sound], coerce=Sound)


class Receipt(forms.Form):
    """What a screen has shown, by the subject that the nudge named."""

    subject = forms.CharField(max_length=80)
    state = forms.ChoiceField(choices=[("delivered", "delivered"), ("seen", "seen")])


class Tested(forms.Form):
    """Which screen tries whether it is reached."""

    screen = forms.UUIDField()
