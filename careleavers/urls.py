from django.urls import URLPattern, URLResolver, include, path

from careleavers.views import gallery, health, theme

handler400 = "careleavers.views.errors.bad_request"
handler500 = "careleavers.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ping", health.ping, name="ping"),
    path("health", health.health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("theme/<str:colour>.css", theme.theme, name="theme"),
    path("gallery/", gallery.index, name="gallery"),
    path("gallery/<slug:page>/", gallery.sample, name="gallery_page"),
    path("", include("careleavers.staff_urls")),
    path("", include("careleavers.record_urls")),
    path("", include("pathways.today_urls")),
    path("pathways/", include("pathways.urls")),
    path("offers/", include("offers.urls")),
    path("reporting/", include("reporting.urls")),
]
