"""What goes with the decision on a version: comments on its matters, a first signature, and what is done next."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import FollowUp, User
from careleavers.models.base import Recorded, Revised, UUIDModel, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PlanVersion, frozen_with_version
from pathways.rules.matters import MATTERS


@track
class PlanComment(Recorded):
    """What a manager who returned a version wants changed about one of its matters. The next return replaces it."""

    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="comments", db_comment=RECORD_KEEPING
    )
    matter_code = models.CharField(max_length=16, db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=SENSITIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "matter_code"], name="plan_comment_once"),
            models.CheckConstraint(name="plan_comment_says_something", condition=~Q(text="")),
        ]
        triggers = [frozen_with_version("comment_is_frozen")]

    @property
    def title(self) -> str:
        return MATTERS[self.matter_code].title


@track
class PlanSignature(UUIDModel):
    """The first of two signatures, where the authority asks for two: by a manager who did not write in the version, and
    is not the one who then authorises it. Postgres holds both."""

    version = models.OneToOneField(
        PlanVersion, on_delete=models.CASCADE, related_name="signature", db_comment=RECORD_KEEPING
    )
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    signed_at = models.DateTimeField(db_comment=RECORD_KEEPING)

    class Meta:
        triggers = [
            frozen_with_version("signature_is_frozen"),
            pgtrigger.Trigger(
                name="signed_by_no_author",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM pathways_planversion
                        WHERE id = NEW.version_id
                        AND (NEW.signed_by_id = ANY(author_ids) OR NEW.signed_by_id IN (written_by_id, submitted_by_id))
                    ) THEN
                        RAISE EXCEPTION 'A version is signed by somebody who did not write in it.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


@track
class PlanNextStep(Recorded, Revised):
    """What somebody is to do once a version is authorised. It is then a follow-up, made once, with its own day."""

    TASK, LETTER, REFERRAL = "task", "letter", "referral"
    KINDS = [(TASK, "Something to do"), (LETTER, "A letter to write"), (REFERRAL, "A referral to make")]

    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="next_steps", db_comment=RECORD_KEEPING
    )
    kind = models.CharField(max_length=8, choices=KINDS, default=TASK, db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=160, db_comment=SENSITIVE)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    days = models.PositiveSmallIntegerField("days from the authorisation", db_comment=RECORD_KEEPING)
    follow_up = models.OneToOneField(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["days", "recorded_at"]
        triggers = [
            frozen_with_version("next_step_is_frozen", columns=("version_id", "kind", "text", "owner_id", "days"))
        ]

    @property
    def words(self) -> str:
        """As the follow-up says it."""
        return {self.LETTER: "Write: ", self.REFERRAL: "Refer: "}.get(self.kind, "") + self.text
