"""Plans that were agreed in the system that the council had before: brought over to be read, and never written in."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from careleavers.models import Contact, YoungPerson
from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.rules.matters import MATTERS

FROZEN = ("agreed_on", "reviewed_on", "author", "agreed_by", "own_words", "text", "matters", "system")


@track
class FormerPlan(Recorded):
    """A pathway plan of another system, as it said it: nobody authorised it here, and its words can never change.

    `matters` are texts by code of `MATTERS`; `text` is what belongs to none of them. Its days count for what is due,
    until a plan is authorised here.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="former_plans", db_comment=PERSONAL)
    system = models.CharField("which system", max_length=60, db_comment=RECORD_KEEPING)
    agreed_on = models.DateField("when it was agreed there", db_comment=RECORD_KEEPING)
    reviewed_on = models.DateField("when it was last reviewed there", null=True, blank=True, db_comment=RECORD_KEEPING)
    author = models.CharField("who wrote it", max_length=120, blank=True, db_comment=PERSONAL)
    agreed_by = models.CharField("who agreed it for the council", max_length=120, blank=True, db_comment=PERSONAL)
    own_words = models.TextField("what they want, in their own words", blank=True, db_comment=SENSITIVE)
    text = models.TextField("what it says", blank=True, db_comment=SENSITIVE)
    matters = models.JSONField(default=dict, blank=True, db_comment=SENSITIVE)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["-agreed_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="former_plan_reviewed_after", condition=Q(reviewed_on=None) | Q(reviewed_on__gte=F("agreed_on"))
            ),
        ]
        indexes = [models.Index(fields=["person", "agreed_on"], name="former_plan_by_day")]
        triggers = [
            pgtrigger.Trigger(
                name="former_plan_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF {" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FROZEN)} THEN
                        RAISE EXCEPTION 'A plan of another system is read here, and not changed.';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The headings under which it says something, in the order of a plan, with the words."""
        return [(matter.title, self.matters[code]) for code, matter in MATTERS.items() if self.matters.get(code)]
