"""You said, we did: written from what was found, given to owners with days, published by a second person, and done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import PolicyValue, User
from careleavers.rules.words import day
from offers.actions.printable import refuse_unprintable
from offers.models import Briefing, BriefingAction, BriefingPoint, SurveyRound
from offers.queries.briefings import owners, points_of, text_of, why_not_decide
from offers.rules.briefings import why_not_publish

FROZEN = "This is published and stays as it is. What is done from now on is told with the next round."
ENDED = "What came of this is written down already."


@action
def write_briefing(
    *, by: User, round_: SurveyRound, briefing: Briefing | None, revision: int | None, opening: str
) -> Briefing:
    """The first words of a briefing; begun by whoever writes them first."""
    refuse_unprintable({"opening": opening})
    if briefing is None:
        briefing, is_new = Briefing.objects.get_or_create(
            round=round_, defaults={"opening": opening, "recorded_by": by, "last_edited_by": by}
        )
        if not is_new:
            raise Refused("Somebody else has begun it a moment ago: open the page again.")
    else:
        change(_draft(briefing), revision, {"opening": opening})
        _edited(briefing, by)
    record_event("briefing_written", by=by, on=briefing)
    return briefing


@action
def save_point(
    *, by: User, briefing: Briefing, point: BriefingPoint | None, revision: int | None, details: dict[str, Any]
) -> BriefingPoint:
    """What they said, and what we did: one more, or another wording of one."""
    draft = _draft(briefing)
    refuse_unprintable({"said": details["said"], "did": details["did"]})
    if point is None:
        last = draft.points.aggregate(last=Max("order"))["last"] or 0
        point = BriefingPoint.objects.create(briefing=draft, order=last + 1, recorded_by=by, **details)
    else:
        change(point, revision, details)
    _edited(draft, by)
    record_event("briefing_point_saved", by=by, on=point)
    return point


@action
def remove_point(*, by: User, point: BriefingPoint, revision: int | None) -> None:
    """Take it out of a draft. Refused while somebody is to do something about it."""
    draft = _draft(point.briefing)
    current = claim_unchanged(point, revision)
    if current.actions.exists():
        raise Refused("Somebody was given something to do about this: it stays.")
    _edited(draft, by)
    record_event("briefing_point_removed", by=by, on=current)
    current.delete()


@action
def give_action(
    *,
    by: User,
    point: BriefingPoint,
    action: BriefingAction | None,
    revision: int | None,
    details: dict[str, Any],
    today: date,
) -> BriefingAction:
    """Give somebody something to do by a day, or change what, who and when; it is on their Today until it is done.

    Refused for somebody who has no page on which they would find it, and for what is done.
    """
    refuse_unprintable({"what": details["what"], "team": details["team"]})
    if not owners(today).filter(pk=details["owner"].pk).exists():
        raise Refused(f"{details['owner'].name} has no page of things to do: choose somebody else.", field="owner")
    if action is None:
        action = BriefingAction.objects.create(point=point, recorded_by=by, **details)
    else:
        if action.outcome:
            raise Refused(ENDED)
        change(action, revision, details)
    if point.briefing.is_draft:
        _edited(point.briefing, by)
    record_event("briefing_action_given", by=by, on=action, owner=str(action.owner_id), due_on=action.due_on)
    return action


@action
def end_action(*, by: User, action: BriefingAction, revision: int | None, outcome: str, note: str, today: date) -> None:
    """It is done, or will not be; with a sentence for the young people. Refused a second time."""
    current = claim_unchanged(action, revision)
    if current.outcome:
        raise Refused(ENDED)
    refuse_unprintable({"note": note})
    current.outcome, current.outcome_on, current.note = outcome, today, note
    current.save(update_fields=["outcome", "outcome_on", "note"])
    record_event("briefing_action_ended", by=by, on=current, outcome=outcome)


@action
def publish_briefing(*, by: User, briefing: Briefing, revision: int | None, today: date) -> None:
    """For everybody to read from now on, with its words and numbers as they are now, for good.

    Refused for whoever wrote it, while something that they said has no answer, while the round still takes answers, and
    when it was changed since the page was opened.
    """
    draft = claim_unchanged(_draft(briefing), revision)
    if refusal := why_not_yet(draft, today) or why_not_decide(draft, by):
        raise Refused(refusal)
    text = text_of(draft, PolicyValue.objects.in_force(today)["survey_small"])
    draft.contents, draft.published_on, draft.approved_by = text.stored(), today, by
    draft.save(update_fields=["contents", "published_on", "approved_by"])
    record_event("briefing_published", by=by, on=draft, round=draft.round.number)


def why_not_yet(briefing: Briefing, today: date) -> str | None:
    """The sentence that says why nobody can publish this draft, or None."""
    points = list(points_of(briefing))
    answered = [point.said for point in points if point.did or point.actions.all()]
    if briefing.round.is_open(today):
        return f"The round takes answers until {day(briefing.round.closes_on)}: publish it after that."
    return why_not_publish([point.said for point in points], answered)


def _edited(briefing: Briefing, by: User) -> None:
    """Also counts up the revision, so that nobody publishes what they have not seen."""
    briefing.last_edited_by = by
    briefing.save(update_fields=["last_edited_by"])


def _draft(briefing: Briefing) -> Briefing:
    current = Briefing.objects.select_for_update(of=("self",)).select_related("round").get(pk=briefing.pk)
    if not current.is_draft:
        raise Refused(FROZEN)
    return current
