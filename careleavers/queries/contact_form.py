"""What the form of a contact asks of the record before it is shown or sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careleavers.models import Allocation, Contact, Draft, Home, Occupation, Topic, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.models.statements import Statement, StatementOfUser

SENT_AS = Statement(lambda submission: Contact.objects.filter(submission_id=submission), UUID)
TYPED_AS = Statement(
    lambda user, submission, person: Draft.objects.filter(user=user, submission_id=submission, person=person),
    UUID,
    UUID,
    UUID,
)
HOME_NOW = Statement(lambda person, day: Home.objects.filter(on_day(day), person=person), UUID, date)
OCCUPATION_NOW = Statement(lambda person, day: Occupation.objects.filter(on_day(day), person=person), UUID, date)
TOPICS_OFFERED = Statement(lambda: Topic.objects.offered())
OTHERS_OF_MINE = StatementOfUser(
    lambda user, person, today: (
        YoungPerson.objects.visible_to(user)
        .filter(died_on=None, pk__in=Allocation.objects.filter(on_day(today), worker=user).values("person"))
        .exclude(pk=person)
        .order_by("sort_name")
    ),
    UUID,
    date,
)


def contact_of_form(submission_id: UUID) -> Contact | None:
    """The contact that a form has become; None while it was not sent."""
    contact: Contact | None = SENT_AS.first(submission_id)
    return contact


def draft_of_form(user: User, submission_id: UUID, person: YoungPerson) -> Draft | None:
    """What this user has typed into a form about somebody and not sent yet."""
    draft: Draft | None = TYPED_AS.first(user.pk, submission_id, person.pk)
    return draft


@in_steps
def who_else(user: User, person: YoungPerson, today: date) -> Asking[list[YoungPerson]]:
    """The others with whom the user works, for a contact with several young people at once."""
    others: list[YoungPerson] = yield from OTHERS_OF_MINE.objects.steps(user, person.pk, today)
    return others
