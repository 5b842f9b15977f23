"""The local offer in other languages and in easy read, written by those who write the offer."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.rows import TooLate, sent_revision
from careleavers.views.submission import attempt, submit
from offers.actions import translations as actions
from offers.forms.translations import EntryTranslationForm, LanguageForm, TranslationForm
from offers.models import LocalOffer, OfferTranslation
from offers.queries.offer_in import offer_in
from offers.queries.offer_publishers import deciders, why_not_decide
from offers.queries.translations import edition_lines, translations_waiting_for
from offers.rules.leaflet_words import WORDS_AROUND
from offers.rules.offer_areas import Area


@requires(Permission.EDIT_OFFER)
def translations(request: HttpRequest) -> HttpResponse:
    """The languages of the version in force, and a box to begin another."""
    offer = LocalOffer.objects.in_force(today_of(request))
    form = LanguageForm(post_data(request))
    begin = partial(actions.begin_translation, by=current_user(request))
    begun = submit(request, form, lambda: begin(offer=_published(offer), **form.cleaned_data), refused_on="language")
    if begun:
        return redirect("offers:translation", begun.result.pk)
    context = {
        "offer": offer,
        "form": form,
        "lines": edition_lines(offer) if offer else [],
        "waiting": translations_waiting_for(current_user(request)),
    }
    return render(request, "offers/translations/page.html", context)


@requires(Permission.EDIT_OFFER)
def translation(request: HttpRequest, translation_id: UUID) -> HttpResponse:
    """The draft: the words around, and each entry with whether it is translated."""
    draft = _draft_or_too_late(request, translation_id)
    form = TranslationForm(post_data(request), row=draft)
    change = partial(actions.change_translation, by=current_user(request), translation=draft)
    if submit(request, form, lambda: change(revision=form.seen_revision, details=form.answers)):
        messages.success(request, "The words are saved.")
        return redirect("offers:translation", draft.pk)
    context = {
        "translation": draft,
        "form": form,
        "said": offer_in(draft.offer, draft),
        "why_not": actions.why_not_approve(draft),
        **_approvers(request, draft),
    }
    return render(request, "offers/translations/draft.html", context)


@requires(Permission.EDIT_OFFER)
def translation_entry(request: HttpRequest, translation_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry: the English above, the words of the language below it; then the next one that has none."""
    draft = _draft_or_too_late(request, translation_id)
    entry = get_object_or_404(draft.offer.entries, pk=entry_id)
    row = draft.entries.filter(entry=entry).first()
    form = EntryTranslationForm(post_data(request), row=row, language=draft.called)
    save = partial(actions.translate_entry, by=current_user(request), translation=draft, entry=entry)
    if submit(request, form, lambda: save(details=form.answers, revision=form.seen_revision)):
        following = draft.offer.entries.exclude(translations__translation=draft).first()
        messages.success(request, f"Saved: {entry.title}.")
        if following:
            return redirect("offers:translation_entry", draft.pk, following.pk)
        return redirect("offers:translation", draft.pk)
    context = {"translation": draft, "form": form, "entry": entry}
    return render(request, "offers/translations/entry.html", context)


@requires(Permission.EDIT_OFFER)
def translation_approve(request: HttpRequest, translation_id: UUID) -> HttpResponse:
    """The English and the translation side by side, for somebody who did not write it."""
    draft, user = _draft_or_too_late(request, translation_id), current_user(request)
    if request.method == "POST":
        revision, today = sent_revision(request), today_of(request)
        approved = attempt(
            request,
            lambda: actions.approve_translation(by=user, translation=draft, revision=revision, today=today),
            "Approved. Everybody can read it, and letters to those who wish it enclose it from now on.",
        )
        return redirect("offers:translations") if approved else redirect("offers:translation_approve", draft.pk)
    said, english = offer_in(draft.offer, draft), offer_in(draft.offer)
    sides = [
        (area, list(zip(original.entries, area.entries, strict=True)))
        for original, area in zip(english.areas, said.areas, strict=True)
    ]
    context = {
        "translation": draft,
        "said": said,
        "english": english,
        "sides": sides,
        "around": [(phrase, said.words[key]) for key, phrase in WORDS_AROUND.items() if key not in set(Area)],
        "why_not": actions.why_not_approve(draft) or why_not_decide(draft, user, "approve"),
        **_approvers(request, draft),
    }
    return render(request, "offers/translations/approve.html", context)


@requires(Permission.EDIT_OFFER)
def translation_discard(request: HttpRequest, translation_id: UUID) -> HttpResponse:
    """Ask once; then discard the draft."""
    draft = _draft_or_too_late(request, translation_id)
    if request.method != "POST":
        return render(request, "offers/translations/discard.html", {"translation": draft})
    discard = partial(actions.discard_translation, by=current_user(request), translation=draft)
    attempt(
        request, lambda: discard(revision=sent_revision(request)), "The draft is discarded. What is approved stays."
    )
    return redirect("offers:translations")


def _approvers(request: HttpRequest, draft: OfferTranslation) -> dict[str, Any]:
    """Whether the reader may approve this draft, and the names of the others who may, in words."""
    found = deciders(draft, Permission.EDIT_OFFER, current_user(request), today_of(request))
    return {"reader_approves": found.reader_may, "approvers": found.others}


def _published(offer: LocalOffer | None) -> LocalOffer:
    if offer is None:
        raise Http404("No local offer is published yet.")
    return offer


def _draft_or_too_late(request: HttpRequest, translation_id: UUID) -> OfferTranslation:
    """The draft. What is sent to one that was approved or discarded meanwhile is shown again, to be copied."""
    rows = OfferTranslation.objects.select_related("offer", "recorded_by", "last_edited_by")
    found = rows.filter(pk=translation_id).first()
    if found and found.is_draft:
        return found
    if found is None and request.method != "POST":
        raise Http404
    raise TooLate("This translation was approved or discarded since you opened the page. Begin the next edition.")
