"""The local offer: what the authority tells care leavers that they can have (Children and Social Work Act 2017 s2)."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, UUIDModel, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.rules.words import listing
from offers.rules.leaflet_words import WORDS_AROUND
from offers.rules.offer_areas import AREAS_IN_WORDS, BASES, CUSTODY, IN_CUSTODY, NOT_IN_CUSTODY, Area, age_words


class LocalOfferQuerySet(models.QuerySet["LocalOffer"]):
    def published(self) -> LocalOfferQuerySet:
        return self.filter(state=LocalOffer.PUBLISHED)

    def in_force(self, today: date) -> LocalOffer | None:
        """The version published last by the day."""
        return self.published().filter(published_on__lte=today).order_by("-published_on", "-version").first()


@track
class LocalOffer(Recorded, Revised):
    """One version of the local offer. A published one is never changed: letters say which one they enclosed."""

    DRAFT, PUBLISHED = "draft", "published"

    version = models.PositiveIntegerField(unique=True, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    introduction = models.TextField(blank=True, db_comment=RECORD_KEEPING)
    # The Act asks that care leavers, and those who speak for them, are asked before it is published.
    consulted = models.TextField("who was asked, and what they said", blank=True, db_comment=RECORD_KEEPING)
    agreed_by = models.CharField(
        "which body agreed to it", max_length=120, blank=True, default="", db_default="", db_comment=RECORD_KEEPING
    )
    agreed_on = models.DateField("when it agreed", null=True, blank=True, db_comment=RECORD_KEEPING)
    lasts_until = models.DateField("until when it is meant to last", null=True, blank=True, db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=10, choices=[(DRAFT, "Draft"), (PUBLISHED, "Published")], default=DRAFT, db_comment=RECORD_KEEPING
    )
    published_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    # Whoever changed the draft or one of its entries last; null until somebody did.
    last_edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )

    objects = LocalOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="offer_one_draft"),
            models.CheckConstraint(
                name="offer_published_has_day",
                condition=Q(state="draft", published_on__isnull=True)
                | Q(state="published", published_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            ),
            pgtrigger.Trigger(
                name="published_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="published"),
                func="""
                    IF NEW.approved_by_id IN (NEW.recorded_by_id, NEW.last_edited_by_id) THEN
                        RAISE EXCEPTION 'Whoever began or last changed this draft cannot publish it.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT


@track
class OfferEntry(UUIDModel, Revised):
    """One thing in the offer: for whom, how much, how to ask for it, and whether the law or the authority gives it.

    `entitlement` is the code of what it gives of the catalogue of entitlements; "" for what that does not know.
    `age_to` is the last age, up to the next birthday. `statuses`: the legal statuses it is for; none: every care
    leaver. `amount` is in whole pounds.
    """

    offer = models.ForeignKey(LocalOffer, on_delete=models.CASCADE, related_name="entries", db_comment=RECORD_KEEPING)
    area = models.CharField(
        max_length=20,
        choices=choices_of(AREAS_IN_WORDS),
        db_comment=RECORD_KEEPING,
    )
    basis = models.CharField("who gives it", max_length=13, choices=BASES, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=100, db_comment=RECORD_KEEPING)
    text = models.TextField(max_length=600, db_comment=RECORD_KEEPING)
    statuses = ArrayField(models.CharField(max_length=24), default=list, blank=True, db_comment=RECORD_KEEPING)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    amount = models.PositiveIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    # Of the council's area; none: all of it.
    districts = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True, db_comment=RECORD_KEEPING
    )
    custody = models.CharField(
        "custody", max_length=3, choices=CUSTODY, blank=True, default="", db_default="", db_comment=RECORD_KEEPING
    )
    entitlement = models.CharField(max_length=64, default="", db_default="", blank=True, db_comment=RECORD_KEEPING)
    how_to_claim = models.CharField("how to ask for it", max_length=300, blank=True, db_comment=RECORD_KEEPING)
    owner = models.CharField("who is responsible for it", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    order = models.PositiveSmallIntegerField(default=0, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "offer entries"
        constraints = [
            models.CheckConstraint(
                name="entry_ages_in_order",
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="entry_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM offers_localoffer
                        WHERE id IN (OLD.offer_id, NEW.offer_id) AND state = 'published'
                    ) THEN
                        RAISE EXCEPTION 'This version of the local offer was published and cannot be changed.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    @property
    def said(self) -> tuple[str, ...]:
        """What somebody may look for in it."""
        return (Area(self.area).label, self.title, self.text, self.how_to_claim, *self.districts)

    @property
    def custody_word(self) -> str:
        """The key of the words around it that say for whom in or out of custody it is; "" where that makes no
        difference."""
        return {IN_CUSTODY: "in_custody", NOT_IN_CUSTODY: "not_in_custody"}.get(self.custody, "")

    @property
    def custody_words(self) -> str:
        return WORDS_AROUND.get(self.custody_word, "")

    @property
    def where(self) -> str:
        """ "Only in Aldersby and Hollinbeck"; nothing where it covers the whole area."""
        return f"Only in {listing(self.districts, 'and')}" if self.districts else ""

    @property
    def ages(self) -> str:
        return age_words(self.age_from, self.age_to)
