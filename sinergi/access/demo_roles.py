"""Who a visitor of the demo can be, in the order of the page that offers it; the people themselves are the demo's."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Side(StrEnum):
    """Which part of the page a role stands in."""

    PRISON = "prison"
    POLICE = "police"
    ABOVE = "above"
    SUPPORT = "support"
    ELSEWHERE = "elsewhere"


SIDE_LABELS = {
    Side.PRISON: _("In the prison"),
    Side.POLICE: _("At its police partner"),
    Side.ABOVE: _("Above and beside them"),
    Side.SUPPORT: _("Called by type or request"),
    Side.ELSEWHERE: _("Elsewhere, to see what they do not see"),
}


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One button of the page."""

    key: str
    side: Side
    title: str | Promise
    sentence: str | Promise

    @property
    def email(self) -> str:
        """The address of the person behind it."""
        return f"{self.key}@demo.invalid"


P, K, A, S, E = Side.PRISON, Side.POLICE, Side.ABOVE, Side.SUPPORT, Side.ELSEWHERE

DEMO_ROLES: tuple[DemoRole, ...] = (
    DemoRole(
        "guard", P, _("Guard"), _("Stands in Block C of Lapas Kalimaya and reports what happens there, by phone.")
    ),
    DemoRole(
        "shift_leader", P, _("Shift leader"), _("Leads guard team C: hears the alarm first, confirms and corrects.")
    ),
    DemoRole("security_chief", P, _("Chief of security"), _("Commands every guard team; starts recovery.")),
    DemoRole("facility_head", P, _("Head of prison"), _("Answers for Lapas Kalimaya; reviews, closes and signs.")),
    DemoRole("reporting_officer", P, _("Reporting officer"), _("Completes the written report within a day.")),
    DemoRole("gate", P, _("Main gate"), _("Searches what comes in and lets help in.")),
    DemoRole("intel_officer", P, _("Intelligence officer"), _("Reads the signs before something happens.")),
    DemoRole("unit_admin", P, _("Unit administrator"), _("Invites people into posts and ends them.")),
    DemoRole(
        "police_desk", K, _("Police desk"), _("Sits at the 24-hour desk of Polresta Kalimaya, where the alarm rings.")
    ),
    DemoRole("police_ops", K, _("Head of operations"), _("Is woken next when the desk does not answer; sends people.")),
    DemoRole("police_chief", K, _("Chief of police"), _("Commands Polresta Kalimaya; the last step of the ladder.")),
    DemoRole("regional_office", A, _("Regional office"), _("Watches the eight prisons of Wanasagara.")),
    DemoRole("compliance", A, _("Internal compliance"), _("Sees reports about staff; nobody in the prison does.")),
    DemoRole(
        "compliance_above",
        A,
        _("Internal compliance of the directorate"),
        _("Reviews what the region's compliance completed."),
    ),
    DemoRole("directorate", A, _("Directorate duty desk"), _("Sees every prison of the country, day and night.")),
    DemoRole("auditor", A, _("Auditor"), _("Looks at who did what and when, and changes nothing.")),
    DemoRole("fire", S, _("Fire service"), _("Is called to Lapas Kalimaya when it burns.")),
    DemoRole("hospital", S, _("Hospital"), _("Is called when somebody is hurt.")),
    DemoRole("army", S, _("Army district"), _("Helps on request, never commands.")),
    DemoRole("bnn", S, _("Narcotics board"), _("Is called by type, and takes over what was found.")),
    DemoRole("stranger_guard", E, _("Guard of another prison"), _("Works in Lapas Muarasinta, in the other province.")),
    DemoRole(
        "stranger_police", E, _("Police of another prison"), _("Partner of Lapas Muarasinta; sees nothing of Kalimaya.")
    ),
    DemoRole("lpka_guard", E, _("Guard of a children's institution"), _("Works where every inmate is a child.")),
    DemoRole("lpka_police", E, _("Police of a children's institution"), _("Learns what happened, never which child.")),
    DemoRole(
        "expired_police", E, _("Police without an agreement"), _("Its agreement with Lapas Kalimaya lapsed last month.")
    ),
    DemoRole(
        "island_police", E, _("Police post on the island"), _("One small post for the five prisons of Nusakelana.")
    ),
    DemoRole("city_head", E, _("Head of a city remand prison"), _("Answers for 2,184 people in 750 places.")),
)
