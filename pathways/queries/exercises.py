"""The exercise of a plan that waits for a decision."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from careleavers.models import ExerciseRun, ReadEvent, User
from careleavers.permissions import Permission
from careleavers.queries.caseloads import open_people
from careleavers.queries.exercises import LOOKED_AT, Check, Exercise, Facts, about, not_yet_used
from pathways.models import PlanComment, PlanVersion


def choose_plan(user: User, today: date) -> Facts | None:
    """A plan of somebody whom they see, that was handed in and in which they wrote nothing; the first handed in."""
    waiting = PlanVersion.objects.filter(state=PlanVersion.SUBMITTED, plan__person__in=open_people(user, today))
    versions = waiting.select_related("plan__person", "submitted_by").order_by("submitted_at")[:LOOKED_AT]
    theirs = {each.plan.person: each for each in versions if user.pk not in each.authors}
    chosen = not_yet_used(list(theirs), user, DECIDE)
    if not chosen:
        return None
    version = theirs[chosen[0]]
    handed_in_by = version.submitted_by.name if version.submitted_by else ""
    return about(chosen[0]) | {"version": str(version.pk), "number": version.number, "handed_in_by": handed_in_by}


def _version(run: ExerciseRun) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(pk=run.facts["version"])


def _read(run: ExerciseRun) -> bool:
    """Whether the version was opened before the decision, by somebody who had begun the exercise."""
    opened = {"user_id": run.user_id, "person_id": run.facts["person"], "happened_at__gte": run.recorded_at}
    return ReadEvent.objects.filter(page="plan_version", **opened).exists()


def _authorised(run: ExerciseRun) -> QuerySet[PlanVersion]:
    return _version(run).filter(authorised_by=run.user, authorised_at__gte=run.recorded_at)


def _returned(run: ExerciseRun) -> QuerySet[PlanVersion]:
    return _version(run).filter(returned_by=run.user, returned_at__gte=run.recorded_at)


def _signed_first(run: ExerciseRun) -> bool:
    """Whether they gave the first of two signatures, where the authority asks for two."""
    return _version(run).filter(signature__signed_by=run.user, signature__signed_at__gte=run.recorded_at).exists()


def _decided(run: ExerciseRun) -> bool:
    return _authorised(run).exists() or _returned(run).exists() or _signed_first(run)


def _said_what_to_change(run: ExerciseRun) -> bool:
    """Of one that was returned, whether it says beside a matter what is to change; of another nothing is missed."""
    if not _returned(run).exists():
        return _decided(run)
    return PlanComment.objects.filter(version=run.facts["version"], recorded_at__gte=run.recorded_at).exists()


DECIDE = "plan"
DECIDE_ON_A_PLAN = Exercise(
    app="pathways",
    code=DECIDE,
    title="Decide on a pathway plan",
    about="A plan was handed in, and waits for somebody who did not write in it.",
    minutes=10,
    permissions=(Permission.AUTHORISE_PLAN,),
    choose=choose_plan,
    page=("pathways:plan", "person"),
    checks=(
        Check("read", "You opened the plan itself", "Open the version that was handed in before you decide.", _read),
        Check(
            "decided",
            "It is authorised, or returned",
            "At the foot of the version: authorise it, or return it with a comment.",
            _decided,
        ),
        Check(
            "words",
            "Whoever wrote it knows what to change, where you returned it",
            "A comment beside the matter is found there by its writers; one sentence for all of it is not enough.",
            _said_what_to_change,
        ),
    ),
)

EXERCISES = (DECIDE_ON_A_PLAN,)
