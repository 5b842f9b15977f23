"""Addresses that everybody may open; see careleavers/urls for where they begin."""

from django.urls import URLPattern, path

from offers.views import public_offer

app_name = "public_offer"
urlpatterns: list[URLPattern] = [
    path("", public_offer.offer_page, name="offer"),
    path("what-can-i-get/", public_offer.what_can_i_get, name="what_can_i_get"),
    path("leaflet.pdf", public_offer.leaflet_file, name="leaflet"),
]
