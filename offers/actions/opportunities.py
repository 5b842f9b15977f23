"""Posts kept for young people, their interests, and each step from interest to work that lasts.

What is to be asked next about a candidacy is a dated task of whoever works with them, made with each step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from careleavers.actions.alerts import AlertKey, close_alerts_of_kind, open_and_close_alerts
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.lifetimes import EARLIER, why_not_in_life
from careleavers.actions.locks import lock_people
from careleavers.actions.occupations import begin_occupation
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Alert, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from offers.actions.money import ask_for_money, withdraw_request
from offers.models import Candidacy, CandidacyStep, Employer, MoneyRequest, Opportunity, WorkInterest
from offers.rules.money import RequestMoney, RequestState
from offers.rules.opportunities import LASTS, STAGE_WORDS, WorkStage, why_not_step

TO_ASK = "work_to_ask_about"
MOST_TEXT = 200


@action
def save_employer(*, by: User, employer: Employer | None, revision: int | None, details: dict[str, Any]) -> Employer:
    """A new employer, or a change of one. Refused for a name that is there already."""
    others = Employer.objects.exclude(pk=employer.pk) if employer else Employer.objects.all()
    if others.filter(title__iexact=details["title"]).exists():
        raise Refused("This employer is on the list already.", field="title")
    if employer is None:
        employer = Employer.objects.create(recorded_by=by, **details)
    else:
        change(employer, revision, details)
    record_event("employer_saved", by=by, on=employer)
    return employer


@action
def save_opportunity(
    *, by: User, opportunity: Opportunity | None, revision: int | None, details: dict[str, Any]
) -> Opportunity:
    """New posts, or a change of them. Refused for fewer than are filled."""
    if opportunity is None:
        opportunity = Opportunity.objects.create(recorded_by=by, **details)
    else:
        claim(opportunity, revision, details)  # before they are counted: whoever fills one takes the same lock
        filled = _filled(opportunity)
        if details["places"] < filled:
            raise Refused(f"{filled} of these posts are filled: give that number or more.", field="places")
        change(opportunity, revision, details)
    record_event("opportunity_saved", by=by, on=opportunity, places=opportunity.places)
    return opportunity


@action
def save_interest(*, by: User, person: YoungPerson, sector: str, level: str, words: str) -> WorkInterest:
    """A kind of work that they would like; said again, it takes the place of what was said before."""
    interest, is_new = WorkInterest.objects.get_or_create(
        person=person, sector=sector, defaults={"level": level, "words": words, "recorded_by": by}
    )
    if not is_new:
        change(interest, None, {"level": level, "words": words})
    record_event("work_interest_saved", by=by, person=person, on=interest, sector=sector)
    return interest


@action
def remove_interest(*, by: User, interest: WorkInterest, revision: int | None) -> None:
    """They would not like it any more."""
    current = claim_unchanged(interest, revision)
    record_event("work_interest_removed", by=by, person=current.person, on=current, sector=current.sector)
    current.delete()


@action
def put_forward(
    *, by: User, person: YoungPerson, opportunity: Opportunity, happened_on: date, today: date
) -> Candidacy:
    """They are interested in these posts, from a day. Refused once they are closed, and a second time."""
    lock_people([person.pk])
    if opportunity.closed_on and opportunity.closed_on <= today:
        raise Refused(f"These posts were closed on {day(opportunity.closed_on)}.")
    candidacy, is_new = Candidacy.objects.get_or_create(
        person=person, opportunity=opportunity, defaults={"recorded_by": by}
    )
    if not is_new:
        raise Refused("They were put forward for this already.")
    _write(by, candidacy, WorkStage.INTERESTED, happened_on, "", today)
    return candidacy


@action
def take_work_step(
    *,
    by: User,
    candidacy: Candidacy,
    stage: WorkStage,
    happened_on: date,
    note: str,
    code: str,
    today: date,
    **facts: Any,
) -> None:
    """One step further, or the end of it. Who begins in the post has it as their work in the record as well, by the
    DfE activity `code`; `facts` are other fields of Occupation.

    Refused where all posts are filled, and for a step that cannot be.
    """
    lock_people([candidacy.person_id])
    if stage == WorkStage.EMPLOYED:
        _refuse_when_filled(candidacy)
    step = _write(by, candidacy, stage, happened_on, note, today)
    _ask_for_incentives(by, step, today)
    if stage == WorkStage.EMPLOYED:
        post = candidacy.opportunity
        begin_occupation(
            by=by,
            person=candidacy.person,
            today=today,
            starts_on=happened_on,
            source="opportunity",
            code=code,
            detail=post.title,
            provider=post.employer.title if post.employer else "",
            **facts,
        )


@action
def remove_work_step(*, by: User, step: CandidacyStep, revision: int | None, today: date) -> None:
    """It was never so. Refused for what others followed; the work in the record is put right there."""
    lock_people([step.candidacy.person_id])
    current = claim_unchanged(step, revision)
    candidacy = current.candidacy
    if candidacy.steps.last() != current:
        raise Refused("Something was written down after it: take that out first.")
    _withdraw_incentives(by, current, today)
    record_event("work_step_removed", by=by, person=candidacy.person, on=current, stage=current.stage)
    current.delete()
    if not candidacy.steps.exists():
        candidacy.delete()
    update_work_alerts(person=candidacy.person, today=today)


def work_follows_death(*, people: Collection[UUID], today: date) -> None:
    """Nothing more is asked about their posts after a death, and again where it was a mistake. Registered with
    `on_death_changed`."""
    for person in YoungPerson.objects.filter(pk__in=people):
        update_work_alerts(person=person, today=today)


def update_work_alerts(*, person: YoungPerson, today: date) -> None:
    """Part of an action: make the open tasks about their posts what is to be asked next. Those of one day are one."""
    checks: dict[AlertKey, list[Any]] = defaultdict(list)
    rows = Candidacy.objects.filter(person=person).select_related("opportunity").prefetch_related("steps")
    for row in rows:
        if check := row.next_check():
            checks[AlertKey(person.pk, TO_ASK, check.since)].append(check)
    wanted = {}
    for key, each in ({} if person.died_on else checks).items():
        first = min(each, key=lambda check: check.due_on)
        wanted[key] = Alert(
            person_id=person.pk,
            code=TO_ASK,
            cycle_started_on=key.cycle_started_on,
            due_on=first.due_on,
            text=first.text[:MOST_TEXT],
            because="So that somebody stays with them on the way into work, and after they have begun.",
            closed_by_kind=ClosedBy.WORK_STEP,
            opened_on=today,
        )
    open_and_close_alerts(person=person, codes=(TO_ASK,), wanted=wanted, today=today)


def _ask_for_incentives(by: User, step: CandidacyStep, today: date) -> None:
    """What the employer and the training provider get, now that somebody has lasted: each a request as any other, on
    which somebody else decides."""
    post, stage = step.candidacy.opportunity, WorkStage(step.stage)
    for incentive in post.incentives_of(stage):
        ask_for_money(
            by=by,
            person=step.candidacy.person,
            asked_on=today,
            category="work",
            amount=Decimal(incentive.pounds),
            what_for=f"Incentive for {incentive.to}, {LASTS[stage].days // 7} weeks: {post.title}",
            payee=incentive.payee,
            method="bank",
            work_step=step,
            today=today,
        )


def _withdraw_incentives(by: User, step: CandidacyStep, today: date) -> None:
    for request in MoneyRequest.objects.with_paid().filter(work_step=step):
        if request.state == RequestState.APPROVED:
            _refuse_while_money_is_out(request.money())
        elif request.state == RequestState.WAITING:
            withdraw_request(by=by, request=request, today=today)


def _refuse_while_money_is_out(incentive: RequestMoney) -> None:
    if incentive.to_pay:
        raise Refused("The incentive for it is approved: stop that first, under Money from us.")
    if incentive.paid:
        raise Refused("The incentive for it was paid: write down first that it came back, under Money from us.")


def _write(by: User, candidacy: Candidacy, stage: WorkStage, on: date, note: str, today: date) -> CandidacyStep:
    if refusal := why_not_in_life(candidacy.person, on, EARLIER) or why_not_step(
        candidacy.steps_taken(), stage, on, today
    ):
        raise Refused(refusal, field="happened_on")
    step = CandidacyStep.objects.create(
        candidacy=candidacy, stage=stage.value, happened_on=on, note=note, recorded_by=by
    )
    record_event("work_step_taken", by=by, person=candidacy.person, on=step, stage=stage.value)
    said = f"Written down: {STAGE_WORDS[stage].lower()}"
    close_alerts_of_kind(person=candidacy.person, kind=ClosedBy.WORK_STEP, today=today, because=said)
    update_work_alerts(person=candidacy.person, today=today)
    return step


def _refuse_when_filled(candidacy: Candidacy) -> None:
    """Whoever fills posts of one kind takes turns, so that no more begin than there are."""
    post = Opportunity.objects.select_for_update().get(pk=candidacy.opportunity_id)
    if _filled(post) >= post.places:
        raise Refused("All of these posts are filled: give more of them first, if there are more.", field="stage")


def _filled(post: Opportunity) -> int:
    """How many have begun in these posts."""
    return CandidacyStep.objects.filter(candidacy__opportunity=post, stage=WorkStage.EMPLOYED).count()
