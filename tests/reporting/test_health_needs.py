"""Health in numbers: what is counted of whom, that it is counted once, and that nobody can be worked out."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from careleavers.rules.health import WELLBEING, HealthState
from reporting.actions.health_needs import count_health
from reporting.models import FrozenPeriod, HealthCount, HealthNumber
from reporting.rules.health_needs import (
    AGES,
    EVERYBODY,
    KINDS,
    QUESTIONS,
    HealthTable,
    PersonHealth,
    answers_of,
    band,
    count_answers,
    ethnic_group,
    published_health,
)
from tests.cast import TODAY, Cast
from tests.factories import (
    HealthMatterFactory,
    InvolvementFactory,
    OccupationFactory,
    PolicyValueFactory,
    WellbeingFactory,
    YoungPersonFactory,
)

END = date(2026, 9, 30)
SOMEBODY = PersonHealth(19, "1", "WBRI", "no", False, "F2")


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        *((code, 4, "low") for code in ("satisfied", "worthwhile", "happy")),
        *(("happy", answer, found) for answer, found in ((0, "low"), (5, "medium"), (6, "medium"), (7, "high"))),
        *(("happy", answer, found) for answer, found in ((8, "high"), (9, "very_high"), (10, "very_high"))),
        *(("anxious", answer, found) for answer, found in ((1, "very_low"), (2, "low"), (3, "low"), (4, "medium"))),
        *(("anxious", answer, found) for answer, found in ((5, "medium"), (6, "high"), (10, "high"))),
        ("happy", None, "none"),
    ],
    ids="ONS bands of personal well-being: {}".format,
)
def test_the_bands_of_wellbeing(question: str, answer: int | None, found: str) -> None:
    assert band(question, answer) == found
    assert found in QUESTIONS[question].answers


@pytest.mark.parametrize(
    ("code", "group"),
    [("WBRI", "W"), ("MOTH", "M"), ("AIND", "A"), ("CHNE", "A"), ("BCRB", "B"), ("OOTH", "O")]
    + [("REFU", "none"), ("NOBT", "none"), ("", "none")],
)
def test_ethnic_groups_are_those_of_the_census(code: str, group: str) -> None:
    assert ethnic_group(code) == group


def test_everybody_has_one_answer_to_each_question_that_is_asked_at_their_age() -> None:
    said = answers_of(SOMEBODY)
    assert said.keys() == QUESTIONS.keys()
    assert all(answer in QUESTIONS[code].answers for code, answer in said.items())
    young = answers_of(PersonHealth(17, "U", "", "unknown", True, "", {"gp": HealthState.THERE}))
    assert young["history"] == "young", "Vol 3 D.1-D.4: in their hands by 18"
    assert (young["gender"], young["parent"], young["gp"], young["dentist"]) == ("none", "yes", "there", "none")
    for activity, answer in (("G4", "ill"), ("G5", "other"), ("G6", "parenting"), ("P5", "in"), ("0", "none")):
        assert answers_of(PersonHealth(19, "1", "", "", False, activity))["activity"] == answer
    assert {*KINDS, *(each.code for each in WELLBEING)} < QUESTIONS.keys()


def possible_tables(table: HealthTable):
    """Every table that somebody who adds up, and knows that "c" is never 0, cannot rule out: column by column all that
    add up to the total that is shown, then those of which the rows add up. Nothing is known of how cells are hidden."""
    inner, totals = [cells for _, cells in table.rows[:-1]], table.rows[-1][1]
    width = len(totals) - 1 or 1
    columns = [list(columns_of([row[at] for row in inner], totals[at])) for at in range(width)]
    for chosen in product(*columns):
        rows = list(zip(*chosen, strict=True))
        if len(totals) == 1:
            yield [list(row) for row in rows]
        elif all(
            cells[-1] == sum(row) or (cells[-1] == "c" and sum(row)) for row, cells in zip(rows, inner, strict=True)
        ):
            yield [[*row, sum(row)] for row in rows]


def columns_of(cells, total):
    hidden = [at for at, cell in enumerate(cells) if cell == "c"]
    left = total - sum(cell for cell in cells if cell != "c")
    for values in product(range(1, left + 1), repeat=max(len(hidden) - 1, 0)):
        column = list(cells)
        last = left - sum(values)
        if not hidden or last > 0:
            for at, value in zip(hidden, (*values, last), strict=False):
                column[at] = value
            if sum(column) == total:
                yield column


def people_drawn():
    """Up to eleven of each age, of whom nothing differs but gender, disability and being a parent."""
    one = st.builds(
        lambda age, gender, disability, parent: PersonHealth(age, gender, "", disability, parent, ""),
        st.sampled_from([16, 19, 23]),
        st.sampled_from(["1", "2", ""]),
        st.sampled_from(["yes", "no", "unknown"]),
        st.booleans(),
    )
    return st.lists(one, max_size=30)


@settings(max_examples=40)
@given(people_drawn())
@example([SOMEBODY] * 6 + [PersonHealth(19, "2", "", "yes", True, "")] * 4)
@example([SOMEBODY] * 9 + [PersonHealth(16, "1", "", "", False, "")] * 2)
def test_whoever_has_every_table_and_works_at_it_finds_nobody(people: list[PersonHealth]) -> None:
    """All that joins two tables is how many there are of each age, which is shown in both: so each is attacked alone.

    Seen to fail: with a question of those from 18 alone, whose total told how many are younger.
    """
    counted = count_answers(people)
    for table in published_health(counted):
        totals = Counter[str]()
        for (question, _, ages), many in counted.items():
            if question == table.question.code:
                totals[ages] += many
        if not table.rows:
            continue
        shown = table.rows[-1][1]
        true = [totals[code] for code, *_ in AGES]
        assert sum(true) == len(people), "every table is of the same people"
        assert table.rows[-1][0] == EVERYBODY
        assert list(shown) in ([*true, sum(true)], [sum(true)])
        assert not any(0 < number <= 5 for number in shown)
        for _, cells in table.rows[:-1]:
            assert not any(isinstance(cell, int) and 0 < cell <= 5 for cell in cells)
        hidden = [(i, j) for i, (_, cells) in enumerate(table.rows[:-1]) for j, c in enumerate(cells) if c == "c"]
        values: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
        for tried in possible_tables(table):
            for i, j in hidden:
                values[i, j].add(tried[i][j])
            if all(len(found) > 1 for found in values.values()):
                break
        assert all(len(found) > 1 for found in values.values())


pages = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def quarter(cast: Cast, scene) -> FrozenPeriod:
    """Sixteen of 19 and twelve of 17 who are open; one who left, one who died and one of 26 who are not counted."""
    with scene():
        for number in range(16):
            person = YoungPersonFactory.create(first_name=f"P{number}", date_of_birth=date(2007, 5, 1))
            if number < 9:
                HealthMatterFactory.create(person=person, kind="gp", state="there")
            if number < 8:
                WellbeingFactory.create(person=person, answered_on=TODAY - timedelta(days=400), happy=1)
                WellbeingFactory.create(person=person, answered_on=TODAY - timedelta(days=20), happy=9)
            if number == 0:
                WellbeingFactory.create(person=person, answered_on=TODAY - timedelta(days=30), happy=2)
                OccupationFactory.create(person=person, code="G4", starts_on=date(2026, 1, 1))
        for number in range(12):
            YoungPersonFactory.create(first_name=f"Q{number}", date_of_birth=date(2009, 5, 1))
        YoungPersonFactory.create(died_on=TODAY - timedelta(days=3))
        YoungPersonFactory.create(date_of_birth=date(2000, 5, 1))
        left = YoungPersonFactory.create()
        left.involvements.all().delete()
        InvolvementFactory.create(person=left, starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))
        return FrozenPeriod.objects.create(ends_on=END)


@pages
def test_the_last_quarter_is_counted_once_of_whoever_is_open(cast: Cast, quarter: FrozenPeriod, scene) -> None:
    with scene():
        FrozenPeriod.objects.create(ends_on=date(2026, 6, 30))
    before = HealthNumber.objects.count()
    assert count_health(today=TODAY)
    assert not count_health(today=TODAY)
    count = HealthCount.objects.get()
    assert (count.quarter, count.counted_on, before) == (quarter, TODAY, 0)
    said = {(each.question, each.answer, each.ages): each.people for each in count.numbers.all()}
    others = 2  # Amira and Ben of the cast
    assert said["gp", "there", "18-20"] == 9
    assert said["gp", "none", "18-20"] == 7 + others
    assert said["gp", "none", "16-17"] == 12
    assert said["happy", "very_high", "18-20"] == 8, "the last answer of the last year"
    assert said["activity", "ill", "18-20"] == 1
    assert ("gp", "none", "21-25") not in said
    assert said["history", "young", "16-17"] == 12
    for change in (lambda: HealthNumber.objects.update(people=1), lambda: HealthCount.objects.all().delete()):
        with scene(), pytest.raises(DatabaseError), transaction.atomic():
            change()


@pages
def test_the_page_and_the_file_say_the_same_and_name_nobody(cast: Cast, quarter: FrozenPeriod, sign_in) -> None:
    client = sign_in(cast.cora)
    page = f"/reporting/quarters/{quarter.pk}/health/"
    assert "Health was not counted in this quarter" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 404
    count_health(today=TODAY)
    shown = client.get(page).content.decode()
    assert shown.count(">c</td>")
    assert "30 November 2026" not in shown
    assert "23 November 2026" in shown
    answer = client.get(f"{page}file/")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    of_gp = {(row["Answer"], row["Ages"]): row["People"] for row in rows if row["Question"] == "GP"}
    assert of_gp["In place, or given to them", "18-20"] == "9"
    assert of_gp[EVERYBODY, "16-25"] == "30"
    assert sum(row["People"] == "c" for row in rows) == shown.count(">c</td>")
    assert not any(name in answer.content.decode() + shown for name in ("Khan", "P0", "Q1"))
    assert sign_in(cast.pat).get(page).status_code == 403


@pages
def test_a_council_that_does_not_use_the_page_counts_nothing(cast: Cast, quarter: FrozenPeriod, scene) -> None:
    with scene():
        PolicyValueFactory.create(key="page_health", value="no", from_on=TODAY)
    assert not count_health(today=TODAY)
