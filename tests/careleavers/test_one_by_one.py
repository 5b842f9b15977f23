"""Jobs about many: what cannot be done for one keeps nobody else waiting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import OperationalError

from careleavers.actions import allocations, statuses, unseen
from careleavers.actions.allocations import allocate
from careleavers.actions.one_by_one import in_batches, one_by_one
from careleavers.models import Alert, Allocation, StatusPeriod
from careleavers.tasks import start_planned_allocations
from pathways.actions import reconcile
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
SOON = TODAY + timedelta(days=12)


def test_a_database_that_is_away_is_told_at_once() -> None:
    tried = []

    def away(number: object) -> None:
        tried.append(number)
        raise OperationalError

    with pytest.raises(OperationalError):
        list(one_by_one([1, 2], away))
    with pytest.raises(OperationalError):
        list(in_batches([[1, 2], [3]], away))
    assert tried == [1, [1, 2]]


def test_one_that_cannot_begin_keeps_no_other_waiting(cast: Cast, scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail: the first that failed stopped every one after it, and what out of sight is to be passed on."""
    with scene():
        other = YoungPersonFactory.create(team=cast.north, worker=cast.pat)
    bad, good = sorted(
        (
            allocate(by=cast.mo, person=person, worker=cast.wes, role="case_holder", starts_on=SOON, today=TODAY)
            for person in (cast.amira, other)
        ),
        key=lambda each: each.pk,
    )
    began = allocations._take_effect

    def refuse(allocation: Allocation, *args: object, **kwargs: object) -> None:
        if allocation.pk == bad.pk:
            raise ValueError("It cannot be worked out.")
        began(allocation, *args, **kwargs)

    passed_on = []
    monkeypatch.setattr(allocations, "_take_effect", refuse)
    monkeypatch.setattr(unseen, "pass_on_unseen_of_everybody", lambda today: passed_on.append(today))
    with time_machine.travel(SOON, tick=False), pytest.raises(RuntimeError, match="1 could not be done"):
        start_planned_allocations()
    assert set(Allocation.objects.filter(is_planned=True)) == {bad}
    assert Allocation.objects.get(pk=good.pk).is_planned is False
    assert passed_on == [SOON]


def test_somebody_of_whom_a_night_job_fails_keeps_nobody_else_from_theirs(
    cast: Cast, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: nobody of the five hundred beside them, nor anybody after them, had their alerts or statuses."""
    with scene():
        people = [YoungPersonFactory.create(in_care_to_18=True, team=cast.north, worker=cast.pat) for _ in range(3)]
    bad = people[1].pk
    asked = reconcile.facts_of

    def refuse(ids: list[UUID], *args: object, **kwargs: object) -> object:
        if bad in ids:
            raise ValueError("It cannot be worked out.")
        return asked(ids, *args, **kwargs)

    monkeypatch.setattr(reconcile, "facts_of", refuse)
    with pytest.raises(RuntimeError, match="1 could not be done"):
        statuses.rebuild_all_statuses(by=None, today=TODAY)
    with pytest.raises(RuntimeError, match="1 could not be done"):
        reconcile.reconcile_alerts(today=TODAY)
    with_status = set(StatusPeriod.objects.values_list("person", flat=True))
    told = set(Alert.objects.values_list("person", flat=True))
    others = {people[0].pk, people[2].pk}
    assert (with_status & {bad, *others}, told & {bad, *others}) == (others, others)
