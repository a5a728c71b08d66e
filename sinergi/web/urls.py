"""Addresses of the shell."""

from django.urls import path

from sinergi.web import views
from sinergi.web.pages.alarm import alarm, alarm_of
from sinergi.web.pages.alarm_sends import alarm_sends
from sinergi.web.pages.board import board
from sinergi.web.pages.home import home

app_name = "web"
urlpatterns = [
    path("", home, name="home"),
    path("board/", board, name="board"),
    path("alarm/", alarm, name="alarm"),
    path("alarm/<uuid:alert_id>/", alarm_of, name="alarm-of"),
    path("alarm/<uuid:alert_id>/sends/", alarm_sends, name="alarm-sends"),
    path("menu/", views.menu, name="menu"),
    path("-/alarms/", views.waiting_alarms, name="alarms"),
    path("-/system/", views.system_bar, name="system-bar"),
    path("-/theme/", views.theme, name="theme"),
    path("-/language/", views.language, name="language"),
    path("-/ui/", views.gallery, name="gallery"),
    path("-/ui/screens/<slug:name>/", views.screen, name="screen"),
]
