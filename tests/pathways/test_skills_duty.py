"""Independence skills by 16: due until the team's list has been worked through with somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import Skill, YoungPerson
from careleavers.queries.skills import with_list_worked_through
from careleavers.rules.skills import SkillGroup
from tests.cast import TODAY, Cast
from tests.factories import SkillFactory, SkillProgressFactory
from tests.pathways.watched import due, status

pytestmark = pytest.mark.usefixtures("_on_the_day")
ASKED, SIXTEEN = "Independence skills", date(2026, 12, 10)
CAN, LEARNING, NOT_YET = "can", "learning", "not_yet"


@pytest.fixture
def noor(make_person: Any, scene: Any) -> YoungPerson:
    """Looked after since 2020; 16 on 10 December 2026 and 18 on 10 December 2028."""
    person: YoungPerson = make_person(date(2010, 12, 10))
    with scene():
        status(person, "looked_after", date(2020, 6, 1), SIXTEEN)
        status(person, "eligible_child", SIXTEEN, date(2028, 12, 10))
        status(person, "former_relevant_child", date(2028, 12, 10), date(2031, 12, 10), "18-20")
    return person


@pytest.fixture
def listed(scene: Any) -> list[Skill]:
    """Seven meals, a GP and a budget; a unit of an award; and a skill that is no longer on the list."""
    with scene():
        asked = [SkillFactory.create(name=name) for name in ("Cook seven meals", "Register with a GP", "Keep a budget")]
        SkillFactory.create(group=SkillGroup.ASDAN)
        SkillFactory.create(retired_on=date(2026, 1, 1))
    return asked


@pytest.mark.parametrize(
    ("progress", "on", "is_due"),
    [
        pytest.param([], "2026-11-23", True, id="nothing written down: due on the 16th birthday"),
        pytest.param([(CAN, "2026-03-01")] * 2, "2026-11-23", True, id="two of three"),
        pytest.param(
            [(CAN, "2026-03-01")] * 2 + [(LEARNING, "2026-03-01")], "2026-11-23", False, id="one being learnt"
        ),
        pytest.param([(NOT_YET, "2026-03-01")] * 3, "2026-11-23", False, id="none yet, and each looked at"),
        pytest.param([(CAN, "2026-03-01"), (CAN, "2026-11-23"), (CAN, "2026-05-01")], "2026-11-23", False, id="all"),
        pytest.param([(CAN, "2026-03-01")] * 3, "2026-11-23", False, id="all, long before"),
        pytest.param([(CAN, "2027-04-01")] * 3, "2027-03-31", True, id="the day before the last was looked at"),
        pytest.param([(CAN, "2027-04-01")] * 3, "2027-04-01", False, id="all, after the day"),
        pytest.param([], "2028-12-09", True, id="the day before the 18th birthday"),
        pytest.param([], "2028-12-10", False, id="18: the plan says what is done"),
    ],
)
def test_the_skills_on_the_list_by_16(
    noor: YoungPerson, listed: list[Skill], scene: Any, progress: list[tuple[str, str]], on: str, is_due: bool
) -> None:
    """Local practice. Seen to fail: with units of an award among what is asked, and without `until_age`."""
    with scene():
        for skill, (state, since) in zip(listed, progress, strict=False):
            SkillProgressFactory.create(person=noor, skill=skill, state=state, since=date.fromisoformat(since))
    assert ((ASKED, SIXTEEN) in due(noor, date.fromisoformat(on))) is is_due


@pytest.mark.parametrize(
    ("age", "day"), [("15y6m", date(2026, 6, 10)), ("16y0m", SIXTEEN), ("16y6m", date(2027, 6, 10))]
)
def test_the_age_is_a_setting(noor: YoungPerson, listed: list[Skill], age: str, day: date) -> None:
    set_policy(by=None, key="skills_age", value=age, from_on=TODAY)
    assert (ASKED, day) in due(noor)
    set_policy(by=None, key="page_skills", value="no", from_on=TODAY)
    assert ASKED not in {words for words, _ in due(noor)}


def test_nobody_is_reminded_of_an_empty_list_or_of_units_alone(noor: YoungPerson, scene: Any) -> None:
    assert ASKED not in {words for words, _ in due(noor)}
    with scene():
        SkillFactory.create(group=SkillGroup.ASDAN)
    assert ASKED not in {words for words, _ in due(noor)}


def test_the_last_tap_closes_the_reminder_and_a_longer_list_opens_it(
    cast: Cast, sign_in: Any, noor: YoungPerson, listed: list[Skill], scene: Any
) -> None:
    assert (ASKED, SIXTEEN) in due(noor)
    client, reminders = sign_in(cast.pat), noor.alerts.filter(code="independence_skills", closed_on=None)
    for skill in listed:
        assert reminders.count() == 1
        client.post(reverse("skill_tap", args=[noor.pk, skill.pk]), {"state": LEARNING})
    assert not reminders.exists()
    assert noor.alerts.get(code="independence_skills").closed_because == "The list of skills has been worked through"
    with scene():
        SkillFactory.create(name="Read a bill")
    assert (ASKED, SIXTEEN) in due(noor)
    assert reminders.count() == 1


def test_a_changed_list_is_followed(
    cast: Cast,
    sign_in: Any,
    listed: list[Skill],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("careleavers.views.skills.run_soon", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.sys).post(reverse("skill_add"), {"name": "Read a bill", "group": "money", "position": "5"})
    assert Skill.objects.filter(name="Read a bill").exists()
    assert asked == ["pathways.tasks.reconcile_alerts"]


def test_since_when_the_list_has_been_worked_through(noor: YoungPerson, listed: list[Skill], scene: Any) -> None:
    with scene():
        for number, skill in enumerate(listed):
            SkillProgressFactory.create(person=noor, skill=skill, state=CAN, since=TODAY - timedelta(days=number))
    assert [person.worked_through_on for person in with_list_worked_through(TODAY).filter(pk=noor.pk)] == [TODAY]  # type: ignore[attr-defined]
    assert not with_list_worked_through(TODAY - timedelta(days=1)).filter(pk=noor.pk).exists()
