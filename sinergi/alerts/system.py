"""What is wrong with the alarm system, as its reader may know it: guarded reads, and words that say what to do."""

from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.alerts.models import SystemAlert
from sinergi.alerts.policy import POLICY, Action, visible_system
from sinergi.alerts.types import BREAKS_ALARMING, Channel, SystemKind
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound

K = SystemKind
WORDS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    K.SILENT_ENGINE: (
        gettext_lazy("The alert engine is silent"),
        gettext_lazy("New alarms may wake nobody. Telephone directly."),
    ),
    K.LATE_LADDER: (gettext_lazy("Alarms climb too late"), gettext_lazy("Telephone the next post directly.")),
    K.OLD_PENDING: (gettext_lazy("Alarms are not being sent"), gettext_lazy("Telephone directly.")),
    K.EXPIRED_LEASE: (
        gettext_lazy("Alarms hang while being sent"),
        gettext_lazy("Telephone to be sure that the other side knows."),
    ),
    K.FAILING_CHANNEL: (
        gettext_lazy("Messages of an alarm do not arrive"),
        gettext_lazy("Keep Sinergi open with its sound on, and telephone when it is urgent."),
    ),
    K.ROSTER_GAP: (gettext_lazy("Nobody is on the roster"), gettext_lazy("Fill the shift now.")),
    K.DESK_WITHOUT_SCREEN: (
        gettext_lazy("The desk has no screen that can be heard"),
        gettext_lazy("Open Sinergi at the desk and turn its sound on."),
    ),
}
"""What is wrong, and what its reader does about it."""
CHANNEL_NAMES: Final = {Channel.EMAIL: gettext_lazy("E-mail"), Channel.LIVE_SCREEN: gettext_lazy("Open screens")}


def list_system_alerts(
    *, actor: Actor, is_open: bool | None = None, before: UUID | None = None, limit: int = 50
) -> list[SystemAlert]:
    """The newest first, one more than asked for if there are more."""
    found = _visible(actor)
    if is_open is not None:
        found = found.filter(ended_at__isnull=is_open)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: limit + 1])


def get_system_alert(*, actor: Actor, alert_id: UUID, lock: bool = False) -> SystemAlert:
    """One of them, locked for whoever takes it on."""
    found = _visible(actor).filter(pk=alert_id)
    alert = (found.select_for_update(of=("self",)) if lock else found).first()
    if alert is None:
        raise NotFound(_("There is no such alert, or it is not open to your unit."))
    return alert


def bar(actor: Actor) -> dict[str, Any] | None:
    """The worst thing that is wrong now and how many more, for the bar above every page; None when all is well.

    What somebody sees to leaves the bar, unless an alarm may wake nobody: that has to be known by all until it ends.
    """
    shouted = Q(acknowledged_at__isnull=True) | Q(kind__in=BREAKS_ALARMING)
    found = list(_visible(actor).filter(shouted, ended_at__isnull=True).order_by("since_at", "pk")[:100])
    if not found:
        return None
    worst = min(found, key=lambda alert: (alert.kind not in BREAKS_ALARMING, alert.unit_id != actor.unit_id))
    return {**shown(worst, actor), "more": len(found) - 1}


def shown(alert: SystemAlert, actor: Actor) -> dict[str, Any]:
    """One of them in words."""
    title, advice = WORDS[alert.kind]
    return {
        "id": alert.pk,
        "title": title,
        "advice": advice,
        "breaks": alert.kind in BREAKS_ALARMING,
        "unit": alert.unit.short_name if alert.unit else "",
        "channel": CHANNEL_NAMES.get(alert.key, ""),  # type: ignore[call-overload]  # as below
        "which": CHANNEL_NAMES.get(alert.key, alert.key),  # type: ignore[call-overload]  # a channel's word, or another key
        "count": alert.count,
        "since": alert.since_at,
        "ended_at": alert.ended_at,
        "handled_by": alert.acknowledged_post,
        "handled_at": alert.acknowledged_at,
        "may": {"acknowledge": POLICY.can(actor, Action.ACKNOWLEDGE_SYSTEM, alert)},
    }


def _visible(actor: Actor) -> QuerySet[SystemAlert]:
    return SystemAlert.objects.filter(visible_system(actor)).select_related("unit")
