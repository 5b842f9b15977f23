"""The local offer: read by everybody, written and published by those responsible for it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.permissions import Permission
from careleavers.rules.layouts import Layout
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, open_to_signed_in, policies_of, post_data, requires, today_of
from careleavers.views.rows import TooLate, fetch_row, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions import local_offer as actions
from offers.documents.leaflets import leaflet
from offers.documents.typesetting import leaflet_pdf
from offers.forms.local_offer import EntryForm, OfferForm
from offers.models import LocalOffer, OfferEntry, OfferTranslation
from offers.queries.offer_differences import offer_changes
from offers.queries.offer_publishers import deciders, draft_waiting_for, why_not_decide
from offers.queries.public_offer import by_area
from offers.rules.languages import ENGLISH
from offers.rules.offer_areas import missing_areas
from offers.views.opportunities import SEES_POSTS

PUBLIC = "the local offer is published for everybody (Children and Social Work Act 2017 s2)"


@open_to_signed_in(PUBLIC)
@require_safe
def in_force(request: HttpRequest) -> HttpResponse:
    return _page(request, LocalOffer.objects.in_force(today_of(request)))


@open_to_signed_in(PUBLIC)
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, get_object_or_404(LocalOffer.objects.published(), version=number))


def _page(request: HttpRequest, offer: LocalOffer | None) -> HttpResponse:
    versions = LocalOffer.objects.published()
    context = {
        "offer": offer,
        "areas": by_area(offer.entries.all()) if offer else [],
        "versions": list(versions),
        "may_edit": current_user(request).may(Permission.EDIT_OFFER),
        "may_see_posts": any(current_user(request).may(permission) for permission in SEES_POSTS),
        "draft": LocalOffer.objects.filter(state=LocalOffer.DRAFT).first(),
        "waiting": draft_waiting_for(current_user(request)),
        "today": today_of(request),
    }
    return render(request, "offers/local_offer/offer.html", context)


@open_to_signed_in(PUBLIC)
@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The leaflet. A draft only for those who write it."""
    offers = (
        LocalOffer.objects.all() if current_user(request).may(Permission.EDIT_OFFER) else LocalOffer.objects.published()
    )
    offer = get_object_or_404(offers, version=number)
    try:
        made = leaflet_pdf(leaflet(offer, policies_of(request)), offer.published_on or today_of(request))
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:draft" if offer.is_draft else "offers:local_offer")
    return as_pdf(made, f"local-offer-{offer.version}.pdf")


@open_to_signed_in(PUBLIC)
@require_safe
def edition_pdf(request: HttpRequest, number: int, language: str, edition: int, layout: str) -> HttpResponse:
    """The leaflet of a version in the words of an edition, as somebody wishes it printed. A draft of either only for
    those who write it; 404 for what there never was. Edition 0 of English is the offer as it was written."""
    may_edit = current_user(request).may(Permission.EDIT_OFFER)
    offer = get_object_or_404(LocalOffer.objects.published(), version=number)
    rows = OfferTranslation.objects.all() if may_edit else OfferTranslation.objects.approved()
    is_original = (language, edition) == (ENGLISH, 0)
    row = None if is_original else get_object_or_404(rows, offer=offer, language=language, edition=edition)
    if layout not in set(Layout):
        raise Http404
    words = leaflet(offer, policies_of(request), row, Layout(layout))
    try:
        made = leaflet_pdf(words, offer.published_on or today_of(request))
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("offers:local_offer")
    return as_pdf(made, f"local-offer-{offer.version}-{language}-{layout}.pdf")


@require_POST
@requires(Permission.EDIT_OFFER)
def begin(request: HttpRequest) -> HttpResponse:
    attempt(request, lambda: actions.begin_draft(by=current_user(request), today=today_of(request)))
    return redirect("offers:draft")


@requires(Permission.EDIT_OFFER)
def draft(request: HttpRequest) -> HttpResponse:
    """The draft: its words, its entries, and what is missing before it can be published."""
    offer = _draft_or_too_late(request)
    form = OfferForm(post_data(request), row=offer, today=today_of(request))
    change = partial(actions.change_draft, by=current_user(request), offer=offer)
    if submit(request, form, lambda: change(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "The words of the draft are saved.")
        return redirect("offers:draft")
    entries = list(offer.entries.all())
    is_law = policies_of(request)["financial_literacy"] == "yes"
    context = {
        "offer": offer,
        "form": form,
        "areas": by_area(entries),
        "missing": missing_areas([entry.area for entry in entries], financial_literacy_is_law=is_law),
        "why_not": actions.why_not_publish(offer),
        **_publishers(request, offer),
        "today": today_of(request),
    }
    return render(request, "offers/local_offer/draft.html", context)


@requires(Permission.EDIT_OFFER)
def entry(request: HttpRequest, entry_id: UUID | None = None) -> HttpResponse:
    """Add an entry to the draft, or change one."""
    offer = _draft_or_too_late(request)
    row = fetch_row(OfferEntry, entry_id, offer=offer) if entry_id else None
    form = EntryForm(post_data(request), row=row, initial={} if row else {"area": request.GET.get("area")})
    save = partial(actions.save_entry, by=current_user(request), offer=offer, entry=row, today=today_of(request))
    saved = submit(request, form, lambda: save(revision=form.seen_revision, details=form.answers), refused_on="basis")
    if saved:
        messages.success(request, f"Saved: {form.cleaned_data['title']}.")
        return redirect("offers:draft")
    return render(request, "offers/local_offer/entry.html", {"form": form, "entry": row, "offer": offer})


@require_POST
@requires(Permission.EDIT_OFFER)
def remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    row = fetch_row(OfferEntry, entry_id, offer=_draft_or_too_late(request))
    remove_it = partial(actions.remove_entry, by=current_user(request), entry=row, revision=sent_revision(request))
    attempt(request, remove_it, f"Taken out of the draft: {row.title}.")
    return redirect("offers:draft")


@require_POST
@requires(Permission.EDIT_OFFER)
def move(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One place up or down among the entries of its area, by the button pressed."""
    row = fetch_row(OfferEntry, entry_id, offer=_draft_or_too_late(request))
    later = request.POST.get("to") == "later"
    attempt(request, lambda: actions.move_entry(by=current_user(request), entry=row, later=later))
    return redirect("offers:draft")


@requires(Permission.EDIT_OFFER)
def discard(request: HttpRequest) -> HttpResponse:
    """Ask once; then discard the draft."""
    offer = _draft_or_too_late(request)
    if request.method != "POST":
        return render(request, "offers/local_offer/discard.html", {"offer": offer})
    discard_draft = partial(
        actions.discard_draft, by=current_user(request), offer=offer, revision=sent_revision(request)
    )
    if attempt(request, discard_draft, "The draft is discarded. What is in force stays as it is.") is None:
        return redirect("offers:draft_discard")
    return redirect("offers:local_offer")


@requires(Permission.EDIT_OFFER)
def publish(request: HttpRequest) -> HttpResponse:
    """What is different from the version in force, for somebody who did not write it to decide: put the draft in force
    from today, or say to whoever wrote it what to change."""
    offer, user, today = _draft_or_too_late(request), current_user(request), today_of(request)
    if request.method == "POST":
        revision = sent_revision(request)
        published = attempt(
            request,
            lambda: actions.publish(by=user, offer=offer, revision=revision, today=today),
            f"Version {offer.version} is in force from today. Letters enclose it from now on.",
        )
        return redirect("offers:local_offer" if published else "offers:publish")
    entries = list(offer.entries.all())
    is_law = policies_of(request)["financial_literacy"] == "yes"
    in_force_now = LocalOffer.objects.in_force(today)
    context = {
        "offer": offer,
        "entries": entries,
        "in_force": in_force_now,
        "missing": missing_areas([each.area for each in entries], financial_literacy_is_law=is_law),
        "changes": offer_changes(in_force_now, offer),
        "why_not": actions.why_not_publish(offer) or why_not_decide(offer, user),
        **_publishers(request, offer),
    }
    return render(request, "offers/local_offer/publish.html", context)


def _publishers(request: HttpRequest, offer: LocalOffer) -> dict[str, Any]:
    """Whether the reader may publish this draft, and the names of the others who may, in words."""
    found = deciders(offer, Permission.EDIT_OFFER, current_user(request), today_of(request))
    return {"reader_publishes": found.reader_may, "publishers": found.others}


def _draft_or_too_late(request: HttpRequest) -> LocalOffer:
    """The draft. What is sent to one that was published meanwhile is shown again, to be copied."""
    draft = LocalOffer.objects.filter(state=LocalOffer.DRAFT).first()
    if draft:
        return draft
    if request.method == "POST":
        raise TooLate(
            "The draft was published or discarded since you opened the page. Begin the next one, and write it there."
        )
    raise Http404
