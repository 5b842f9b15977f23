"""What to do about an alert: the page where it is done, and the text of the link. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from careleavers.rules.alert_kinds import ClosedBy


class AlertAction(NamedTuple):
    """A page of one person's record (its URL name takes their id alone), and what is done there.

    `query` opens the page for this very purpose.
    """

    url_name: str
    words: str
    query: str = ""


OPEN_RECORD = AlertAction("person", "Open the record")
OPEN_PLAN = AlertAction("pathways:plan", "Open the plan")
# Of a promise in the plan. The page takes its id after that of the person.
WRITE_OUTCOME = AlertAction("pathways:outcome", "Write down what became of it")
# Of an appointment. The page takes its id after that of the person.
SAY_WHAT_BECAME_OF_IT = AlertAction("appointment", "Say what became of it")
# Of what a manager wrote about a contact. The page takes the contact's id after that of the person.
READ_IT = AlertAction("contact", "Read it")
LOG_VISIT = AlertAction("contact_begin", "Log the visit", "?purpose=visit")
ALERT_ACTIONS: Mapping[str, AlertAction] = {
    ClosedBy.CONTACT: AlertAction("contact_begin", "Log contact"),
    ClosedBy.MEETING: LOG_VISIT,
    ClosedBy.VISIT: LOG_VISIT,
    ClosedBy.NEEDS_ASSESSMENT: AlertAction("pathways:assessment", "Assess their needs"),
    ClosedBy.ESCALATION: AlertAction("pathways:plan_escalations", "Answer the reviewing officer"),
    ClosedBy.PLAN: OPEN_PLAN,
    ClosedBy.PLAN_RETURN: OPEN_PLAN,
    ClosedBy.PLAN_COPY: AlertAction("pathways:plan", "Record the copy"),
    ClosedBy.PLAN_DECISION: AlertAction("pathways:plan", "Decide on the plan"),
    ClosedBy.PLAN_REVIEW: AlertAction("pathways:review_add", "Record the review"),
    ClosedBy.REFERRAL: AlertAction("pathways:plan_referrals", "Say what became of it"),
    ClosedBy.RISK_ASSESSMENT: AlertAction("pathways:risk_write", "Write the risk assessment"),
    ClosedBy.RISK_CLOSED: AlertAction("pathways:touch", "Look at it again, or close it"),
    ClosedBy.RISK_SIGNATURE: AlertAction("pathways:touch", "Read it and sign"),
    ClosedBy.LETTER: AlertAction("offers:letter_of", "Open the letter"),
    ClosedBy.SUPPORT_OFFER: AlertAction("offers:support_offers", "Record the offer"),
    ClosedBy.ALLOCATION: AlertAction("allocate", "Allocate somebody"),
    ClosedBy.COMPLAINT: AlertAction("complaints", "Open their complaints"),
    ClosedBy.CUSTODY: AlertAction("home_list", "Open their homes"),
    ClosedBy.HOUSING: AlertAction("housing", "Open their housing page"),
    ClosedBy.STAYING_PUT: AlertAction("housing", "Open their housing page"),
    ClosedBy.SKILLS: AlertAction("skills", "Open their skills"),
    ClosedBy.MONEY: AlertAction("money", "Open their money page"),
    ClosedBy.MONEY_REQUEST: AlertAction("offers:ledger", "Open their money from us"),
    ClosedBy.ENTITLEMENT: AlertAction("offers:passport", "Open what is theirs"),
    ClosedBy.WORK_STEP: AlertAction("offers:posts_of", "Open their posts"),
    ClosedBy.MENTOR: AlertAction("offers:mentor_of", "Open their mentor"),
    ClosedBy.SESSION: AlertAction("offers:sessions_of", "Open their sessions"),
    ClosedBy.DEATH_NOTICE: AlertAction("death_notified", "Write down that it was notified"),
    ClosedBy.IMMIGRATION: AlertAction("immigration", "Open their immigration page"),
    ClosedBy.DOCUMENT: AlertAction("key_documents", "Look at their documents"),
    ClosedBy.INFECTED_FILE: AlertAction("infected_file", "Look at the file’s contact"),
    ClosedBy.SAFEGUARDING: AlertAction("safeguarding", "Read it and decide"),
    ClosedBy.HOME: AlertAction("home_add", "Record the move"),
}


def action_for(closed_by_kind: str) -> AlertAction:
    """The action for an alert; for a kind with no page of its own, opening the record."""
    return ALERT_ACTIONS.get(closed_by_kind, OPEN_RECORD)


def url_of(action: AlertAction, reverse: Callable[..., str], person: UUID) -> str:
    """The address at which the action is done for a person; `reverse` is Django's."""
    return reverse(action.url_name, args=[person]) + action.query
