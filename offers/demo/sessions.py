"""Sessions of the demo council: a weekly hub, a workshop that is full, a trip, and what was, with who came."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from careleavers.models import Allocation, User
from careleavers.models.base import on_day
from careleavers.permissions import Role
from careleavers.queries.caseloads import open_among
from offers.actions.sessions import note_attendance, save_session, sign_up
from offers.models import GroupSession, SignUp

STAY_AWAY = 4  # one in so many signs up and does not come


class Plan(NamedTuple):
    """A session so many days from today, `times` weeks in a row, and how many sign up for each."""

    title: str
    kind: str
    days: int
    times: int
    at: int
    places: int | None
    sign_ups: int
    venue: str
    partner: str = ""
    funding: str = "council"
    detail: str = ""
    cost: str | None = None


HUB = "The Hub, Melford"
PLANS = (
    Plan("Hub evening", "hub", -70, 13, 17, None, 7, HUB, "Prince’s Trust", "partner"),
    Plan("Managing a tenancy", "workshop", -38, 2, 14, 10, 8, "Housing office, Melford", cost="90"),
    Plan("Cooking on a budget", "workshop", 9, 2, 14, 5, 8, HUB, "", "grant", "Melford Trust", "120.50"),
    Plan("ASDAN: living independently", "asdan", -24, 8, 10, 8, 6, "Coast College", "Coast College", cost="45"),
    Plan("A day at the coast", "trip", 19, 1, 9, 14, 9, "The Hub at 9", "", "sponsor", "Wend Valley Rotary", "310"),
    Plan("Taster day: kitchens", "taster", -12, 1, 10, 4, 3, "Coast Kitchens", "Coast Kitchens", "nothing"),
    Plan("Open evening at the hospital", "employer", 16, 1, 17, 12, 4, "Wend Valley Hospital", "", "nothing"),
    Plan("Our awards", "praise", 24, 1, 18, None, 12, "County Hall, Melford", cost="640"),
    Plan("Drop-in about health", "drop_in", -5, 6, 13, None, 3, "The surgery, Wend Street", "Leaving-care nurse"),
)


def sessions_for_young_people(*, today: date, quarters: int) -> None:
    """Those who come are of the caseloads; who came is written down for all but the last that was."""
    officer = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).earliest("pk").on(today)
    held = Allocation.objects.filter(
        on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None, person__is_restricted=False
    )
    held = held.filter(person__date_of_birth__lt=today - timedelta(days=17 * 366))
    cases = list(held.select_related("person", "worker").order_by("person__local_id")[:60])
    if not cases:
        return
    for place, plan in enumerate(PLANS):
        _set_up(plan, officer if place % 2 else cases[0].worker, today)
    for place, session in enumerate(GroupSession.objects.order_by("held_on", "starts_at", "title")):
        many = next(plan.sign_ups for plan in PLANS if plan.title == session.title)
        _fill(session, cases[place * 5 % len(cases) :] + cases[: place * 5 % len(cases)], many, today)
    over = GroupSession.objects.filter(held_on__lt=today).order_by("-held_on")[1:]
    for session in over:
        _came(session, today)


def _set_up(plan: Plan, leader: User, today: date) -> None:
    details: dict[str, Any] = {"title": plan.title, "kind": plan.kind, "venue": plan.venue, "about": ""}
    details |= {"held_on": today + timedelta(days=plan.days), "starts_at": time(plan.at), "leader": leader}
    details |= {"ends_at": time(plan.at + 2), "places": plan.places, "partner": plan.partner}
    details |= {"funding": plan.funding, "funding_detail": plan.detail}
    details["cost"] = None if plan.cost is None else Decimal(plan.cost)
    save_session(by=leader, session=None, revision=None, details=details, today=today, times=plan.times)


def _fill(session: GroupSession, cases: list[Allocation], many: int, today: date) -> None:
    may = open_among([case.person_id for case in cases], session.held_on)
    for case in islice((case for case in cases if case.person_id in may), many):
        sign_up(by=case.worker, person=case.person, session=session, today=min(session.held_on, today))


def _came(session: GroupSession, today: date) -> None:
    rows = session.sign_ups.order_by("number").values_list("pk", flat=True)
    came = {pk: SignUp.CAME if place % STAY_AWAY else "absent" for place, pk in enumerate(rows, start=1)}
    note_attendance(by=session.leader, session=session, revision=None, came=came, today=today)
