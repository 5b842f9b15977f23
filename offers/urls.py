from django.urls import URLPattern, path

from offers.views import letter, letters, local_offer, passport, support_offers

app_name = "offers"
urlpatterns: list[URLPattern] = [
    path("letters/", letters.letter_list, name="letters"),
    path("letters/approve/", letters.approve, name="letters_approve"),
    path("letters/print/", letters.print_letters, name="letters_print"),
    path("letters/posted/", letters.posted, name="letters_posted"),
    path("letters/batches/<uuid:batch_id>/", letters.batch, name="batch"),
    path("letters/batches/<uuid:batch_id>/pdf", letters.batch_pdf, name="batch_pdf"),
    path("people/<uuid:person_id>/letter/", letter.of_person, name="letter_of"),
    path("people/<uuid:person_id>/support-offers/", support_offers.support_offers, name="support_offers"),
    path(
        "people/<uuid:person_id>/support-offers/<uuid:offer_id>/remove/",
        support_offers.support_offer_remove,
        name="support_offer_remove",
    ),
    path("people/<uuid:person_id>/entitlements/", passport.page, name="passport"),
    path("people/<uuid:person_id>/entitlements/<str:item>/", passport.item, name="passport_item"),
    path("people/<uuid:person_id>/entitlements/events/<uuid:event_id>/void/", passport.void, name="entitlement_void"),
    path("letters/<uuid:letter_id>/", letter.page, name="letter"),
    path("letters/<uuid:letter_id>/pdf", letter.pdf, name="letter_pdf"),
    path("letters/<uuid:letter_id>/hand/", letter.hand, name="letter_hand"),
    path("letters/<uuid:letter_id>/given/", letter.given, name="letter_given"),
    path("letters/<uuid:letter_id>/again/", letter.write_again, name="letter_again"),
    path("letters/<uuid:letter_id>/reprint/", letter.reprint, name="letter_reprint"),
    path("letters/<uuid:letter_id>/take-out/", letter.take_out, name="letter_take_out"),
    path("letters/<uuid:letter_id>/already-posted/", letter.already_posted, name="letter_already_posted"),
    path("letters/<uuid:letter_id>/returned/", letter.returned, name="letter_returned"),
    path("letters/<uuid:letter_id>/cancel/", letter.cancel, name="letter_cancel"),
    path("local-offer/", local_offer.in_force, name="local_offer"),
    path("local-offer/<int:number>/", local_offer.version, name="offer"),
    path("local-offer/<int:number>/pdf", local_offer.pdf, name="offer_pdf"),
    path("local-offer/draft/", local_offer.draft, name="draft"),
    path("local-offer/draft/begin/", local_offer.begin, name="draft_begin"),
    path("local-offer/draft/discard/", local_offer.discard, name="draft_discard"),
    path("local-offer/draft/publish/", local_offer.publish, name="publish"),
    path("local-offer/draft/entries/new/", local_offer.entry, name="entry_new"),
    path("local-offer/draft/entries/<uuid:entry_id>/", local_offer.entry, name="entry"),
    path("local-offer/draft/entries/<uuid:entry_id>/remove/", local_offer.remove, name="entry_remove"),
    path("local-offer/draft/entries/<uuid:entry_id>/move/", local_offer.move, name="entry_move"),
]
