"""The demo council's risk panel, NEET group and transition forum, written by the actions that write them every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from careleavers.actions.bodies import write_body, write_member
from careleavers.actions.documents import NewFile
from careleavers.actions.meeting_items import bring_item, decide_item, give_action
from careleavers.actions.meeting_papers import keep_papers
from careleavers.actions.meetings import plan_meeting, write_attendance
from careleavers.demo.lives import random_id
from careleavers.demo.photos import as_jpeg
from careleavers.models import Body, BodyMember, Meeting, User, YoungPerson
from careleavers.permissions import Role
from careleavers.rules.dates import is_working_day
from careleavers.rules.uploads import MediaType

if TYPE_CHECKING:
    from careleavers.demo.load import Council

ONE_DAY = timedelta(days=1)
PARTNERS = (
    ("Anil Mehta", "County police", "Police", "anil.mehta@police.example"),
    ("Bronagh Keane", "Wendmere Homes", "Housing", "b.keane@homes.example"),
    ("Lucy Adeyemi", "NHS Wendmere", "Health", "lucy.adeyemi@nhs.example"),
)
OFFICER = "One named officer, whom they meet with their adviser. Housing looks for a flat in another district."


def write_meetings(cases: Sequence[tuple[YoungPerson, User]], council: Council, today: date, rng: Random) -> None:
    """A panel that met last month, with what it decided, and meets next week; a NEET group; and a forum that is
    overdue.
    """
    chair = User.objects.with_role(Role.SERVICE_MANAGER, today=today).order_by("email")[0]
    _write_panel(cases, chair, today, rng)
    manager, (third, adviser) = council.managers[0], cases[2]
    group = _body("neet_group", "NEET group", manager, today)
    _held(_meeting(group, manager, _working(today - 20 * ONE_DAY), today), manager, [])
    _refer(group, third, adviser, today - 2 * ONE_DAY, rng, "No course or work since July")
    _body("transition_forum", "Transition forum with adult services", chair, today, began_on=today - 120 * ONE_DAY)


def _write_panel(cases: Sequence[tuple[YoungPerson, User]], chair: User, today: date, rng: Random) -> None:
    panel = _body("risk_panel", "Multi-agency risk panel", chair, today, purpose="Plans for those most at risk.")
    partners = [
        _member(panel, chair, today, name=name, organisation=organisation, seat=seat, email=email)
        for name, organisation, seat, email in PARTNERS
    ]
    last = _meeting(panel, chair, _working(today - 40 * ONE_DAY), today)
    (first, worker), (second, other) = cases[:2]
    friends = _refer(
        panel, first, worker, last.planned_on - 10 * ONE_DAY, rng, "Older friends with a car, and new debts"
    )
    beds = bring_item(
        by=chair,
        body=panel,
        person=None,
        item_id=random_id(rng),
        today=last.planned_on,
        meeting=last,
        about="Emergency beds at weekends",
    )
    keep_papers(by=chair, meeting=last, item=None, files=[NewFile("Flip chart.jpg", MediaType.JPEG, _flip_chart())])
    _held(last, chair, partners)
    for item, decision, text, owner, partner in (
        (friends, OFFICER, "Name an officer and come along once", worker, partners[0]),
        (beds, "One number for the weekend, known to all services.", "Agree the number with housing", chair, None),
    ):
        at: dict[str, Any] = {"by": chair, "item": item}
        decide_item(revision=None, outcome="decided", said="", decision=decision, today=last.planned_on, **at)
        given: dict[str, Any] = {"text": text, "due_on": today + 4 * ONE_DAY, "assigned_to": owner, "partner": partner}
        give_action(action_id=random_id(rng), today=today, **given, **at)  # what is due follows as of this day
    _meeting(panel, chair, _working(today + 7 * ONE_DAY), today)
    _refer(panel, second, other, today - 3 * ONE_DAY, rng, "Carries a knife, says it is for safety")


def _flip_chart() -> bytes:
    """What was sent round before the meeting about beds at weekends."""
    page = Image.new("RGB", (620, 440), "#ffffff")
    drawing = ImageDraw.Draw(page)
    for row, line in enumerate(("Beds at weekends", "Friday 5 pm to Monday 9 am", "Who has the key?", "Who pays?")):
        drawing.text((60, 50 + row * 80), line, fill="#1c3f94", font_size=32)
    return as_jpeg(page)


def _working(day: date) -> date:
    return next(each for each in (day + number * ONE_DAY for number in range(9)) if is_working_day(each))


def _body(kind: str, name: str, chair: User, today: date, *, purpose: str = "", began_on: date | None = None) -> Body:
    rhythm = {"risk_panel": "two_months", "neet_group": "month"}.get(kind, "quarter")
    body = write_body(
        by=chair,
        body=None,
        revision=None,
        kind=kind,
        name=name,
        rhythm=rhythm,
        purpose=purpose,
        usual_place="County Hall, room 4",
        began_on=began_on or today - 200 * ONE_DAY,
    )
    _member(body, chair, today, user=chair, role="chair", seat="Leaving care")
    return body


def _member(body: Body, by: User, today: date, **facts: Any) -> BodyMember:
    since = {"starts_on": today - 200 * ONE_DAY, "ends_on": None}
    return write_member(by=by, body=body, member=None, revision=None, **since | facts)


def _meeting(body: Body, by: User, day: date, today: date) -> Meeting:
    return plan_meeting(
        by=by,
        body=body,
        meeting=None,
        revision=None,
        today=min(day, today),
        planned_on=day,
        starts_at=time(14),
        place=body.usual_place,
    )


def _refer(body: Body, person: YoungPerson, by: User, on: date, rng: Random, about: str) -> Any:
    return bring_item(
        by=by,
        body=body,
        person=person,
        item_id=random_id(rng),
        today=on,
        about=about,
        reason="It has been getting worse for six weeks, and what we tried alone did not help.",
        wanted="Somebody of each service whom we can ring, and a plan that they agree to.",
        person_told="Knows, and would like to hear afterwards what was said.",
    )


def _held(meeting: Meeting, by: User, partners: Sequence[BodyMember]) -> None:
    who = {partner.pk: "came" if number else "apologies" for number, partner in enumerate(partners)}
    write_attendance(by=by, meeting=meeting, revision=None, today=meeting.planned_on, who=who, also_there="", notes="")
