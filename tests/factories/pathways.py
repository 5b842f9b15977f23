"""Pathway plans with their versions, promises, reviews and copies; needs assessments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from factory import LazyAttribute, SelfAttribute, Sequence, Trait
from factory.django import DjangoModelFactory

from pathways.models import (
    FormerPlan,
    NeedsAssessment,
    PathwayPlan,
    PlanAction,
    PlanCopy,
    PlanEscalation,
    PlanMatter,
    PlanNextStep,
    PlanReferral,
    PlanReview,
    PlanReviewer,
    PlanSample,
    PlanSheet,
    PlanVersion,
    ReviewRequest,
    RiskAssessment,
    SampledPlan,
)
from pathways.rules.matters import PlanBasis, consultees_of, matters_of, needs_of
from tests.factories.careleavers import TODAY, AboutPerson


def _plan_of(row: Any) -> PathwayPlan:
    plan, _ = PathwayPlan.objects.get_or_create(person=row.person)
    return plan


def _nine_o_clock(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


class PlanVersionFactory(DjangoModelFactory[PlanVersion]):
    """A version of `person`'s plan that `written_by` is writing, with its ten matters, empty unless `filled`.

    `authorised` needs `authorised_by` and may have `authorised_on`; each of `promises` is owed by the writer. The young
    person has a copy of an authorised one since that day, unless `copied` is False.
    """

    class Meta:
        model = PlanVersion

    class Params:
        person = None
        filled = Trait(own_words="I want my own place.")
        submitted = Trait(
            state=PlanVersion.SUBMITTED,
            own_words="I want my own place.",
            submitted_by=SelfAttribute("written_by"),
            submitted_at=_nine_o_clock(TODAY),
        )
        authorised = Trait(
            state=PlanVersion.AUTHORISED,
            own_words="I want my own place.",
            authorised_on=TODAY,
            authorised_at=LazyAttribute(lambda version: _nine_o_clock(version.authorised_on)),
            submitted_by=SelfAttribute("written_by"),
            submitted_at=SelfAttribute("authorised_at"),
        )

    plan = LazyAttribute(_plan_of)
    number = 1
    basis = PlanBasis.FULL
    author_ids = LazyAttribute(lambda version: [version.written_by.pk])
    promises: tuple[str, ...] = ()
    copied = True

    @classmethod
    def _create(cls, model_class: type[PlanVersion], *args: Any, **kwargs: Any) -> PlanVersion:
        """Postgres freezes a version once it is authorised, so its matters and promises are written before."""
        promises, copied = kwargs.pop("promises"), kwargs.pop("copied")
        state = kwargs.pop("state", PlanVersion.DRAFT)
        decision = {name: kwargs.pop(name) for name in list(kwargs) if name.startswith("authorised_")}
        version: PlanVersion = super()._create(model_class, *args, **kwargs)
        text = "Written." if version.own_words else ""
        PlanMatter.objects.bulk_create(
            PlanMatter(version=version, code=matter.code, needs=text, how_met=text)
            for matter in matters_of(PlanBasis(version.basis))
        )
        for what in promises:
            PlanActionFactory.create(version=version, what=what, owner=version.written_by)
        for name, value in {**decision, "state": state}.items():
            setattr(version, name, value)
        version.save()
        if copied and version.authorised_on:
            PlanCopyFactory.create(
                version=version, given_on=version.authorised_on, how=PlanCopy.POST, given_by=version.written_by
            )
        return version


class PlanActionFactory(DjangoModelFactory[PlanAction]):
    class Meta:
        model = PlanAction

    matter_code = "skills"
    what = "Book a driving lesson"
    owed_by = PlanAction.COUNCIL
    by_when = date(2026, 12, 4)


class PlanNextStepFactory(DjangoModelFactory[PlanNextStep]):
    """What `owner` does once `version` is authorised."""

    class Meta:
        model = PlanNextStep

    text = "Ring the dentist"
    days = 7


class PlanSheetFactory(DjangoModelFactory[PlanSheet]):
    """A sheet for `version`, printed today, which nobody is asked to get back."""

    class Meta:
        model = PlanSheet

    person = SelfAttribute("version.plan.person")
    reference = Sequence(lambda number: f"{number:08}")
    printed_on = TODAY


class PlanReviewFactory(DjangoModelFactory[PlanReview]):
    """A review of `person`'s plan in which they took part."""

    class Meta:
        model = PlanReview

    class Params:
        person = None

    plan = LazyAttribute(_plan_of)
    held_on = TODAY
    chaired_by = "Jo Ellis"
    person_took_part = True
    summary = "All is well."


class PlanCopyFactory(DjangoModelFactory[PlanCopy]):
    class Meta:
        model = PlanCopy

    given_on = TODAY
    how = PlanCopy.IN_PERSON
    was_explained = True


class PlanReviewerFactory(AboutPerson):
    """`officer` reviews the plan of `person`."""

    class Meta:
        model = PlanReviewer

    starts_on = date(2026, 9, 1)


class PlanReferralFactory(DjangoModelFactory[PlanReferral]):
    """Two parts of `version` for a housing service: they agreed, and it is asked about in a fortnight."""

    class Meta:
        model = PlanReferral

    service = "housing"
    organisation = "Melford housing options"
    purpose = "A flat of her own by the spring."
    sections = LazyAttribute(lambda _: ["accommodation", "skills"])
    basis = "agreed"
    agreement = "yes"
    made_on = TODAY
    chase_on = LazyAttribute(lambda row: row.made_on + timedelta(days=14))


class FormerPlanFactory(DjangoModelFactory[FormerPlan]):
    """Agreed in Mosaic four months ago, with a few words."""

    class Meta:
        model = FormerPlan

    system = "Mosaic"
    agreed_on = TODAY - timedelta(days=120)
    author = "Jo Ellis"
    own_words = "I want my own place."
    matters = LazyAttribute(lambda _: {"accommodation": "A flat near college."})


class SampledPlanFactory(DjangoModelFactory[SampledPlan]):
    """One `version`, drawn alone from those of `team`; two questions are asked of it."""

    class Meta:
        model = SampledPlan

    class Params:
        team = None

    place = 1
    sample = LazyAttribute(
        lambda row: PlanSample.objects.create(
            drawn_on=TODAY, team=row.team, seed=1, of=1, questions=["Is it in their words?", "Is it good enough?"]
        )
    )


class PlanEscalationFactory(AboutPerson):
    """Raised by `raised_by`, for `manager` to answer."""

    class Meta:
        model = PlanEscalation

    raised_on = TODAY
    concern = "Nobody has found a dentist."
    answer_by = LazyAttribute(lambda row: row.raised_on + timedelta(days=14))


class NeedsAssessmentFactory(AboutPerson):
    """One that is being written, with its needs; `completed` was finished today."""

    class Meta:
        model = NeedsAssessment

    class Params:
        completed = Trait(completed_on=TODAY)

    basis = PlanBasis.FULL
    started_on = date(2026, 11, 2)

    needs = LazyAttribute(lambda made: {need.code: "" for need in needs_of(PlanBasis(made.basis))})
    views = LazyAttribute(lambda made: {each.code: "" for each in consultees_of(PlanBasis(made.basis))})


class RiskAssessmentFactory(AboutPerson):
    """Written by `written_by` and not signed yet; `signed_by` may have signed it that day."""

    class Meta:
        model = RiskAssessment

    reason = "lost_touch"
    level = "medium"
    risks = "Nobody knows where she sleeps."
    steps = "Pat rings her sister by Friday."
    written_on = TODAY
    signed_on = LazyAttribute(lambda row: row.written_on if getattr(row, "signed_by", None) else None)
    review_on = LazyAttribute(lambda row: row.signed_on and row.signed_on + timedelta(weeks=8))


class ReviewRequestFactory(AboutPerson):
    """Asked for by the young person today; it waits."""

    class Meta:
        model = ReviewRequest

    asked_by = "young_person"
    reason = "wish"
    words = "I want to talk about the flat."
    asked_on = TODAY
