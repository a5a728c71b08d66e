"""Addresses of this room: verbs, and what screens report."""

from django.urls import path

from sinergi.alerts import views

app_name = "alerts"
urlpatterns = [
    path("alerts/screens/", views.arm_screen, name="screens"),
    path("alerts/receipts/", views.confirm_receipt, name="receipts"),
    path("alerts/<uuid:alert_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("alerts/<uuid:alert_id>/respond/", views.respond, name="respond"),
    path("alerts/<uuid:alert_id>/decline/", views.decline, name="decline"),
    path("alerts/<uuid:alert_id>/arrive/", views.arrive, name="arrive"),
    path("alerts/<uuid:alert_id>/stand-down/", views.stand_down, name="stand-down"),
]
