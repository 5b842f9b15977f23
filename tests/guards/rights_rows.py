"""What people ask of their own record, as rows for the guards."""

from __future__ import annotations

from uuid import uuid4

from careleavers.actions.record_copies import begin_copy
from careleavers.models import Destruction, RecordRequest, User, YoungPerson
from careleavers.queries.story import StoryEntry, StorySection
from careleavers.rules.redactions import RedactionGround
from tests.cast import TODAY
from tests.factories import RecordRequestFactory


def copy_begun(person: YoungPerson, manager: User) -> RecordRequest:
    """A request whose copy of one entry is being prepared, with words to decide on."""
    asked = RecordRequestFactory.create(person=person, owner=manager)
    entry = StoryEntry(
        StorySection.DAYS,
        "Phone: Spoke with them",
        "Her sister Kate rang.",
        TODAY,
        "contact",
        uuid4(),
        ((RedactionGround.ABOUT_OTHERS, "Her sister Kate rang."),),
    )
    begin_copy(by=manager, request=asked, revision=None, entries=[entry], today=TODAY)
    return asked


def destruction_of(person: YoungPerson, manager: User) -> Destruction:
    return Destruction.objects.create(
        person_id=person.pk, keep_until=TODAY, because="x", proposed_by=manager, proposed_on=TODAY
    )


def withdrawn_request(person: YoungPerson) -> RecordRequest:
    return RecordRequestFactory.create(person=person, state="withdrawn", due_on=None, closed_on=TODAY)
