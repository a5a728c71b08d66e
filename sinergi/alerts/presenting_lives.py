"""Every send and its life as templates take it: a fold for each rung, a line for each send. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinergi.alerts import presenting_sends
from sinergi.alerts.sends import Count, Life
from sinergi.alerts.types import TELEPHONE, Channel, DeliveryState

CHANNELS: Final = {
    Channel.LIVE_SCREEN: gettext_lazy("screen"),
    Channel.EMAIL: gettext_lazy("mail"),
    Channel.WEBHOOK: gettext_lazy("own system"),
}
_LIFE: Final = (
    ("sent_at", gettext_lazy("sent")),
    ("delivered_at", gettext_lazy("delivered")),
    ("seen_at", gettext_lazy("seen")),
    ("acknowledged_at", gettext_lazy("accepted")),
)


def folds(counts: Iterable[Count], lives: Sequence[Life], *, all_href: str = "") -> list[dict[str, Any]]:
    """One for each rung of each epoch, oldest first."""
    by_rung = {key: list(rows) for key, rows in groupby(lives, key=lambda life: (life.epoch, life.step))}
    return [_fold(count, by_rung.get((count.epoch, count.step), []), all_href) for count in counts]


def summary(count: Count) -> str:
    """9 sent in 0.3 s · 2 seen · 1 failed."""
    took = count.last_at - count.began_at if count.last_at else None
    told = {"n": count.sent, "of": count.planned, "time": span(took) if took is not None else ""}
    sent = _("%(n)d sent in %(time)s") if count.sent == count.planned else _("%(n)d of %(of)d sent in %(time)s")
    said = [
        sent % told if count.sent else ngettext("%(n)d planned", "%(n)d planned", count.planned) % {"n": count.planned},
        _("%(n)d seen") % {"n": count.seen} if count.seen else "",
        _("%(n)d accepted") % {"n": count.acknowledged} if count.acknowledged else "",
        _("%(n)d failed") % {"n": count.failed} if count.failed else "",
    ]
    return " · ".join(filter(None, said))


def lines(lives: Iterable[Life]) -> list[dict[str, Any]]:
    """One line for each send."""
    return [_line(life) for life in lives]


def span(time: timedelta) -> str:
    """0.3 s, 38 s, 2 min 44 s, 36 min."""
    seconds = max(0.0, time.total_seconds())
    if seconds < 10:
        return _("%(s)s s") % {"s": number_format(seconds, 1)}
    if seconds < 60:
        return _("%(s)s s") % {"s": int(seconds)}
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 10 and rest:
        return _("%(m)d min %(s)d s") % {"m": minutes, "s": rest}
    return (
        _("%(m)d min") % {"m": minutes}
        if minutes < 60
        else _("%(h)d h %(m)d min") % dict(zip("hm", divmod(minutes, 60), strict=True))
    )


def later(at: datetime, since: datetime) -> str:
    """+0.3 s; from one minute on: after 36 min."""
    time = at - since
    return f"+{span(time)}" if time < timedelta(minutes=1) else _("after %(time)s") % {"time": span(time)}


def _fold(count: Count, lives: Sequence[Life], all_href: str) -> dict[str, Any]:
    named = lives[0].named if lives else 0
    return {
        "id": f"sends-{count.epoch}-{count.step}",
        "epoch": count.epoch,
        "step": count.step,
        "is_last_call": count.step == TELEPHONE,
        "at": count.began_at,
        "summary": summary(count),
        "lines": lines(lives),
        "elsewhere": count.planned - named,
        "all_href": all_href if named > len(lives) else "",
        "planned": count.planned,
    }


def _line(life: Life) -> dict[str, Any]:
    error, _arrow, following = life.error.partition(" → ")
    stamps = [(name, getattr(life, field)) for field, name in _LIFE]
    has_failed = life.state == DeliveryState.FAILED
    return {
        "who": _("The unit's own system") if life.is_system else life.post_title,
        "channel": CHANNELS[Channel(life.channel)],
        "created_at": life.created_at,
        "stamps": [{"name": name, "late": later(at, life.created_at)} for name, at in stamps if at],
        "has_failed": has_failed,
        "failure": presenting_sends.failure(error),
        "next": CHANNELS[Channel(following)] if following in set(Channel) else "",
        "word": "" if any(at for _name, at in stamps) or has_failed else _waiting(life),
    }


def _waiting(life: Life) -> str:
    if life.state == DeliveryState.SUPERSEDED:
        return _("no longer needed, not sent")
    return _("tried, again soon") if life.error else _("being sent")
