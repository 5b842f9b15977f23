"""Parts of a plan given to another service: to whom, why, on what basis, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models import Provider
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, choices_of, track
from careleavers.models.secret_links import SecretLink
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PlanVersion
from pathways.rules.matters import MATTERS
from pathways.rules.referrals import AGREEMENT_WORDS, BASIS_WORDS, OPEN, SERVICE_WORDS, STATE_WORDS, ReferralState

STATES = choices_of(STATE_WORDS)


@track
class PlanReferral(Recorded, Revised):
    """Some matters of an authorised version, for a service outside; `sections` are codes of `MATTERS`.

    While it is open (`OPEN`), `chase_on` is the day on which whoever holds the case asks what became of it.
    """

    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="referrals", db_comment=RECORD_KEEPING
    )
    service = models.CharField(max_length=8, choices=choices_of(SERVICE_WORDS), db_comment=SENSITIVE)
    organisation = models.CharField(max_length=120, db_comment=SENSITIVE)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=SENSITIVE
    )
    # Whoever has the role for it reads and answers it here (`queries.referrals.ROLE_FOR`).
    for_colleagues = models.BooleanField(
        "answered by our own link worker", default=False, db_default=False, db_comment=RECORD_KEEPING
    )
    reader = models.CharField("who reads it there", max_length=200, blank=True, db_comment=PERSONAL)
    purpose = models.TextField("what it is for", db_comment=SENSITIVE)
    sections = ArrayField(models.CharField(max_length=16), db_comment=SENSITIVE)
    with_own_words = models.BooleanField("their own words too", default=False, db_comment=RECORD_KEEPING)
    basis = models.CharField(
        "what allows it",
        max_length=13,
        choices=choices_of(BASIS_WORDS),
        db_comment=RECORD_KEEPING,
    )
    agreement = models.CharField(
        "whether they agree",
        max_length=9,
        choices=choices_of(AGREEMENT_WORDS),
        db_comment=SENSITIVE,
    )
    they_say = models.TextField("what they say to it", blank=True, db_comment=SENSITIVE)
    why_anyway = models.TextField("why it is shared without their agreement", blank=True, db_comment=SENSITIVE)
    made_on = models.DateField(db_comment=RECORD_KEEPING)
    state = models.CharField(
        max_length=10, choices=STATES, default=ReferralState.WAITING.value, db_comment=RECORD_KEEPING
    )
    chase_on = models.DateField("ask again on", null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-made_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(name="referral_shares_something", condition=Q(sections__len__gt=0)),
            models.CheckConstraint(
                name="referral_open_is_chased",
                condition=Q(state__in=[state.value for state in OPEN], chase_on__isnull=False)
                | (~Q(state__in=[state.value for state in OPEN]) & Q(chase_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="referral_by_consent", condition=Q(agreement="yes") | ~Q(basis__in=["agreed", "duty_to_refer"])
            ),
            models.CheckConstraint(
                name="referral_without_consent_says_why", condition=Q(agreement="yes") | ~Q(why_anyway="")
            ),
        ]

    @property
    def code(self) -> str:
        """The code of its alert: of each referral its own."""
        return f"plan_referral_{str(self.pk)[:8]}"

    @property
    def is_open(self) -> bool:
        return self.state in set(OPEN)

    @property
    def titles(self) -> list[str]:
        """The headings of what is shared, in the order of the plan."""
        return [matter.title for code, matter in MATTERS.items() if code in self.sections]


class PlanReferralStep(Recorded):
    """What was learnt of a referral on a day, and how far it was then. Never changed: the next one says more."""

    referral = models.ForeignKey(
        PlanReferral, on_delete=models.CASCADE, related_name="steps", db_comment=RECORD_KEEPING
    )
    happened_on = models.DateField(db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=10, choices=STATES, db_comment=RECORD_KEEPING)
    text = models.TextField("what they said", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["happened_on", "recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class PlanReferralLink(SecretLink):
    """A link by which the other service reads what is shared; whoever has it must also know a code."""

    CALLED = "plan_referral_link"

    referral = models.ForeignKey(
        PlanReferral, on_delete=models.CASCADE, related_name="links", db_comment=RECORD_KEEPING
    )
    code_digest = models.CharField(max_length=64, db_comment=RECORD_KEEPING)

    @property
    def event_details(self) -> dict[str, Any]:
        return {"referral": str(self.referral_id)}
