"""What to do about an alert: the page where it is done, and the text of the link. Pure.

The keys are the values of `Alert.closed_by_kind`.
"""

from __future__ import annotations

from typing import NamedTuple


class AlertAction(NamedTuple):
    """A page of one person's record (its URL name takes their id alone), and what is done there."""

    url_name: str
    words: str


OPEN_RECORD = AlertAction("person", "Open the record")
OPEN_PLAN = AlertAction("pathways:plan", "Open the plan")
ALERT_ACTIONS = {
    "contact": AlertAction("contact_begin", "Log contact"),
    "visit": AlertAction("contact_begin", "Log the visit"),
    "needs_assessment": AlertAction("pathways:assessment", "Assess their needs"),
    "plan": OPEN_PLAN,
    "plan_return": OPEN_PLAN,
    "plan_decision": AlertAction("pathways:plan", "Decide on the plan"),
    "plan_review": AlertAction("pathways:review_add", "Record the review"),
    "home": AlertAction("home_add", "Record the move"),
}


def action_for(closed_by_kind: str) -> AlertAction:
    """The action for an alert; for a kind with no page of its own, opening the record."""
    return ALERT_ACTIONS.get(closed_by_kind, OPEN_RECORD)
