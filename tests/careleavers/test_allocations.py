"""Who works with whom: the team of the day, no hidden gaps, what is due goes with the work, caseloads passed on."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from careleavers.actions import allocations
from careleavers.actions.base import Refused
from careleavers.models import Alert, AlertRecipient, Allocation, AuditEvent, FollowUp, RoleAssignment, User
from pathways.models import DueItem
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AllocationFactory, FollowUpFactory, RecordOpeningFactory, YoungPersonFactory
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")


def allocate(client, person, worker, **changes: str):
    sent = {"worker": str(worker.pk), "role": "case_holder", "starts_on": "2026-11-23"} | changes
    return client.post(reverse("allocate", args=[person.pk]), sent)


def history(person) -> list[tuple[str, str, date, date | None, str]]:
    rows = person.allocations.order_by("starts_on", "role")
    return [(row.worker.name, row.role, row.starts_on, row.ends_on, row.team.name) for row in rows]


def test_a_new_case_holder_follows_the_one_before(cast: Cast, sign_in) -> None:
    assert (
        allocate(sign_in(cast.mo), cast.amira, cast.wes, starts_on="2026-11-20", reason="Pat leaves").status_code == 302
    )
    assert history(cast.amira) == [
        ("Pat", "case_holder", date(2024, 1, 1), date(2026, 11, 20), "North"),
        ("Wes", "case_holder", date(2026, 11, 20), None, "North"),
    ]
    assert [event.name for event in AuditEvent.objects.order_by("id")] == ["allocation_ended", "allocated"]


def test_the_team_is_that_of_the_day_and_the_person_goes_with_the_case_holder(cast: Cast, sign_in, scene) -> None:
    with scene():
        RoleAssignment.objects.filter(user=cast.sam).update(ends_on=date(2026, 11, 1))
        RoleAssignment.objects.create(
            user=cast.sam, role="personal_adviser", team=cast.north, starts_on=date(2026, 11, 1)
        )
    person = cast.amira
    allocations.allocate(
        by=cast.mo, person=person, worker=cast.sam, role="case_holder", starts_on=date(2026, 10, 1), today=TODAY
    )
    assert person.allocations.get(worker=cast.sam).team == cast.south, "where Sam was on 1 October"
    person.refresh_from_db()
    assert person.team == cast.south


def test_passed_to_another_team_the_record_leaves_the_managers_reach(cast: Cast, sign_in) -> None:
    client = sign_in(cast.mo)
    response = allocate(client, cast.amira, cast.sam)
    assert response.headers["Location"] == reverse("caseload")
    assert client.get(reverse("person", args=[cast.amira.pk])).status_code == 404
    assert sign_in(cast.sam).get(reverse("person", args=[cast.amira.pk])).status_code == 200


def test_a_co_worker_works_beside_the_case_holder_and_may_become_it(cast: Cast, sign_in) -> None:
    client = sign_in(cast.mo)
    allocate(client, cast.amira, cast.wes, role="co_worker", starts_on="2026-11-01")
    assert len([row for row in history(cast.amira) if row[3] is None]) == 2
    allocate(client, cast.amira, cast.wes, starts_on="2026-11-10")
    assert history(cast.amira) == [
        ("Pat", "case_holder", date(2024, 1, 1), date(2026, 11, 10), "North"),
        ("Wes", "co_worker", date(2026, 11, 1), date(2026, 11, 10), "North"),
        ("Wes", "case_holder", date(2026, 11, 10), None, "North"),
    ]


@pytest.mark.parametrize(
    ("who", "starts_on", "sentence"),
    [
        ("wes", date(2023, 12, 31), "Pat is recorded from 1 January 2024"),
        ("pat", TODAY, "Pat works with Amira already"),
        ("dana", TODAY, "belongs to no team on 23 November 2026"),
        ("nobody", TODAY, "Nobody’s account is closed: choose somebody else."),
    ],
)
def test_an_allocation_that_cannot_be_is_refused(cast: Cast, scene, who: str, starts_on: date, sentence: str) -> None:
    with scene():
        User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    cast.nobody.refresh_from_db()
    with pytest.raises(Refused, match=sentence):
        allocations.allocate(
            by=cast.mo,
            person=cast.amira,
            worker=getattr(cast, who),
            role="case_holder",
            starts_on=starts_on,
            today=TODAY,
        )
    assert Allocation.objects.filter(person=cast.amira).count() == 1


def test_what_is_due_and_promised_goes_with_the_work(cast: Cast, scene) -> None:
    amira = cast.amira
    with scene():
        alert = Alert.objects.create(
            person=amira,
            code="plan_review",
            cycle_started_on=days_ago(99),
            text="Review",
            opened_on=days_ago(9),
            closed_by_kind="plan_review",
        )
        for user, recipient_role in ((cast.pat, "case_holder"), (cast.mo, "manager")):
            AlertRecipient.objects.create(alert=alert, user=user, recipient_role=recipient_role)
        mine = FollowUp.objects.create(person=amira, text="Ring the GP", due_on=TODAY, assigned_to=cast.pat)
        of_wes = FollowUp.objects.create(person=amira, text="Ring the school", due_on=TODAY, assigned_to=cast.wes)
        of_vera = FollowUp.objects.create(person=amira, text="Ring the fund", due_on=TODAY, assigned_to=cast.vera)
    allocations.allocate(by=cast.vera, person=amira, worker=cast.sam, role="case_holder", starts_on=TODAY, today=TODAY)
    told = {(row.user.name, row.recipient_role): row.ended_on for row in AlertRecipient.objects.all()}
    assert told == {
        ("Pat", "case_holder"): TODAY,
        ("Mo", "manager"): TODAY,
        ("Sam", "case_holder"): None,
        ("Sue", "manager"): None,
    }
    mine.refresh_from_db()
    of_wes.refresh_from_db()
    of_vera.refresh_from_db()
    assert (mine.assigned_to, of_vera.assigned_to) == (cast.sam, cast.vera)
    assert of_wes.assigned_to == cast.sam, "Wes never worked with her, and does not see her record in South"


def test_a_gap_without_a_case_holder_is_shown(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.mo), cast.amira
    held = Allocation.objects.get(person=amira)
    client.post(reverse("allocation_end", args=[amira.pk, held.pk]), {"ends_on": "2026-10-01", "reason": "Left"})
    page = client.get(reverse("allocations", args=[amira.pk])).content.decode()
    assert "Nobody" in page
    assert '<td class="date" data-label="From">1 October 2026</td>' in page
    allocate(client, amira, cast.wes, starts_on="2026-11-01")
    page = client.get(reverse("allocations", args=[amira.pk])).content.decode()
    rows = [row for row in page.split("<tr>") if "Nobody" in row]
    assert len(rows) == 1
    assert "1 October 2026" in rows[0]
    assert "1 November 2026" in rows[0]


@pytest.mark.parametrize(
    ("who", "may_read", "may_change"),
    [("pat", 200, 403), ("mo", 200, 200), ("vera", 200, 200), ("ana", 200, 403), ("sue", 404, 404), ("dana", 403, 403)],
)
def test_who_may_allocate(cast: Cast, sign_in, who: str, may_read: int, may_change: int) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("allocations", args=[cast.amira.pk])).status_code == may_read
    assert client.get(reverse("allocate", args=[cast.amira.pk])).status_code == may_change


def caseload(cast: Cast, count: int = 5) -> list:
    return [
        YoungPersonFactory.create(first_name="Robin", last_name=f"Reed{n:02}", team=cast.north, worker=cast.pat)
        for n in range(count)
    ]


def test_a_whole_caseload_is_previewed_and_passed_on_at_once(cast: Cast, sign_in, scene) -> None:
    with scene():
        people = [cast.amira, *caseload(cast)]
        Allocation.objects.create(
            person=cast.ben, worker=cast.pat, team=cast.north, role="co_worker", starts_on=days_ago(9)
        )
        Allocation.objects.create(
            person=people[1], worker=cast.wes, team=cast.north, role="co_worker", starts_on=days_ago(9)
        )
        for about, code, due_on in (
            (people[1], "keep_in_touch", days_ago(14)),
            (people[1], "plan_review", days_ago(1)),
            (people[1], "birthday_letter", TODAY),
            (people[2], "keep_in_touch", TODAY + timedelta(days=3)),
        ):
            DueItem.objects.create(person=about, code=code, text=code, started_on=days_ago(60), due_on=due_on)
    client = sign_in(cast.vera)
    url = reverse("reassign", args=[cast.pat.pk])
    first = {"receivers": [cast.wes.pk, cast.sam.pk], "starts_on": "2026-11-23", "reason": "Pat leaves"}
    page = client.post(url, first).content.decode()
    assert "Nothing has changed yet" in page
    assert page.count("<select") == 7
    said = " ".join(re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Due about them: 2 things overdue , 2 to come." in said
    assert "keep_in_touch 2 weeks overdue · 9 Nov and 2 more about Robin Reed00 plan_review 1 day overdue" in said
    assert "birthday_letter due today Who takes over Robin Reed00" in said
    assert "keep_in_touch due in 3 days · 26 Nov Who takes over Robin Reed01" in said
    assert "Wes 0 4 2 4 Sam 1 2 0 3" in said  # young people now, takes over, overdue with them, then
    assert not AuditEvent.objects.exists()

    held = list(Allocation.objects.filter(worker=cast.pat, ends_on=None).select_related("person"))
    chosen = {f"to_{each.pk}": str(cast.sam.pk if each.person == cast.ben else cast.wes.pk) for each in held}
    response = client.post(url, first | chosen | {"confirm": "1"})
    assert response.status_code == 302
    assert not Allocation.objects.filter(worker=cast.pat, ends_on=None).exists()
    holders = Allocation.objects.filter(person__in=people, role="case_holder", ends_on=None)
    assert {row.worker for row in holders} == {cast.wes}
    assert holders.count() == 6
    assert not cast.ben.allocations.filter(role="co_worker", ends_on=None).exists(), "Sam holds the case already"
    begun = AuditEvent.objects.filter(name="allocated", by_id=cast.vera.pk)
    assert set(begun.values_list("person_id", flat=True)) == {person.pk for person in people}


def test_a_caseload_goes_whole_or_not_at_all(cast: Cast, scene) -> None:
    with scene():
        caseload(cast)
    held = Allocation.objects.filter(worker=cast.pat).select_related("person")
    receivers = dict.fromkeys(held, cast.wes)
    receivers[list(held)[-1]] = cast.dana
    with pytest.raises(Refused, match="belongs to no team"):
        allocations.reassign_caseload(
            by=cast.vera, worker=cast.pat, receivers=receivers, starts_on=TODAY, reason="Leaves", today=TODAY
        )
    assert Allocation.objects.filter(worker=cast.pat, ends_on=None).count() == 6
    assert not AuditEvent.objects.exists()


def test_a_list_that_changed_since_it_was_looked_at_is_not_passed_on(cast: Cast) -> None:
    """Fetched before somebody else gave Amira to Mo: Mo keeps her."""
    looked_at = {Allocation.objects.select_related("person").get(worker=cast.pat): cast.wes}
    allocations.allocate(
        by=cast.vera, person=cast.amira, worker=cast.mo, role="case_holder", starts_on=TODAY, today=TODAY
    )
    with pytest.raises(Refused, match="Amira Khan is no longer Pat’s"):
        allocations.reassign_caseload(
            by=cast.vera, worker=cast.pat, receivers=looked_at, starts_on=TODAY, reason="Leaves", today=TODAY
        )
    assert cast.amira.allocations.get(ends_on=None).worker == cast.mo


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"died_on": days_ago(5)}, "Cai died on 18 November 2026: nobody can be allocated after that day."),
        ({"closed_on": days_ago(5)}, "Cai is not open to the service: open them on the Care history page first."),
    ],
    ids=["died", "closed"],
)
def test_nobody_is_allocated_to_whom_the_service_is_not_open(cast: Cast, scene, changed: dict, sentence: str) -> None:
    closed_on = changed.pop("closed_on", None)
    with scene():
        person = YoungPersonFactory.create(team=cast.north, **changed)
        person.involvements.update(ends_on=closed_on)
        RecordOpeningFactory.create(person=person)
    with pytest.raises(Refused, match=sentence):
        allocations.allocate(
            by=cast.mo, person=person, worker=cast.pat, role="case_holder", starts_on=TODAY, today=TODAY
        )


def test_a_manager_passes_on_only_whom_they_see(cast: Cast, sign_in, scene) -> None:
    with scene():
        Allocation.objects.create(
            person=cast.ben, worker=cast.pat, team=cast.north, role="co_worker", starts_on=days_ago(9)
        )
    page = sign_in(cast.mo).get(reverse("reassign", args=[cast.pat.pk])).content.decode()
    assert "1 allocation of Pat you may not see" in page
    assert sign_in(cast.pat).get(reverse("reassign", args=[cast.wes.pk])).status_code == 403


def test_an_allocation_does_not_end_before_it_began(cast: Cast) -> None:
    with refused("This allocation began on 1 January 2024: give that day or a later one.", Allocation):
        allocations.end_allocation(
            by=cast.mo, allocation=cast.amira.allocations.get(), ends_on=date(2023, 12, 31), reason="", today=TODAY
        )


def pass_on(cast: Cast, starts_on: date) -> None:
    receivers = dict.fromkeys(Allocation.objects.filter(worker=cast.pat).select_related("person", "worker"), cast.wes)
    allocations.reassign_caseload(
        by=cast.vera, worker=cast.pat, receivers=receivers, starts_on=starts_on, reason="Leaves", today=TODAY
    )


def test_a_case_is_not_passed_on_from_a_day_on_which_another_had_it(cast: Cast, scene) -> None:
    """Before they began; and, where they left it to nobody, before they left."""
    with refused("Pat has worked with Amira Khan only since 1 January 2024", Allocation):
        pass_on(cast, date(2023, 12, 31))
    with scene():
        Allocation.objects.filter(worker=cast.pat).update(ends_on=days_ago(9))
    with refused("Pat worked with Amira Khan until 14 November 2026: give that day or a later one.", Allocation):
        pass_on(cast, days_ago(10))
    pass_on(cast, days_ago(9))
    assert cast.amira.allocations.get(ends_on=None).worker == cast.wes


def test_what_a_co_worker_promised_goes_on_the_day_on_which_the_case_goes(cast: Cast, scene) -> None:
    """Planned for a day to come, it is theirs until then."""
    with scene():
        Allocation.objects.filter(worker=cast.pat).update(role="co_worker")
        AllocationFactory.create(person=cast.amira, worker=cast.mo, team=cast.north)
        promised = FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat)
    pass_on(cast, TODAY + timedelta(days=7))
    promised.refresh_from_db()
    assert promised.assigned_to == cast.pat
    assert cast.amira.allocations.get(worker=cast.wes).is_planned
