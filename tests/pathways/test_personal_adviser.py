"""Who the personal adviser is: the clocks, the letters and the list for inspectors give one answer."""

from __future__ import annotations

from datetime import date

import pytest

from careleavers.actions.allocations import end_allocation
from careleavers.actions.staff import end_role, give_role
from careleavers.models import Allocation, RoleAssignment, User, YoungPerson
from careleavers.permissions import Role
from careleavers.queries.advisers import advisers_on
from careleavers.rules.dates import period_containing
from careleavers.rules.policies import defaults
from offers.queries.letter_facts import PeopleFacts
from pathways.actions.reconcile import reconcile_alerts
from pathways.queries.clock_facts import facts_of
from pathways.queries.today import Whose, alerts_for
from reporting.queries.annex_a import people_of_list_9
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AllocationFactory, StatusPeriodFactory

SINCE = date(2026, 1, 5)


def assert_advisers_agree(people: list[YoungPerson], day: date = TODAY) -> int:
    """Returns how many have one."""
    ids = [person.pk for person in people]
    facts, advisers = facts_of(ids, day, defaults()), advisers_on(day, ids)
    for pk in ids:
        assert (period_containing(facts[pk].personal_adviser, day) is not None) == (pk in advisers)
    for person in people_of_list_9(day):
        named = advisers.get(person.pk)
        assert person.adviser_name == (named.name if named else None)  # type: ignore[attr-defined]
    return len(advisers)


STATUSES = {"eligible": "eligible_child", "relevant": "relevant_child", "former_relevant": "former_relevant_child"}


def give_status(person: YoungPerson, status: str, starts_on: date = SINCE, ends_on: date | None = None) -> None:
    StatusPeriodFactory.create(person=person, status=STATUSES[status], starts_on=starts_on, ends_on=ends_on)


@pytest.fixture
def alone(cast: Cast, scene) -> YoungPerson:
    with scene():
        Allocation.objects.all().delete()
    return cast.amira


@pytest.mark.parametrize(
    ("status", "workers", "adviser"),
    [
        pytest.param("former_relevant", [], None, id="nobody"),
        pytest.param("former_relevant", [("pat", "case_holder")], "Pat", id="a personal adviser"),
        pytest.param("former_relevant", [("wes", "case_holder")], "Wes", id="3.19 a social worker goes on"),
        pytest.param("former_relevant", [("mo", "case_holder")], "Mo", id="3.20 no profession is prescribed"),
        pytest.param("relevant", [("wes", "case_holder")], "Wes", id="a relevant child's social worker"),
        pytest.param("eligible", [("wes", "case_holder")], None, id="Sch 2 para 19C the child's social worker is not"),
        pytest.param("eligible", [("wes", "case_holder"), ("pat", "co_worker")], "Pat", id="an adviser beside them"),
        pytest.param("eligible", [("pat", "case_holder")], "Pat", id="an adviser who holds the case"),
        pytest.param("former_relevant", [("wes", "case_holder"), ("pat", "co_worker")], "Pat", id="who has the role"),
        pytest.param("former_relevant", [("pat", "case_holder"), ("sam", "co_worker")], "Pat", id="holder first"),
        pytest.param("former_relevant", [("wes", "co_worker")], None, id="somebody alongside without the role"),
    ],
)
def test_who_is_the_adviser(alone: YoungPerson, cast: Cast, scene, status: str, workers, adviser: str | None) -> None:
    """Seen to fail: List 9 named nobody where a social worker had gone on."""
    with scene():
        give_status(alone, status)
        for name, role in workers:
            AllocationFactory.create(
                person=alone, worker=getattr(cast, name), role=role, starts_on=SINCE, team=cast.north
            )
    named = advisers_on(TODAY, [alone.pk]).get(alone.pk)
    assert (named and named.name) == adviser
    assert assert_advisers_agree([alone]) == (adviser is not None)
    if status == "former_relevant":
        assert PeopleFacts([alone], TODAY).advisers.get(alone.pk) == named


def of(worker: User) -> RoleAssignment:
    return worker.assignments.get()


@pytest.mark.parametrize(
    ("began", "ended", "until"),
    [
        (date(2020, 1, 1), None, None),
        (date(2026, 3, 1), None, None),
        (date(2020, 1, 1), date(2026, 6, 1), date(2026, 6, 1)),
        (date(2019, 1, 1), date(2020, 6, 1), None),
    ],
    ids=["a role of long ago", "a role that began later", "a role that ended", "a role that was over"],
)
def test_an_eligible_child_has_an_adviser_while_the_worker_has_that_role(
    alone: YoungPerson, cast: Cast, scene, began: date, ended: date | None, until: date | None
) -> None:
    """Seen to fail: a role that had ended, or had not begun, counted for the clocks and not for the list."""
    with scene():
        give_status(alone, "eligible")
        RoleAssignment.objects.filter(pk=of(cast.pat).pk).update(starts_on=began, ends_on=ended)
        AllocationFactory.create(person=alone, worker=cast.pat, starts_on=SINCE, team=cast.north)
    found = facts_of([alone.pk], TODAY, defaults())[alone.pk].personal_adviser
    if ended and ended < SINCE:
        assert found == ()
    else:
        assert [tuple(period) for period in found] == [(max(began, SINCE), until)]
    for day in (SINCE, date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1), TODAY):
        assert_advisers_agree([alone], day)


def test_care_again_takes_no_adviser_away_from_the_time_between(alone: YoungPerson, cast: Cast, scene) -> None:
    with scene():
        give_status(alone, "relevant", ends_on=date(2026, 5, 1))
        give_status(alone, "eligible", starts_on=date(2026, 5, 1))
        AllocationFactory.create(person=alone, worker=cast.wes, starts_on=SINCE, team=cast.north)
    found = facts_of([alone.pk], TODAY, defaults())[alone.pk].personal_adviser
    assert [tuple(period) for period in found] == [(SINCE, date(2026, 5, 1))]
    for day in (SINCE, date(2026, 4, 30), date(2026, 5, 1), TODAY):
        assert_advisers_agree([alone], day)


@pytest.mark.usefixtures("_on_the_day")
@pytest.mark.parametrize("status", ["former_relevant", ""])
def test_that_nobody_works_with_them_is_one_line(cast: Cast, scene, status: str) -> None:
    """Seen to fail: the manager read "Nobody works with them" and "Personal adviser to be appointed"."""
    with scene():
        if status:
            give_status(cast.amira, status)
    reconcile_alerts(today=TODAY)
    end_allocation(by=cast.mo, allocation=cast.amira.allocations.get(), ends_on=days_ago(0), reason="Left", today=TODAY)
    team = alerts_for(cast.mo, TODAY, Whose.TEAM)
    [item] = [each for each in (*team.now.items, *team.coming.items) if each.person == cast.amira.pk]
    said = [task.what for task in item.tasks if task.kind == "allocation"]
    if not status:
        [only] = said
        assert only.startswith("Nobody works with them since 23 November 2026")
    else:
        assert said == ["Personal adviser to be appointed"]


def test_a_role_that_is_given_or_ended_is_followed_at_once(alone: YoungPerson, cast: Cast, scene) -> None:
    """Seen to fail: until the night an adviser was asked for whom they had, and none for whom they had no more."""
    with scene():
        give_status(alone, "eligible")
        AllocationFactory.create(person=alone, worker=cast.wes, team=cast.north, starts_on=SINCE)
    reconcile_alerts(today=TODAY)
    asked = {"code": "pa_appointment_eligible"}
    assert alone.due_items.filter(**asked).exists()
    given = give_role(
        by=cast.sys, user=cast.wes, role=Role.PERSONAL_ADVISER, team=cast.north, starts_on=TODAY, today=TODAY
    )
    assert not alone.due_items.filter(**asked).exists()
    assert reconcile_alerts(today=TODAY)[1:] == (0, 0, 0)
    end_role(by=cast.sys, assignment=given, today=TODAY)
    assert alone.due_items.filter(**asked).exists()
    assert reconcile_alerts(today=TODAY)[1:] == (0, 0, 0)
