"""The local offer in other languages and in easy read: written part by part, approved by somebody who did not write it,
and carried over to the next version where that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.documents.fonts import unprintable
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import PolicyValue, User
from careleavers.rules.layouts import Layout
from careleavers.rules.words import listing
from offers.actions.printable import refuse_unprintable
from offers.documents.leaflets import leaflet
from offers.documents.typesetting import leaflet_pdf
from offers.models import EntryTranslation, LocalOffer, OfferEntry, OfferTranslation
from offers.queries.offer_publishers import why_not_decide
from offers.queries.translations import unchanged_entries
from offers.rules.languages import EASY_READ
from offers.rules.leaflet_words import OF_EASY_READ, WORDS_AROUND, missing_words

WRITTEN = ("title", "text", "how_to_claim")


@action
def begin_translation(*, by: User, offer: LocalOffer, language: str) -> OfferTranslation:
    """A draft in the language, with what the edition approved last says; the draft there is, if there is one.

    Refused for a version that is not published: what is translated must not change any more.
    """
    if offer.is_draft:
        raise Refused("This version is not published yet. Translate it once it is.")
    if draft := offer.translations.filter(language=language, state=OfferTranslation.DRAFT).first():
        return draft
    last = OfferTranslation.objects.in_force(offer).get(language)
    words = last.words if last else dict(OF_EASY_READ) if language == EASY_READ else {}
    draft = OfferTranslation.objects.create(
        offer=offer,
        language=language,
        edition=_next_edition(offer, language),
        title=last.title if last else "",
        introduction=last.introduction if last else "",
        words=words,
        recorded_by=by,
        last_edited_by=by,
    )
    if last:
        _copy_entries(last, draft, {each.entry_id: each.entry_id for each in last.entries.all()})
    record_event("offer_translation_begun", by=by, on=draft, language=language, version=offer.version)
    return draft


@action
def change_translation(
    *, by: User, translation: OfferTranslation, details: Mapping[str, Any], revision: int | None = None
) -> None:
    """Change the title, the introduction and the words around the entries. Refused for words that our fonts cannot
    print. EditConflict when somebody else changed the same since this revision."""
    draft = _draft(translation)
    words = {key: text for key, text in details["words"].items() if key in WORDS_AROUND}
    refuse_unprintable({"title": details["title"], "introduction": details["introduction"], **words})
    change(draft, revision, {**details, "words": words})
    _edited(draft, by)
    record_event("offer_translation_changed", by=by, on=draft, language=draft.language)


@action
def translate_entry(
    *,
    by: User,
    translation: OfferTranslation,
    entry: OfferEntry,
    details: Mapping[str, str],
    revision: int | None = None,
) -> EntryTranslation:
    """Say an entry in the language, or say it otherwise. Refused for words that our fonts cannot print.

    EditConflict when somebody else changed the same since this revision.
    """
    draft = _draft(translation)
    refuse_unprintable({name: details.get(name, "") for name in WRITTEN})
    row, is_new = EntryTranslation.objects.get_or_create(
        translation=draft, entry=draft.offer.entries.get(pk=entry.pk), defaults=dict(details)
    )
    if not is_new:
        change(row, revision or 1, dict(details))
    _edited(draft, by)
    record_event("offer_entry_translated", by=by, on=row, language=draft.language)
    return row


@action
def discard_translation(*, by: User, translation: OfferTranslation, revision: int | None = None) -> None:
    """Discard the draft; what is approved stays. Refused when it was changed since the page was opened."""
    draft = claim_unchanged(_draft(translation), revision)
    record_event("offer_translation_discarded", by=by, on=draft, language=draft.language)
    draft.delete()


@action
def approve_translation(
    *, by: User, translation: OfferTranslation, revision: int | None = None, today: date
) -> OfferTranslation:
    """Everybody can read it from today, and letters approved from now on enclose it.

    Refused for whoever wrote it, while it says nothing or words around the entries are missing, where it cannot be
    printed, and when it was changed since the page was opened.
    """
    draft = claim_unchanged(_draft(translation), revision)
    if refusal := why_not_approve(draft) or why_not_decide(draft, by, "approve"):
        raise Refused(refusal)
    policies = PolicyValue.objects.in_force(today)
    try:
        for layout in (Layout.ORDINARY, Layout.LARGE):
            leaflet_pdf(leaflet(draft.offer, policies, draft, layout), today)
    except (CannotPrint, TooLong) as wrong:
        raise Refused(str(wrong)) from wrong
    draft.state, draft.approved_on, draft.approved_by = OfferTranslation.APPROVED, today, by
    draft.save(update_fields=["state", "approved_on", "approved_by"])
    record_event("offer_translation_approved", by=by, on=draft, language=draft.language, edition=draft.edition)
    return draft


def why_not_approve(translation: OfferTranslation) -> str | None:
    """The sentence that says why this translation cannot be approved, whoever does it, or None."""
    if not translation.entries.exists():
        return "No entry is translated yet: begin with one."
    if missing := missing_words(translation.words):
        return f"Words around the entries are missing: {listing([f'“{each}”' for each in missing], 'and')}."
    said = [translation.title, translation.introduction, *translation.words.values()]
    for row in translation.entries.all():
        said += [row.title, row.text, row.how_to_claim]
    if wrong := unprintable(" ".join(said)):
        return f"Our fonts cannot print {wrong}. Write it in other letters."
    return None


def carry_over(before: LocalOffer | None, offer: LocalOffer) -> None:
    """Inside an action that publishes a version: what is said of entries that are word for word the same is said of
    them again. What is new or different is not translated yet."""
    if before is None:
        return
    same = unchanged_entries(before, offer)
    drafts = before.translations.filter(state=OfferTranslation.DRAFT)
    for row in [*OfferTranslation.objects.in_force(before).values(), *drafts]:
        if not any(each.entry_id in same for each in row.entries.all()):
            continue
        carried = OfferTranslation.objects.create(
            offer=offer,
            language=row.language,
            edition=_next_edition(offer, row.language),
            title=row.title if before.title == offer.title else "",
            introduction=row.introduction if before.introduction == offer.introduction else "",
            words=row.words,
            recorded_by=row.recorded_by,
            last_edited_by=row.last_edited_by,
        )
        _copy_entries(row, carried, same)
        if not row.is_draft:
            carried.state, carried.approved_on = OfferTranslation.APPROVED, offer.published_on
            carried.approved_by = row.approved_by
            carried.save(update_fields=["state", "approved_on", "approved_by"])


def _copy_entries(row: OfferTranslation, to: OfferTranslation, entries: Mapping[Any, Any]) -> None:
    """`entries`: which entry of the other version each is."""
    EntryTranslation.objects.bulk_create(
        EntryTranslation(
            translation=to, entry_id=entries[each.entry_id], **{name: getattr(each, name) for name in WRITTEN}
        )
        for each in row.entries.all()
        if each.entry_id in entries
    )


def _next_edition(offer: LocalOffer, language: str) -> int:
    last: int = offer.translations.filter(language=language).aggregate(last=Max("edition"))["last"] or 0
    return last + 1


def _edited(draft: OfferTranslation, by: User) -> None:
    """Also counts up the revision, so that nobody approves what they have not seen."""
    draft.last_edited_by = by
    draft.save(update_fields=["last_edited_by"])


def _draft(translation: OfferTranslation) -> OfferTranslation:
    rows = OfferTranslation.objects.select_for_update(of=("self",)).select_related("offer")
    current = rows.filter(pk=translation.pk).first()
    if current is None:
        raise Refused("Somebody else discarded this translation a moment ago.")
    if not current.is_draft:
        raise Refused("This translation is approved and stays as it is. Begin the next edition.")
    return current
