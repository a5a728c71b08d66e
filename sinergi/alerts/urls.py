"""Addresses of this room: verbs, and what screens report."""

from django.urls import path

from sinergi.alerts import system_views, views

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
]
