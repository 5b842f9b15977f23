"""Whether the product is used well: counted as it happened, and telling of nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.drafts import delete_old_drafts, discard_draft
from careleavers.actions.reads import note_search, note_view
from careleavers.models import Alert, AlertNote, Contact, Draft
from careleavers.site.extensions import also_kept
from reporting.queries.usage import how_it_is_used
from reporting.rules.usage import UsageTable, table
from tests.cast import TODAY, Cast, days_ago
from tests.factories import AlertFactory, ContactFactory, DraftFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def shown() -> dict[str, UsageTable]:
    return {each.code: each for each in how_it_is_used(timezone.now(), TODAY)}


def numbers(of: str, label: str) -> list[int | str]:
    return [number for _, number in dict(shown()[of].lines)[label]]


def written(cast: Cast, days_after: int, many: int, *, written_ago: int = 1) -> None:
    """Notes about a contact that was `days_after` days before."""
    at = timezone.make_aware(datetime.combine(days_ago(written_ago), time(23, 30)))
    for _ in range(many):
        happened = days_ago(written_ago + days_after)
        contact = ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=happened, recorded_by=cast.pat)
        Contact.objects.filter(pk=contact.pk).update(recorded_at=at)


def test_notes_by_how_long_after_their_contact(cast: Cast, scene: Callable) -> None:
    """The day is England's: half past eleven at night is still the same. Seen to fail: with the day of UTC+2."""
    with scene():
        for days_after, many in ((0, 10), (1, 11), (2, 12), (7, 13), (8, 14)):
            written(cast, days_after, many)
        written(cast, 0, 5, written_ago=92)
        ContactFactory.create_batch(6, person=cast.amira, recorded_by=cast.pat, source="The former system")
    assert numbers("notes", "North") == [10, 11, 25, 14, 60]


def test_small_numbers_are_hidden_and_cannot_be_worked_out(cast: Cast, scene: Callable) -> None:
    """Seen to fail: with each number hidden by itself."""
    with scene():
        written(cast, 0, 30)
        written(cast, 1, 3)
        written(cast, 2, 12)
    assert numbers("notes", "North").count("c") >= 2
    assert 3 not in numbers("notes", "North")
    assert all(number == "c" for _, number in table("a", "", "", "", ["One"], {"x": [9]}).lines[0][1])
    assert table("a", "", "", "", ["One", "Two"], {}).lines == []


def test_forms_that_were_begun(cast: Cast, scene: Callable) -> None:
    """Waiting, given up by their writer, and deleted when they were too old: twice is once. Seen to fail: with the
    event of the deletion without its kind."""
    now = timezone.now()
    with scene():
        drafts = DraftFactory.create_batch(12, person=cast.amira, user=cast.pat, saved_at=now)
        DraftFactory.create_batch(10, person=cast.amira, user=cast.pat, saved_at=now - timedelta(days=400))
    for draft in drafts[:11]:
        discard_draft(by=cast.pat, draft=draft)
    with scene():
        DraftFactory.create_batch(10, person=cast.amira, user=cast.pat, saved_at=now)
    for _ in range(2):
        delete_old_drafts(now=now)
    assert Draft.objects.count() == 11
    assert numbers("forms", "Note of a contact") == [11, 0, 11, 10, 32]


def test_a_draft_of_a_form_that_there_is_no_more_stops_nothing(cast: Cast, scene: Callable) -> None:
    """Seen to fail: a KeyError."""
    with scene():
        DraftFactory.create(person=cast.amira, user=cast.pat, kind="former")
    assert shown()["forms"].lines == []


def test_searches_pages_and_reminders_of_the_weeks_and_of_a_month(cast: Cast, client: Client, scene: Callable) -> None:
    """What was looked for is nowhere. Seen to fail: with a search that found somebody counted among the others."""
    for number in range(30):
        note_search(by=cast.pat, page="people_search", detail="Zyxwords", people_shown=number % 3)
    for _ in range(15):
        note_view(by=cast.pat, person=cast.amira, page="key_documents")
    with scene():
        for number in range(36):
            person = YoungPersonFactory.create(team=cast.north)
            closed = (days_ago(10), days_ago(3), None)[number % 3]
            alert = AlertFactory.create(person=person, code="plan_review_regular", due_on=days_ago(5), closed_on=closed)
            if number < 11:
                AlertNote.objects.create(alert=alert, kind="no_use", text="Zyxwords", by_manager=False)
        AlertFactory.create(person=cast.amira, code="plan_review_regular", due_on=TODAY)
    assert numbers("searches", "By name, number or address") == [20, 10, 30]
    assert numbers("pages", "Key documents") == [15]
    assert numbers("pages", "Health") == [0]
    assert numbers("reminders", "Plan review") == [12, 12, 12, 36]
    assert numbers("of_no_use", "Plan review") == [11]
    assert Alert.objects.count() == 37
    for month, kept in (("2026-11", True), ("2026-10", False), ("2030-01", True), ("x", True)):
        client.force_login(cast.vera)
        page = client.get(reverse("reporting:usage"), {"month": month}).content.decode()
        assert ("Plan review" in page) is kept, month
        assert ("Searches for a young person" in page) is (month in ("2030-01", "x")), month


def test_the_page_tells_of_nobody_and_asks_as_much_for_many(cast: Cast, client: Client, scene: Callable) -> None:
    """Of no young person, no colleague and no search. Seen to fail: with the writer's name instead of the team's."""
    note_search(by=cast.pat, page="people_search", detail="Zyxwords", people_shown=0)

    def ask() -> tuple[int, str]:
        client.force_login(cast.sys)
        client.get(reverse("preferences"))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("reporting:usage"))
        assert response.status_code == 200
        return len(captured), response.content.decode().partition("<main")[2]

    few, page = ask()
    with scene():
        written(cast, 0, 40)
    many, page = ask()
    assert few == many
    for word in (cast.amira.first_name, cast.amira.last_name, cast.pat.name, "Zyxwords"):
        assert word not in page


def test_every_page_behind_the_overview_is_known_by_what_is_noted_of_it(cast: Cast, client: Client) -> None:
    """Else it would be said to be opened by nobody. Seen to fail: with the name of the app left on."""
    client.force_login(cast.vera)
    for page in also_kept():
        assert numbers("pages", page.label) == [0]
        assert client.get(reverse(page.url_name, args=[cast.amira.pk])).status_code == 200
        assert numbers("pages", page.label) == ["c"]
