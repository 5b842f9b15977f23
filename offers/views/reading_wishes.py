"""How a young person likes to read what we send: asked, and written down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from offers.actions import reading_wishes as actions
from offers.forms.reading_wishes import ReadingWishForm
from offers.models import LocalOffer, OfferTranslation
from offers.queries.reading_wishes import wish_now
from offers.rules.languages import EDITIONS


@requires(Permission.LOG_CONTACT)
def reading_wish(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="reading_wish")
    now = wish_now(person)
    form = ReadingWishForm(post_data(request), initial={"language": now.language, "layout": now.layout})
    there_is = OfferTranslation.objects.in_force(LocalOffer.objects.in_force(today_of(request)))
    return record_form(
        request,
        person,
        form,
        lambda: actions.record_reading_wish(by=current_user(request), person=person, **form.cleaned_data),
        success="Written down. The next letter that encloses The Offer follows it.",
        back="person",
        template="offers/reading/wish.html",
        wishes=person.reading_wishes.select_related("recorded_by"),
        there_is=[EDITIONS[code].english for code in EDITIONS if code in there_is],
    )
