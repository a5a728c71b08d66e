"""Addresses of the shell."""

from django.urls import path

from sinergi.web import views

app_name = "web"
urlpatterns = [
    path("menu/", views.menu, name="menu"),
    path("-/alarms/", views.waiting_alarms, name="alarms"),
    path("-/theme/", views.theme, name="theme"),
    path("-/language/", views.language, name="language"),
    path("-/ui/", views.gallery, name="gallery"),
    path("-/ui/screens/<slug:name>/", views.screen, name="screen"),
]
