"""A young person's own page: who may open it, what it says, and that the bar says the same everywhere."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.models import (
    Allocation,
    Contact,
    ContactDetail,
    Draft,
    FollowUp,
    Home,
    Occupation,
    ReadEvent,
    StatusPeriod,
    WarningNote,
    YoungPerson,
)
from tests.cast import TODAY, Cast, days_ago

pytestmark = pytest.mark.usefixtures("_on_the_day")

BUDGET = 8  # statements, with session, user, roles and the look itself

# Amira is of North.
MAY_OPEN_AMIRA = {
    "pat": 200,
    "wes": 200,
    "mo": 200,
    "vera": 200,
    "ana": 200,
    "aud": 200,
    "sam": 404,
    "sue": 404,
    "dana": 403,
    "bus": 403,
    "pip": 403,
    "sys": 403,
    "cora": 403,
    "nan": 403,
    "vic": 403,
    "rae": 403,
    "lin": 403,
    "nobody": 403,
}


def timeline_page(client: Client, person: YoungPerson) -> str:
    response = client.get(reverse("person", args=[person.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("who", "status"), MAY_OPEN_AMIRA.items())
def test_who_may_open_a_record(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("person", args=[cast.amira.pk])).status_code == status


def test_a_restricted_record_is_not_there(cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
    assert sign_in(cast.pat).get(reverse("person", args=[cast.amira.pk])).status_code == 404


def test_opening_a_record_is_noted(cast: Cast, sign_in) -> None:
    timeline_page(sign_in(cast.pat), cast.amira)
    seen = ReadEvent.objects.get()
    assert (seen.kind, seen.user_id, seen.person_id, seen.page) == ("viewed", cast.pat.pk, cast.amira.pk, "overview")


def furnish(cast: Cast) -> None:
    amira = cast.amira
    Home.objects.create(person=amira, starts_on=date(2026, 9, 1), kind="E", is_suitable=False)
    Occupation.objects.create(person=amira, starts_on=date(2026, 9, 7), code="F2", detail="Level 2 catering")
    Contact.objects.create(
        person=amira, worker=cast.pat, method="phone", result="spoke", happened_on=days_ago(35), note="She is well."
    )
    Contact.objects.create(person=amira, worker=cast.wes, method="phone", result="no_reply", happened_on=days_ago(2))
    ContactDetail.objects.create(
        person=amira,
        kind="mobile",
        value="07700 900123",
        search_value="07700900123",
        starts_on=days_ago(90),
        safe_to_use=True,
    )
    ContactDetail.objects.create(
        person=amira,
        kind="mobile",
        value="07700 900999",
        search_value="07700900999",
        starts_on=days_ago(90),
        safe_to_use=False,
        is_preferred=True,
        how_to_use="Her brother answers",
    )
    FollowUp.objects.create(person=amira, text="Book a driving lesson", due_on=days_ago(6), assigned_to=cast.pat)
    WarningNote.objects.create(
        person=amira, kind="visits", text="Do not visit alone", review_on=date(2027, 1, 1), person_told_on=days_ago(9)
    )
    StatusPeriod.objects.create(
        person=amira, starts_on=date(2025, 5, 1), status="former_relevant_child", band="18-20", rules_version="1"
    )


def test_the_page_says_how_they_are(cast: Cast, sign_in, scene) -> None:
    with scene():
        furnish(cast)
    page = timeline_page(sign_in(cast.pat), cast.amira)
    for words in (
        "former relevant child, 18 to 20",
        ">you</a>",
        "Do not visit alone",
        "Amira knows",
        "5 weeks ago",
        "Supported lodgings",
        "Not suitable",
        "Level 2 catering",
        "6 days overdue",
        'href="tel:+447700900123"',
        "Her brother answers",
    ):
        assert words in page, words
    assert page.count("07700 900999") == 1, "a number that is not safe stands on the page, marked, but not in the bar"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (days_ago(30), None, True),
        (TODAY, None, True),
        (days_ago(30), days_ago(-1), True),
        (days_ago(30), TODAY, False),
        (days_ago(-1), None, False),
    ],
    ids=["open", "from today", "until tomorrow", "until today", "from tomorrow"],
)
def test_what_holds_on_a_day(cast: Cast, scene, starts_on, ends_on, holds: bool) -> None:
    over = {"person": cast.amira, "starts_on": starts_on, "ends_on": ends_on}
    with scene():
        Allocation.objects.all().delete()
        StatusPeriod.objects.all().delete()
        rows = (
            StatusPeriod.objects.create(**over, status="relevant_child", rules_version="1"),
            Allocation.objects.create(**over, worker=cast.pat, team=cast.north, role=Allocation.CASE_HOLDER),
            Home.objects.create(**over, kind="E", is_suitable=True),
            Occupation.objects.create(**over, code="F2"),
        )
        Allocation.objects.create(**over, worker=cast.wes, team=cast.north, role="co_worker")
    assert cast.amira.on(TODAY)[:4] == (rows if holds else (None, None, None, None))


def test_an_analyst_reads_no_free_text(cast: Cast, sign_in, scene) -> None:
    with scene():
        furnish(cast)
    page = timeline_page(sign_in(cast.ana), cast.amira)
    for words in (
        "Do not visit alone",
        "Book a driving lesson",
        "Level 2 catering",
        "Her brother answers",
        "She is well",
    ):
        assert words not in page, (words, page[max(page.find(words) - 80, 0) : page.find(words) + 80])
    assert "Supported lodgings" in page


def test_a_page_of_somebody_about_whom_nothing_is_known(cast: Cast, sign_in, scene) -> None:
    with scene():
        Allocation.objects.all().delete()
    page = timeline_page(sign_in(cast.pat), cast.amira)
    for words in ("status not worked out", "no personal adviser", "no contact recorded", "Nothing is recorded yet"):
        assert words in page, words


def test_the_page_asks_at_most_eight_statements_of_a_full_record_and_of_an_empty_one(
    cast: Cast, sign_in, scene, django_assert_max_num_queries
) -> None:
    client = sign_in(cast.pat)
    timeline_page(client, cast.amira)
    with django_assert_max_num_queries(BUDGET) as empty:
        timeline_page(client, cast.amira)
    with scene():
        furnish(cast)
        for day in range(200):
            Contact.objects.create(
                person=cast.amira, worker=cast.pat, method="text", result="spoke", happened_on=days_ago(day)
            )
            FollowUp.objects.create(
                person=cast.amira, text=f"Thing {day}", due_on=TODAY, assigned_to=(cast.pat, cast.wes)[day % 2]
            )
    with django_assert_max_num_queries(BUDGET) as full:
        timeline_page(client, cast.amira)
    assert len(full) <= len(empty)  # why no letter comes is asked where none does


def test_an_unfinished_note_is_named_to_its_writer_alone(cast: Cast, sign_in, scene) -> None:
    with scene():
        draft = Draft.objects.create(
            user=cast.pat,
            person=cast.amira,
            submission_id="6a1f0c4e-0000-4000-8000-000000000001",
            data={"note": ["Half a note"]},
            saved_at=datetime(2026, 11, 22, 17, 5, tzinfo=UTC),
        )
    carry_on = reverse("contact_new", args=[cast.amira.pk, draft.submission_id])
    page = timeline_page(sign_in(cast.pat), cast.amira)
    assert "You have an unfinished note from 22 November, 17:05: “Half a note”." in page
    assert carry_on in page
    others = timeline_page(sign_in(cast.wes), cast.amira)
    assert carry_on not in others
    assert "Half a note" not in others
