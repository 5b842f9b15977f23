"""What a record opens with, in addition to what every page of it says."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careleavers.models import Contact, DataQualityIssue, Draft, FollowUp
from careleavers.models.statements import Statement
from careleavers.queries.follow_ups import still_to_do

PROMISES_SHOWN = 10

# The last contact with the young person themselves by a day, with who had it.
LAST_CONTACT = Statement(
    lambda person, day: (
        Contact.objects.live()
        .with_young_person()
        .filter(person=person, happened_on__lte=day)
        .select_related("worker")[:1]
    ),
    UUID,
    date,
)
FOLLOW_UPS = Statement(
    lambda person: still_to_do(FollowUp.objects.filter(person=person).select_related("assigned_to"))[:PROMISES_SHOWN],
    UUID,
)
OPEN_ISSUES = Statement(lambda person: DataQualityIssue.objects.filter(person=person, resolved_at=None), UUID)
# The unfinished notes of one user about one person.
UNFINISHED_NOTES_ABOUT = Statement(lambda user, person: Draft.objects.filter(user=user).notes_about(person), UUID, UUID)
