"""A hand-over for a day to come: it takes effect on its day, is seen before, and can be called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from careleavers.actions.allocations import (
    allocate,
    call_off_allocation,
    end_allocation,
    start_planned_allocations,
)
from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.actions.staff import disable_user
from careleavers.models import Alert, AlertRecipient, Allocation, FollowUp, YoungPerson
from careleavers.queries.held_work import held_by
from pathways.queries.commitments import commitments_of
from tests.cast import TODAY, Cast
from tests.factories import (
    AlertFactory,
    FollowUpFactory,
    YoungPersonFactory,
    give_status,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")

SOON = TODAY + timedelta(days=12)


@pytest.fixture
def planned(cast: Cast, scene) -> Allocation:
    """Amira passes to Sam, of the other team, in twelve days."""
    with scene():
        give_status(cast.amira, "former_relevant")
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, due_on=SOON)
        alert = AlertFactory.create(person=cast.amira)
        AlertRecipient.objects.create(alert=alert, user=cast.pat, recipient_role="case_holder")
    return allocate(by=cast.vera, person=cast.amira, worker=cast.sam, role="case_holder", starts_on=SOON, today=TODAY)


def state(cast: Cast, day) -> tuple[object, ...]:
    """Who holds the case on the day, the team, and who answers for the promise and is told of the alert."""
    person = YoungPerson.objects.get(pk=cast.amira.pk)
    holder = person.on(day).case_holder
    told = AlertRecipient.objects.filter(recipient_role="case_holder", ended_on=None, alert__person=person)
    return (
        holder and holder.worker.name,
        person.team.name,
        FollowUp.objects.get().assigned_to.name,
        set(told.values_list("user__name", flat=True)),
    )


def test_a_planned_hand_over_takes_effect_on_its_day_and_in_pages_about_it(cast: Cast, planned: Allocation) -> None:
    assert state(cast, TODAY) == ("Pat", "North", "Pat", {"Pat"})
    assert state(cast, SOON)[0] == "Sam"
    assert start_planned_allocations(today=SOON - timedelta(days=1)) == 0
    for _ in range(2):  # a run that is late or doubled changes no more
        start_planned_allocations(today=SOON + timedelta(days=1))
        assert state(cast, SOON + timedelta(days=1)) == ("Sam", "South", "Sam", {"Sam"})
    assert commitments_of(cast.pat.on(SOON), SOON, timedelta(days=14)) == []


def test_a_planned_hand_over_is_seen_before_and_can_be_called_off(cast: Cast, planned: Allocation, sign_in) -> None:
    client = sign_in(cast.vera)
    assert "Sam from 5 December 2026" in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    page = client.get(reverse("allocations", args=[cast.amira.pk])).content.decode()
    where = reverse("allocation_call_off", args=[cast.amira.pk, planned.pk])
    assert where in page
    client.post(where)
    assert list(cast.amira.allocations.values_list("worker__name", "ends_on")) == [("Pat", None)]
    assert start_planned_allocations(today=SOON) == 0
    assert state(cast, SOON) == ("Pat", "North", "Pat", {"Pat"})


@pytest.mark.parametrize(
    ("who", "page", "sees"),
    [
        ("pat", "home", True),
        ("wes", "home", True),
        ("sam", "home", False),
        ("mo", "overdue_by_worker", True),
        ("vera", "overdue_by_worker", True),
        ("sue", "overdue_by_worker", False),
    ],
)
def test_both_workers_and_their_managers_see_it_before(cast: Cast, sign_in, who: str, page: str, sees: bool) -> None:
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=SOON, today=TODAY)
    shown = sign_in(getattr(cast, who)).get(reverse(page)).content.decode()
    assert ("Planned hand-overs" in shown) is sees
    assert ("Wes, case holder" in shown) is sees


def test_another_hand_over_waits_until_the_planned_one_is_called_off(cast: Cast, planned: Allocation) -> None:
    for day in (TODAY, SOON, SOON + timedelta(days=3)):
        with pytest.raises(Refused, match="It is planned that Sam begins on 5 December 2026: call that off"):
            allocate(by=cast.vera, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=day, today=TODAY)


def test_what_has_begun_is_not_called_off_and_what_is_planned_not_ended(cast: Cast, planned: Allocation) -> None:
    with pytest.raises(Refused, match="call it off instead"):
        end_allocation(by=cast.vera, allocation=planned, ends_on=SOON, reason="x", today=TODAY)
    start_planned_allocations(today=SOON)
    with pytest.raises(Refused, match="end that instead"):
        call_off_allocation(by=cast.vera, allocation=planned, today=SOON)


def test_the_death_of_somebody_calls_off_what_was_planned(cast: Cast, planned: Allocation) -> None:
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    assert start_planned_allocations(today=SOON) == 0
    assert [row.worker for row in cast.amira.allocations.all()] == [cast.pat]


def test_who_was_to_take_over_and_leaves_first_is_called_off_and_the_manager_told(
    cast: Cast, planned: Allocation, mailoutbox
) -> None:
    disable_user(by=cast.sys, user=cast.sam, today=TODAY)
    assert state(cast, SOON) == ("Pat", "North", "Pat", {"Pat"})
    told = [message for message in mailoutbox if message.to == [cast.mo.email]]
    assert ["Sam was to begin to work with 1 young person on 5 December 2026." in message.body for message in told] == [
        True
    ]


def test_a_whole_caseload_is_planned_for_a_last_day(cast: Cast, sign_in, scene) -> None:
    with scene():
        people = [cast.amira, YoungPersonFactory.create(team=cast.north, worker=cast.pat)]
    client, where = sign_in(cast.mo), reverse("reassign", args=[cast.pat.pk])
    first = {"receivers": [cast.wes.pk], "starts_on": SOON.isoformat(), "reason": "Pat leaves"}
    preview = client.post(where, first)
    assert ">Plan it</button>" in preview.content.decode()
    assert [(total.now, total.taken, total.then) for total in preview.context["totals"]] == [(0, 2, 2)]
    chosen = {f"to_{each.pk}": str(cast.wes.pk) for each in Allocation.objects.filter(worker=cast.pat)}
    client.post(where, first | chosen | {"confirm": "1"})
    assert Allocation.objects.filter(is_planned=True, worker=cast.wes).count() == len(people)
    disable_user(by=cast.sys, user=cast.pat, today=SOON)
    start_planned_allocations(today=SOON)
    assert not Alert.objects.filter(code="case_left", closed_on=None).exists()
    assert {kind.code for kind in held_by(cast.pat, SOON)} == {"role"}
