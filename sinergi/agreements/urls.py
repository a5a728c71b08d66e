"""Addresses of this room."""

from django.urls import path

from sinergi.agreements import views

app_name = "agreements"
urlpatterns = [
    path("agreements/", views.agreements, name="list"),
    path("agreements/sign/", views.sign, name="sign"),
    path("agreements/<uuid:agreement_id>/", views.detail, name="detail"),
    path("agreements/<uuid:agreement_id>/links/", views.propose_link, name="propose_link"),
    path("agreements/<uuid:agreement_id>/terminate/", views.terminate, name="terminate"),
    path("agreements/links/<uuid:link_id>/accept/", views.accept_link, name="accept_link"),
    path("agreements/links/<uuid:link_id>/end/", views.end_link, name="end_link"),
]
