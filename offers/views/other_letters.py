"""Letters that an adviser asks for: what one will confirm, shown before it is asked for."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.models import Appointment
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import attempt
from offers.actions.other_letters import ask_for_council_tax_letter, invite_to_review
from offers.documents.composing import Composer
from offers.models import Letter
from offers.queries.letter_occasions import (
    council_tax_home,
    reviews_to_invite_to,
    why_not_for_council_tax,
    why_not_invite,
)
from offers.rules.letter_kinds import COUNCIL_TAX_WITHIN, LetterKind, invited_by

SAID = "Asked for. Somebody who approves letters reads it, and then it is posted; you see here how far it is."


@requires(Permission.LOG_CONTACT)
def council_tax(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A letter that confirms to whoever sends the bill that they are a care leaver: as it would read today."""
    person = fetch_person(request, person_id, page="council_tax_letter")
    user, today = current_user(request), today_of(request)
    if request.method == "POST":
        asked = attempt(request, lambda: ask_for_council_tax_letter(by=user, person=person, today=today), SAID)
        return redirect("offers:council_tax_letter", person.pk) if asked is None else redirect("person", person.pk)
    why_not = why_not_for_council_tax(person, today)
    there_is = words = None
    if not why_not:
        home = council_tax_home(person, today)
        asked_for = Letter(
            person=person,
            kind=LetterKind.COUNCIL_TAX,
            about=home.pk,
            occurrence_on=today + COUNCIL_TAX_WITHIN,
        )
        there_is = Letter.objects.filter(person=person, kind=asked_for.kind, about=home.pk).first()
        words = Composer([person], today, policies_of(request)).letter_text(asked_for)
    context = record_context(request, person, why_not=why_not, words=words, there_is=there_is)
    context["may_ask"] = may_change(user, Permission.LOG_CONTACT, context["closed"]) and not why_not
    context["may_open"] = user.may(Permission.VIEW_LETTERS)
    return render(request, "offers/letters/council_tax.html", context)


@requires(Permission.LOG_CONTACT)
def review(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """An invitation to the review of their plan: for which appointment, and as it would read today."""
    person = fetch_person(request, person_id, page="review_invitation")
    user, today = current_user(request), today_of(request)
    found = reviews_to_invite_to(person, today)
    chosen = _chosen(found, request.POST.get("appointment") or request.GET.get("appointment", ""))
    if request.method == "POST" and chosen:
        asked = attempt(request, lambda: invite_to_review(by=user, appointment=chosen, today=today), SAID)
        return redirect("offers:review_invitation", person.pk) if asked is None else redirect("person", person.pk)
    why_not, there_is, words = None, None, None
    if chosen:
        why_not = why_not_invite(chosen, today)
        day = invited_by(chosen.planned_on, today)
        letter = Letter(person=person, kind=LetterKind.REVIEW, about=chosen.pk, occurrence_on=day)
        there_is = Letter.objects.filter(person=person, kind=letter.kind, about=chosen.pk).first()
        words = Composer([person], today, policies_of(request)).letter_text(letter)
    context = record_context(
        request, person, found=found, chosen=chosen, why_not=why_not, words=words, there_is=there_is
    )
    context["may_ask"] = may_change(user, Permission.LOG_CONTACT, context["closed"]) and not why_not
    context["may_open"] = user.may(Permission.VIEW_LETTERS)
    return render(request, "offers/letters/review.html", context)


def _chosen(found: list[Appointment], asked: str) -> Appointment | None:
    """The appointment that was asked for, else the first; 404 for one that is not among them."""
    if not asked:
        return found[0] if found else None
    chosen = next((each for each in found if str(each.pk) == asked), None)
    if chosen is None:
        raise Http404
    return chosen
