"""Links to the questions of a round: made for one who was drawn, ended, and answered once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.utils.timezone import make_aware

from careleavers.actions.base import action, record_event
from careleavers.actions.secret_links import end_links, make_link
from careleavers.models import User
from careleavers.rules.secret_addresses import OPEN_FOR, new_secret
from offers.actions.survey_answers import claim_waiting, keep_answers, pass_on_to_worker
from offers.models import SurveyInvitation, SurveyLink, SurveyResponse


@action
def make_survey_link(*, by: User, invitation: SurveyInvitation, now: datetime, today: date) -> str:
    """The secret of a new link to the questions, which ends the one before; it opens to the last day of the round at
    most. Refused for whoever has answered already or is not to be asked any more.
    """
    current, secret = claim_waiting(invitation, today), new_secret()
    last = make_aware(datetime.combine(current.round.closes_on, time(23, 59)))
    ends_at = min(now + OPEN_FOR, last)
    make_link(current.links.all(), secret, to=current, by=by, now=now, ends_at=ends_at, invitation=current)
    return secret


@action
def end_survey_links(*, by: User, invitation: SurveyInvitation, now: datetime) -> None:
    """Whoever has a link to the questions opens nothing any more."""
    if end_links(invitation.links.all(), now):
        record_event("survey_link_ended", by=by, person=invitation.person, on=invitation)


@action
def answer_by_link(
    *,
    by: None = None,
    link: SurveyLink,
    answers: Mapping[UUID, int | str],
    message_id: UUID,
    pass_on: str,
    not_safe: bool,
    now: datetime,
    today: date,
) -> None:
    """What they answered, kept without their name; and what they want help with, or what is not safe, as a message to
    whoever works with them. Who only asks for help has not answered yet.

    Refused as `keep_answers` says.
    """
    if answers or not pass_on:
        keep_answers(by=None, invitation=link.invitation, route=SurveyResponse.LINK, answers=answers, today=today)
    if pass_on:
        pass_on_to_worker(
            by=None,
            invitation=link.invitation,
            message_id=uuid5(link.pk, str(message_id)),  # so that no link reaches a message of somebody else
            text=pass_on,
            not_safe=not_safe,
            now=now,
            today=today,
            way="online",
        )
