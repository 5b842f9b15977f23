"""The figures that DfE publishes of a return: reproduced from the counts of England, and opened to their people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.models import User, YoungPerson
from reporting.queries.care_leaver_return import draw_up
from reporting.rules.care_leaver_return import CollectionYear
from reporting.rules.published_measures import AGE_BANDS, PUBLISHED_MEASURES, LineCodes, count_lines
from reporting.rules.statistics.proportions import percent
from reporting.rules.staying_put import CodedPeriod, stayed_put
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    CareEpisodeFactory,
    ContactFactory,
    HomeFactory,
    OccupationFactory,
    YoungPersonFactory,
    give_status,
)

# Care leavers of 19 to 21 in England, year ending March 2025, as published: by activity and by accommodation.
ACTIVITIES = {"F1": 2390, "F2": 8030, "F4": 740, "F5": 9600, "G4": 3390, "G5": 10290, "G6": 1610, "0": 2390}
HOMES = {"U1": 33810, "S2": 2040, "0": 2340, "G1": 250}


LIVES = [
    (19, "U", "F2", 5),
    (19, "W", "G5", 5),
    (20, "G", "F1", 5),
    (20, None, None, 200),
    (18, "Z", "F4", 5),
    (20, "U", None, 5),
    (21, "E", "G4", 5),
]


def lines_of(codes: dict[str, int], place: str) -> Counter[LineCodes]:
    known = {"activity": "G5", "accommodation": "U1"}
    return Counter({LineCodes(20, "YES", **(known | {place: code})): many for code, many in codes.items()})


@pytest.mark.parametrize(
    ("place", "codes", "measure", "n", "d", "published"),
    [
        ("activity", ACTIVITIES, "EET", 20760, 38440, "54"),
        ("activity", ACTIVITIES, "HIGHER", 2390, 38440, "6"),
        ("activity", ACTIVITIES, "EDUCATION", 8030, 38440, "21"),
        ("activity", ACTIVITIES, "APPRENTICE", 740, 38440, "2"),
        ("activity", ACTIVITIES, "WORK", 9600, 38440, "25"),
        ("activity", ACTIVITIES, "NEET", 15290, 38440, "40"),
        ("activity", ACTIVITIES, "ACTIVITY_NOT_KNOWN", 2390, 38440, "6"),
        ("accommodation", HOMES, "SUITABLE", 33810, 38190, "89"),
        # Medway's report of January 2016, of a hundred: 47 % to November 2015 and 45 % in 2014/15; 86 % and 78 %.
        ("activity", {"F2": 20, "F5": 24, "F4": 3, "G5": 40, "0": 13}, "EET", 47, 100, "47"),
        ("activity", {"F2": 20, "F5": 22, "F4": 3, "G5": 42, "0": 13}, "EET", 45, 100, "45"),
        ("accommodation", {"U1": 60, "D1": 26, "S2": 6, "0": 8, "G1": 5}, "SUITABLE", 86, 100, "86"),
        ("accommodation", {"U1": 58, "D1": 20, "S2": 10, "0": 12, "R2": 4}, "SUITABLE", 78, 100, "78"),
        ("accommodation", HOMES, "UNSUITABLE", 2040, 38190, "5"),
        ("accommodation", HOMES, "HOME_NOT_KNOWN", 2340, 38190, "6"),
    ],
    ids=lambda value: f"DfE-2025-{value}" if isinstance(value, str) and value.isupper() else "",
)
def test_england_as_published(place: str, codes: dict[str, int], measure: str, n: int, d: int, published: str) -> None:
    found = count_lines(lines_of(codes, place), "19-21")[measure]
    assert (found, percent(*found, 0)) == ((n, d), published)


@pytest.mark.parametrize(
    ("line", "in_any", "not_in_touch"),
    [
        (LineCodes(19, "DIED", "0", "0"), False, False),
        (LineCodes(21, "RHOM", "0", "0"), False, False),
        (LineCodes(20, "REFU", "0", "0"), True, False),
        (LineCodes(20, "NREQ", "0", "0"), True, False),
        (LineCodes(20, "NO", "0", "0"), True, True),
        (LineCodes(20, "NO", "F2", "U1"), True, False),
        (LineCodes(22, "YES", "F2", "U1"), False, False),
        (LineCodes(18, "YES", "F2", "U1"), False, False),
    ],
    ids=["died", "went-home", "refuses", "needs-no-more", "no-touch", "heard-from-a-third", "22", "18"],
)
def test_who_is_in_the_figures_of_19_to_21(line: LineCodes, in_any: bool, not_in_touch: bool) -> None:
    found = count_lines({line: 1}, "19-21")
    assert any(each.d for each in found.values()) == in_any
    assert found["NOT_IN_TOUCH"].n == not_in_touch


@pytest.mark.django_db
@pytest.mark.usefixtures("_on_the_day")
def test_each_number_opens_to_as_many_people(cast: Cast, scene: Callable, sign_in: Callable[[User], Client]) -> None:
    """Of seven one is abroad, one has no home, nobody spoke with one, and one turned 18."""
    with scene():
        for number, (years, home, activity, spoke) in enumerate(LIVES):
            person = YoungPersonFactory.create(
                first_name=f"Life{number}",
                date_of_birth=date(TODAY.year - years, 11, 1),
                team=cast.north,
                worker=cast.pat,
            )
            give_status(person, "former_relevant")
            ContactFactory.create(person=person, worker=cast.pat, happened_on=days_ago(spoke))
            if home:
                HomeFactory.create(person=person, kind=home, is_suitable=home != "W", starts_on=days_ago(300))
            if activity:
                OccupationFactory.create(person=person, code=activity, starts_on=days_ago(300))
    client = sign_in(cast.vera)
    page = client.get(reverse("reporting:return_as_published"))
    assert page.status_code == 200
    lines = draw_up(CollectionYear(2027), YoungPerson.objects.all(), TODAY).lines
    assert {19, 20, 18} <= {each.line.age for each in lines}
    address = reverse("reporting:care_leaver_return")
    for measure, counts in page.context["rows"]:
        for ages, n, *_ in counts:
            shown = client.get(address, {"show": "all", "measure": measure.code, "ages": ages})
            assert shown.context["page"].paginator.count == n, (measure.code, ages)
    found = {measure.code: counts[1][1:3] for measure, counts in page.context["rows"]}
    assert found["SUITABLE"][1] == sum(1 for each in lines if 19 <= each.line.age <= 21) - 1, "abroad is left out"
    assert set(AGE_BANDS) == {ages for _, counts in page.context["rows"] for ages, *_ in counts}
    assert len(page.context["rows"]) == len(PUBLISHED_MEASURES)


FOSTERED = [CodedPeriod(date(2020, 1, 1), date(2026, 6, 10), "U6")]


@pytest.mark.parametrize(
    ("placements", "homes", "today", "expected"),
    [
        (FOSTERED, [("2026-06-10", None, "Z")], "2026-11-23", (True, True)),
        (FOSTERED, [("2026-06-10", "2026-09-10", "Z"), ("2026-09-10", None, "U")], "2026-11-23", (True, False)),
        (FOSTERED, [("2026-06-10", "2026-09-11", "Z")], "2026-11-23", (True, True)),
        (FOSTERED, [("2026-06-11", None, "Z")], "2026-11-23", (False, True)),
        (FOSTERED, [("2026-06-10", None, "Z")], "2026-09-09", (True, None)),
        (FOSTERED, [], "2026-09-10", (False, False)),
        (FOSTERED, [("2026-06-10", None, "Z")], "2026-06-09", None),
        ([CodedPeriod(date(2020, 1, 1), date(2026, 6, 9), "U6")], [], "2026-11-23", None),
        ([CodedPeriod(date(2020, 1, 1), date(2026, 6, 10), "K2")], [], "2026-11-23", None),
    ],
    ids=[
        "s23CZA-both",
        "s23CZA-left-on-the-day",
        "s23CZA-left-the-day-after",
        "s23CZA-not-at-once",
        "s23CZA-three-months-not-over",
        "s23CZA-no-home-known",
        "s23CZA-not-yet-18",
        "s23CZA-left-care-the-day-before",
        "s23CZA-a-childrens-home",
    ],
)
def test_who_stays_put(placements: list[CodedPeriod], homes: list[tuple], today: str, expected: object) -> None:
    """Born on 10 June 2008."""
    lived = [CodedPeriod(date.fromisoformat(a), date.fromisoformat(b) if b else None, code) for a, b, code in homes]
    when = date.fromisoformat(today)
    found = stayed_put(date(2008, 6, 10), None, placements, lived, CollectionYear(2027), "1 March", when)
    assert found == expected
    assert (
        stayed_put(date(2008, 6, 10), date(2026, 6, 10), placements, lived, CollectionYear(2027), "1 March", when)
        is None
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_on_the_day")
def test_staying_put_opens_to_its_people(cast: Cast, scene: Callable, sign_in: Callable[[User], Client]) -> None:
    with scene():
        for name, kind in (("Stays", "Z"), ("Moves", "U")):
            person = YoungPersonFactory.create(
                first_name=name, date_of_birth=date(2008, 6, 10), team=cast.north, worker=cast.pat
            )
            CareEpisodeFactory.create(
                person=person, starts_on=date(2020, 1, 1), ends_on=date(2026, 6, 10), placement="U6"
            )
            HomeFactory.create(person=person, kind=kind, starts_on=date(2026, 6, 10))
    client = sign_in(cast.vera)
    page = client.get(reverse("reporting:return_as_published"))
    assert [row[2:] for row in page.context["staying_put"]] == [(1, 2, ""), (1, 2, "")]
    address = reverse("reporting:return_staying_put")
    shown = {only: client.get(address, {"only": only}).content.decode() for only in ("", "birthday", "later")}
    assert ["Moves" in shown[only] for only in shown] == [True, False, False]
    assert all("Stays" in text for text in shown.values())
