"""Addresses of this room: verbs, and what screens report."""

from django.urls import path

from sinergi.alerts import roster_views, system_views, views
from sinergi.alerts.channels.email import views as mail
from sinergi.alerts.channels.webhook import views as webhooks

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
    path("alerts/<uuid:alert_id>/take-back/", views.take_back, name="take-back"),
    path("alerts/<uuid:alert_id>/telephone/", views.telephone, name="telephone"),
    path("alerts/sound-test/", views.try_screen, name="sound-test"),
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
    path("alerts/ways/", mail.mine, name="ways"),
    path("alerts/ways/mail-test/", mail.test, name="try-mail"),
    path("alerts/webhooks/", webhooks.endpoints, name="webhooks"),
    path("alerts/webhooks/add/", webhooks.add, name="add-webhook"),
    path("alerts/webhooks/<uuid:endpoint_id>/", webhooks.detail, name="webhook"),
    path("alerts/webhooks/<uuid:endpoint_id>/test/", webhooks.test, name="try-webhook"),
    path("alerts/webhooks/<uuid:endpoint_id>/end/", webhooks.end, name="end-webhook"),
    path("alerts/sends/<uuid:delivery_id>/replay/", webhooks.replay, name="replay"),
]
