"""Mentors: a wish that is followed, a match, how it goes and its end; and whose DBS check nobody has seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.people import correct_death, record_death
from careleavers.models import Alert
from offers.actions import mentors as actions
from offers.models import Mentor, Mentoring
from offers.rules.mentors import next_task, why_not_match, why_not_mentor
from tests.cast import TODAY, Cast, days_ago
from tests.factories import EmployerFactory, GroupSessionFactory, MentorFactory, MentoringFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
IN_SIX_WEEKS = TODAY + timedelta(weeks=6)
GOOD: dict[str, Any] = {"places": 1, "taken": 0, "checked_on": date(2026, 3, 2), "check_by": date(2029, 3, 1)}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({}, None, id="seen and free"),
        pytest.param({"checked_on": date(2026, 11, 30), "check_by": date(2026, 12, 1)}, None, id="its only day"),
        pytest.param({"checked_on": None}, "Nobody has seen", id="asked for"),
        pytest.param({"checked_on": date(2026, 12, 1)}, "Nobody has seen", id="seen tomorrow"),
        pytest.param({"check_by": date(2026, 11, 30)}, "asked for again by 30 November 2026", id="to be asked again"),
        pytest.param({"taken": 1}, "a mentor of 1 young person already", id="full"),
        pytest.param({"ended_on": date(2026, 11, 30)}, "They have stopped", id="no mentor any more"),
        pytest.param({"ended_on": date(2026, 12, 1)}, None, id="still one today"),
    ],
)
def test_who_may_take_somebody_on(given: dict[str, Any], says: str | None) -> None:
    found = why_not_mentor(**{"ended_on": None, **GOOD, **given}, on=date(2026, 11, 30))
    assert (found is None) if says is None else says in (found or "")


@pytest.mark.parametrize(
    ("mentor", "again", "last", "due", "text"),
    [
        ("", None, None, date(2026, 11, 30), "Find a mentor"),
        ("Joyce", date(2026, 12, 14), date(2026, 11, 9), date(2026, 12, 14), "how it goes with their mentor, Joyce"),
    ],
)
def test_what_comes_next(mentor: str, again: date | None, last: date | None, due: date, text: str) -> None:
    task = next_task(date(2026, 11, 2), mentor, again, last)
    assert (task.due_on, task.since) == (due, last or date(2026, 11, 2))
    assert text in task.text


@pytest.mark.parametrize(
    ("began", "again", "field"),
    [
        (date(2026, 12, 1), date(2026, 12, 2), "began_on"),
        (date(2026, 11, 1), date(2026, 12, 1), "began_on"),
        (date(2026, 11, 2), date(2026, 11, 30), "look_again_on"),
        (date(2026, 11, 2), date(2026, 12, 1), None),
    ],
)
def test_the_days_of_a_match(began: date, again: date, field: str | None) -> None:
    wrong = why_not_match(date(2026, 11, 2), began, again, date(2026, 11, 30))
    assert (wrong[0] if wrong else None) == field


def due(person: Any) -> list[tuple[str, date]]:
    rows = Alert.objects.filter(person=person, code__in=[actions.TO_FIND, actions.TO_ASK], closed_on=None)
    return [(row.text.split(",")[0], row.due_on) for row in rows]


def test_from_a_wish_to_its_end(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    """Each state is a dated task of whoever works with them, and the page of mentors shows it to who may see it."""
    with scene():
        mentor = MentorFactory.create(keeper=cast.pip, employer=EmployerFactory.create(), kind="employer")
        MentorFactory.create(name="Alan Pryce", keeper=cast.pip, checked_on=None)
    pat, page = sign_in(cast.pat), reverse("offers:mentor_of", args=[cast.amira.pk])
    assert "wait for none" in pat.get(page).content.decode()
    wish = {"hopes": "Somebody who has been there", "asked_on": days_ago(21).isoformat()}
    said = pat.post(reverse("offers:mentor_ask", args=[cast.amira.pk]), wish, follow=True).content.decode()
    assert "To find one is on Today of Pat." in said
    assert due(cast.amira) == [("Find a mentor for them", TODAY + timedelta(days=7))]
    row = Mentoring.objects.get()
    match = reverse("offers:mentor_match", args=[cast.amira.pk, row.pk])
    shown = pat.get(match).content.decode()
    assert "Joyce Adeyemi" in shown
    assert "Alan Pryce" not in shown, "nobody has seen the check"
    met = {"mentor": str(mentor.pk), "began_on": days_ago(7).isoformat(), "look_again_on": IN_SIX_WEEKS.isoformat()}
    assert "Give a day after today" in pat.post(match, met | {"look_again_on": TODAY.isoformat()}).content.decode()
    pat.post(match, met | {"revision": str(row.revision)})
    assert due(cast.amira) == [("Ask how it goes with their mentor", IN_SIX_WEEKS)]
    listed = pat.get(reverse("offers:mentors")).content.decode()
    assert "Amira Khan" in listed
    assert "1 of 1 taken" in listed
    figures = sign_in(cast.dana).get(reverse("offers:mentors")).content.decode()
    assert "Amira" not in figures
    assert "1 young person" in figures

    pat = sign_in(cast.pat)
    row.refresh_from_db()
    look = reverse("offers:mentor_look", args=[cast.amira.pk, row.pk])
    again = {"how_it_goes": "We cook together", "look_again_on": (IN_SIX_WEEKS + timedelta(days=1)).isoformat()}
    pat.post(look, again | {"revision": "1"})
    assert due(cast.amira)[0][1] == IN_SIX_WEEKS, "somebody changed it since that page was opened"
    pat.post(look, again | {"revision": str(row.revision)})
    assert due(cast.amira)[0][1] == IN_SIX_WEEKS + timedelta(days=1)
    stop = {"places": 1, "ended_on": TODAY, "check_by": mentor.check_by}
    with pytest.raises(Refused, match="They are a mentor of 1 young person: end that first"):
        actions.save_mentor(by=cast.pip, mentor=mentor, revision=None, details=stop, today=TODAY)
    row.refresh_from_db()
    over = {"ended_because": "reached", "ended_on": TODAY.isoformat(), "revision": str(row.revision)}
    assert "We cook together" in pat.get(page).content.decode()
    pat.post(reverse("offers:mentor_end", args=[cast.amira.pk, row.pk]), over)
    assert due(cast.amira) == []
    assert "They have what they wanted from it" in pat.get(page).content.decode()
    assert sign_in(cast.sue).get(match).status_code == 404


def test_a_death_silences_it_and_a_mistake_gives_it_back(cast: Cast, scene: Callable) -> None:
    with scene():
        mentor = MentorFactory.create(keeper=cast.pip)
    actions.ask_for_mentor(by=cast.sam, person=cast.ben, asked_on=days_ago(3), hopes="Company", today=TODAY)
    with pytest.raises(Refused, match="wait for a mentor or have one already"):
        actions.ask_for_mentor(by=cast.sam, person=cast.ben, asked_on=TODAY, hopes="Company", today=TODAY)
    match = partial(actions.match_mentor, revision=None, mentor=mentor, look_again_on=IN_SIX_WEEKS, today=TODAY)
    match(by=cast.sam, mentoring=Mentoring.objects.get(), began_on=TODAY)
    record_death(by=cast.sam, person=cast.ben, died_on=TODAY, today=TODAY)
    assert due(cast.ben) == []
    assert actions.taken_of(mentor) == 0, "they have a place again"
    correct_death(by=cast.sam, person=cast.ben, today=TODAY)
    assert due(cast.ben) == [("Ask how it goes with their mentor", IN_SIX_WEEKS)]
    with scene():
        wish = MentoringFactory.create(person=cast.amira)
    with pytest.raises(Refused, match="and take no more"):
        match(by=cast.pat, mentoring=wish, began_on=TODAY)


def test_who_keeps_in_touch_is_asked_for_the_check_and_employers_show_what_they_give(
    cast: Cast, scene: Callable, sign_in: Callable
) -> None:
    with scene():
        employer = EmployerFactory.create()
        mentor = MentorFactory.create(keeper=cast.pat, check_by=TODAY + timedelta(days=6), employer=employer)
        event = GroupSessionFactory.create(
            title="Open evening", kind="employer", leader=cast.pip, employer=employer, held_on=TODAY
        )
    assert "mentor: see their DBS check" in sign_in(cast.pat).get(reverse("home")).content.decode()
    listed = sign_in(cast.pip).get(reverse("offers:opportunities")).content.decode()
    assert "Open evening" in listed
    assert "1 mentor from here" in listed
    page = sign_in(cast.pip).get(reverse("offers:session", args=[event.pk])).content.decode()
    assert "Employer’s event or job fair" in page
    assert employer.title in page
    details = {"places": 1, "ended_on": None, "check_by": TODAY}
    with pytest.raises(Refused, match="Give a day after today"):
        actions.save_mentor(by=cast.pip, mentor=mentor, revision=None, details=details, today=TODAY)
    assert Mentor.objects.get().check_by == TODAY + timedelta(days=6)
