"""The whole table, no database: every post × action × state × place, against what issue 2 and architecture §7 say.

What is expected is written here a second time, from the issue's words, and never read from the table itself.
"""

from itertools import product
from types import SimpleNamespace
from uuid import UUID

import pytest

from sinergi.access.types import Function
from sinergi.core.actor import SYSTEM, Actor
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.core.ids import new_id
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import Severity, Status

TOP, REGION, PRISON, OTHER_PRISON, POLICE = (new_id() for _ in range(5))
PATHS = {
    TOP: TOP.hex, REGION: f"{TOP.hex}.{REGION.hex}", PRISON: f"{TOP.hex}.{REGION.hex}.{PRISON.hex}",
    OTHER_PRISON: f"{TOP.hex}.{REGION.hex}.{OTHER_PRISON.hex}", POLICE: POLICE.hex,
}  # fmt: skip
PLACES = {"own": PRISON, "neighbour": OTHER_PRISON, "region": REGION, "top": TOP, "police": POLICE}
AUTHOR = new_id()

INSIDE = {
    "guard", "shift_leader", "gate", "security_chief", "reporting_officer", "facility_head", "intel_officer",
    "programme_officer",
}  # fmt: skip
COMMAND = {"shift_leader", "security_chief", "facility_head"}  # "shift_leader and above"
OPEN = {"FLASH", "CONFIRMED", "UNDER_CONTROL", "RECOVERY", "REPORT_COMPLETE", "REVIEWED", "REOPENED"}
ENDED = {"CLOSED", "FALSE_ALARM", "DUPLICATE"}
EARLY = {"FLASH", "CONFIRMED", "UNDER_CONTROL", "REOPENED"}
# verb: who, of their own facility; and in which states
OWN = {
    "confirm": (COMMAND, {"FLASH"}),
    "amend": (COMMAND | {"reporting_officer"}, OPEN),
    "declare_under_control": (COMMAND, {"CONFIRMED", "REOPENED"}),
    "start_recovery": ({"security_chief", "facility_head"}, {"UNDER_CONTROL"}),
    "complete": ({"security_chief", "reporting_officer"}, {"RECOVERY"}),
    "close": ({"facility_head"}, {"REVIEWED"}),
    "reopen": ({"facility_head"}, ENDED),
    "mark_false_alarm": (COMMAND, EARLY),
    "mark_duplicate": (COMMAND | {"reporting_officer"}, EARLY),
}
REVIEW = {"REPORT_COMPLETE"}


def incident(status: Status, severity: Severity = Severity.MEDIUM, *, restricted: bool = False) -> Incident:
    """An incident of the prison that nobody saved."""
    row = Incident(facility_id=PRISON, status=status, severity=severity, restricted=restricted, completed_by=AUTHOR)
    row._state.fields_cache["facility"] = SimpleNamespace(pk=PRISON, path=PATHS[PRISON])
    return row


def actor(function: str, unit: UUID, person: UUID | None = None) -> Actor:
    """Somebody in one post."""
    return Actor(person or new_id(), new_id(), unit, PATHS[unit], frozenset({function}))


def expected(function: str, action: str, status: str, severity: str, place: str, *, restricted: bool) -> str:
    """Yes, never here, or too late; from the issue."""
    is_above = place in {"region", "top"}
    if action == "report":
        return "yes" if function in INSIDE and place == "own" else "never"
    if action == "add_entry":
        return "never" if function == "auditor" else ("yes" if status in OPEN else "late")
    if restricted:
        may = function == "compliance" and is_above
        states = REVIEW if action == "review" else OWN[action][1]
    elif action == "review":
        small = severity in {"LOW", "MEDIUM"}
        may = function == ("facility_head" if small else "regional_office") and (place == "own" if small else is_above)
        states = REVIEW
    else:
        who, states = OWN[action]
        may = (function in who and place == "own") or (
            action == "reopen" and function == "regional_office" and is_above
        )
    return "never" if not may else ("yes" if status in states else "late")


def answer(who: Actor, action: Action, row: Incident) -> str:
    """What the product says."""
    try:
        POLICY.require(who, action, row)
    except NotAllowed:
        return "never"
    except Conflict:
        return "late"
    return "yes"


# The table is asked about posts in wrong units too, but for two that ``access.functions_of`` makes impossible.
def _odd(function: str, place: str) -> bool:
    return function in {"regional_office", "compliance"} and place in {"own", "neighbour"}


@pytest.mark.parametrize("restricted", [False, True], ids=["ordinary", "restricted"])
@pytest.mark.parametrize("action", list(Action))
def test_every_post_in_every_state_from_every_place(action: Action, restricted: bool) -> None:  # noqa: FBT001 - parameter
    wrong = []
    for function, place in product(Function, PLACES):
        if _odd(function, place):
            continue
        who = actor(function, PLACES[place])
        for status, severity in product(Status, Severity):
            told = answer(who, action, incident(status, severity, restricted=restricted))
            right = expected(function, action, status, severity, place, restricted=restricted)
            if told != right:
                wrong.append(f"{function} at {place}, {status} {severity}: {told}, should be {right}")
    assert wrong == []


@pytest.mark.parametrize("severity", list(Severity))
def test_who_completed_the_report_never_reviews_it(severity: Severity) -> None:
    small = severity in {Severity.LOW, Severity.MEDIUM}
    function, unit = ("facility_head", PRISON) if small else ("regional_office", REGION)
    row = incident(Status.REPORT_COMPLETE, severity)
    assert answer(actor(function, unit), Action.REVIEW, row) == "yes"
    assert answer(actor(function, unit, AUTHOR), Action.REVIEW, row) == "never"


def test_nor_in_a_restricted_case() -> None:
    row = incident(Status.REPORT_COMPLETE, restricted=True)
    assert answer(actor("compliance", REGION), Action.REVIEW, row) == "yes"
    assert answer(actor("compliance", REGION, AUTHOR), Action.REVIEW, row) == "never"


def test_somebody_without_a_function_may_nothing() -> None:
    nobody = Actor(new_id(), new_id(), PRISON, PATHS[PRISON], frozenset())
    assert not any(POLICY.may(nobody, incident(status))[action] for status in Status for action in Action)


def test_the_clock_is_bound_by_states_only() -> None:
    assert answer(SYSTEM, Action.CLOSE, incident(Status.REVIEWED)) == "yes"
    assert answer(SYSTEM, Action.CLOSE, incident(Status.FLASH)) == "late"


def test_a_button_is_shown_exactly_when_it_would_work() -> None:
    for function, status, action in product(Function, Status, Action):
        who, row = actor(function, PRISON), incident(status)
        assert POLICY.may(who, row)[action] is (answer(who, action, row) == "yes")
