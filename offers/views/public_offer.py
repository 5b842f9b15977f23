"""The local offer for everybody: no sign-in, no cookie, no JavaScript, nothing kept of who reads it.

Children and Social Work Act 2017 s2: the authority must publish it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careleavers.rules.layouts import Layout
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import policies_of, search_text, today_of
from offers.documents.briefings import briefing_pdf
from offers.documents.leaflets import leaflet
from offers.documents.typesetting import Leaflet, leaflet_pdf
from offers.forms.what_can_i_get import WhatCanIGetForm
from offers.models import LocalOffer, OfferTranslation
from offers.queries.briefings import published as published_briefings
from offers.queries.offer_in import offer_in
from offers.queries.public_offer import by_area, entries_with, for_somebody
from offers.rules.briefings import BriefingText
from offers.rules.languages import EASY_READ, EDITIONS, ENGLISH, Language

FIVE_MINUTES = 300
LONGEST_SEARCH = 100


def published(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everybody. Caches on the way, and browsers that many people use, may keep it for five minutes; not
    what somebody looked for or answered there, and not for whoever is signed in, whose answer may carry a cookie.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_answer = bool(request.GET) and response.headers["Content-Type"].startswith("text/html")
        if response.status_code == 200 and not is_answer and not request.user.is_authenticated:
            response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
        return response

    return shown


@published
def offer_page(request: HttpRequest) -> HttpResponse:
    """The offer in force, or those of its entries that say what is looked for."""
    offer = LocalOffer.objects.in_force(today_of(request))
    looked_for = search_text(request, "q")[:LONGEST_SEARCH]
    found = entries_with(looked_for, offer.entries.all()) if offer else []
    languages = _languages(OfferTranslation.objects.in_force(offer))
    context = {
        "offer": offer,
        "areas": by_area(found),
        "found": len(found),
        "looked_for": looked_for,
        "languages": languages,
        "said": None,
    }
    return render(request, "offers/public/offer.html", context)


@published
def translation(request: HttpRequest, language: str) -> HttpResponse:
    """The offer in force in another language, or in easy read; 404 where nobody has approved it of this version."""
    offer = LocalOffer.objects.in_force(today_of(request))
    there_is = OfferTranslation.objects.in_force(offer)
    if offer is None or language not in there_is:
        raise Http404("The offer in force is not in this language.")
    said = offer_in(offer, there_is[language])
    context = {"offer": offer, "said": said, "languages": _languages(there_is)}
    return render(request, "offers/public/translation.html", context)


def _languages(there_is: Mapping[str, OfferTranslation]) -> list[tuple[str, Language]]:
    return [(code, language) for code, language in EDITIONS.items() if code in there_is]


@published
def what_can_i_get(request: HttpRequest) -> HttpResponse:
    """Four questions, then what is theirs."""
    offer = LocalOffer.objects.in_force(today_of(request))
    form = WhatCanIGetForm(request.GET if request.GET else None)
    answered = form.is_valid()
    theirs = for_somebody(form.answers, offer.entries.all()) if answered and offer else None
    context = {"offer": offer, "form": form, "answered": answered, "theirs": theirs}
    return render(request, "offers/public/what_can_i_get.html", context)


@published
def leaflet_file(request: HttpRequest, language: str = ENGLISH, layout: Layout = Layout.ORDINARY) -> HttpResponse:
    """The leaflet of the version in force, as PDF, in a language and a layout. 404 before the first, and where nobody
    has approved it in the language."""
    offer = LocalOffer.objects.in_force(today_of(request))
    if offer is None or offer.published_on is None:
        raise Http404("No local offer is published yet.")
    row = None
    if language != ENGLISH and (row := OfferTranslation.objects.in_force(offer).get(language)) is None:
        raise Http404("The offer in force is not in this language.")
    if language == EASY_READ and layout is Layout.ORDINARY:
        layout = Layout.EASY
    name = f"local-offer-{offer.version}" + (f"-{language}" if row else "")
    words = leaflet(offer, policies_of(request), row, layout)
    return as_pdf(_typeset(words, offer.published_on), f"{name}{'-large' if layout is Layout.LARGE else ''}.pdf")


@published
def briefing(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """You said, we did: one that was published, or the latest; 404 for a number without one."""
    rows = list(published_briefings())
    shown = next((each for each in rows if number in (None, each.round.number)), None)
    if shown is None and number is not None:
        raise Http404("No briefing of this number is published.")
    context = {
        "briefing": shown,
        "text": BriefingText.read(shown.contents) if shown else None,
        "others": [each for each in rows if each != shown],
    }
    return render(request, "offers/public/briefing.html", context)


@published
def briefing_file(request: HttpRequest, number: int) -> HttpResponse:
    """One that was published, as PDF."""
    shown = get_object_or_404(published_briefings(), round__number=number)
    assert shown.published_on  # as it was published
    made = briefing_pdf(BriefingText.read(shown.contents), policies_of(request), shown.published_on)
    return as_pdf(made, f"you-said-we-did-{number}.pdf")


@lru_cache(maxsize=16)
def _typeset(words: Leaflet, published_on: date) -> bytes:
    """The same words are typeset once in a process, however many strangers ask."""
    return leaflet_pdf(words, published_on)
