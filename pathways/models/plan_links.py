"""Links by which a young person reads their plan without an account, and what they said of it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careleavers.models import DutyMessage
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded
from careleavers.models.secret_links import SecretLink
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PlanVersion


class PlanLink(SecretLink):
    """A link to one version of a plan, for the young person: whoever has it must also know the date of birth."""

    CALLED = "plan_link"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="links", db_comment=RECORD_KEEPING)

    @property
    def event_details(self) -> dict[str, Any]:
        return {"version": self.version.number}


class PlanAnswer(Recorded):
    """What the young person said of their plan through a link. Never changed: who says more answers again.

    `message` is the task for their worker that came of it, where they asked for something or do not agree.
    """

    AGREES = [("yes", "Yes"), ("partly", "With some of it"), ("no", "No")]

    link = models.ForeignKey(PlanLink, on_delete=models.CASCADE, related_name="answers", db_comment=RECORD_KEEPING)
    agrees = models.CharField("whether they agree", max_length=6, choices=AGREES, blank=True, db_comment=SENSITIVE)
    own_words = models.TextField("in their own words", blank=True, db_comment=SENSITIVE)
    help_with = ArrayField(models.CharField(max_length=16), default=list, db_comment=SENSITIVE)
    wants_call = models.BooleanField("would like to be called", default=False, db_comment=PERSONAL)
    wants_review = models.BooleanField("asks to go through the plan again", default=False, db_comment=PERSONAL)
    wants_other_adviser = models.BooleanField("asks for another adviser", default=False, db_comment=SENSITIVE)
    message = models.ForeignKey(
        DutyMessage, null=True, blank=True, on_delete=models.RESTRICT, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]
