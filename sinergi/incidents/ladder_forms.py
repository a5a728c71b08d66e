"""The shape of what a keeper of ladders types: the conditions, and a row for each step."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.access.types import FUNCTION_LABELS, Function
from sinergi.alerts.types import LadderSaid, Need, StepSaid
from sinergi.core import clock
from sinergi.core.errors import Invalid
from sinergi.incidents.foretelling import Event
from sinergi.incidents.types import SEVERITY_LABELS, TYPES, Severity

NEEDS: Final = ((Need.ONE, _("one of them")), (Need.ALL, _("all of them")), (Need.EACH_POST, _("one of each post")))
MOST_ROWS: Final = 8
Choices = Iterable[tuple[str, str]]


class _Clock(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), required=False, **kwargs)


class _Boxes(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class Head(forms.Form):
    """Its name, when it holds, and how it ends."""

    name = forms.CharField(label=_("Name of the ladder"), max_length=80, help_text=_("For example: Night"))
    levels = _Boxes(
        label=_("Severity"), coerce=int, choices=[(s.level.value, SEVERITY_LABELS[s]) for s in reversed(Severity)]
    )
    kinds = _Boxes(label=_("Kind of incident"), choices=[(code, kind.label) for code, kind in TYPES.items()])
    place_ids = _Boxes(label=_("Place"), coerce=UUID, help_text=_("Everything inside these places too."))
    from_time = _Clock(label=_("From time"))
    until_time = _Clock(label=_("Until time"), help_text=_("Both empty: day and night. By your unit's own clock."))
    exercise = forms.ChoiceField(
        label=_("Drills"), widget=forms.RadioSelect,
        choices=[("any", _("Real and drill")), ("no", _("Real only")), ("yes", _("Drill only"))],
    )  # fmt: skip
    end_minutes = forms.IntegerField(
        label=_("Minutes after the last step"), initial=5, help_text=_("Then it starts again, or everybody telephones.")
    )
    repeat = forms.IntegerField(label=_("How often it starts again"), initial=0, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Step(forms.Form):
    """One step."""

    minutes = forms.IntegerField(label=_("Minutes after the alarm"), min_value=0)
    functions = _Boxes(label=_("Kind of post"))
    posts = _Boxes(label=_("Only these posts"), coerce=UUID)
    people = _Boxes(label=_("Only these people"), coerce=UUID)
    partners = forms.BooleanField(label=_("Partner desks too, if they only look on so far"), required=False)
    need = forms.ChoiceField(label=_("Who must accept"), choices=NEEDS, initial=Need.ONE, widget=forms.RadioSelect)
    remove = forms.BooleanField(label=_("Take this step out"), required=False)

    def said(self) -> StepSaid:
        """What the action takes."""
        given = self.cleaned_data
        who = {name: tuple(given[name]) for name in ("functions", "posts", "people")}
        need = Need(given["need"])
        return StepSaid(given["minutes"], **who, partners=given["partners"], need=need)


class Sheet:
    """The whole form: head and steps. Shown again without judgement while rows are added."""

    def __init__(
        self, sent: QueryDict | None, *, said: LadderSaid | None, version: int | None, choices: Mapping[str, Choices]
    ) -> None:
        self.sent, self.choices, self._written = sent, choices, said
        start = _start(said) | {"version": version}
        first = [asdict(step) for step in said.steps] if said else [{"minutes": 0}, {"minutes": 3}]
        self.head = self._head(sent, start)
        self.steps = [self._step(number, sent, {}) for number in self._numbers(sent)] if sent is not None else []
        self.steps = self.steps or [self._step(number, None, row) for number, row in enumerate(first)]

    def is_valid(self) -> bool:
        """Every row is judged, so that all mistakes are shown at once."""
        return all([self.head.is_valid(), *(step.is_valid() for step in self.steps)])

    def can_be_looked_at(self) -> bool:
        """Is there a whole ladder: the written one, or what was sent?"""
        return self.is_valid() if self.sent is not None else self._written is not None

    def said(self) -> LadderSaid:
        """What the action takes."""
        if self.sent is None and self._written is not None:
            return self._written
        given = self.head.cleaned_data
        conditions: dict[str, Any] = {name: tuple(given[name]) for name in ("levels", "kinds", "place_ids")}
        hours = {name: given[name] for name in ("from_time", "until_time")}
        exercise = {"yes": True, "no": False}.get(given["exercise"])
        steps = tuple(step.said() for step in self.steps)
        end = given["end_minutes"]
        return LadderSaid(given["name"], steps, end, given["repeat"] or 0, **conditions, **hours, exercise=exercise)

    def blame(self, refusal: Invalid) -> None:
        """Show what the action refused at the control, and above the form."""
        for name, sentence in refusal.fields.items():
            number = name.removeprefix("step_")
            if number.isdigit() and int(number) <= len(self.steps):
                self.steps[int(number) - 1].add_error("minutes", sentence)
                self.head.add_error(None, sentence)
            else:
                self.head.add_error(name if name in self.head.fields else None, sentence)

    def grown(self) -> "Sheet":
        """The same, with one row more and nothing judged."""
        if self.sent is not None:
            numbers = self._numbers(self.sent)
            self.head = self._head(None, _raw(self.head, self.sent))
            rows = [_raw(self._step(number, None, {}), self.sent) for number in numbers]
            last = int(rows[-1]["minutes"]) if rows and str(rows[-1]["minutes"]).isdigit() else 0
            rows += [{"minutes": last + 3}] if len(rows) < MOST_ROWS else []
            self.steps = [self._step(number, None, row) for number, row in enumerate(rows)]
        return self

    @property
    def errors(self) -> bool:
        """Is anything wrong?"""
        return bool(self.head.errors or any(step.errors for step in self.steps))

    def _numbers(self, sent: QueryDict) -> list[int]:
        said = [number for number in range(MOST_ROWS + 1) if f"step-{number}-minutes" in sent]
        return [number for number in said if f"step-{number}-remove" not in sent]

    def _head(self, sent: QueryDict | None, start: dict[str, Any]) -> Head:
        form = Head(sent, initial=start, auto_id="%s")
        form.fields["place_ids"].choices = list(self.choices["places"])  # type: ignore[attr-defined]  # a choice field
        if not self.choices["places"]:
            del form.fields["place_ids"]
            form.fields["place_ids"] = forms.TypedMultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
        return form

    def _step(self, number: int, sent: QueryDict | None, start: dict[str, Any]) -> Step:
        form = Step(sent, initial=start, prefix=f"step-{number}", auto_id="%s")
        for name in ("functions", "posts", "people"):
            form.fields[name].choices = list(self.choices[name])  # type: ignore[attr-defined]  # a choice field
        if number == 0:
            del form.fields["remove"]
            form.fields["partners"].widget = forms.HiddenInput()
        return form


class Question(forms.Form):
    """The dry run's question."""

    type = forms.ChoiceField(label=_("Kind of incident"), choices=[(code, kind.label) for code, kind in TYPES.items()])
    severity = forms.ChoiceField(
        label=_("Severity"), required=False,
        choices=[("", _("As usual for its kind")), *((s.value, SEVERITY_LABELS[s]) for s in reversed(Severity))],
    )  # fmt: skip
    place_id = forms.TypedChoiceField(label=_("Place"), required=False, coerce=UUID, empty_value=None)
    hour = _Clock(label=_("Time"), help_text=_("Empty: now."))
    help_needed = forms.BooleanField(label=_("Help is asked for"), required=False)
    exercise = forms.BooleanField(label=_("As a drill"), required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, auto_id="ask-%s")  # type: ignore[misc]  # a form has one
        self.fields["place_id"].choices = [("", _("Not known")), *places]  # type: ignore[attr-defined]  # a choice field

    def event(self) -> Event:
        """What is supposed to happen."""
        given = self.cleaned_data
        severity = Severity(given["severity"]) if given["severity"] else None
        said = {name: given[name] for name in ("place_id", "help_needed", "exercise")}
        return Event(given["type"], severity, **said, at=_next(given["hour"]))


def function_choices(functions: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of post in words."""
    return [(each, str(FUNCTION_LABELS[Function(each)])) for each in functions]


def _start(said: LadderSaid | None) -> dict[str, Any]:
    if said is None:
        return {"exercise": "any"}
    return asdict(said) | {"exercise": {True: "yes", False: "no", None: "any"}[said.exercise]}


def _raw(form: forms.Form, sent: QueryDict) -> dict[str, Any]:
    names = {name: form.add_prefix(name) for name in form.fields}
    many = (forms.MultipleChoiceField,)
    return {
        name: sent.getlist(key) if isinstance(form.fields[name], many) else sent.get(key) for name, key in names.items()
    }


def _next(hour: time | None) -> datetime | None:
    """When it is next that time by the reader's clock."""
    if hour is None:
        return None
    now = timezone.localtime(clock.now())
    at = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)
