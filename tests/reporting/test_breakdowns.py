"""Figures by group add up to the tile, open to the very people, and agree with a plain count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse

from careleavers.models import Contact, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY
from reporting.queries.breakdowns import BREAKDOWNS, Part, rows_by_group
from reporting.queries.figures import Question, count, people_of
from reporting.rules.cohorts import COHORTS
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ContactFactory, OccupationFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_groups_add_up_to_the_tile_and_open_to_their_people(council: Cast) -> None:
    """On random days, for every kind of group."""
    rng = Random(4)
    for breakdown in BREAKDOWNS.values():
        question = Question.on(TODAY - timedelta(days=rng.choice([0, 1, 40, 300])), AUTHORITY)
        cohort = rng.choice(list(COHORTS.values()))
        counted = {code: figure for (code, of), figure in count(question).items() if of == cohort.code}
        rows = rows_by_group(question, cohort, breakdown)
        for place, code in enumerate(counted):
            together = sum((row.figures[place].by_reason for row in rows), Counter())
            assert together == counted[code].by_reason, breakdown.code
        one = rng.choice(rows)
        figure = rng.choice(one.figures)
        listed = Part(breakdown, one.value).of(people_of(question, figure.measure, cohort), question)
        assert Counter(listed.values_list("why", flat=True)) == figure.by_reason, breakdown.code


def test_single_ages_and_years_of_course_are_those_of_the_day(cast: Cast, scene: Callable) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=date(2006, 11, 24))
        YoungPerson.objects.filter(pk=cast.ben.pk).update(date_of_birth=date(2006, 11, 23))
        OccupationFactory.create(person=cast.ben, code="F1", course_year=2, starts_on=days_ago(30))
    cohort = COHORTS["18-25"]

    def groups(code: str, day: date) -> dict[str, int]:
        return {row.words: row.people for row in rows_by_group(Question.on(day, AUTHORITY), cohort, BREAKDOWNS[code])}

    assert groups("age", TODAY) == {"19": 1, "20": 1}, "Ben is 20 today, Amira tomorrow"
    assert groups("age", TODAY + timedelta(days=1)) == {"20": 2}
    assert groups("course", TODAY) == {"year 2": 1, "not in higher education": 1}
    assert groups("adviser", TODAY) == {"Pat": 1, "Sam": 1}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (28, "in the last 4 weeks"),
        (29, "5 to 8 weeks before"),
        (56, "5 to 8 weeks before"),
        (57, "9 to 13 weeks before"),
        (182, "14 to 26 weeks before"),
        (183, "longer before"),
        (None, "no contact recorded"),
    ],
)
def test_how_long_ago_we_spoke(cast: Cast, scene: Callable, days: int | None, words: str) -> None:
    with scene():
        YoungPerson.objects.update(date_of_birth=date(2006, 11, 1))
        ContactFactory.create(person=cast.ben, worker=cast.sam, happened_on=TODAY)
        ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=TODAY, result=Contact.NO_REPLY)
        if days is not None:
            ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=days_ago(days))
    rows = rows_by_group(Question.on(TODAY, AUTHORITY), COHORTS["18-25"], BREAKDOWNS["contact"])
    assert words in [row.words for row in rows if row.people == 1 or days == 28]
    assert sum(row.people for row in rows) == 2


def test_from_a_group_to_its_people_and_their_export(cast: Cast, amira: YoungPerson, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=amira.pk).update(gender="2")
        YoungPerson.objects.filter(pk=cast.ben.pk).update(gender="1")
    client = sign_in(cast.vera)
    page = client.get(reverse("reporting:by_group"), {"by": "gender", "cohort": "18-25"}).content.decode()
    [url] = {found.replace("&amp;", "&") for found in re.findall(r'href="(/reporting/figures/EET/[^"]+)"', page)}
    assert "gender:2" in url
    people = client.get(url).content.decode()
    assert "Amira Khan" in people
    assert "Ben Ward" not in people
    assert "gender:" in people, "it says of whom it is"
    answer = client.post(url.replace("/EET/", "/EET/export/"), {"purpose": "For the Board"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    for nonsense in ("shoe:1", "shoe"):
        assert client.get(f"{reverse('reporting:people', args=['EET'])}?part={nonsense}").status_code == 404
    assert client.get(reverse("reporting:by_group"), {"by": "shoe"}).status_code == 404
