"""What this app adds to the record's pages: letters and entitlements of a person, and, on Today, letters that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from careleavers.models import Contact, User, YoungPerson
from careleavers.models.asking import Asking, answered, in_steps, together
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.site.extensions import ContactLink, Panel, Policies
from offers.queries.briefings import briefing_waiting_for, to_do_of
from offers.queries.entry_care import TO_REVIEW
from offers.queries.letter_lists import letters_for
from offers.queries.letter_templates import words_waiting_for
from offers.queries.mentors import MENTORS_TO_CHECK
from offers.queries.next_letters import LETTERS_OF, next_letter
from offers.queries.offer_feedback import FEEDBACK_WAITING
from offers.queries.offer_publishers import draft_waiting_for, offer_that_ends
from offers.queries.partner_services import PARTNERS_TO_ASK, partners_waiting_for
from offers.queries.passport import passport_of
from offers.queries.pledges import SOON, TO_LOOK_AT
from offers.queries.sessions import TO_LEAD
from offers.queries.support_offered import LAST_ANSWER, support_offered
from offers.queries.surveys import calls_on, next_round_due
from offers.queries.translations import translations_waiting_for
from offers.rules.letter_states import TO_GO_STATES, LetterState
from offers.rules.letter_text import ASKED_FROM
from offers.rules.passport import THEIRS_NOW, PassportState

SENT = (LetterState.POSTED, LetterState.RETURNED, LetterState.GIVEN)
APPROVE_WITHIN = timedelta(days=14)  # of the birthday; second class needs about ten days
SHOWN, SENT_SHOWN = 5, 2
A_WEEK = timedelta(weeks=1)
IN_A_BRIEF = 3  # of what is not explained yet; the others are a number


@in_steps
def letters_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """The next letter, the last one sent, what is theirs today, and what is if one more thing is so."""
    [one] = people
    if one.died_on or not user.may(Permission.VIEW_RECORD):
        return None
    may_open = user.may(Permission.VIEW_LETTERS)
    from_21 = one.age_on(today, policies["leap_day"]) >= ASKED_FROM
    letters, items, offered, last_answer = yield from together(
        LETTERS_OF.objects.steps(one.pk),
        passport_of.steps(one, today, policies),
        support_offered.steps([one.pk], today) if from_21 else answered({}),
        LAST_ANSWER.first.steps(one.pk) if from_21 else answered(None),
    )
    following = yield from next_letter.steps(one, letters, today, policies)
    context = {
        "today": today,
        "next": following,
        "others": [letter for letter in letters if not letter.marks_birthday and letter.status in TO_GO_STATES],
        "sent": [letter for letter in reversed(letters) if letter.status in SENT][:SENT_SHOWN],
        "may_open": may_open,
        "theirs": [item for item in items if item.state in THEIRS_NOW],
        "not_told": [item for item in items if item.state == PassportState.AVAILABLE],
        "only_if": [item for item in items if item.state == PassportState.ONLY_IF],
        "is_offered_support": from_21,
        "offered": list(offered.get(one.pk, ())),
        "last_answer": last_answer,
        "may_read_notes": user.may(Permission.VIEW_FREE_TEXT),
        "may_offer": user.may(Permission.LOG_CONTACT),
    }
    return Panel("Letters and what is theirs", "offers/panels/person.html", context, order=70)


@in_steps
def entitlements_brief(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """Before a visit: what is theirs and nobody has explained, and claims that wait."""
    [one] = people
    if one.died_on or not user.may(Permission.VIEW_RECORD):
        return None
    items = yield from passport_of.steps(one, today, policies)
    not_told = [item for item in items if item.state == PassportState.AVAILABLE]
    claimed = [item for item in items if item.state == PassportState.CLAIMED]
    if not (not_told or claimed):
        return None
    context = {
        "not_told": not_told,
        "first": [item.name for item in not_told[:IN_A_BRIEF]],
        "more": len(not_told[IN_A_BRIEF:]),
        "claimed": claimed,
    }
    return Panel("What is theirs", "offers/panels/brief.html", context, order=60)


TO_APPROVE_BY = StatementOfUser(
    lambda user, until: (
        letters_for(user)
        .filter(status=LetterState.PLANNED, occurrence_on__lte=until)
        .select_related("person")
        .order_by("occurrence_on")
    ),
    date,
)


@in_steps
def letters_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """For those who approve letters: what must be approved soon. What is on hold or came back are alerts."""
    if not user.may(Permission.APPROVE_LETTERS):
        return None
    soon = yield from TO_APPROVE_BY.objects.steps(user, today + APPROVE_WITHIN)
    if not soon:
        return None
    context = {"soon": soon[:SHOWN], "has_more": len(soon) > SHOWN, "today": today}
    return Panel("Letters", "offers/panels/today.html", context, order=60)


@in_steps
def offer_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """A draft of the local offer, or of it in another language, that waits for them, because they did not write it;
    entries that they answer for, and services of partners, that they look at again within a week; what somebody else
    wrote of partners, and mentors whose check is due."""
    draft, ending, translated, reviews, partners, mentors, unread = yield from together(
        draft_waiting_for.steps(user),
        offer_that_ends.steps(user, today),
        translations_waiting_for.steps(user),
        TO_REVIEW.objects.steps(user, today + SOON),
        PARTNERS_TO_ASK.objects.steps(user, today + SOON),
        MENTORS_TO_CHECK.objects.steps(user, today + SOON),
        partners_waiting_for.steps(user),
    )
    if draft is None and ending is None and not (translated or reviews or partners or mentors or unread):
        return None
    context = {
        "draft": draft,
        "ending": ending,
        "translated": translated,
        "reviews": sorted(reviews, key=lambda row: (row.review_on, row.code)),
        "mentors": sorted(mentors, key=lambda row: (row.check_by, row.pk)),
        "unread": unread,
        "partners": sorted(partners, key=lambda row: (row.review_on, row.title)),
        "user": user,
        "today": today,
    }
    return Panel("Local offer", "offers/panels/today_offer.html", context, order=65)


@in_steps
def surveys_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """For those who run surveys: how many are still to be phoned, and that the next round is to begin."""
    if not user.may(Permission.RUN_SURVEYS):
        return None
    calls, next_due_on = yield from together(
        calls_on.steps(user, today), next_round_due.steps(policies["survey_months"])
    )
    due_on = None if calls else next_due_on
    if not calls and (due_on is None or due_on > today):
        return None
    context = {"calls": calls, "due_on": due_on, "today": today}
    return Panel("Surveys", "offers/panels/today_surveys.html", context, order=66)


@in_steps
def pledges_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """Pledges that they answer for and look at again within a week."""
    rows = yield from TO_LOOK_AT.objects.steps(user, today, today + SOON)
    if not rows:
        return None
    context = {"pledges": rows, "user": user, "today": today}
    return Panel("What we have pledged", "offers/panels/today_pledges.html", context, order=67)


@in_steps
def feedback_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """What people say about the offer, for its owner; late, for everybody who keeps it."""
    rows = yield from FEEDBACK_WAITING.objects.steps(user, today)
    if not rows:
        return None
    pressing = any(row.due_on <= today for row in rows)
    context = {"feedback": rows, "today": today}
    return Panel(
        "What people say about the offer", "offers/panels/today_feedback.html", context, order=9, is_pressing=pressing
    )


@in_steps
def sessions_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """Sessions that they lead: today's, and those over of which nobody has said who came. For those who keep the local
    offer also what others leave undone."""
    rows = yield from TO_LEAD.objects.steps(user, today, today - A_WEEK)
    if not rows:
        return None
    context = {"sessions": rows, "user": user, "today": today}
    return Panel("Sessions", "offers/panels/today_sessions.html", context, order=7, is_pressing=True)


@in_steps
def briefings_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """What the user is to do because of what young people said, and a briefing that waits for them to publish it."""
    to_do, waiting = yield from together(to_do_of.steps(user), briefing_waiting_for.steps(user))
    if not (to_do or waiting):
        return None
    pressing = any(each.due_on <= today for each in to_do)
    context = {"to_do": to_do, "waiting": waiting, "user": user, "today": today}
    return Panel("You said, we did", "offers/panels/today_briefings.html", context, order=8, is_pressing=pressing)


@in_steps
def words_today_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """Drafts of the words of letters that wait for them to approve, because they did not write them."""
    drafts = yield from words_waiting_for.steps(user)
    return Panel("Words of letters", "offers/panels/today_words.html", {"drafts": drafts}, order=66) if drafts else None


def explain_link(contact: Contact, user: User) -> ContactLink | None:
    """After a contact with them: what was explained in it."""
    if contact.result != Contact.SPOKE or not user.may(Permission.LOG_CONTACT):
        return None
    return ContactLink(
        "Did you explain what is theirs?",
        f"{reverse('offers:passport', args=[contact.person_id])}?contact={contact.pk}",
    )
