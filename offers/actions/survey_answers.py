"""What somebody who was drawn answered, kept apart from their name; and that they could not be reached yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.duty_desk import write_to_case_holder
from careleavers.actions.revisions import claim
from careleavers.models import PolicyValue, User
from careleavers.rules.words import day
from offers.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse, SurveyTry
from offers.queries.surveys import why_not_ask
from offers.rules.surveys import LEFT_OUT_WORDS, QuestionKind

DONE = "Their answers, or that they want to give none, are written down already."


@action
def keep_answers(
    *, by: User | None, invitation: SurveyInvitation, route: str, answers: Mapping[UUID, int | str], today: date
) -> SurveyResponse:
    """What they answered, by question: a number, or the words. Their name and whoever wrote it down are not kept.

    Refused a second time, after the last day, and for somebody who is not asked any more. A mistake in it cannot be
    put right later: nobody can find it by a name.
    """
    current = claim_waiting(invitation, today)
    given = {question: answer for question, answer in answers.items() if answer not in ("", None)}
    if not given:
        raise Refused("Nothing is answered yet: choose or write at least one answer.")
    response = SurveyResponse.objects.create(round=current.round, answered_on=today, route=route)
    SurveyAnswer.objects.bulk_create(
        _answer(response, question, given[question.pk])
        for question in current.round.questions.all()
        if question.pk in given
    )
    _close(current, by, SurveyInvitation.ANSWERED, today)
    return response


@action
def keep_call(
    *,
    by: User,
    invitation: SurveyInvitation,
    route: str,
    answers: Mapping[UUID, int | str],
    message_id: UUID,
    pass_on: str,
    not_safe: bool,
    now: datetime,
    today: date,
) -> None:
    """What they answered to a worker. What they asked to be passed on, or what is not safe, is a message to whoever
    works with them, on Today until it is answered."""
    keep_answers(by=by, invitation=invitation, route=route, answers=answers, today=today)
    if pass_on:
        pass_on_to_worker(
            by=by,
            invitation=invitation,
            message_id=message_id,
            text=pass_on,
            not_safe=not_safe,
            now=now,
            today=today,
            way="phone",
        )


@action
def pass_on_to_worker(
    *,
    by: User | None,
    invitation: SurveyInvitation,
    message_id: UUID,
    text: str,
    not_safe: bool,
    now: datetime,
    today: date,
    way: str,
) -> None:
    """What is passed on from a survey with their name and apart from the answers, as a message to whoever works with
    them."""
    write_to_case_holder(
        by=by,
        message_id=message_id,
        person=invitation.person,
        now=now,
        today=today,
        working_days=PolicyValue.objects.in_force(today)["duty_answer_days"],
        way=way,
        text=f"Passed on from a survey: {text}",
        is_urgent=not_safe,
    )


@action
def note_survey_try(
    *, by: User, invitation: SurveyInvitation, outcome: str, call_again_on: date | None, today: date
) -> None:
    """Nobody answered the phone, or they asked to be phoned on another day; or they want to give no answers, or cannot
    be reached, which ends it (`outcome`)."""
    current = claim_waiting(invitation, today)
    if call_again_on and call_again_on > current.round.closes_on:
        raise Refused(f"The round ends on {day(current.round.closes_on)}: choose that day or an earlier one.")
    if outcome != SurveyInvitation.DECLINED:
        SurveyTry.objects.create(invitation=current, tried_on=today, call_again_on=call_again_on, recorded_by=by)
    if outcome:
        _close(current, by, outcome, today)
    else:
        record_event("survey_tried", by=by, person=current.person, on=current)


def claim_waiting(invitation: SurveyInvitation, today: date) -> SurveyInvitation:
    """Lock the row of somebody who may still be asked. Refused once they have answered, after the last day, and for
    somebody who is not asked any more. A part of actions.
    """
    current = claim(invitation, None, {})
    if current.outcome:
        raise Refused(DONE)
    if not current.round.is_open(today):
        raise Refused(f"The round ended on {day(current.round.closes_on)}: nothing more is kept in it.")
    if reason := why_not_ask(current, today):
        raise Refused(f"{current.person.short_name} {LEFT_OUT_WORDS[reason]}: nobody asks them.")
    return current


def _close(invitation: SurveyInvitation, by: User | None, outcome: str, today: date) -> None:
    invitation.outcome, invitation.outcome_on = outcome, today
    invitation.save(update_fields=["outcome", "outcome_on"])
    record_event("survey_closed", by=by, person=invitation.person, on=invitation, outcome=outcome)


def _answer(response: SurveyResponse, question: SurveyQuestion, given: int | str) -> SurveyAnswer:
    if question.kind == QuestionKind.SCALE:
        return SurveyAnswer(response=response, question=question, number=int(given))
    return SurveyAnswer(response=response, question=question, text=str(given))
