"""Copies of the plan that the young person was given."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PlanVersion


@track
class PlanCopy(Recorded):
    """A copy of an authorised version, given to the young person on a day and explained to them (CLR reg 4(2))."""

    IN_PERSON, POST, EMAIL, PHONE, OTHER = "in_person", "post", "email", "phone", "other"
    WAYS = [
        (IN_PERSON, "In person"),
        (POST, "By post"),
        (EMAIL, "By email"),
        (PHONE, "To their phone"),
        (OTHER, "Another way"),
    ]

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="copies", db_comment=RECORD_KEEPING)
    given_on = models.DateField(db_comment=RECORD_KEEPING)
    how = models.CharField(max_length=10, choices=WAYS, db_comment=RECORD_KEEPING)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    was_explained = models.BooleanField("what it says was explained to them", db_comment=RECORD_KEEPING)
    why_not_explained = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-given_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "given_on", "how"], name="plan_copy_once"),
            models.CheckConstraint(
                name="plan_copy_explained_or_why_not", condition=Q(was_explained=True) | ~Q(why_not_explained="")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_of_what_was_authorised",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM pathways_planversion
                        WHERE id = NEW.version_id AND state = 'authorised' AND authorised_on <= NEW.given_on
                    ) THEN
                        RAISE EXCEPTION 'A copy is given of a version that was authorised by that day.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
