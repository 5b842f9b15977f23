"""What a worker wants to know in the minute before a visit, apart from what every page of the record says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from careleavers.models import Allocation, Appointment, Contact, FollowUp, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.appointments import planned_with
from careleavers.queries.follow_ups import still_to_do
from careleavers.rules import dates

CONCERNS_OF = timedelta(days=183)  # half a year: what is older is for the timeline
MOST_CONCERNS = 5  # the latest; one side of paper holds no more
KEPT_SINCE = timedelta(days=56)  # what we kept is shown since the last visit; where there was none, of eight weeks


@dataclass(frozen=True)
class VisitBrief:
    """`last_visit` and `last_contact` are the latest in which we spoke with them, up to the day; they may be one.

    `last_words` is the latest of those that has a note. `kept` are follow-ups done since the last visit, `promised`
    those that are still to do, `appointments` those from today on; `concerns` the latest contacts of half a year that
    were marked as one. `birthday` is the next one, today included, and `turning` the age then.
    """

    last_visit: Contact | None
    last_contact: Contact | None
    last_words: Contact | None
    promised: list[FollowUp]
    kept: list[FollowUp]
    concerns: list[Contact]
    workers: list[Allocation]
    appointments: list[Appointment]
    birthday: date
    turning: int

    def visit_of(self, user: User, today: date) -> Appointment | None:
        """The first of today's appointments in person that is the user's own."""
        mine = (each for each in self.appointments if (each.worker_id, each.planned_on) == (user.pk, today))
        return next((each for each in mine if each.method == Contact.FACE_TO_FACE), None)


def visit_brief(person: YoungPerson, today: date, leap_day: dates.LeapDay) -> VisitBrief:
    """Seven queries."""
    contacts = person.contacts.live().filter(happened_on__lte=today).select_related("worker")
    spoke = contacts.with_young_person()
    last_visit = spoke.filter(method=Contact.FACE_TO_FACE).first()
    concerns = contacts.filter(Q(is_concern=True) | Q(is_safeguarding=True))
    follow_ups = person.follow_ups.select_related("assigned_to")
    since = last_visit.happened_on if last_visit else today - KEPT_SINCE
    turning, birthday = dates.next_birthday(person.date_of_birth, today, leap_day)
    return VisitBrief(
        last_visit=last_visit,
        last_contact=spoke.first(),
        last_words=spoke.exclude(note="").first(),
        promised=list(still_to_do(follow_ups)),
        kept=list(follow_ups.filter(done_on__gte=since, not_needed_because="").order_by("-done_on")),
        concerns=list(concerns.filter(happened_on__gte=today - CONCERNS_OF)[:MOST_CONCERNS]),
        workers=list(person.allocations.filter(on_day(today)).select_related("worker", "team")),
        appointments=[each for each in planned_with(person) if each.planned_on >= today],
        birthday=birthday,
        turning=turning,
    )
