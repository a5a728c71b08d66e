"""Addresses of this room: verbs, and what screens report."""

from django.urls import path

from sinergi.alerts import roster_views, system_views, views

app_name = "alerts"
urlpatterns = [
    path("system/", system_views.system_alerts, name="system"),
    path("system/<uuid:alert_id>/acknowledge/", system_views.acknowledge_system, name="acknowledge-system"),
    path("alerts/screens/", views.arm_screen, name="screens"),
    path("alerts/receipts/", views.confirm_receipt, name="receipts"),
    path("alerts/<uuid:alert_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("alerts/<uuid:alert_id>/respond/", views.respond, name="respond"),
    path("alerts/<uuid:alert_id>/decline/", views.decline, name="decline"),
    path("alerts/<uuid:alert_id>/arrive/", views.arrive, name="arrive"),
    path("alerts/<uuid:alert_id>/stand-down/", views.stand_down, name="stand-down"),
    path("duty/", roster_views.duty, name="duty"),
    path("duty/rosters/new/", roster_views.create_roster, name="create-roster"),
    path("duty/rosters/<uuid:roster_id>/", roster_views.roster, name="roster"),
    path("duty/rosters/<uuid:roster_id>/end/", roster_views.end_roster, name="end-roster"),
    path("duty/rosters/<uuid:roster_id>/shifts/new/", roster_views.add_shift, name="add-shift"),
    path("duty/rosters/<uuid:roster_id>/shifts/<uuid:shift_id>/end/", roster_views.end_shift, name="end-shift"),
    path("duty/rosters/<uuid:roster_id>/overrides/new/", roster_views.add_override, name="add-override"),
    path(
        "duty/rosters/<uuid:roster_id>/overrides/<uuid:override_id>/withdraw/",
        roster_views.withdraw_override,
        name="withdraw-override",
    ),
]
