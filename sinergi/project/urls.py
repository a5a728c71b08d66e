"""Every address of the product."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
handler500 = "sinergi.project.unavailable.server_error"
