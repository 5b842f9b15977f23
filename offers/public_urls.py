"""Addresses that everybody may open; see careleavers/urls for where they begin."""

from django.urls import URLPattern, path

from careleavers.rules.layouts import Layout
from offers.views import offer_feedback, open_referral, partner_services, public_offer

app_name = "public_offer"
urlpatterns: list[URLPattern] = [
    path("", public_offer.offer_page, name="offer"),
    path("what-can-i-get/", public_offer.what_can_i_get, name="what_can_i_get"),
    path("you-said/", public_offer.briefing, name="briefings"),
    path("you-said/<int:number>/", public_offer.briefing, name="briefing"),
    path("you-said/<int:number>/pdf", public_offer.briefing_file, name="briefing_file"),
    path("partners/", partner_services.for_everybody, name="partners"),
    path("tell-us/", offer_feedback.tell_us, name="feedback"),
    path("leaflet.pdf", public_offer.leaflet_file, name="leaflet"),
    path("large-print.pdf", public_offer.leaflet_file, {"layout": Layout.LARGE}, name="large_print"),
    path("in/<slug:language>/", public_offer.translation, name="translation"),
    path("in/<slug:language>/leaflet.pdf", public_offer.leaflet_file, name="translation_leaflet"),
    path(
        "in/<slug:language>/large-print.pdf",
        public_offer.leaflet_file,
        {"layout": Layout.LARGE},
        name="translation_large_print",
    ),
    # The names below "open-referral/" are those of Open Referral UK 3.0.
    path("open-referral/", open_referral.about, name="open_referral"),
    path("open-referral/services", open_referral.services, name="services"),
    path("open-referral/services/<uuid:service_id>", open_referral.service, name="service"),
    path("open-referral/taxonomies", open_referral.taxonomies, name="taxonomies"),
    path("open-referral/taxonomies/<uuid:taxonomy_id>", open_referral.taxonomy, name="taxonomy"),
    path("open-referral/taxonomy_terms", open_referral.taxonomy_terms, name="taxonomy_terms"),
    path("open-referral/taxonomy_terms/<uuid:term_id>", open_referral.taxonomy_term, name="taxonomy_term"),
]
