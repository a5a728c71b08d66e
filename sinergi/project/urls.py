"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from sinergi.project import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", api.openapi),
    path("api/v1/", api.api.urls),
    re_path("^api/", api.unknown),
    path("", include("sinergi.web.urls")),
    path("", include("sinergi.incidents.urls")),
    path("", include("sinergi.alerts.urls")),
    path("", include("sinergi.agreements.urls")),
    path("", include("sinergi.access.sign_in_urls")),
    path("", include("sinergi.access.urls")),
]
handler400 = "sinergi.web.middleware.bad_request"
handler500 = "sinergi.project.unavailable.server_error"
