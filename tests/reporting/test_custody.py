"""Who is in custody and how they came through care: the rule, and the page."""

from __future__ import annotations

from datetime import date

import pytest

from careleavers.models import ReadEvent
from reporting.rules.custody import CareHistory, CarePlacement, care_history
from tests.cast import TODAY, Cast, days_ago
from tests.factories import CareEpisodeFactory, HomeFactory, YoungPersonFactory

D = date.fromisoformat
BORN = D("2006-05-10")


@pytest.mark.parametrize(
    ("episodes", "found"),
    [
        ([], None),
        ([("2027-01-01", None, "U1")], None),
        ([("2020-05-09", "2020-06-08", "U1")], (13, 30, 1, 1)),
        ([("2020-05-10", "2021-05-10", "U1")], (14, 365, 1, 1)),
        # Another legal status in the same placement is no move; another home is.
        ([("2015-01-01", "2016-01-01", "U1"), ("2016-01-01", "2017-01-01", "U1")], (8, 731, 1, 1)),
        ([("2015-01-01", "2016-01-01", "U1"), ("2016-01-01", "2017-01-01", "K2")], (8, 731, 1, 2)),
        ([("2018-01-01", "2018-03-01", "U1"), ("2015-01-01", "2015-02-01", "U1")], (8, 90, 2, 2)),
        ([("2026-11-13", None, "K2")], (20, 10, 1, 1)),
    ],
)
def test_a_way_through_care(episodes: list[tuple[str, str | None, str]], found: tuple | None) -> None:
    rows = [CarePlacement(D(start), D(end) if end else None, placement) for start, end, placement in episodes]
    history = care_history(BORN, rows, TODAY)
    assert history == (CareHistory(*found) if found else None)
    if history:
        assert history.came_late == (history.first_age >= 14)


@pytest.mark.parametrize(
    ("days", "said"),
    [(10, "under a month"), (31, "1 month"), (365, "1 year"), (400, "1 year 1 month"), (1300, "3 years 6 months")],
)
def test_how_long_in_words(days: int, said: str) -> None:
    assert CareHistory(14, days, 1, 1).long == said


@pytest.mark.usefixtures("_on_the_day")
def test_the_page_lists_who_is_inside_and_may_be_seen(cast: Cast, scene, sign_in, django_assert_num_queries) -> None:
    client = sign_in(cast.vera)
    page = "/reporting/custody/"
    assert "Nobody whom you may see is in custody" in client.get(page).content.decode()

    def inside(first_name: str, **more: object) -> None:
        person = YoungPersonFactory.create(first_name=first_name, date_of_birth=D("2006-05-10"), **more)
        HomeFactory.create(person=person, kind="X", is_suitable=False, starts_on=days_ago(60))
        CareEpisodeFactory.create(person=person, starts_on=D("2021-06-01"), ends_on=D("2024-05-10"), placement="U1")

    with scene():
        inside("Jory")
        inside("Kit", is_restricted=True)
        closed = YoungPersonFactory.create(first_name="Meryn")
        HomeFactory.create(person=closed, kind="X", is_suitable=False, starts_on=days_ago(900))
        closed.involvements.update(ends_on=days_ago(300))
        out = YoungPersonFactory.create(first_name="Lowen")
        HomeFactory.create(person=out, kind="X", is_suitable=False, starts_on=days_ago(90), ends_on=days_ago(30))
    shown = " ".join(client.get(page).content.decode().split())
    assert "1 young person is in custody" in shown
    assert "1 of them first came into care at 14 or older" in shown
    assert "Jory" in shown
    assert "2 years 11 months" in shown
    assert "Lowen" not in shown
    assert "Meryn" not in shown, "of whom nobody has asked for years"
    assert "Kit" not in shown
    noted = ReadEvent.objects.filter(page="custody").latest("pk")
    assert noted.detail == "In custody, and their care histories"
    assert page in client.get("/reporting/").content.decode()
    assert sign_in(cast.pip).get(page).status_code == 403
