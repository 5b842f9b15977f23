"""The Today page: who lands where, what stands in each list, and that it costs the same for ten people and for 200."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careleavers.models import Allocation, Draft, FollowUp, User, YoungPerson
from careleavers.rules.alert_kinds import LETTER_TO_TAKE_OUT
from pathways.models import PlanAction
from pathways.queries.today import birthdays
from tests.cast import TODAY, Cast, days_ago
from tests.factories import LONG_AGO, PlanActionFactory, PlanVersionFactory, YoungPersonFactory
from tests.pathways.today_pages import alert, due, in_days, names_in, section, timeline_page

pytestmark = pytest.mark.usefixtures("_on_the_day")


LANDS_ON = {
    "pat": 200,
    "wes": 200,
    "mo": 200,
    "vera": 200,
    "sys": "staff_list",
    "nobody": "preferences",
}


@pytest.mark.parametrize(("who", "where"), LANDS_ON.items())
def test_where_the_day_begins(cast: Cast, sign_in, who: str, where: int | str) -> None:
    response = sign_in(getattr(cast, who)).get("/")
    if where == 200:
        assert response.status_code == 200
    else:
        assert response.status_code == 302
        assert response.headers["Location"] == reverse(where)


@pytest.mark.parametrize("who", ["dana", "bus", "pip", "ana", "aud"])
def test_those_who_log_no_contacts_are_led_elsewhere(cast: Cast, sign_in, who: str) -> None:
    response = sign_in(getattr(cast, who)).get("/")
    assert response.status_code == 302
    assert response.headers["Location"] != "/"


def test_signed_out_leads_to_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))


def test_overdue_alerts_need_you_now_the_longest_first_and_safety_before_all(cast: Cast, sign_in, scene) -> None:
    with scene():
        cai = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=cast.north, worker=cast.pat)
        dina = YoungPersonFactory.create(first_name="Dina", last_name="Osei", team=cast.north, worker=cast.pat)
        alert(cast.amira, days_ago(6))
        alert(cai, days_ago(20))
        alert(dina, TODAY, code="safeguarding_1", closed_by_kind="")
        alert(dina, in_days(2), code="bnb_limit", text="Leave bed and breakfast", closed_by_kind="home")
        alert(cast.ben, days_ago(90))
        eve = YoungPersonFactory.create(first_name="Eve", last_name="Zahn", team=cast.north, worker=cast.pat)
        alert(eve, TODAY, code=LETTER_TO_TAKE_OUT, closed_by_kind="letter")
    part = section(timeline_page(sign_in(cast.pat)), "now")
    assert "4 young people need you now" in part
    assert names_in(part) == ["Dina Osei", "Eve Zahn", "Cai Owen", "Amira Khan"]
    assert "6 days overdue\N{NO-BREAK SPACE}· 17\N{NO-BREAK SPACE}Nov" in part
    assert reverse("contact_begin", args=[cast.amira.pk]) in part
    assert re.search('Leave bed and breakfast</a> <span class="late">due in 2 days', part)  # the second of her line


def test_one_person_is_one_line_with_what_one_visit_does(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, days_ago(6))
        alert(cast.amira, in_days(3), code="pa_visit_guidance", text="Two-monthly visit", closed_by_kind="visit")
    page = timeline_page(sign_in(cast.pat))
    part = section(page, "now")
    assert "1 young person needs you now" in part
    assert names_in(part) == ["Amira Khan"]
    assert "Two-monthly visit" in part
    assert "One visit does both." in part
    assert f"{reverse('contact_begin', args=[cast.amira.pk])}?purpose=visit" in part
    assert "Amira" not in section(page, "coming")


def test_a_plan_that_waits_for_a_decision_stands_before_what_is_overdue(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, days_ago(200))
        cai = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=cast.north, worker=cast.pat)
        alert(cai, TODAY, code="plan_to_authorise_1", closed_by_kind="plan_decision")
    assert names_in(section(timeline_page(sign_in(cast.mo)), "now")) == ["Cai Owen", "Amira Khan"]


def test_warnings_promises_and_birthdays_are_coming_up(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, in_days(14), text="Plan review")
        alert(cast.amira, in_days(15), code="later", text="Too far off")
        FollowUp.objects.create(person=cast.amira, text="Ring the GP", due_on=in_days(3), assigned_to=cast.pat)
        YoungPersonFactory.create(
            first_name="Eli", last_name="Marsh", team=cast.north, worker=cast.pat, date_of_birth=date(2005, 12, 7)
        )
        YoungPersonFactory.create(
            first_name="Fay", last_name="Lane", team=cast.north, worker=cast.pat, date_of_birth=date(2005, 12, 8)
        )
        version = PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, authorised_on=days_ago(30)
        )
    with scene():
        own = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2)
        PlanActionFactory.create(version=own, what="Not promised yet", owner=cast.pat, by_when=in_days(2))
    assert version.number == 1
    part = section(timeline_page(sign_in(cast.pat)), "coming")
    assert "2 in the next 14 days" in part
    assert names_in(part) == ["Amira Khan", "Eli Marsh"]
    assert re.findall(r"(?:what\">|<p>)(?:<a[^>]*>)?([\w :]+)", part) == [
        "You said you would: Ring the GP",
        "Plan review",
        "Turns 21",
    ]
    assert "Not promised yet" not in part


def test_what_is_further_off_names_the_next_thing_for_everybody(cast: Cast, sign_in, scene) -> None:
    """Nobody of one's own is missing from Today; whoever has a line above has none here."""
    with scene():
        alert(cast.amira, days_ago(6))
        due(cast.amira, in_days(60), "Plan review")
        for name, day in (("Cai", in_days(47)), ("Dee", in_days(15)), ("Eli", in_days(9)), ("Flo", None)):
            born = date(2005, 12, 1) if name == "Dee" else date(2005, 6, 1)
            one = YoungPersonFactory.create(
                first_name=name, last_name="Owen", team=cast.north, worker=cast.pat, date_of_birth=born
            )
            if day:
                due(one, day, "Contact", "contact", because="The last contact was on 14 November 2026.")
    page = timeline_page(sign_in(cast.pat))
    assert names_in(section(page, "now")) == ["Amira Khan"]
    assert names_in(section(page, "coming")) == ["Dee Owen", "Eli Owen"]
    later = section(page, "later")
    assert names_in(later) == ["Cai Owen"]
    assert "9\N{NO-BREAK SPACE}Jan" in later
    assert "The last contact was on 14 November 2026." in later
    assert "Nothing is due for Flo Owen." in later
    assert names_in(timeline_page(sign_in(cast.pat), reverse("today_list", args=["mine", "later"]))) == ["Cai Owen"]


def test_a_persons_promise_and_birthday_are_in_their_one_line(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, days_ago(6))
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=date(2007, 11, 26))
        FollowUp.objects.create(person=cast.amira, text="Ring the GP", due_on=in_days(2), assigned_to=cast.pat)
    page = timeline_page(sign_in(cast.pat))
    assert names_in(page[: page.index('id="recent"')]) == ["Amira Khan"]
    part = section(page, "now")
    for words in ("Contact", "You said you would: Ring the GP", "Turns 19", "The last contact was too long ago."):
        assert words in part


def test_a_birthday_of_the_team_stays_with_the_persons_line(cast: Cast, sign_in, scene) -> None:
    """Also where that line is not among the first, which are all that the page reads."""
    with scene():
        for number in range(12):
            person = YoungPersonFactory.create(first_name=f"No{number}", team=cast.north, worker=cast.pat)
            alert(person, days_ago(30 - number), code="a")
        YoungPerson.objects.filter(pk=person.pk).update(date_of_birth=date(2007, 11, 26))
    client = sign_in(cast.mo)
    page = timeline_page(client)
    assert "12 young people need your team now" in section(page, "now")
    assert names_in(section(page, "coming")) == []
    assert "Turns 19" in timeline_page(client, reverse("today_list", args=["team", "now"]))


@pytest.mark.parametrize(("whose", "which"), [("team", "later"), ("mine", "unallocated")])
def test_a_list_that_there_is_not_is_404(cast: Cast, sign_in, whose: str, which: str) -> None:
    assert sign_in(cast.mo).get(reverse("today_list", args=[whose, which])).status_code == 404


def test_a_birthday_today_says_so(cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=date(2007, 11, 23))
    assert "Is 19" in section(timeline_page(sign_in(cast.pat)), "coming")


def test_what_you_said_you_would_do_is_listed_when_it_is_due(cast: Cast, sign_in, scene) -> None:
    with scene():
        FollowUp.objects.create(person=cast.amira, text="Ring the GP", due_on=TODAY, assigned_to=cast.pat)
        FollowUp.objects.create(
            person=cast.amira, text="Done long ago", due_on=TODAY, assigned_to=cast.pat, done_on=TODAY
        )
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(30),
            promises=("Driving lesson",),
        )
    with scene():
        FollowUp.objects.create(person=cast.amira, text="Somebody else's", due_on=TODAY, assigned_to=cast.wes)
    page = timeline_page(sign_in(cast.pat))
    part = section(page, "now")
    assert "1 young person needs you now" in part
    assert "You said you would: Ring the GP" in part
    outcome = reverse("pathways:outcome", args=[cast.amira.pk, PlanAction.objects.get(what="Driving lesson").pk])
    assert f'{outcome}">You said you would: Driving lesson' in part
    assert "Done long ago" not in page
    assert "Somebody else" not in page


def test_unfinished_notes_lead_back_to_their_form_and_a_manager_sees_only_how_many(cast: Cast, sign_in, scene) -> None:
    with scene():
        draft = Draft.objects.create(
            user=cast.pat,
            person=cast.amira,
            submission_id="6a1f0c4e-0000-4000-8000-000000000001",
            page=reverse("contact_new", args=[cast.amira.pk, "6a1f0c4e-0000-4000-8000-000000000001"]),
            data={"note": ["SECRET " * 30]},
            saved_at=timezone.now() - timedelta(days=3),
        )
    part = section(timeline_page(sign_in(cast.pat)), "unfinished")
    assert "<small>1</small>" in part
    assert reverse("contact_new", args=[cast.amira.pk, draft.submission_id]) in part
    assert "3 days ago" in part
    assert f"“{'SECRET ' * 12}…”" in part
    team = section(timeline_page(sign_in(cast.mo)), "workers")
    assert "oldest 3 days ago" in team
    assert "SECRET" not in team
    assert str(draft.submission_id) not in team


@pytest.mark.parametrize(("begun", "shown", "says_so"), [(19, 19, False), (20, 20, True), (25, 20, True)])
def test_the_latest_unfinished_notes_are_listed(
    cast: Cast, sign_in, scene, begun: int, shown: int, says_so: bool
) -> None:
    with scene():
        for number in range(begun):
            submission_id = UUID(int=number + 1)
            Draft.objects.create(
                user=cast.pat,
                person=cast.amira,
                submission_id=submission_id,
                page=reverse("contact_new", args=[cast.amira.pk, submission_id]),
                data={},
                saved_at=timezone.now() - timedelta(minutes=number),
            )
    part = section(timeline_page(sign_in(cast.pat)), "unfinished")
    assert part.count("<li>") == shown
    assert str(UUID(int=1)) in part
    assert ("The latest 20" in part) is says_so


def test_recently_opened_lists_each_record_once_the_latest_first(cast: Cast, sign_in, scene) -> None:
    with scene():
        cai = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=cast.north)
    client = sign_in(cast.pat)
    for minute, person in enumerate((cast.amira, cai, cast.amira)):
        with time_machine.travel(timezone.now() + timedelta(minutes=minute), tick=False):
            client.get(reverse("person", args=[person.pk]))
    assert names_in(section(timeline_page(client), "recent")) == ["Amira Khan", "Cai Owen"]


def test_what_may_not_be_seen_is_not_listed(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, days_ago(6))
        FollowUp.objects.create(person=cast.amira, text="Ring the GP", due_on=TODAY, assigned_to=cast.pat)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
    page = timeline_page(sign_in(cast.pat))
    assert "Amira" not in page
    assert "Ring the GP" not in page


def test_a_birthday_on_a_leap_day_is_kept_in_other_years(cast: Cast, sign_in, scene) -> None:
    with scene():
        leap = YoungPersonFactory.create(
            first_name="Lea", last_name="Day", team=cast.north, worker=cast.pat, date_of_birth=date(2008, 2, 29)
        )
    on = date(2027, 2, 20)
    until = on + timedelta(14)
    assert [item.first.due_on for item in birthdays([leap], on, until, "1 March")] == [date(2027, 3, 1)]
    assert [item.first.due_on for item in birthdays([leap], on, until, "28 February")] == [date(2027, 2, 28)]


def fill(cast: Cast, worker: User, numbers: range) -> None:
    people = YoungPerson.objects.bulk_create(
        YoungPerson(
            first_name="Many", last_name=f"P{i}", date_of_birth=date(2006, 12, 1), gender="U", local_id=f"M{i}",
            team=cast.north,
        )
        for i in numbers
    )  # fmt: skip
    Allocation.objects.bulk_create(
        Allocation(person=person, worker=worker, team=cast.north, starts_on=LONG_AGO) for person in people
    )
    for person in people:
        alert(person, days_ago(3))
        FollowUp.objects.create(person=person, text="Ring", due_on=TODAY, assigned_to=worker)


def queries_of(client: Client, address: str) -> list[str]:
    client.get(address)  # the session's first sight of the account is written once
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize(("who", "address"), [("pat", "/"), ("mo", "/"), ("mo", "/?whose=mine")])
def test_at_most_six_queries_and_the_same_for_ten_people_and_for_two_hundred(
    cast: Cast, sign_in: Callable[[User], Client], scene, who: str, address: str
) -> None:
    user = getattr(cast, who)
    client = sign_in(user)
    with scene():
        fill(cast, user, range(10))
    few = queries_of(client, address)
    with scene():
        fill(cast, user, range(10, 200))
    many = queries_of(client, address)
    assert len(few) == len(many) <= 6, "\n".join(many)
