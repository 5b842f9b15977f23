from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("careleavers.record_urls")),
    path("pathways/", include("pathways.urls")),
    path("offers/", include("offers.urls")),
    path("reporting/", include("reporting.urls")),
]
