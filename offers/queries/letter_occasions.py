"""What letters are about that mark no birthday, as the record says it, for many people at once: a home, a hand-over, a
review, what somebody said who wants no contact."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import Appointment, Contact, Home, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.dates import birthday
from offers.models import Letter
from offers.queries.letter_facts import PeopleFacts
from offers.rules.letter_kinds import REMINDED_EVERY, LetterKind, reminders, review_on_in
from offers.rules.letter_text import INVITED_OTHERWISE, NO_SUCH_REVIEW, WRITTEN_TO, Adviser
from offers.rules.other_letters import (
    COUNCIL_TAX_TO_AGE,
    REMINDED_TO_AGE,
    STATUS_WORDS,
    CouncilTaxFacts,
    HandOverFacts,
    ReminderFacts,
    ReviewFacts,
)

TOO_SOON = timedelta(days=3)
# How a review is held that nobody comes to.
HOW = {
    Contact.PHONE: "by phone",
    Contact.TEXT: "by text or WhatsApp",
    Contact.VIDEO: "by video call",
    Contact.LETTER: "by email or letter",
    Contact.OTHER: "in a way that we agree with you",
}


def council_tax_facts(facts: PeopleFacts, letter: Letter) -> CouncilTaxFacts | None:
    """What a letter for council tax confirms today; None where the record does not show it."""
    person, home = facts.people[letter.person_id], facts.home(letter.person_id)
    since = care_leaver_since(facts, letter)
    status = facts.status_on(person.pk, facts.today)
    until = birthday(person.date_of_birth, COUNCIL_TAX_TO_AGE)
    if home is None or home.pk != letter.about or not home.lines or since is None or until <= facts.today:
        return None
    return CouncilTaxFacts(
        full_name=person.legal_name or person.known_as,
        born_on=person.date_of_birth,
        status=status or "",
        since=since,
        until=until,
        home=tuple(home.lines),
        home_since=home.starts_on,
    )


def council_tax_home(person: YoungPerson, today: date) -> Home:
    """The home that a letter asked for today is about. Home.DoesNotExist where none is recorded."""
    return Home.objects.filter(on_day(today), person=person).latest("starts_on")


def why_not_for_council_tax(person: YoungPerson, today: date) -> str | None:
    """Why there cannot be a letter for council tax today, as a sentence that says what to do; None where there can."""
    home = Home.objects.filter(on_day(today), person=person).first()
    if home is None or not home.lines:
        return "Nobody has written down the address where they live. Record it under Home, then ask again."
    facts = PeopleFacts([person], today)
    asked = Letter(person=person, kind=LetterKind.COUNCIL_TAX, about=home.pk, occurrence_on=today)
    if council_tax_facts(facts, asked):
        return None
    if care_leaver_since(facts, asked) is None:
        return "They are no care leaver by law today, as far as is recorded: there is nothing to confirm."
    return f"They are {COUNCIL_TAX_TO_AGE} or older: councils let nobody off as a care leaver any more."


def care_leaver_since(facts: PeopleFacts, letter: Letter) -> date | None:
    """The first day from which on they are a care leaver by law without a break until today; None where they are not
    today."""
    since: date | None = None
    ended_on: date | None = None
    for row in facts.statuses[letter.person_id]:
        if row.starts_on > facts.today:
            break
        if row.status not in STATUS_WORDS:
            since = None
        elif since is None or ended_on != row.starts_on:
            since = row.starts_on
        ended_on = row.ends_on
    ended = since is not None and ended_on is not None and ended_on <= facts.today
    return None if ended else since


def hand_over_facts(facts: PeopleFacts, letter: Letter) -> HandOverFacts | None:
    """Who hands over to whom; None where that was called off."""
    holders = facts.case_holders[letter.person_id]
    place = next((number for number, each in enumerate(holders) if each.pk == letter.about), None)
    if place is None or holders[place].starts_on != letter.occurrence_on:
        return None
    new, before = holders[place], holders[place - 1] if place else None
    former = before if before and (before.ends_on is None or before.ends_on == new.starts_on) else None
    return HandOverFacts(
        former=_adviser(former.worker) if former and former.worker_id != new.worker_id else None,
        new=_adviser(new.worker),
        from_on=new.starts_on,
    )


def appointment_of(facts: PeopleFacts, letter: Letter) -> Appointment | None:
    """The appointment for the review that a letter invites to; None where its day is over, or it is no more."""
    ahead = facts.appointments_ahead[letter.person_id]
    return next((each for each in ahead if each.pk == letter.about), None)


def review_facts(facts: PeopleFacts, letter: Letter) -> ReviewFacts | None:
    """When and where the review is; None where it is planned no more, or its day has come."""
    appointment = appointment_of(facts, letter)
    if appointment is None or appointment.outcome or appointment.planned_on <= facts.today:
        return None
    return ReviewFacts(
        on=appointment.planned_on,
        at=appointment.planned_at,
        how=HOW.get(appointment.method, ""),
        place=appointment.place,
        worker=_adviser(appointment.worker),
    )


def reviews_to_invite_to(person: YoungPerson, today: date) -> list[Appointment]:
    """Appointments that are planned for a day after today: any may be the review of their plan."""
    rows = Appointment.objects.still_planned().filter(person=person, planned_on__gt=today)
    return list(rows.select_related("person", "worker").order_by("planned_on", "planned_at"))


def is_soon(review_on: date, today: date) -> bool:
    """Whether a letter could not be there before the review."""
    return review_on < today + TOO_SOON


def why_not_invite(appointment: Appointment, today: date) -> str | None:
    """Why there cannot be an invitation to this review, as a sentence that says what to do; None where there can."""
    if appointment.outcome or appointment.person.died_on:
        return "This appointment is planned no more. Plan the review, then ask for an invitation."
    if is_soon(appointment.planned_on, today):
        return "A letter would not be there in time. Phone or text them, or plan the review for a later day."
    return None


def why_invited_otherwise(facts: PeopleFacts, letter: Letter, when: str) -> str:
    """What an invitation that has gone says wrongly of a review that is still to come; "" where nothing.

    `when`: what it says of the day and the hour.
    """
    appointment = appointment_of(facts, letter)
    if appointment is None:
        said_on = review_on_in(when, letter.occurrence_on)
        is_ahead = said_on is not None and said_on > facts.today
        is_gone = is_ahead and not Appointment.objects.filter(pk=str(letter.about)).exists()  # a contact taken back
        return NO_SUCH_REVIEW.format(when=when) if is_gone else ""
    if appointment.outcome:
        return NO_SUCH_REVIEW.format(when=when) if appointment.outcome == Appointment.CANCELLED else ""
    return INVITED_OTHERWISE.format(when=appointment.summary)


def reminder_facts(facts: PeopleFacts, letter: Letter) -> ReminderFacts | None:
    """What they said, of which this is a reminder; None where that is so no more, or they want no letters."""
    day = letter.occurrence_on
    if facts.people[letter.person_id].do_not_write:
        return None
    for each in facts.touch_statuses[letter.person_id]:
        is_so = each.starts_on <= day and (each.ends_on is None or each.ends_on > day)
        if is_so and any(about == letter.about for about, _ in reminders(each.pk, each.kind, each.starts_on, day, day)):
            adviser = facts.advisers.get(letter.person_id)
            return ReminderFacts(
                said_on=each.starts_on,
                wants_no_more=each.kind == each.NO_LONGER_REQUIRES,
                until=birthday(facts.people[letter.person_id].date_of_birth, REMINDED_TO_AGE),
                months=REMINDED_EVERY[each.kind],
                adviser=_adviser(adviser) if adviser else None,
            )
    return None


def may_be_reminded(facts: PeopleFacts, person: YoungPerson, day: date) -> bool:
    """Whether there is somebody to remind of our help: a care leaver under 25 on the day, who may be written to."""
    under_age = birthday(person.date_of_birth, REMINDED_TO_AGE) > day
    return under_age and not person.do_not_write and facts.status_on(person.pk, day) in WRITTEN_TO


def _adviser(worker: User) -> Adviser:
    return Adviser(name=worker.name, phone=worker.phone, id=str(worker.pk))
