"""What this app adds to the record's pages: letters and entitlements of a person, and, on Today, letters that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from careleavers.models import User, YoungPerson
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, Policies
from offers.models import SupportOffer
from offers.queries.entitlements import entitlements_on
from offers.queries.letter_facts import PeopleFacts
from offers.queries.letter_lists import letters_for
from offers.queries.next_letters import LETTERS_OF, next_letter
from offers.queries.offer_publishers import draft_waiting_for
from offers.queries.support_offered import support_offered
from offers.rules.catalogue import Entitlement, EntitlementBasis
from offers.rules.catalogue import EntitlementState as State
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import ASKED_FROM
from offers.rules.policies import CHECKED

SENT = (LetterState.POSTED, LetterState.RETURNED, LetterState.GIVEN)
APPROVE_WITHIN = timedelta(days=14)  # of the birthday; second class needs about ten days
SHOWN, SENT_SHOWN = 5, 2


def letters_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """The next letter, the last one sent, what is theirs today, and what is if one more thing is so."""
    [one] = people
    if one.died_on or not user.may(Permission.VIEW_RECORD):
        return None
    letters = LETTERS_OF.objects(one.pk)
    facts = PeopleFacts([one], today)
    found = entitlements_on(facts, one.pk, today, policies)
    certain = [each for each in found if each.state == State.OPEN and _is_certain(each, policies)]
    possible = [
        (each, not _is_certain(each, policies))
        for each in found
        if each.state in (State.OPEN, State.CONDITIONAL) and each not in certain
    ]
    may_open = user.may(Permission.VIEW_LETTERS)
    from_21 = one.age_on(today, policies["leap_day"]) >= ASKED_FROM
    context = {
        "today": today,
        "next": next_letter(one, letters, today, policies),
        "sent": [letter for letter in reversed(letters) if letter.status in SENT][:SENT_SHOWN],
        "may_open": may_open,
        "certain": certain,
        "possible": possible,
        "is_offered_support": from_21,
        "offered": list(support_offered([one.pk], today).get(one.pk, ())) if from_21 else [],
        "last_answer": SupportOffer.objects.filter(person=one).exclude(answer=SupportOffer.NO_ANSWER).first()
        if from_21
        else None,
        "may_read_notes": user.may(Permission.VIEW_FREE_TEXT),
        "may_offer": user.may(Permission.LOG_CONTACT),
    }
    return Panel("Letters and what is theirs", "offers/panels/person.html", context, order=70)


def _is_certain(each: Entitlement, policies: Policies) -> bool:
    """Whether its sources have been read, here or by the authority, or the authority itself gives it."""
    checked = policies.get(CHECKED.format(code=each.code)) == "yes"
    return each.verified or checked or each.basis == EntitlementBasis.POLICY


TO_APPROVE_BY = StatementOfUser(
    lambda user, until: (
        letters_for(user)
        .filter(status=LetterState.PLANNED, occurrence_on__lte=until)
        .select_related("person")
        .order_by("occurrence_on")
    ),
    date,
)


def letters_today_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """For those who approve letters: what must be approved soon. What is on hold or came back are alerts."""
    if not user.may(Permission.APPROVE_LETTERS):
        return None
    soon = TO_APPROVE_BY.objects(user, today + APPROVE_WITHIN)
    if not soon:
        return None
    context = {"soon": soon[:SHOWN], "has_more": len(soon) > SHOWN, "today": today}
    return Panel("Letters", "offers/panels/today.html", context, order=60)


def offer_today_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """A draft of the local offer that waits for them to publish it, because they did not write it."""
    draft = draft_waiting_for(user)
    return Panel("Local offer", "offers/panels/today_offer.html", {"draft": draft}, order=65) if draft else None
