from django.urls import URLPattern, URLResolver, include, path

from careleavers.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("ping", health.ping, name="ping"),
    path("health", health.health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("", include("careleavers.record_urls")),
    path("pathways/", include("pathways.urls")),
    path("offers/", include("offers.urls")),
    path("reporting/", include("reporting.urls")),
]
