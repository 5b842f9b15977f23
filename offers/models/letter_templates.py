"""The words of letters that a council writes itself, in versions, each approved by somebody who did not write it."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from offers.rules.letter_fields import KIND_LABELS, TemplateKind


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def approved(self) -> LetterTemplateQuerySet:
        return self.filter(state=LetterTemplate.APPROVED)

    def in_force(self, today: date) -> dict[str, LetterTemplate]:
        """By kind, the version approved last by the day; a kind without one is not there."""
        rows = self.approved().filter(approved_on__lte=today).order_by("kind", "approved_on", "version")
        return {row.kind: row for row in rows}


@track
class LetterTemplate(Recorded, Revised):
    """One version of the words for a kind of letter. An approved one is never changed: letters say which they used.

    `text` is restricted Markdown that `offers.documents.letter_markdown` can read.
    """

    DRAFT, APPROVED = "draft", "approved"

    kind = models.CharField(
        max_length=20,
        choices=choices_of(KIND_LABELS),
        db_comment=RECORD_KEEPING,
    )
    version = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=10, choices=[(DRAFT, "Draft"), (APPROVED, "Approved")], default=DRAFT, db_comment=RECORD_KEEPING
    )
    # Whoever changed the draft last; null until somebody did.
    last_edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    approved_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="letter_template_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="draft"), name="letter_template_one_draft"),
            models.CheckConstraint(
                name="letter_template_approved_has_day",
                condition=Q(state="draft", approved_on__isnull=True, approved_by__isnull=True)
                | Q(state="approved", approved_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
            pgtrigger.Trigger(
                name="approved_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="approved"),
                func="""
                    IF NEW.approved_by_id IS NULL
                        OR NEW.approved_by_id IN (NEW.recorded_by_id, NEW.last_edited_by_id) THEN
                        RAISE EXCEPTION 'Whoever began or last changed these words cannot approve them.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_kind.label}, version {self.version}"

    @property
    def template_kind(self) -> TemplateKind:
        return TemplateKind(self.kind)

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT
