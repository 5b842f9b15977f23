"""One invented life: who somebody is, their years in care, what has happened since. Pure; the same every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from careleavers.demo import names
from careleavers.demo.returned import as_parent, describe_placements, upn
from careleavers.rules import dates

Rows = list[dict[str, Any]]
TWO_YEARS = timedelta(days=730)
# Ages from and up to: children, care leavers, and those whose rights have ended.
YOUNG, GROWN, FORMER = (16, 18), (18, 25), (25, 29)

# What a life is mostly like, in parts of a hundred; the rest is nothing out of the ordinary.
KINDS = {
    "custody": 3,
    "lost_touch": 5,
    "parent": 9,
    "unaccompanied": 11,
    "staying_put": 9,
    "university": 6,
    "homeless": 2,
    "home_with_family": 6,
    "abroad": 1,
}
# A bad time that is over: about 90 in 1,000 people are in one on any day, as those above are today.
DAYS_BETWEEN_BAD_TIMES = 2000
BAD_TIMES = "XSVWR"
DAYS_BETWEEN_SILENCES, DAYS_OF_SILENCE = 1500, (70, 260)


@dataclass
class Life:
    """The rows of one person, as dicts of column to value, by table."""

    number: int
    id: UUID
    kind: str
    date_of_birth: date
    person: dict[str, Any]
    team: int
    adviser: int
    left_care_on: date | None = None
    opened_on: date = date.min
    closed_on: date | None = None
    episodes: Rows = field(default_factory=list)
    facts: Rows = field(default_factory=list)
    homes: Rows = field(default_factory=list)
    occupations: Rows = field(default_factory=list)
    contacts: Rows = field(default_factory=list)
    details: Rows = field(default_factory=list)
    warnings: Rows = field(default_factory=list)
    follow_ups: Rows = field(default_factory=list)

    @property
    def name(self) -> str:
        first_name: str = self.person["preferred_name"] or self.person["first_name"]
        return first_name


def life(
    seed: int,
    number: int,
    today: date,
    *,
    ages: tuple[int, int],
    teams: int,
    advisers: int,
    contacts: int,
    history: timedelta = TWO_YEARS,
) -> Life:
    """The life of person `number` as it is on `today`, of an age of `ages`: YOUNG, GROWN or FORMER.

    `contacts` is about how many there are in two years of somebody open all that time, and `history` how far back.
    """
    rng = Random(f"{seed}-{number}")
    born = _birthday(rng, number, today, ages)
    kind = rng.choices([*KINDS, "ordinary"], [*KINDS.values(), 100 - sum(KINDS.values())])[0]
    if ages == YOUNG and kind in ("university", "staying_put", "home_with_family", "abroad"):
        kind = "ordinary"
    one = Life(
        number=number,
        id=random_id(rng),
        kind=kind,
        date_of_birth=born,
        person={},
        team=rng.randrange(teams),
        adviser=rng.randrange(advisers),
    )
    one.person = _who(rng, one, today)
    _care(rng, one, today)
    one.person |= as_parent(one.kind, one.id, born, today)
    describe_placements(one.episodes, one.id)
    _homes(rng, one, today)
    _occupations(rng, one, today)
    _contacts(rng, one, today, contacts, history)
    _around(rng, one, today)
    return one


def random_id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _birthday(rng: Random, number: int, today: date, ages: tuple[int, int]) -> date:
    """Spread over the years; the first few fall so that something is due today and this week."""
    soon = {0: (18, 0), 1: (21, 3), 2: (18, 12), 3: (19, 5), 4: (16, -80), 5: (22, 1)}
    if number in soon:
        age, days = soon[number]
        return _years_before(today + timedelta(days=days), age)
    first, last = ages
    return today - timedelta(days=rng.randint(int(first * 365.25) + 1, int(last * 365.25) - 1))


def _years_before(day: date, years: int) -> date:
    return dates.add_months(day, -12 * years)


def _who(rng: Random, one: Life, today: date) -> dict[str, Any]:
    gender = rng.choices(["M", "F"], [58, 42])[0]
    arriving = one.kind == "unaccompanied"
    if arriving:
        gender = rng.choices(["M", "F"], [85, 15])[0]
        first, last = rng.choice(names.ARRIVING[gender]), rng.choice(names.ARRIVING_LAST_NAMES)
        ethnicity = rng.choice(["AOTH", "OOTH", "BAFR", "WOTH"])
    else:
        first, last = rng.choice(names.FIRST_NAMES[gender]), rng.choice(names.LAST_NAMES)
        ethnicity = rng.choices([*names.ETHNICITY], [*names.ETHNICITY.values()])[0]
    return {
        "first_name": first,
        "last_name": last,
        "preferred_name": first[:3].title() if rng.random() < 0.04 and len(first) > 5 else "",
        "other_names": rng.choice(names.LAST_NAMES) if rng.random() < 0.05 else "",
        "pronouns": rng.choice(["she/her", "he/him", "they/them"]) if rng.random() < 0.12 else "",
        "date_of_birth": one.date_of_birth,
        "gender": gender,
        "ethnicity": ethnicity,
        "local_id": f"W{one.number + 10001}",
        "ssda903_id": f"WEN{one.number + 10001}",
        "is_unaccompanied": arriving,
        "upn": upn(one.number),
        "disability": rng.choices(["yes", "no", "unknown"], [14, 80, 6])[0],
        "language": rng.choice(["Tigrinya", "Kurdish", "Dari", "Vietnamese", "Arabic"]) if arriving else "",
        "needs_interpreter": arriving and rng.random() < 0.5,
        "do_not_write": rng.random() < 0.01,
    }


# Care


def _care(rng: Random, one: Life, today: date) -> None:
    """Episodes up to leaving care; who was in care for less than 13 weeks; who went home or away at 16 or 17."""
    born = one.date_of_birth
    age_in = rng.choice([15, 16]) if one.kind == "unaccompanied" else rng.triangular(3, 16.4, 12.5)
    came_in = born + timedelta(days=int(age_in * 365.25))
    eighteen = dates.birthday(born, 18)
    left, reason = eighteen, rng.choice(["E5", "E5", "E6", "E17" if one.kind == "staying_put" else "E5"])
    roll = rng.random()
    if one.kind == "ordinary" and roll < 0.10:  # left at 16 or 17
        left = dates.birthday(born, 16) + timedelta(days=rng.randint(120, 600))
        reason = rng.choice(["E4A", "E4B", "E5", "E13"])
    elif one.kind == "ordinary" and roll < 0.14:  # a short time in care: qualifying
        came_in = eighteen - timedelta(days=rng.randint(30, 80))
    elif one.kind == "custody" and roll < 0.3:
        left, reason = dates.birthday(born, 16) + timedelta(days=rng.randint(200, 500)), "E9"
    one.left_care_on = left if left <= today else None
    _episodes(rng, one, came_in, left, reason, today)
    one.opened_on = min(max(dates.birthday(born, 16), came_in), today)
    if reason in ("E4A", "E4B") and left <= today:
        one.facts.append({"kind": "at_home", "starts_on": left, "ends_on": None})
    turned_21, turned_25 = dates.birthday(born, 21), dates.birthday(born, 25)
    last = turned_25 if turned_25 <= today else None
    one.closed_on = last
    if turned_21 <= today:
        if rng.random() < 0.55:
            one.facts.append({"kind": "support_wanted", "starts_on": turned_21, "ends_on": last})
        elif rng.random() < 0.6:
            one.closed_on = min(turned_21 + timedelta(days=rng.randint(5, 60)), today)


def _episodes(rng: Random, one: Life, came_in: date, left: date, reason: str, today: date) -> None:
    voluntary = one.kind == "unaccompanied" or rng.random() < 0.3
    legal = "V2" if voluntary else "C1"
    need = "N8" if one.kind == "unaccompanied" else rng.choice(names.NEEDS)
    start, why, placement = came_in, "S", rng.choice(["U6", "U6", "U3", "U4", "K2"])
    end_of_all = min(left, today + timedelta(days=1))
    while start < end_of_all:
        last = start + timedelta(days=int(rng.expovariate(1 / 500)) + 25)
        if last >= left - timedelta(days=10):
            last = left
        ended = last if last <= today else None
        one.episodes.append(
            {
                "reason_started": why,
                "legal_status": legal,
                "need": need,
                "placement": placement,
                "placement_provider": "PR1" if placement[0] == "U" else "PR4",
                "starts_on": start,
                "ends_on": ended,
                "reason_ended": (reason if last == left else "X1") if ended else "",
            }
        )
        if ended is None or last == left:
            break
        if legal == "C1":
            legal, why = "C2", "L"
        else:
            why = "P"
            older = last >= dates.birthday(one.date_of_birth, 16)
            placement = rng.choice(["U6", "U4", "K2", "K3" if older and last.year >= 2024 else "U4"])
        start = last


# Since then


def _homes(rng: Random, one: Life, today: date) -> None:
    if one.left_care_on is None:
        return
    kinds = {
        "staying_put": ["Z", "U"],
        "university": ["U"],
        "home_with_family": ["B"],
        "unaccompanied": ["D", "E", "U"],
        "parent": ["D", "U"],
    }.get(one.kind, rng.choice([["D", "U"], ["E", "U"], ["D"], ["U"], ["E"], ["D", "T"], ["K"], ["Z"]]))
    end_of_all = one.closed_on or today
    moves = {one.left_care_on: kinds[0]}
    for kind in kinds[1:]:
        moves[max(moves) + timedelta(days=rng.randint(200, 900))] = kind
    ending = {"custody": "X", "homeless": rng.choice("SVW"), "abroad": "G", "lost_touch": "R"}.get(one.kind)
    if ending:
        since = max(one.left_care_on, end_of_all - timedelta(days=rng.randint(5, 300)))
        moves = {day: kind for day, kind in moves.items() if day < since} | {since: ending}
    _bad_times(rng, moves, end_of_all)
    days = sorted(day for day in moves if day < end_of_all or day == one.left_care_on)
    grown = dates.birthday(one.date_of_birth, 18)
    for day, until in zip(days, [*days[1:], None], strict=True):
        too_young = moves[day] == "T" and day < grown  # DfE's rule 347: nobody under 18 lives in a foyer
        _home(rng, one, "D" if too_young else moves[day], day, until)


def _bad_times(rng: Random, moves: dict[date, str], end_of_all: date) -> None:
    """Put times in custody, on the street or of nobody knows where between the homes; each is over by `end_of_all`."""
    day = min(moves)
    while True:
        day += timedelta(days=int(rng.expovariate(1 / DAYS_BETWEEN_BAD_TIMES)) + 20)
        over = day + timedelta(days=rng.randint(60, 300))
        if over >= end_of_all:
            return
        before = moves[max(start for start in moves if start <= day)]
        for start in sorted(start for start in moves if day <= start <= over):
            before = moves.pop(start)
        moves[day], moves[over] = rng.choice(BAD_TIMES), before
        day = over


def _home(rng: Random, one: Life, kind: str, start: date, end: date | None) -> None:
    unsuitable = kind in "SXVWR" or rng.random() < 0.04
    known = kind not in "SRGX"
    one.homes.append(
        {
            "kind": kind,
            "is_suitable": not unsuitable,
            "suitability_reason": "" if not unsuitable else "Not where they would choose to be; looking together.",
            "provider": rng.choice(names.PROVIDERS) if kind in "DETU" else names.PRISONS[0] if kind == "X" else "",
            "provided_by_authority": kind in "DE" and rng.random() < 0.3,
            "address": f"{rng.randint(1, 140)} {rng.choice(names.STREETS)}\n{rng.choice(names.TOWNS)}" if known else "",
            "postcode": f"{names.POSTCODE_STEM} {rng.randint(1, 9)}{rng.choice('AB')}{rng.choice('DEFG')}"
            if known
            else "",
            "safe_to_use": rng.random() > 0.02,
            "starts_on": start,
            "ends_on": end,
            **_release(one, kind, start, end),
        }
    )


def _release(one: Life, kind: str, start: date, end: date | None) -> dict[str, Any]:
    """Of custody that goes on: when it ends, and for some where they will live then."""
    rng = Random(f"release-{one.id}-{start}")
    in_custody = kind == "X" and end is None
    return {
        "prison_number": f"A{rng.randint(1000, 9999)}{rng.choice('ABCD')}{rng.choice('EFGH')}" if in_custody else "",
        "release_on": start + timedelta(days=rng.randint(310, 700)) if in_custody else None,
        "release_home": "A room at Harbour House" if in_custody and rng.random() < 0.4 else "",
    }


def _occupations(rng: Random, one: Life, today: date) -> None:
    start = max(dates.birthday(one.date_of_birth, 16), one.opened_on - timedelta(days=400))
    end_of_all = one.closed_on or today
    codes = {
        "university": ["F2", "F1"],
        "parent": ["F2", "G6"],
        "custody": ["G5"],
        "homeless": ["G5"],
        "unaccompanied": ["F2", rng.choice(["F2", "F5", "P5"])],
    }.get(one.kind, ["F2"])
    while start < end_of_all:
        code = codes.pop(0) if codes else rng.choice(["F5", "P5", "F4", "G5", "G5", "G4", "F2", "P2", "F5"])
        end = start + timedelta(days=1100 if code == "F1" else rng.randint(250, 800))
        is_current = end >= end_of_all
        one.occupations.append(
            {
                "code": code,
                "detail": _detail(rng, code),
                "starts_on": start,
                "ends_on": None if is_current else end,
            }
        )
        start = end


def _detail(rng: Random, code: str) -> str:
    sources = {"1": names.DEGREES, "2": names.COURSES, "4": names.APPRENTICESHIPS, "5": names.EMPLOYERS}
    if code[0] == "G":
        return rng.choice(["Looking for work", "Waiting for a course to start", "Not well enough yet"])
    chosen = rng.choice(sources[code[1]])
    return f"Works at {chosen}" if code[1] == "5" else f"Apprentice in {chosen}" if code[1] == "4" else chosen


def _contacts(rng: Random, one: Life, today: date, wanted: int, history: timedelta) -> None:
    first, last = max(one.opened_on, today - history), one.closed_on or today
    if one.kind == "lost_touch":
        last -= timedelta(days=rng.randint(70, 260))
    days = (last - first).days
    if days <= 0:
        return
    gap = TWO_YEARS.days / max(wanted, 1)
    day = float(rng.randint(0, max(1, int(gap))))
    while day <= days:
        visit = len(one.contacts) % 2 == 0 and rng.random() < 0.93
        one.contacts.append(_contact(rng, one, first + timedelta(days=int(day)), visit=visit))
        silent = rng.randint(*DAYS_OF_SILENCE) if rng.random() < gap / DAYS_BETWEEN_SILENCES else 0
        day += max(1.0, rng.gauss(gap, gap / 4)) + silent
    if one.kind == "lost_touch":
        for _ in range(3):
            tried = last + timedelta(days=rng.randint(10, max(11, ((one.closed_on or today) - last).days - 1)))
            if tried <= today:
                one.contacts.append(_contact(rng, one, tried, result="no_reply"))


def _contact(rng: Random, one: Life, day: date, result: str = "", *, visit: bool = False) -> dict[str, Any]:
    """One contact; `visit`: at home and with them."""
    if visit:
        result, method = "spoke", "face_to_face"
    else:
        result = result or rng.choices(["spoke", "no_reply", "about"], [62, 24, 14])[0]
        method = rng.choices(["face_to_face", "phone", "text", "video", "letter"], [14, 46, 32, 5, 3])[0]
    return {
        "id": random_id(rng),
        "method": method,
        "result": result,
        "happened_on": day,
        "note": rng.choice(names.NOTES[result][method]).format(name=one.name),
        "minutes": rng.choice([10, 15, 20, 30, 45, 60, 90]),
        "saw_home": visit,
        "is_concern": rng.random() < 0.03,
    }


def _around(rng: Random, one: Life, today: date) -> None:
    """A phone number, and for some a warning note or something promised."""
    if one.kind != "lost_touch" or rng.random() < 0.5:
        number = f"07700 900{rng.randint(0, 999):03}"  # the range kept free for invented numbers
        one.details.append(
            {
                "kind": "mobile",
                "value": number,
                "search_value": number.replace(" ", ""),
                "safe_to_use": True,
                "is_preferred": True,
                "starts_on": one.opened_on,
            }
        )
    if rng.random() < 0.05:
        kind, text = rng.choice(names.WARNINGS)
        review = today + timedelta(days=rng.randint(-20, 160))
        one.warnings.append({"kind": kind, "text": text, "review_on": review, "person_told_on": one.opened_on})
    if one.contacts and one.closed_on is None and rng.random() < 0.25:
        due = today + timedelta(days=rng.randint(-8, 20))
        one.follow_ups.append({"text": rng.choice(names.FOLLOW_UPS), "due_on": due})
