"""What a keeper says of a unit's own ladder, and what no ladder may be. Pure."""

from itertools import pairwise

from django.utils.translation import gettext as _

from sinergi.alerts.types import LadderSaid, Level, StepSaid
from sinergi.core.errors import Invalid

MOST_STEPS, MOST_REPEATS = 8, 5
LONGEST = 12 * 60
"""Minutes from the alarm to the last step, and from there to the end."""


def check(said: LadderSaid) -> None:
    """Refuse what could never work, naming the step."""
    if not said.name.strip():
        raise Invalid(name=_("Give the ladder a name, for example Night."))
    if not 1 <= said.end_minutes <= LONGEST:
        raise Invalid(end_minutes=_("Between 1 and %(most)s minutes.") % {"most": LONGEST})
    if not 0 <= said.repeat <= MOST_REPEATS:
        raise Invalid(repeat=_("It starts again up to %(most)s times.") % {"most": MOST_REPEATS})
    if not set(said.levels) <= set(Level):
        raise Invalid(levels=_("Unknown severity."))
    _check_hours(said)
    _check_steps(said.steps)


def _check_hours(said: LadderSaid) -> None:
    if (said.from_time is None) != (said.until_time is None):
        raise Invalid(until_time=_("Give both times, or none: then it holds day and night."))
    if said.from_time is not None and said.from_time == said.until_time:
        raise Invalid(until_time=_("Two different times, or none: then it holds day and night."))


def _check_steps(steps: tuple[StepSaid, ...]) -> None:
    if not steps:
        raise Invalid(steps=_("A ladder has at least one step."))
    if len(steps) > MOST_STEPS:
        raise Invalid(steps=_("A ladder has up to %(most)s steps.") % {"most": MOST_STEPS})
    silent = next((number for number, step in enumerate(steps, 1) if not step.wakes), None)
    if silent:
        raise _at(silent, _("Step %(n)s wakes nobody. Choose a post, or take the step out."))
    _check_first(steps[0])
    _check_times(steps)


def _check_first(first: StepSaid) -> None:
    if first.minutes != 0:
        raise _at(1, _("Step %(n)s is woken at once: minute 0."))
    if first.partners:
        raise _at(1, _("Partner desks are called from the second step on; your own unit is woken first."))


def _check_times(steps: tuple[StepSaid, ...]) -> None:
    for number, (before, step) in enumerate(pairwise(steps), 2):
        if step.minutes <= before.minutes:
            raise _at(number, _("Step %(n)s must come later than the step before it."))
    if steps[-1].minutes > LONGEST:
        raise _at(len(steps), _("Step %(n)s comes too late: within 12 hours."))


def _at(number: int, sentence: str) -> Invalid:
    return Invalid(**{f"step_{number}": sentence % {"n": number}})
