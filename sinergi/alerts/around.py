"""How an alarm stands, around its button: clocks, ladder and sends, why it rings again, the last call, the undo."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.alerts import presenting, presenting_again, presenting_clocks, presenting_lives, queries, sends, standing
from sinergi.alerts.actions.answering import TAKE_BACK_WITHIN
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import WAITING, AlertState, DeliveryState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.units.types import Agency

if TYPE_CHECKING:
    from sinergi.alerts.models import Delivery, Escalation

S = AlertState
ANSWERED_THE_CALL: Final = {DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED}


def around(
    actor: Actor, own: "Escalation", sides: Sequence["Escalation"], *, rings_for_me: bool, is_over: bool = False
) -> dict[str, Any]:
    """What alerts/alarm.html takes beside the alarm itself. ``rings_for_me``: it waits for the reader's own answer;
    ``is_over``: the danger is past, and nobody need be telephoned any more."""
    at = clock.now()
    calls = standing.list_calls(actor=actor, alert_id=own.alarm_id)
    waits = standing.find_awaited(own, reader=actor)
    has_accepted = waits is not None and waits.has_accepted
    telephone = None if is_over else _telephone(own, sides, calls)
    is_mine_to_answer = own.is_ringing and own.unit_id == actor.unit_id
    calls_me = telephone is not None and telephone["asks"] and not is_mine_to_answer
    # A refusal climbs: whoever said it looks on calmly, and the next post hears it ring.
    rings = own.is_ringing and (own.state in WAITING or rings_for_me) and not has_accepted
    counts = sends.count_sends([side.pk for side in sides])
    present = [count for count in counts if count.epoch == own.epoch]
    ladder = presenting.ladder(own, _duty(own) if own.is_ringing else None, present)
    presenting_again.mark_declined(own, ladder, at)
    return {
        "alarm": {
            "rings": rings and not calls_me,
            "calls": calls_me,
            "epoch": own.epoch,
            "cuts_drill": _("The drill has stopped. This is a real incident.") if own.cuts_drill and rings else "",
            "again": _again(actor, own, ladder, at),
            "awaited": presenting_again.awaited(waits),
        },
        "has_accepted": has_accepted,
        "heading": _("Accepted; others are still awaited") if has_accepted else "",
        "telephone": telephone,
        "clocks": presenting_clocks.clocks(sides, own_id=own.pk, told=_told(counts, own, sides), is_over=is_over),
        **_sends(own, ladder, counts),
        "undo": _undo(actor, own),
    }


def _again(actor: Actor, own: "Escalation", ladder: dict[str, Any] | None, at: Any) -> str:
    if not own.again or not own.is_ringing:
        return ""
    rungs = ladder.get("rungs", []) if ladder else []
    return presenting_again.again(own, standing.find_said(own, reader=actor), rungs, at)


def _told(counts: Sequence[sends.Count], own: "Escalation", sides: Sequence["Escalation"]) -> dict[Any, str]:
    """Of the other agencies only counts: how many of their present epoch were sent."""
    epochs = {side.pk: side.epoch for side in sides if side.pk != own.pk}
    found: dict[Any, int] = {}
    for count in counts:
        if epochs.get(count.escalation_id) == count.epoch:
            found[count.escalation_id] = found.get(count.escalation_id, 0) + count.sent
    return {key: _("%(n)d sent") % {"n": n} for key, n in found.items() if n}


def _sends(own: "Escalation", ladder: dict[str, Any] | None, counts: Sequence[sends.Count]) -> dict[str, Any]:
    """Under each rung that rings, what was sent; below it the rest: earlier epochs, the last call, answered alarms."""
    mine = [count for count in counts if count.escalation_id == own.pk]
    if not mine:
        return {"ladder": ladder, "folds": []}
    every = reverse("web:alarm-sends", args=[own.alarm_id])
    folds = presenting_lives.folds(mine, sends.list_lives(own), all_href=every)
    rungs = {rung["number"]: rung for rung in (ladder or {}).get("rungs", [])}
    rest = []
    for fold in folds:
        rung = rungs.get(fold["step"]) if fold["epoch"] == own.epoch else None
        if rung is None:
            name = _("Last call") if fold["is_last_call"] else _("Rung %(n)d") % {"n": fold["step"] + 1}
            rest.append(fold | {"name": name})
        else:
            rung["sends"] = fold
    return {"ladder": ladder, "folds": rest}


def _telephone(own: "Escalation", sides: Sequence["Escalation"], calls: Sequence["Delivery"]) -> dict[str, Any] | None:
    """Nobody of a side answered: whom everybody who was called telephones now."""
    silent = [side for side in sides if side.state == S.EXHAUSTED]
    if not silent or not (calls or own in silent):
        return None
    both = [
        side for side in sides if side in silent or side.is_origin or (side.ladder and side.agency == Agency.POLICE)
    ]
    duty = [(side, _duty(side)) for side in both]
    called = [call for call in calls if call.escalation.state == S.EXHAUSTED]
    return {
        "units": ", ".join(side.unit.short_name for side in silent),
        "groups": presenting_again.phones(duty),
        "asks": any(call.state not in ANSWERED_THE_CALL for call in called),
        "action": reverse("alerts:telephone", args=[own.alarm_id]),
    }


def _duty(side: "Escalation") -> list[dict[str, Any]]:
    return queries.list_called(side.unit_id, side.ladder, clock.now())


def _undo(actor: Actor, own: "Escalation") -> dict[str, Any] | None:
    """Ten seconds to take the own acceptance back."""
    if own.answered_at is None or not POLICY.can(actor, Action.TAKE_BACK, own):
        return None
    left = own.answered_at + TAKE_BACK_WITHIN - clock.now()
    if left <= timedelta(0):
        return None
    action = reverse("alerts:take-back", args=[own.alarm_id])
    text = _("You have accepted for %(unit)s.") % {"unit": own.unit.short_name}
    return {"text": text, "action": action, "seconds": max(1, int(left.total_seconds()))}


def sends_page(alert: "Escalation", number: int) -> dict[str, Any]:
    """Every send of a ladder, a page at a time: the context of alerts/sends.html but for its links."""
    lives = sends.list_all(alert, skip=number * sends.PAGE)
    return {
        "alert": alert,
        "lines": presenting_lives.lines(lives[: sends.PAGE]),
        "folds": presenting_lives.folds(sends.count_sends([alert.pk]), []),
        "has_more": len(lives) > sends.PAGE,
    }
