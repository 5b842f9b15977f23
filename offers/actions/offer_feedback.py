"""What people say about the local offer: received from anybody, and answered or filed by its owner."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import claim
from careleavers.models import User
from careleavers.rules.dates import add_working_days
from careleavers.rules.words import day
from offers.models import OfferFeedback
from offers.queries.offer_feedback import owner_of_offer

ANSWER_WITHIN = 10  # working days


@action
def receive_feedback(*, by: None, feedback_id: UUID, page: str, text: str, reply_to: str, today: date) -> OfferFeedback:
    """From somebody who is not signed in. It goes to whoever began the version in force, if they still keep the offer;
    else to all who do. Sent twice with one id it is one."""
    feedback, is_new = OfferFeedback.objects.get_or_create(
        pk=feedback_id,
        defaults={
            "page": page,
            "text": text,
            "reply_to": reply_to,
            "received_on": today,
            "due_on": add_working_days(today, ANSWER_WITHIN),
            "owner": owner_of_offer(today),
        },
    )
    if is_new:
        record_event("offer_feedback_received", by=by, on=feedback, page=page)
    return feedback


@action
def close_feedback(*, by: User, feedback: OfferFeedback, outcome: str, note: str, today: date) -> None:
    """It was answered, or filed. Refused a second time, and for an answer to somebody who left no way to have one."""
    current = claim(feedback, None, {})
    if current.closed_on:
        raise Refused(f"Somebody closed this on {day(current.closed_on)} already.")
    if outcome == OfferFeedback.ANSWERED and not current.reply_to:
        raise Refused("They left no way to be answered: say what was done with it, and file it.", field="outcome")
    current.outcome, current.note, current.closed_on, current.closed_by = outcome, note, today, by
    current.save(update_fields=["outcome", "note", "closed_on", "closed_by"])
    record_event("offer_feedback_closed", by=by, on=current, outcome=outcome)
