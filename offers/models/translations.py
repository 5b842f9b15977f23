"""The local offer in other languages and in easy read: the words of one version, approved by a second person."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, UUIDModel, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from offers.models.local_offer import LocalOffer, OfferEntry
from offers.rules.languages import EDITION_CHOICES, EDITIONS, Language


class OfferTranslationQuerySet(models.QuerySet["OfferTranslation"]):
    def approved(self) -> OfferTranslationQuerySet:
        return self.filter(state=OfferTranslation.APPROVED)

    def in_force(self, offer: LocalOffer | None) -> dict[str, OfferTranslation]:
        """By language, the edition of this version approved last; a language without one is not there."""
        if offer is None:
            return {}
        return {row.language: row for row in self.approved().filter(offer=offer).order_by("edition")}


@track
class OfferTranslation(Recorded, Revised):
    """One edition of one version of the offer in a language. An approved one is never changed: letters say which they
    enclosed. What is empty is not translated, and is shown in English.

    `words`: what is said around the entries, by the keys of `offers.rules.leaflet_words`.
    """

    DRAFT, APPROVED = "draft", "approved"

    offer = models.ForeignKey(
        LocalOffer, on_delete=models.PROTECT, related_name="translations", db_comment=RECORD_KEEPING
    )
    language = models.CharField(max_length=10, choices=EDITION_CHOICES, db_comment=RECORD_KEEPING)
    edition = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    introduction = models.TextField(blank=True, db_comment=RECORD_KEEPING)
    words = models.JSONField(default=dict, blank=True, db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=10, choices=[(DRAFT, "Draft"), (APPROVED, "Approved")], default=DRAFT, db_comment=RECORD_KEEPING
    )
    # Whoever changed the draft or one of its entries last.
    last_edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    approved_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )

    objects = OfferTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["language", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "language", "edition"], name="offer_translation_edition_once"),
            models.UniqueConstraint(
                fields=["offer", "language"], condition=Q(state="draft"), name="offer_translation_one_draft"
            ),
            models.CheckConstraint(
                name="offer_translation_approved_has_day",
                condition=Q(state="draft", approved_on__isnull=True, approved_by__isnull=True)
                | Q(state="approved", approved_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="translation_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
            pgtrigger.Trigger(
                name="translation_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="approved"),
                func="""
                    IF NEW.approved_by_id IN (NEW.recorded_by_id, NEW.last_edited_by_id) THEN
                        RAISE EXCEPTION 'Whoever began or last changed this translation cannot approve it.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called.english}, version {self.offer.version}"

    @property
    def called(self) -> Language:
        return EDITIONS[self.language]

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT


@track
class EntryTranslation(UUIDModel, Revised):
    """One entry of the offer in a language: of the very row of its version, so that it says no former amount."""

    translation = models.ForeignKey(
        OfferTranslation, on_delete=models.CASCADE, related_name="entries", db_comment=RECORD_KEEPING
    )
    entry = models.ForeignKey(
        OfferEntry, on_delete=models.PROTECT, related_name="translations", db_comment=RECORD_KEEPING
    )
    title = models.CharField(max_length=100, db_comment=RECORD_KEEPING)
    text = models.TextField(max_length=900, db_comment=RECORD_KEEPING)
    how_to_claim = models.CharField(max_length=450, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["entry__order", "id"]
        constraints = [models.UniqueConstraint(fields=["translation", "entry"], name="entry_translation_once")]
        triggers = [
            pgtrigger.Trigger(
                name="entry_translation_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM offers_offertranslation
                        WHERE id IN (OLD.translation_id, NEW.translation_id) AND state = 'approved'
                    ) THEN
                        RAISE EXCEPTION 'This translation was approved and cannot be changed.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
