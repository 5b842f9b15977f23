"""Minutes: what a meeting said and decided, and how much of it somebody may read."""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

from careleavers.models import Meeting, Minutes, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.meetings import actions_of
from careleavers.rules import words

HIDDEN = "An item about a young person"


class MinutesItem(TypedDict):
    """One item. `person`: the id of whose record it is of, "" for the service. `actions`: who is to do what by when."""

    person: str
    about: str
    said: str
    decision: str
    outcome: str
    actions: list[str]


class MinutesContent(TypedDict):
    """What a version of the minutes holds. `there`: each member and whether they came, in words."""

    there: list[str]
    also_there: str
    notes: str
    items: list[MinutesItem]


class ShownItem(TypedDict):
    """An item as somebody may read it: of a record that they may not see there is the heading alone."""

    heading: str
    said: str
    decision: str
    outcome: str
    actions: list[str]


def content_of(meeting: Meeting) -> MinutesContent:
    """What is written down of a meeting now. Four queries."""
    items = list(meeting.items.order_by("recorded_at"))
    given = actions_of(items)
    attendance = meeting.attendance.select_related("member__user")
    return {
        "there": [f"{each.member}: {each.get_came_display().lower()}" for each in attendance],
        "also_there": meeting.also_there,
        "notes": meeting.notes,
        "items": [
            {
                "person": str(item.person_id or ""),
                "about": item.about,
                "said": item.said,
                "decision": item.decision,
                "outcome": item.get_outcome_display() if item.outcome else "Not talked about",
                "actions": [_action(action) for action in given.get(item.pk, [])],
            }
            for item in items
        ],
    }


def _action(action: Any) -> str:
    task = action.task
    who = task.assigned_to.name if task.assigned_to else "nobody yet"
    return f"{task.text} ({who}, by {words.day(task.due_on)})"


def people_read(minutes: Minutes, user: User) -> dict[str, YoungPerson]:
    """The young people in it of whom the user may read, by id as the content has it. One query."""
    if not user.may(Permission.VIEW_FREE_TEXT):
        return {}
    ids = [UUID(item["person"]) for item in minutes.content["items"] if item["person"]]
    return {str(person.pk): person for person in YoungPerson.objects.visible_to(user).filter(pk__in=ids)}


def shown_items(minutes: Minutes, people: dict[str, YoungPerson]) -> list[ShownItem]:
    """The items as whoever may read of these people is shown them."""
    shown: list[ShownItem] = []
    for item in minutes.content["items"]:
        if item["person"] and item["person"] not in people:
            shown.append({"heading": HIDDEN, "said": "", "decision": "", "outcome": "", "actions": []})
            continue
        name = f"{people[item['person']].known_as}: " if item["person"] else ""
        shown.append(
            {
                "heading": f"{name}{item['about']}",
                "said": item["said"],
                "decision": item["decision"],
                "outcome": item["outcome"],
                "actions": item["actions"],
            }
        )
    return shown
