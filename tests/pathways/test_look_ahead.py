"""Thirteen weeks ahead: how much falls due with whom, and each number opens to as many things."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from pathways.models import DueItem
from pathways.queries.look_ahead import look_ahead
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def _due(cast: Cast, scene) -> None:
    """23 November 2026 is a Monday."""
    with scene():
        noor = YoungPersonFactory.create(first_name="Noor", team=cast.north)
        for number, (person, due_on) in enumerate(
            [
                (cast.amira, date(2026, 11, 22)),
                (cast.amira, date(2026, 11, 23)),
                (cast.amira, date(2026, 11, 29)),
                (cast.amira, date(2026, 11, 30)),
                (cast.amira, date(2027, 2, 21)),
                (cast.amira, date(2027, 2, 22)),
                (noor, date(2026, 12, 1)),
                (cast.ben, date(2026, 12, 2)),
            ]
        ):
            DueItem.objects.create(person=person, code=f"code_{number}", started_on=TODAY, due_on=due_on, text="Review")


@pytest.mark.usefixtures("_due")
def test_each_thing_is_counted_once_in_its_week_with_whoever_works_with_them(cast: Cast) -> None:
    ahead = look_ahead(cast.mo, TODAY)
    assert (ahead.mondays[0], ahead.mondays[-1]) == (TODAY, date(2027, 2, 15))
    found = {load.name: (load.late, {day: number for day, number in load.by_week if number}) for load in ahead.loads}
    assert found == {
        "Pat": (1, {TODAY: 2, date(2026, 11, 30): 1, date(2027, 2, 15): 1}),
        "": (0, {date(2026, 11, 30): 1}),
    }
    assert (ahead.everybody.late, ahead.everybody.total) == (1, 6)
    assert {load.name for load in look_ahead(cast.vera, TODAY).loads} == {"Pat", "Sam", ""}


@pytest.mark.usefixtures("_due")
def test_on_a_thursday_what_was_due_on_tuesday_is_late(cast: Cast) -> None:
    thursday = TODAY + timedelta(days=10)
    ahead = look_ahead(cast.mo.on(thursday), thursday)
    assert [(load.name, load.late, load.weeks[0]) for load in ahead.loads] == [("Pat", 4, 0), ("", 1, 0)]


@pytest.mark.usefixtures("_due")
def test_every_number_opens_to_as_many_things(cast: Cast, sign_in) -> None:
    client = sign_in(cast.vera)
    ahead = look_ahead(cast.vera, TODAY)
    page = client.get(reverse("look_ahead")).content.decode()
    for load in ahead.loads:
        for week, number in [("late", load.late), *((day.isoformat(), number) for day, number in load.by_week)]:
            where = reverse("week_ahead", args=[load.worker_id or "nobody", week])
            assert (f'href="{where}"' in page) is (number > 0)
            assert client.get(where).context["page"].paginator.count == number


@pytest.mark.parametrize(
    "week", ["2026-11-24", "2026-11-16", "2027-02-22", "2026-13-01", "soon", "0001-01-01", "9999-12-27"]
)
def test_a_week_that_the_table_does_not_have_is_no_page(cast: Cast, sign_in, week: str) -> None:
    client = sign_in(cast.mo)
    assert client.get(reverse("week_ahead", args=["nobody", week])).status_code == 404
    assert client.get(reverse("week_ahead", args=["somebody", "late"])).status_code == 404


@pytest.mark.usefixtures("_due")
def test_a_manager_sees_nothing_of_another_team(cast: Cast, sign_in) -> None:
    where = reverse("week_ahead", args=[cast.sam.pk, "2026-11-30"])
    assert sign_in(cast.mo).get(where).context["page"].paginator.count == 0
