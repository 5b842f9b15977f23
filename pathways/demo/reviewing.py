"""The demo council's reviewing officer: whose plans she reviews, what she rated and what she escalated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from careleavers.actions.facts_changed import alerts_changed
from careleavers.demo.lives import Life, random_id
from careleavers.demo.load import Council
from careleavers.demo.rows import load_rows
from careleavers.models import User
from careleavers.permissions import Role
from careleavers.queries.managers import managers_on
from pathways.actions.plan_ratings import choose_rating
from pathways.actions.reviewing import answer_escalation, escalate
from pathways.models import PathwayPlan, PlanReviewer

CASELOAD, SINCE, SHARE = 60, timedelta(days=150), 0.4
CONCERNS = (
    "The dentist was promised at two reviews and is still not found. I ask for a name and a day.",
    "The last two reviews were held without them. I ask how the next one will be made easy to come to.",
)
ANSWER = "The practice on Mill Road takes them on. The adviser goes along to the first appointment this month."
RATED = "The move in the spring is not planned for at all."


def reviewers(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """About four in ten of those who are with the service, until the officer has enough."""
    officer = User.objects.with_role(Role.REVIEWING_OFFICER, today=today).first()
    drawn = [one for one in lives if not one.closed_on and Random(f"reviewer-{one.id}").random() < SHARE]
    if officer is None:
        return
    load_rows(
        PlanReviewer,
        [
            {
                "id": random_id(Random(f"reviewer-id-{one.id}")),
                "person_id": one.id,
                "officer_id": officer.pk,
                "starts_on": today - SINCE,
            }
            for one in drawn[:CASELOAD]
        ],
    )


def escalations(*, today: date, quarters: int) -> None:
    """One that waits for its answer, one that is answered, and a plan that is rated otherwise than it is worked out."""
    named = User.objects.with_role(Role.REVIEWING_OFFICER, today=today).first()
    if named is None:
        return
    officer = named.on(today)
    plans = PathwayPlan.objects.filter(person__reviewers__officer=officer, person__died_on=None).order_by("pk")
    found = list(plans.filter(person__is_restricted=False).select_related("person")[: len(CONCERNS) + 1])
    for number, (plan, concern) in enumerate(zip(found, CONCERNS, strict=False)):
        managers = managers_on(today).nearest(plan.person.team_id)
        manager = User.objects.filter(pk__in=managers).order_by("sort_name").first()
        if manager is None:
            continue
        raised = escalate(
            by=officer,
            person=plan.person,
            today=today - timedelta(days=6),
            working_days=10,
            concern=concern,
            manager=manager,
        )
        alerts_changed(people=[plan.person_id], today=today)  # it was raised on a day before
        if number:
            answer_escalation(by=manager.on(today), escalation=raised, revision=None, today=today, answer=ANSWER)
    if len(found) > len(CONCERNS):
        choose_rating(by=officer, person=found[-1].person, today=today, rag="red", reason=RATED)
