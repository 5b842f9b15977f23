"""Posts of the demo council: some filled, one late, with young people at every step of the way into them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import uuid5

from careleavers.models import Allocation, User
from careleavers.models.base import on_day
from careleavers.permissions import Role
from offers.actions.mentors import ask_for_mentor, match_mentor, save_mentor
from offers.actions.opportunities import put_forward, save_employer, save_interest, save_opportunity, take_work_step
from offers.rules.opportunities import WorkStage

EMPLOYERS = (
    ("Wend Valley Hospital", "Care Leaver Covenant lead, ward 4", True, "Three posts a year, and a mentor for each."),
    ("Melford Highways", "Social value manager", False, "One apprentice for each £1 million of the contract."),
    ("Coast Kitchens", "The owner", True, "Work trials whenever somebody asks."),
)
# Title, kind, sector, source, contract, which employer, places, qualification, days until it is to be filled.
POSTS: tuple[tuple[str, str, str, str, str, int | None, int, str, int], ...] = (
    ("Apprentice in the county offices", "apprenticeship", "admin", "council", "", None, 3, "2", 120),
    ("Healthcare support worker", "job", "care", "covenant", "", 0, 2, "", 60),
    ("Apprentice road worker", "apprenticeship", "building", "contract", "Highways: 1 in £1 million", 1, 1, "", -12),
    ("Kitchen trainee", "traineeship", "catering", "covenant", "", 2, 2, "entry", 200),
    ("Apprentice gardener, country parks", "apprenticeship", "gardening", "council", "", None, 1, "", 90),
)
# How far, and how many days ago each step was.
WAYS: tuple[tuple[tuple[WorkStage, int], ...], ...] = (
    ((WorkStage.MEETING, 20),),
    ((WorkStage.MEETING, 40), (WorkStage.TRIAL, 12)),
    ((WorkStage.MEETING, 150), (WorkStage.EMPLOYED, 120), (WorkStage.LASTED_13, 25)),
    (),
    ((WorkStage.MEETING, 60), (WorkStage.TRIAL, 50), (WorkStage.ENDED, 45)),
    ((WorkStage.MEETING, 9),),
    ((WorkStage.MEETING, 210), (WorkStage.EMPLOYED, 200), (WorkStage.LASTED_13, 105), (WorkStage.LASTED_26, 15)),
    ((WorkStage.MEETING, 30), (WorkStage.EMPLOYED, 5)),
)
LEVELS = ("2", "1", "", "3", "entry")


# Name, kind, which employer, what work they know, what they can help with, how many at once, days since their check was
# seen (None: not seen yet), days until it is asked for again.
MENTORS: tuple[tuple[str, str, int | None, str, str, int, int | None, int], ...] = (
    ("Joyce Adeyemi", "employer", 0, "care", "Shift work, and how to ask for help there", 2, 200, 895),
    ("Marek Nowak", "employer", 1, "building", "", 1, 1090, 5),
    ("Tia Brookes", "peer", None, "", "Left care at 18, lives on her own since", 2, 40, 1055),
    ("Alan Pryce", "colleague", None, "admin", "Forms, interviews, a first salary", 1, None, 12),
)
WISHES = (
    "Somebody who has been through it",
    "Somebody to practise interviews with",
    "Somebody who works where I want to",
    "To see how others manage on their own",
)


def posts_for_young_people(*, today: date, quarters: int) -> None:
    officer = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).earliest("pk").on(today)
    employers = []
    for title, contact, signed, pledge in EMPLOYERS:
        signed_on = today - timedelta(days=400) if signed else None
        details = {"title": title, "contact": contact, "covenant_on": signed_on, "pledge": pledge}
        employers.append(save_employer(by=officer, employer=None, revision=None, details=details))
    posts = []
    for title, kind, sector, source, contract, employer, places, level, days in POSTS:
        facts: dict[str, Any] = {"title": title, "kind": kind, "sector": sector, "source": source, "places": places}
        facts |= {"contract": contract, "employer": None if employer is None else employers[employer], "level": level}
        facts |= {"opens_on": today - timedelta(days=300), "fill_by": today + timedelta(days=days), "about": ""}
        posts.append(save_opportunity(by=officer, opportunity=None, revision=None, details=facts | {"closed_on": None}))
    held = Allocation.objects.filter(
        on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None, person__is_restricted=False
    )
    held = held.filter(person__date_of_birth__lt=today - timedelta(days=18 * 366))
    cases = held.select_related("person", "worker").order_by("person__local_id")[3:27]
    _ways(list(cases), posts, today)
    _mentors(list(cases), employers, officer, today)


def _mentors(cases: list[Allocation], employers: list[Any], keeper: User, today: date) -> None:
    mentors = []
    for name, kind, employer, sector, gives, places, seen, again in MENTORS:
        facts: dict[str, Any] = {"name": name, "kind": kind, "sector": sector, "gives": gives, "places": places}
        facts |= {"contact": "", "keeper": keeper, "employer": None if employer is None else employers[employer]}
        facts |= {"checked_on": None if seen is None else today - timedelta(days=seen), "ended_on": None}
        facts["check_by"] = today + timedelta(days=again)
        mentors.append(save_mentor(by=keeper, mentor=None, revision=None, details=facts, today=today))
    for place, (case, hopes) in enumerate(zip(cases[2::3], WISHES, strict=False)):
        about: dict[str, Any] = {"by": case.worker, "today": today}
        asked_on = today - timedelta(days=35 + 20 * place)
        row = ask_for_mentor(person=case.person, asked_on=asked_on, hopes=hopes, **about)
        if place < 2:
            continue  # they still wait, the first one too long
        match_mentor(
            mentoring=row,
            revision=None,
            mentor=mentors[2 * (place - 2)],
            began_on=asked_on + timedelta(days=14),
            look_again_on=today + timedelta(days=9 * place),
            **about,
        )


def _ways(cases: list[Allocation], posts: list[Any], today: date) -> None:
    ways, levels, offered = cycle(WAYS), cycle(LEVELS), cycle(posts)
    filled = dict.fromkeys((post.pk for post in posts), 0)
    for place, case in enumerate(cases):
        post = next(offered)
        about: dict[str, Any] = {"by": case.worker, "today": today}
        save_interest(by=case.worker, person=case.person, sector=post.sector, level=next(levels), words="")
        if place % 3 == 2:
            continue  # only matched so far
        way = next(ways)
        begins = any(stage == WorkStage.EMPLOYED for stage, _ in way)
        if begins and (filled[post.pk] >= post.places or _began_later(case, way, today)):
            way = WAYS[0]
        elif begins:
            filled[post.pk] += 1
        days = [ago for _, ago in way]
        interested_on = today - timedelta(days=max([*days, 3]) + 8)
        row = put_forward(person=case.person, opportunity=post, happened_on=interested_on, **about)
        for stage, ago in way:
            on = today - timedelta(days=ago)
            code = "F4" if post.kind == "apprenticeship" else "F5"
            facts: dict[str, Any] = {"id": uuid5(case.person.pk, post.title)}  # the council has the same rows each time
            take_work_step(candidacy=row, stage=stage, happened_on=on, note="", code=code, **about, **facts)


def _began_later(case: Allocation, way: tuple[tuple[WorkStage, int], ...], today: date) -> bool:
    """Whether something that they do began after they would have begun in the post: that stays as it is."""
    [began] = [today - timedelta(days=ago) for stage, ago in way if stage == WorkStage.EMPLOYED]
    return case.person.occupations.filter(starts_on__gte=began).exists()
