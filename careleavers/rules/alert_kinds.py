"""The kinds of entry in the record that close an alert, and the codes of alerts that several apps know. Pure."""

from enum import StrEnum


class ClosedBy(StrEnum):
    """Recording an entry of this kind about somebody closes their open alerts of the same kind at once.

    NOTHING: such an alert is closed only when what it tells of is over.
    """

    NOTHING = ""
    ALLOCATION = "allocation"
    COMPLAINT = "complaint"
    CONTACT = "contact"
    CUSTODY = "custody"
    ESCALATION = "escalation"  # a manager's answer to a reviewing officer
    ENTITLEMENT = "entitlement"  # a claim was granted, refused or taken back
    DEATH_NOTICE = "death_notice"
    DOCUMENT = "document"
    MEETING = "meeting"  # face to face, wherever it is
    VISIT = "visit"  # face to face, where they live
    HOME = "home"
    HOUSING = "housing"  # an application for a home of their own
    INFECTED_FILE = "infected_file"  # it was taken out, or the virus scanner finds nothing in it any more
    IMMIGRATION = "immigration"
    LETTER = "letter"
    MENTOR = "mentor"  # one was found, they were asked how it goes, or it has ended
    MONEY = "money"
    MONEY_REQUEST = "money_request"  # it was decided on, paid, or the refusal was told
    NEEDS_ASSESSMENT = "needs_assessment"
    PLAN = "plan"
    PLAN_COPY = "plan_copy"
    PLAN_DECISION = "plan_decision"
    PLAN_RETURN = "plan_return"
    PLAN_REVIEW = "plan_review"
    REFERRAL = "referral"  # the other service answered, or is asked again
    STAYING_PUT = "staying_put"
    SAFEGUARDING = "safeguarding"  # a manager's note of what was decided
    SESSION = "session"  # they were told what has changed about a session
    SUPPORT_OFFER = "support_offer"
    WORK_STEP = "work_step"  # what came of a post: the next step with it, or its end
    RISK_ASSESSMENT = "risk_assessment"
    RISK_CLOSED = "risk_closed"  # closed with the reason, or another one is signed
    RISK_SIGNATURE = "risk_signature"
    SKILLS = "skills"  # the last skill on the list that somebody could not do yet


LETTER_TO_TAKE_OUT = "letter_to_take_out"  # printed, and must not be posted: somebody died, moved or is in danger
LETTER_TO_STOP = "letter_to_stop"  # the same, where the printing service has it
CASE_LEFT = "case_left"  # the code of the alert that nobody works with somebody any more
