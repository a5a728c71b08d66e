"""How times, severities and icons are written. A dot is a clock (02.11), a colon is a duration (02:26)."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core import clock as time

register = template.Library()

ZONE_NAMES: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT", "UTC": "UTC"}
CLOCKS: Final = {"": "%H.%M {zone}", "hm": "%H.%M", "hms": "%H.%M.%S", "hms_zone": "%H.%M.%S {zone}"}
SEVERITIES: Final = {
    "critical": gettext_lazy("Critical"),
    "high": gettext_lazy("High"),
    "medium": gettext_lazy("Medium"),
    "low": gettext_lazy("Low"),
}
ANSWERS: Final = {
    "none": ("none", "bell-ringing", gettext_lazy("Not answered yet")),
    "open": ("none", "bell-ringing", gettext_lazy("Not answered yet")),
    "exhausted": ("none", "phone", gettext_lazy("Nobody answered, call")),
    "silent": ("na", "minus", gettext_lazy("Nobody answered")),
    "acknowledged": ("ok", "check", gettext_lazy("Accepted")),
    "responding": ("move", "truck", gettext_lazy("On the way")),
    "arrived": ("here", "map-pin-check", gettext_lazy("Arrived")),
    "stood_down": ("ok", "circle-check", gettext_lazy("Done")),
    "declined": ("na", "ban", gettext_lazy("Declined")),
    "superseded": ("na", "minus", gettext_lazy("Replaced by a later alarm")),
    "not_asked": ("na", "minus", gettext_lazy("Not asked")),
}
"""Look, icon and word of the state an alert has for one agency."""

_serial = itertools.count(1)


def zone_name() -> str:
    """WIB, WITA or WIT: the zone the reader's unit lives in."""
    return ZONE_NAMES.get(timezone.get_current_timezone_name(), timezone.get_current_timezone_name())


@register.filter(is_safe=True)
def clock(at: datetime | None, how: str = "") -> SafeString | str:
    """``02.11 WIB``; how: ``hm`` 02.11, ``hms`` 02.11.14, ``hms_zone`` 02.11.14 WIB."""
    if not at:
        return ""
    local = timezone.localtime(at)
    text = local.strftime(CLOCKS[how]).format(zone=zone_name())
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.filter
def day(at: datetime | date | None, how: str = "") -> str:
    """``22 Nov 2026``; how: ``long`` adds the name of the day, ``short`` leaves out the year."""
    if not at:
        return ""
    on = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return formats.date_format(on, {"": "j M Y", "long": "l, j M Y", "short": "j M"}[how])


def _seconds(value: Any) -> float:
    if isinstance(value, datetime):
        return (time.now() - value).total_seconds()
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


@register.filter
def duration(value: timedelta | datetime | float | None, coarse: str = "") -> str:
    """``02:26`` (coarse: ``2 mnt``), from one hour ``1 j 33 mnt``, from one day ``7 hari``. A moment counts to now."""
    if value is None or value == "":
        return ""
    seconds = int(abs(_seconds(value)))
    if coarse and seconds < 3600:
        return _("%(minutes)d min") % {"minutes": seconds // 60}
    if seconds < 3600:
        return f"{seconds // 60:02}:{seconds % 60:02}"
    if seconds < 86400:
        return _("%(hours)d h %(minutes)02d min") % {"hours": seconds // 3600, "minutes": seconds // 60 % 60}
    return _("%(days)d days") % {"days": seconds // 86400}


@register.filter
def delay(value: timedelta | float | None) -> str:
    """How late an answer came: ``+38 dtk``, ``+2 mnt 44 dtk``."""
    if value is None or value == "":
        return ""
    seconds = int(_seconds(value))
    if seconds < 60:
        return _("+%(seconds)d s") % {"seconds": seconds}
    if seconds < 3600:
        return _("+%(minutes)d min %(seconds)d s") % {"minutes": seconds // 60, "seconds": seconds % 60}
    return f"+{duration(seconds)}"


@register.simple_tag
def age(since: datetime | None, *, coarse: bool = False) -> SafeString | str:
    """How long ago, counting on in the browser; ``coarse=True`` in whole minutes."""
    if not since:
        return ""
    rough = SafeString(" coarse") if coarse else ""
    text = duration(since, "coarse" if coarse else "")
    return format_html('<s-age role="timer" class="num" since="{}"{}>{}</s-age>', since.isoformat(), rough, text)


@register.simple_tag
def countdown(until: datetime | None, say: str = "", *, overdue: bool = False) -> SafeString | str:
    """What is left until then; past it ``00:00``, or with ``overdue=True`` ``lewat 04:12``."""
    if not until:
        return ""
    left = (until - time.now()).total_seconds()
    late = overdue and left < 0
    text = _("overdue %(time)s") % {"time": duration(-left)} if late else duration(max(0.0, left))
    return format_html(
        '<s-countdown role="timer" class="num{}" until="{}"{}{}>{}</s-countdown>',
        " s-late" if late else "",
        until.isoformat(),
        SafeString(" overdue") if overdue else "",
        format_html(' say="{}"', say) if say else "",
        text,
    )


@register.simple_tag
def bar(since: datetime | None, until: datetime | None, label: str = "", kind: str = "") -> SafeString | str:
    """A thin bar of how much of the time between is gone; it moves on in the browser."""
    if not since or not until:
        return ""
    whole = (until - since).total_seconds() or 1
    gone = min(1.0, max(0.0, (time.now() - since).total_seconds() / whole))
    return format_html(
        '<progress class="s-bar" max="1" value="{}" data-from="{}" data-until="{}" aria-label="{}"{}></progress>',
        f"{gone:.3f}",
        since.isoformat(),
        until.isoformat(),
        label or _("Time gone"),
        format_html(' data-ans="{}"', kind) if kind else "",
    )


@register.simple_tag
def icon(name: str, css: str = "s-i") -> SafeString:
    """An icon of the sprite, beside a word; never alone without a label on its parent."""
    attribute = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} aria-hidden="true"><use href="{}#{}"/></svg>', attribute, static("icons.svg"), name)


@register.simple_tag
def sprite() -> str:
    """The address of the icon sprite."""
    return static("icons.svg")


@register.filter
def answer_kind(state: str) -> str:
    """none, ok, move, here, na: how an answer looks."""
    return ANSWERS[str(state).lower()][0]


@register.filter
def answer_icon(state: str) -> str:
    """The icon of an answer."""
    return ANSWERS[str(state).lower()][1]


@register.filter
def answer_word(state: str) -> str:
    """The word of an answer."""
    return str(ANSWERS[str(state).lower()][2])


@register.filter
def severity_word(severity: str) -> str:
    """KRITIS, TINGGI, SEDANG, RENDAH: the word that stands beside the shape."""
    return str(SEVERITIES[str(severity).lower()])


@register.simple_tag
def fresh_id(prefix: str) -> str:
    """An id no other part of the page has, for a component that is used more than once."""
    return f"{prefix}-{next(_serial) % 100000}"


@register.filter
def initials(name: str) -> str:
    """WL for Wirya Laksmana: the round button of the account."""
    return "".join([word[0] for word in name.split() if word[0].isalpha()][:2]).upper()
