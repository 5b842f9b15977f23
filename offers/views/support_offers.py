"""Offers of support to somebody of 21 or over: those that were made, and recording one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.rows import fetch_row, sent_revision
from offers.actions import support_offers as actions
from offers.forms.support_offers import SupportOfferForm
from offers.models import SupportOffer
from offers.queries.support_offered import letters_that_offered


@requires(Permission.LOG_CONTACT)
def support_offers(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="support_offers")
    today = today_of(request)
    form = SupportOfferForm(post_data(request), today=today)
    return record_form(
        request,
        person,
        form,
        lambda: actions.record_support_offer(by=current_user(request), person=person, today=today, **form.cleaned_data),
        success="The offer is recorded. Offer again within twelve months, unless they have support.",
        back="person",
        template="offers/support/offers.html",
        open_after_death=True,
        offers=person.support_offers.select_related("recorded_by"),
        letters=letters_that_offered([person.pk], today).get(person.pk, []),
    )


@require_POST
@requires(Permission.LOG_CONTACT)
def support_offer_remove(request: HttpRequest, person_id: UUID, offer_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="support_offers")
    offer = fetch_row(SupportOffer, offer_id, person=person)
    revision, today = sent_revision(request), today_of(request)
    return record_button(
        request,
        person,
        lambda: actions.remove_support_offer(by=current_user(request), offer=offer, revision=revision, today=today),
        success="The offer is removed. If they do not have support after all, end that in their care history.",
        back="offers:support_offers",
    )
