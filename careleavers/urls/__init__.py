from django.urls import URLPattern, URLResolver, include, path

from careleavers.views import errors, gallery, health, metrics, theme

# Of allauth's pages: an administrator gives everybody their address, and nobody connects an account from elsewhere, or
# gives a password to one that the council's directory opens.
CLOSED = ("email/", "confirm-email/", "confirm-email/<path:rest>", "3rdparty/", "social/connections/", "password/set/")

handler400 = "careleavers.views.errors.bad_request"
handler500 = "careleavers.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ping", health.ping, name="ping"),
    path("health", health.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
    *(path(f"accounts/{address}", errors.closed) for address in CLOSED),
    path("accounts/", include("allauth.urls")),
    path("theme/<str:colour>.css", theme.theme, name="theme"),
    path("gallery/", gallery.index, name="gallery"),
    path("gallery/<slug:page>/", gallery.sample, name="gallery_page"),
    path("", include("careleavers.urls.staff")),
    path("", include("careleavers.urls.record")),
    path("", include("careleavers.urls.rights")),
    path("", include("careleavers.urls.meetings")),
    path("", include("pathways.urls.today")),
    path("pathways/", include("pathways.urls")),
    path("offers/", include("offers.urls")),
    path("local-offer/", include("offers.public_urls")),
    path("reporting/", include("reporting.urls")),
]
