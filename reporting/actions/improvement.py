"""The improvement plan: what others recommend, who leads it, what is done, and how it goes, until it is finished."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import User
from reporting.models import ImprovementAction, ProgressUpdate, Recommendation, ServiceReview
from reporting.models.improvement import TO_DO
from reporting.rules.improvement import Progress, why_not_ask_then, why_not_finish

FINISHED = "It is finished: write down how it goes first, and open it again that way."


@action
def save_review(*, by: User, review: ServiceReview | None, revision: int | None = None, **facts: Any) -> ServiceReview:
    """Write down an inspection, visit, audit or panel, or put it right. `facts` are fields of ServiceReview."""
    if review:
        record_event("service_review_changed", by=by, on=review, fields=change(review, revision, facts))
        return review
    review = ServiceReview.objects.create(recorded_by=by, **facts)
    record_event("service_review_added", by=by, on=review, kind=review.kind)
    return review


@action
def add_recommendation(
    *, by: User, review: ServiceReview, text: str, lead: User, ask_on: date, today: date
) -> Recommendation:
    """The next recommendation of a review. Its lead is asked how it goes on `ask_on`. The same twice is one."""
    _refuse_if_asked_wrongly(ask_on, today)
    ServiceReview.objects.select_for_update().get(pk=review.pk)  # two at once get two numbers
    facts: dict[str, Any] = {"text": text, "lead": lead, "ask_on": ask_on, "recorded_by": by}
    if same := review.recommendations.filter(**facts).first():
        return same
    last = review.recommendations.aggregate(last=Max("number"))["last"] or 0
    row = Recommendation.objects.create(review=review, number=last + 1, **facts)
    record_event("recommendation_added", by=by, on=row, lead=str(lead.pk))
    return row


@action
def change_recommendation(
    *, by: User, recommendation: Recommendation, revision: int | None, text: str, lead: User
) -> None:
    """Put its words right, or have somebody else lead it. EditConflict as everywhere."""
    fields = change(recommendation, revision, {"text": text, "lead": lead})
    record_event("recommendation_changed", by=by, on=recommendation, fields=fields, lead=str(lead.pk))


@action
def say_progress(
    *,
    by: User,
    recommendation: Recommendation,
    revision: int | None,
    progress: Progress,
    text: str,
    ask_on: date | None,
    today: date,
) -> ProgressUpdate:
    """Add how it goes. It is asked about again on `ask_on`, unless it is done or not taken up.

    Refused as done while actions are to be done; where the recommendation has changed since the form was opened.
    """
    current = claim_unchanged(recommendation, revision)
    if refusal := why_not_finish(progress, current.actions.filter(TO_DO).count()):
        raise Refused(refusal, field="progress")
    if progress.is_finished:
        ask_on = None
    elif ask_on is None:
        raise Refused("Say when you are to be asked again.", field="ask_on")
    else:
        _refuse_if_asked_wrongly(ask_on, today)
    change(current, None, {"progress": progress.value, "ask_on": ask_on})
    update = ProgressUpdate.objects.create(
        recommendation=current, said_on=today, progress=progress.value, text=text, recorded_by=by
    )
    record_event("progress_said", by=by, on=current, progress=progress.value)
    return update


@action
def save_action(
    *,
    by: User,
    recommendation: Recommendation,
    action_row: ImprovementAction | None = None,
    revision: int | None = None,
    **facts: Any,
) -> ImprovementAction:
    """Add an action to a recommendation that is not finished, or change one: its words, its owner, its day.
    The same twice is one.
    """
    if action_row:
        fields = change(action_row, revision, facts)
        record_event("improvement_action_changed", by=by, on=action_row, fields=fields, owner=str(facts["owner"].pk))
        return action_row
    current = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if current.is_finished:
        raise Refused(FINISHED)
    if same := current.actions.filter(TO_DO, recorded_by=by, **facts).first():
        return same
    row = ImprovementAction.objects.create(recommendation=current, recorded_by=by, **facts)
    record_event("improvement_action_added", by=by, on=row, owner=str(row.owner.pk))
    return row


@action
def end_action(
    *,
    by: User,
    action_row: ImprovementAction,
    revision: int | None,
    today: date,
    done_on: date | None,
    evidence: str = "",
    dropped_because: str = "",
) -> None:
    """It was done on a day, with what shows it; or, without a day, it is not needed any more, with why."""
    _lock_and_refuse_if_closed(action_row)
    given = {"done_on": done_on, "evidence": evidence, "dropped_because": dropped_because}
    if done_on and done_on > today:
        raise Refused("That is a day to come: write it down when it is done.", field="done_on")
    change(action_row, revision, given)
    record_event("improvement_action_ended", by=by, on=action_row, done=done_on is not None)


@action
def open_action_again(*, by: User, action_row: ImprovementAction, revision: int | None) -> None:
    """It was not done after all, or is needed again. Refused once its recommendation is finished."""
    current = claim_unchanged(action_row, revision)
    if Recommendation.objects.select_for_update().get(pk=current.recommendation_id).is_finished:
        raise Refused(FINISHED)
    change(current, None, {"done_on": None, "dropped_because": ""})
    record_event("improvement_action_opened_again", by=by, on=current)


def _lock_and_refuse_if_closed(action_row: ImprovementAction) -> None:
    if not ImprovementAction.objects.select_for_update().get(pk=action_row.pk).is_open:
        raise Refused("It is closed already: somebody wrote that down since you opened the page.")


def _refuse_if_asked_wrongly(ask_on: date, today: date) -> None:
    if refusal := why_not_ask_then(ask_on, today):
        raise Refused(refusal, field="ask_on")
