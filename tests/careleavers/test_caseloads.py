"""Lists of young people: whose one may choose, in which order, and what each line says."""

from datetime import date

import pytest
from django.urls import reverse

from careleavers.models import (
    Contact,
    Home,
    Involvement,
    Occupation,
    ReadEvent,
    StatusPeriod,
    YoungPerson,
)
from careleavers.queries.caseloads import recently_opened
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import DueItem
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AlertFactory, AllocationFactory, ContactFactory, YoungPersonFactory, give_status

pytestmark = pytest.mark.usefixtures("_on_the_day")


def listed(client, **query: str) -> list[str]:
    response = client.get(reverse("caseload"), query)
    assert response.status_code == 200
    return [str(row["person"]) for row in response.context["rows"]]


@pytest.fixture
def team(cast: Cast, scene) -> Cast:
    """Amira and Cai are Pat's, Dina is Wes's, Eli is nobody's yet; all of North. Fay is closed, Gus has died."""
    with scene():
        YoungPersonFactory.create(
            first_name="Cai", last_name="Owen", team=cast.north, worker=cast.pat, date_of_birth=date(2005, 1, 1)
        )
        YoungPersonFactory.create(first_name="Dina", last_name="Osei", team=cast.north, worker=cast.wes)
        YoungPersonFactory.create(first_name="Eli", last_name="Marsh", team=cast.north)
        closed = YoungPersonFactory.create(first_name="Fay", last_name="Hunt", team=cast.north, worker=cast.pat)
        Involvement.objects.filter(person=closed).update(ends_on=days_ago(9))
        YoungPersonFactory.create(
            first_name="Gus", last_name="Ivey", team=cast.north, worker=cast.pat, died_on=days_ago(30)
        )
    return cast


@pytest.mark.parametrize(
    ("who", "whose", "names"),
    [
        ("pat", "mine", {"Amira Khan", "Cai Owen"}),
        ("wes", "mine", {"Dina Osei"}),
        ("pat", "team", {"Amira Khan", "Cai Owen", "Dina Osei"}),
        ("pat", "unallocated", {"Eli Marsh"}),
        ("mo", "unallocated", {"Eli Marsh"}),
        ("ana", "team", {"Amira Khan", "Cai Owen", "Dina Osei"}),
        ("vera", "service", {"Amira Khan", "Ben Ward", "Cai Owen", "Dina Osei"}),
        ("vera", "everybody", {"Amira Khan", "Ben Ward", "Cai Owen", "Dina Osei", "Eli Marsh"}),
        ("pat", "recent", set()),
    ],
)
def test_whose(team: Cast, sign_in, who: str, whose: str, names: set[str]) -> None:
    whose = {"team": f"team-{team.north.pk}", "service": f"team-{team.service.pk}"}.get(whose, whose)
    assert set(listed(sign_in(getattr(team, who)), whose=whose)) == names


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("pat", "everybody"),
        ("pat", "south"),
        ("pat", "worker"),
        ("ana", "mine"),
        ("mo", "worker-nobody"),
        ("pat", "team-x"),
    ],
)
def test_a_list_that_is_not_ones_own_is_not_there(team: Cast, sign_in, who: str, whose: str) -> None:
    whose = {"south": f"team-{team.south.pk}", "worker": f"worker-{team.wes.pk}"}.get(whose, whose)
    assert sign_in(getattr(team, who)).get(reverse("caseload"), {"whose": whose}).status_code == 404


def test_a_manager_comes_to_the_team_and_a_worker_to_their_own(team: Cast, sign_in) -> None:
    assert "Dina Osei" in listed(sign_in(team.mo))
    assert set(listed(sign_in(team.pat))) == {"Amira Khan", "Cai Owen"}


def test_a_service_manager_comes_to_everybody_and_the_lists_add_up(team: Cast, sign_in) -> None:
    client = sign_in(team.vera)
    assert len(listed(client)) == 5
    page = client.get(reverse("caseload")).content.decode()
    assert "4 in teams’ caseloads and 1 in no team’s caseload: 5 young people in all" in page


def test_a_manager_opens_a_workers_list_and_sees_only_their_own_team(team: Cast, sign_in) -> None:
    assert set(listed(sign_in(team.mo), whose=f"worker-{team.pat.pk}")) == {"Amira Khan", "Cai Owen"}
    assert listed(sign_in(team.sue), whose=f"worker-{team.pat.pk}") == []


@pytest.mark.parametrize(("who", "status"), [("aud", 200), ("dana", 403), ("bus", 403), ("pip", 403), ("sys", 403)])
def test_who_may_list(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("caseload")).status_code == status


def test_what_was_opened_last_stands_first_and_out_of_scope_is_left_out(team: Cast, sign_in, scene) -> None:
    client = sign_in(team.pat)
    for name in ("Eli", "Amira", "Dina", "Amira"):
        client.get(reverse("person", args=[YoungPerson.objects.get(first_name=name).pk]))
    assert [each.split()[0] for each in listed(client, whose="recent")] == ["Amira", "Dina", "Eli"]
    with scene():
        YoungPerson.objects.filter(first_name="Dina").update(team=team.south)
        ReadEvent.objects.filter(page="nothing").delete()
    assert "Dina Osei" not in listed(client, whose="recent")


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Amira", "Cai"]),
        ("age", ["Amira", "Cai"]),
        ("contact", ["Cai", "Amira"]),
        ("due", ["Amira", "Cai"]),
        ("nonsense", ["Amira", "Cai"]),
    ],
)
def test_in_order(team: Cast, sign_in, scene, sort: str, names: list[str]) -> None:
    with scene():
        Contact.objects.create(
            person=team.amira, worker=team.pat, method="phone", result="spoke", happened_on=days_ago(3)
        )
        DueItem.objects.create(person=team.amira, code="plan_review_regular", started_on=days_ago(9), due_on=TODAY)
    assert [name.split()[0] for name in listed(sign_in(team.pat), sort=sort)] == names


@pytest.mark.parametrize(("days", "late"), [(55, False), (56, False), (57, True)])
def test_out_of_touch_begins_the_day_after_contact_was_due(cast: Cast, sign_in, scene, days: int, late: bool) -> None:
    """Every eight weeks: on the 56th day it is due, and from the 57th late."""
    with scene():
        give_status(cast.amira, "former_relevant")
        ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=days_ago(days))
    reconcile_alerts(today=TODAY)
    [row] = sign_in(cast.pat).get(reverse("caseload")).context["rows"]
    assert row["out_of_touch"] is late


def test_a_line_says_how_they_are(cast: Cast, sign_in, scene) -> None:
    amira = cast.amira
    with scene():
        Home.objects.create(person=amira, starts_on=days_ago(90), kind="W", is_suitable=False)
        Occupation.objects.create(person=amira, starts_on=days_ago(90), code="F4")
        Contact.objects.create(person=amira, worker=cast.pat, method="phone", result="spoke", happened_on=days_ago(63))
        StatusPeriod.objects.create(
            person=amira, starts_on=date(2025, 5, 1), status="former_relevant_child", band="18-20", rules_version="1"
        )
    reconcile_alerts(today=TODAY)
    page = sign_in(cast.pat).get(reverse("caseload")).content.decode()
    for words in (
        "former relevant child, 18 to 20",
        '<span class="late">9 weeks ago</span>',
        "Bed and breakfast",
        "Not suitable",
        "Apprenticeship",
        "Leave bed and breakfast",
        "12 weeks overdue",
    ):
        assert words in page, words


def test_a_list_of_ten_costs_as_much_as_one_of_two_hundred(
    cast: Cast, sign_in, scene, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client = sign_in(cast.mo)
    query = {"whose": f"team-{cast.north.pk}"}

    def grow(first: int, last: int) -> None:
        with scene():
            for number in range(first, last):
                person = YoungPersonFactory.create(
                    first_name="Robin", last_name=f"Reed{number:03}", team=cast.north, worker=cast.pat
                )
                Home.objects.create(person=person, starts_on=days_ago(90), kind="U", is_suitable=True)

    grow(0, 10)
    client.get(reverse("caseload"), query)
    with django_assert_max_num_queries(30) as ten:
        client.get(reverse("caseload"), query)
    with django_assert_max_num_queries(30) as ten_late:
        client.get(reverse("overdue_by_worker"))
    grow(10, 200)
    with django_assert_num_queries(len(ten)):
        response = client.get(reverse("caseload"), query | {"page": "2"})
    assert "Showing 26 to 50 of 201 young people" in response.content.decode()
    with django_assert_num_queries(len(ten_late)):
        client.get(reverse("overdue_by_worker"))


def test_what_is_late_is_counted_by_worker(team: Cast, sign_in, scene) -> None:
    """By what pages say is due: what waits for a manager's decision is not late of the worker, a promise is."""
    with scene():
        for code, due_on in (("a", days_ago(6)), (DueItem.PROMISE, days_ago(2)), ("c", TODAY)):
            DueItem.objects.create(person=team.amira, code=code, started_on=days_ago(90), due_on=due_on, text="x")
        AlertFactory.create(person=team.amira, code="money_to_decide", due_on=days_ago(9), managers_only=True)
    response = sign_in(team.mo).get(reverse("overdue_by_worker"))
    rows = {load.name: load for load in response.context["worker_loads"]}
    assert reverse("reassign", args=[team.pat.pk]) in response.content.decode(), "the page lists them, with what to do"
    assert (rows["Pat"].people, rows["Pat"].overdue_people, rows["Pat"].overdue, rows["Pat"].oldest_due_on) == (
        2,
        1,
        2,
        days_ago(6),
    )
    assert (rows["Wes"].people, rows["Wes"].overdue) == (1, 0)
    assert "1 young person has nobody working with them." in response.content.decode()
    assert "Sam" not in rows
    assert sign_in(team.pat).get(reverse("overdue_by_worker")).status_code == 403


def test_a_morning_in_one_record_pushes_no_other_out_of_recently_opened(team: Cast, scene) -> None:
    """Seen to fail: the latest of 60 views, then each person once."""
    with scene():
        people = list(YoungPerson.objects.order_by("pk"))
        for person in people:
            ReadEvent.objects.create(kind="viewed", user_id=team.pat.pk, person_id=person.pk, page="overview")
        for _ in range(100):
            ReadEvent.objects.create(kind="viewed", user_id=team.pat.pk, person_id=people[0].pk, page="overview")
    assert recently_opened(team.pat) == [people[0].pk, *(person.pk for person in reversed(people[1:]))]


def test_nobody_to_whom_no_contact_is_owed_is_shown_as_late(cast: Cast, sign_in) -> None:
    """Amira has no leaving care status: nothing is due, whoever last spoke with her."""
    reconcile_alerts(today=TODAY)
    page = sign_in(cast.pat).get(reverse("caseload")).content.decode()
    assert '<span class="quiet">never</span>' in page
    assert '<span class="quiet">nothing</span>' in page


def test_what_is_due_far_ahead_is_said_with_its_day(cast: Cast, sign_in, scene) -> None:
    with scene():
        StatusPeriod.objects.create(
            person=cast.amira, starts_on=days_ago(10), status="relevant_child", rules_version="1"
        )
        Contact.objects.create(
            person=cast.amira, worker=cast.pat, method="phone", result="spoke", happened_on=days_ago(2)
        )
    reconcile_alerts(today=TODAY)
    page = sign_in(cast.pat).get(reverse("caseload")).content.decode()
    assert "Contact<br>" in page
    assert "due in 7 weeks" in page


def test_whose_case_somebody_else_holds_is_said(team: Cast, sign_in, scene) -> None:
    """*Who works with whom* counts case holders alone: one number said nothing of the other. Seen to fail without."""
    said = "You are not the case holder of"
    client = sign_in(team.pat)
    assert said not in client.get(reverse("caseload")).content.decode()
    with scene():
        for first_name in ("Eli", "Dina"):
            person = YoungPerson.objects.get(first_name=first_name)
            AllocationFactory.create(person=person, worker=team.pat, role="co_worker", team=team.north)
    page = client.get(reverse("caseload"))
    assert len(page.context["rows"]) == 4
    assert f"{said} 2 of them." in page.content.decode()
    assert said not in client.get(reverse("caseload"), {"whose": f"team-{team.north.pk}"}).content.decode()
