"""The deeds that answer alerts: the page where each is done, and the words of the link. Pure.

The keys are the values of `Alert.answered_by`.
"""

from __future__ import annotations

from typing import NamedTuple


class Deed(NamedTuple):
    """A page of one person's record (its URL name takes their id alone), and what is done there."""

    url_name: str
    words: str


OPEN_RECORD = Deed("person", "Open the record")
OPEN_PLAN = Deed("pathways:plan", "Open the plan")
DEEDS = {
    "contact": Deed("contact_begin", "Log contact"),
    "visit": Deed("contact_begin", "Log the visit"),
    "needs_assessment": Deed("pathways:assessment", "Assess their needs"),
    "plan": OPEN_PLAN,
    "plan_return": OPEN_PLAN,
    "plan_decision": Deed("pathways:plan", "Decide on the plan"),
    "plan_review": Deed("pathways:review_add", "Record the review"),
    "home": Deed("home_add", "Record the move"),
}


def deed_for(answered_by: str) -> Deed:
    """The deed that answers an alert; for a kind with no page of its own, opening the record."""
    return DEEDS.get(answered_by, OPEN_RECORD)
