"""What plans, those who review them and referrals refuse, and in which words; nothing changes then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent
from pathways.actions import answers_before, plans, referrals, review_requests, reviewing, risks
from pathways.models import (
    PlanAction,
    PlanEscalation,
    PlanMatter,
    PlanReferral,
    PlanReferralStep,
    PlanReviewer,
    PlanVersion,
    ReviewRequest,
    RiskAssessment,
)
from pathways.queries.promise_ledger import BECAME_WORDS, Became
from tests.careleavers.contacts import log
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    PlanEscalationFactory,
    PlanReviewerFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    ReviewRequestFactory,
    RiskAssessmentFactory,
    TopicFactory,
    give_status,
)
from tests.pathways.plan_pages import address
from tests.refusals import refused, unchanged

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def version(cast: Cast, scene: Callable) -> PlanVersion:
    with scene():
        return PlanVersionFactory.create(
            person=cast.amira,
            written_by=cast.pat,
            filled=True,
            authorised=True,
            authorised_by=cast.mo,
            promises=("Ring the dentist",),
        )


@pytest.mark.parametrize(
    ("status", "done_on", "outcome", "says"),
    [
        (PlanAction.DONE, None, "", "Give the day on which it was done."),
        (PlanAction.DONE, TODAY + timedelta(days=1), "", "cannot be in the future"),
        (PlanAction.CHANGED, None, "", "Say what happened"),
        (PlanAction.NOT_DONE, None, "", "Say what happened"),
    ],
)
def test_what_became_of_a_promise(
    cast: Cast, version: PlanVersion, status: str, done_on: date | None, outcome: str, says: str
) -> None:
    promised = version.actions.get()
    with pytest.raises(Refused, match=says):
        plans.record_outcome(
            by=cast.pat, promised=promised, today=TODAY, status=status, done_on=done_on, outcome=outcome
        )
    promised.refresh_from_db()
    assert promised.status == PlanAction.OPEN


def test_an_authorised_plan_is_not_written_any_more(cast: Cast, version: PlanVersion, sign_in: Callable) -> None:
    """Its pages lead to the plan, and what is sent is kept and said."""
    client = sign_in(cast.pat)
    assert client.get(address("plan_write", cast.amira)).url == address("plan", cast.amira)
    matter = version.matters.get(code="skills")
    for page, typed in (
        (address("plan_words", cast.amira), {"own_words": "I would like a dog."}),
        (address("promise_add", cast.amira, "skills"), {"what": "Ring the vet.", "owed_by": "council"}),
    ):
        said = client.post(page, typed).content.decode()
        assert "This version was authorised and cannot be changed. Begin the next version instead." in said
        assert next(iter(typed.values())) in said
    with pytest.raises(Refused, match="Begin the next version instead"):
        plans.write_matter(by=cast.pat, matter=matter, revision=None, needs="Another")
    assert PlanAction.objects.count() == 1
    assert PlanMatter.objects.get(pk=matter.pk).needs == matter.needs


def test_an_action_of_a_version_that_another_has_followed(
    cast: Cast, version: PlanVersion, scene: Callable, sign_in: Callable
) -> None:
    former = version.actions.get()
    with scene():
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True, number=2)
    page = sign_in(cast.pat).get(address("promise_edit", cast.amira, former.pk)).content.decode()
    assert "Write it in the version that is being written now." in page


def name(cast: Cast, officer: Any) -> PlanReviewer | None:
    current = PlanReviewer.objects.get()
    return reviewing.name_reviewer(
        by=cast.mo, person=cast.amira, revision=current.revision, today=TODAY, officer=officer
    )


def test_who_reviews_a_plan(cast: Cast, scene: Callable) -> None:
    with scene():
        current = PlanReviewerFactory.create(person=cast.amira, officer=cast.ivy)
    with pytest.raises(Refused, match="They are no reviewing officer today"):
        name(cast, cast.pat)
    assert name(cast, cast.ivy) == current, "the same named twice is one"
    assert PlanReviewer.objects.get() == current


def escalate(by: Any, cast: Cast, **more: Any) -> PlanEscalation:
    return reviewing.escalate(
        by=by, person=cast.amira, today=TODAY, working_days=10, concern="No dentist", manager=cast.mo, **more
    )


def test_who_escalates_and_what(cast: Cast, scene: Callable) -> None:
    with scene():
        waiting = PlanEscalationFactory.create(person=cast.amira, raised_by=cast.ivy, manager=cast.mo)
        answered = {"answer": "Friday", "answered_on": TODAY, "answer_given_by": cast.mo}
        settled = PlanEscalationFactory.create(
            person=cast.amira, raised_by=cast.ivy, manager=cast.mo, settled_on=TODAY, **answered
        )
    for by, follows, says in (
        (cast.pat, None, "Only an independent reviewing officer"),
        (cast.ivy, waiting, "It is not answered yet."),
        (cast.ivy, settled, "It was settled on 23 November 2026."),
    ):
        with pytest.raises(Refused, match=says):
            escalate(by, cast, follows=follows)
    assert PlanEscalation.objects.count() == 2


SHARED = {
    "service": "housing",
    "organisation": "Melford housing options",
    "purpose": "A flat",
    "sections": ["skills"],
    "basis": "agreed",
    "agreement": "yes",
    "why_anyway": "",
}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"agreement": "partly"}, "agree"),
        ({"sections": ["skills", "nonsense"]}, "That is not in this version of the plan."),
    ],
)
def test_what_is_shared_of_a_plan(cast: Cast, version: PlanVersion, facts: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        referrals.refer(
            by=cast.pat, version=version, today=TODAY, chase_on=TODAY + timedelta(days=14), **(SHARED | facts)
        )
    assert not PlanReferral.objects.exists()


def test_what_is_over_is_not_shared_by_a_link(cast: Cast, version: PlanVersion) -> None:
    now = timezone.now()
    referral = referrals.refer(by=cast.pat, version=version, today=TODAY, chase_on=TODAY + timedelta(days=14), **SHARED)
    made = referrals.make_referral_link(by=cast.pat, referral=referral, now=now)
    link = referral.links.get()
    referrals.follow_referral(
        by=cast.pat,
        referral=referral,
        revision=None,
        today=TODAY,
        now=now,
        state="declined",
        happened_on=TODAY,
        text="No flat",
        chase_on=None,
    )
    assert made.secret
    with pytest.raises(Refused, match="It is over: there is nothing to share any more"):
        referrals.make_referral_link(by=cast.pat, referral=referral, now=now)
    steps = PlanReferralStep.objects.count()
    answer = {"revision": None, "today": TODAY, "state": "accepted", "text": "Yes", "chase_on": None}
    with pytest.raises(Refused, match="answer by phone"):
        referrals.answer_by_link(link=link, now=now, **answer)
    assert PlanReferralStep.objects.count() == steps


# Risk assessments


def test_a_risk_assessment_that_is_signed_is_written_no_more_and_closed_by_a_manager(
    cast: Cast, scene: Callable
) -> None:
    """The last one that was signed, once."""
    with scene():
        signed = {"person": cast.amira, "written_by": cast.pat, "signed_by": cast.mo}
        first = RiskAssessmentFactory.create(**signed, written_on=days_ago(60))
        last = RiskAssessmentFactory.create(**signed)
        begun = RiskAssessmentFactory.create(person=cast.amira, written_by=cast.pat)
    facts = {name: getattr(last, name) for name in ("reason", "level", "risks", "steps")}
    with refused(risks.SIGNED, RiskAssessment):
        risks.write_risk_assessment(
            by=cast.pat, person=cast.amira, assessment=last, revision=last.revision, today=TODAY, **facts
        )
    for row, by, says in (
        (last, cast.pat, "Your role does not let you close risk assessments. A manager can."),
        (begun, cast.mo, "It is not signed yet."),
        (first, cast.mo, "Another one was signed since. Close that one."),
    ):
        with refused(says, RiskAssessment):
            risks.close_risk_assessment(
                by=by, assessment=row, revision=row.revision, today=TODAY, closed_why="She is home"
            )


# Reviews that are asked for


def test_a_review_that_is_asked_for(cast: Cast, version: PlanVersion, scene: Callable) -> None:
    """On no day to come; and once it is over it is neither ended again nor was another review held for it."""
    assert review_requests.why_not_ask(cast.amira, TODAY + timedelta(days=1), TODAY) == "That day is still to come."
    with scene():
        held = PlanReviewFactory.create(person=cast.amira)
        over = ReviewRequestFactory.create(person=cast.amira, review=held)
    with refused(review_requests.OVER, ReviewRequest):
        review_requests.end_request(
            by=cast.mo, request=over, revision=None, today=TODAY, ended_how="not_needed", ended_why="Settled"
        )
    with refused(review_requests.OVER, ReviewRequest):
        review_requests.take_up_in_review(by=cast.mo, request=over, revision=None, today=TODAY, review=held)


# Answers of the last plan


def test_where_the_last_plan_says_nothing_nothing_is_copied(cast: Cast, scene: Callable) -> None:
    """Nor is it noted that something was."""
    with scene():
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo)
    begun = plans.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    with unchanged(PlanMatter):
        assert answers_before.copy_empty_answers(by=cast.pat, version=begun) == 0
    assert not AuditEvent.objects.filter(name="plan_answers_copied").exists()


def test_what_became_of_each_promise_is_said_beside_the_next_plan(
    cast: Cast, scene: Callable, sign_in: Callable
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        promises = {"Driving": "changed", "A dentist": "not_done", "A passport": "carried"}
        before = PlanVersionFactory.create(
            person=cast.amira,
            written_by=cast.pat,
            filled=True,
            authorised=True,
            authorised_by=cast.mo,
            authorised_on=days_ago(170),
            promises=tuple(promises),
        )
        topic = TopicFactory.create(matter="health")
    plans.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    log(cast, topics=[topic], note="The dentist rang back")
    with scene():
        for what, status in promises.items():
            before.actions.filter(what=what).update(status=status, outcome="She moved")
    page = sign_in(cast.pat).get(address("plan_beside", cast.amira, 2)).content.decode()
    for words in (BECAME_WORDS[Became.CHANGED], BECAME_WORDS[Became.NOT_KEPT], "Carried into", "The dentist rang back"):
        assert words in page, words
