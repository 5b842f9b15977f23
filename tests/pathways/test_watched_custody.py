"""Visits that are owed to somebody in custody or under a sentence are watched. The law is in each id."""

from __future__ import annotations

from datetime import date

import pytest

from careleavers.actions.homes import move_home
from tests.cast import TODAY, Cast
from tests.factories import (
    CareEpisodeFactory,
    ContactFactory,
    HomeFactory,
    PlanReviewFactory,
    PolicyValueFactory,
)
from tests.pathways.watched import due, planned, status, told, visit

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_somebody_in_custody_is_visited_vol_3_6_41(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 10, 1))
        PlanReviewFactory.create(person=noor, held_on=date(2026, 11, 10))
        HomeFactory.create(person=noor, in_custody=True, starts_on=date(2026, 11, 6), ends_on=date(2026, 11, 16))
        HomeFactory.create(person=noor, in_custody=True, starts_on=date(2026, 11, 16))
    # Ten working days from Friday 6 November; moving to another prison starts nothing again.
    first = ("First visit in custody", date(2026, 11, 20))
    assert first in due(noor)
    assert told(noor, first[0]) == {"Pat", "Mo"}
    visit(cast, noor, date(2026, 11, 13))  # in the first prison, written down later; their cell was not seen
    assert first not in due(noor)
    assert ("Visit in custody", date(2027, 1, 8)) in due(noor)


def test_the_weeks_of_visits_in_custody_are_the_authoritys(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 10, 1))
        HomeFactory.create(person=noor, in_custody=True, starts_on=date(2026, 11, 6))
        ContactFactory.create(person=noor, method="face_to_face", happened_on=date(2026, 11, 9))
        PolicyValueFactory.create(key="custody_visit_weeks", value=4)
        PolicyValueFactory.create(key="custody_first_visit_working_days", value=0)
    assert ("Visit in custody", date(2026, 12, 7)) in due(noor)


def test_a_sentenced_child_who_is_not_relevant_is_visited_si_2010_2797(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2010, 1, 15), worker=cast.wes)
    with scene():
        status(noor, "looked_after", date(2026, 9, 1), date(2026, 11, 9))
        status(noor, "none", date(2026, 11, 9))
        CareEpisodeFactory.create(
            person=noor,
            starts_on=date(2026, 9, 1),
            ends_on=date(2026, 11, 9),
            legal_status="V2",
            reason_ended="E9",
        )
    visit_due = ("Visit after the sentence", date(2026, 11, 23))
    assert due(noor) == {visit_due}
    assert told(noor, visit_due[0]) == {"Wes", "Mo"}
    visit(cast, noor)
    assert due(noor) == set()


def test_leaving_custody_ends_what_was_owed_there(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 10, 1))
        HomeFactory.create(person=noor, in_custody=True, starts_on=date(2026, 11, 6))
    assert "First visit in custody" in {text for text, _ in due(noor)}
    move_home(by=cast.pat, person=noor, today=TODAY, kind="U", is_suitable=True, starts_on=TODAY)
    assert "First visit in custody" not in {text for text, _ in due(noor)}
