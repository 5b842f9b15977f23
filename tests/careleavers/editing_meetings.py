"""The forms of bodies and meetings that edit a row: what another writer saves meanwhile, and what this one types."""

from __future__ import annotations

from tests.careleavers.edits import Edit
from tests.factories import BodyFactory, BodyMemberFactory, MeetingFactory, MeetingItemFactory, ServiceTaskFactory

MEETING_EDITS = {
    "body_edit": Edit(
        lambda cast: BodyFactory.create(),
        {"usual_place": "Room 2"},
        {"usual_place": "Room 3", "rhythm": "month"},
        "Room 2",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "body_member": Edit(
        lambda cast: BodyMemberFactory.create(),
        {"organisation": "Youth justice"},
        {"organisation": "Probation"},
        "Youth justice",
        args=lambda cast, row: [row.body_id, row.pk],  # type: ignore[attr-defined]
        who="vera",
    ),
    "meeting_edit": Edit(
        lambda cast: MeetingFactory.create(),
        {"place": "Room 2"},
        {"place": "Room 3"},
        "Room 2",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "meeting_attendance": Edit(
        lambda cast: MeetingFactory.create(),
        {"also_there": "Jo Reed, housing"},
        {"also_there": "Kit Lane, college"},
        "Jo Reed, housing",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "meeting_item_edit": Edit(
        lambda cast: MeetingItemFactory.create(
            person=cast.amira, reason="Away at night", wanted="Ring", person_told="Yes"
        ),
        {"about": "Nights away"},
        {"about": "A new phone"},
        "Nights away",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "meeting_item_decide": Edit(
        lambda cast: MeetingItemFactory.create(person=cast.amira),
        {"decision": "Police ring"},
        {"decision": "Housing rings", "outcome": "decided"},
        "Police ring",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "service_task": Edit(
        lambda cast: ServiceTaskFactory.create(assigned_to=cast.vera),
        {"text": "Ask the landlords"},
        {"text": "Ask the college"},
        "Ask the landlords",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
}
