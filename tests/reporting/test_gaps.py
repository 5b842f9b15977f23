"""What the record does not know: each thing found, counted, listed by case holder, and mended where the link leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careleavers.models import Allocation, StatusPeriod, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY
from reporting.queries.figures import Question
from reporting.queries.gaps import Gaps
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    CareEpisodeFactory,
    ContactDetailFactory,
    ContactFactory,
    DataQualityIssueFactory,
    HomeFactory,
    OccupationFactory,
    StatusPeriodFactory,
    YoungPersonFactory,
)
from tests.guards.records import OPEN_POINT

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def whole(cast: Cast, scene: Callable) -> YoungPerson:
    """Amira, of whom everything is known."""
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(ethnicity="WBRI", disability="no", ssda903_id="A1")
        StatusPeriodFactory.create(person=cast.amira, status="former_relevant_child", starts_on=days_ago(400))
        HomeFactory.create(person=cast.amira, starts_on=days_ago(400), last_confirmed_on=days_ago(182))
        OccupationFactory.create(person=cast.amira, code="F2", starts_on=days_ago(182))
        ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=days_ago(300))
        ContactDetailFactory.create(person=cast.amira)
    return cast.amira


def found(cast: Cast, person: YoungPerson) -> set[str]:
    gaps = Gaps(cast.vera, Question.on(TODAY, AUTHORITY))
    row = gaps.people().filter(pk=person.pk).first()
    codes = {gap.code for gap in gaps.of(row)} if row else set()
    counted = {each.gap.code: each.many for each in gaps.by_gap()}
    assert all(gaps.people(only=code).count() == many for code, many in counted.items()), "count and list agree"
    return codes


def _update(model: Any, **values: Any) -> Callable[[YoungPerson], Any]:
    return lambda person: model.objects.filter(**{"pk" if model is YoungPerson else "person": person.pk}).update(
        **values
    )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no_holder", _update(Allocation, ends_on=days_ago(1))),
        ("no_status", _update(StatusPeriod, ends_on=days_ago(1))),
        ("law", _update(StatusPeriod, flags=[OPEN_POINT])),
        ("no_home", lambda person: person.homes.update(ends_on=days_ago(1))),
        ("old_home", lambda person: person.homes.update(last_confirmed_on=days_ago(183))),
        ("no_activity", lambda person: person.occupations.update(ends_on=days_ago(1))),
        ("unknown_activity", lambda person: person.occupations.update(code="0")),
        ("old_activity", lambda person: person.occupations.update(starts_on=days_ago(183))),
        ("never_spoke", lambda person: person.contacts.update(result="no_reply")),
        ("no_way", lambda person: person.contact_details.update(ends_on=days_ago(1))),
        ("no_ethnicity", _update(YoungPerson, ethnicity="NOBT")),
        ("no_disability", _update(YoungPerson, disability="unknown")),
        ("no_id", _update(YoungPerson, ssda903_id="")),
        ("too_old", _update(YoungPerson, date_of_birth="2000-11-23")),
        ("imported", lambda person: DataQualityIssueFactory.create(person=person)),
    ],
)
def test_each_thing_that_is_missing_is_found(
    cast: Cast, whole: YoungPerson, scene: Callable, code: str, change: Callable[[YoungPerson], Any]
) -> None:
    assert found(cast, whole) == set(), "the control"
    with scene():
        change(whole)
    assert found(cast, whole) == {code}


def test_who_lives_in_care_lives_there_on_every_page(
    cast: Cast, whole: YoungPerson, scene: Callable, sign_in: Callable
) -> None:
    """No home is missing then. Seen to fail: by the page of homes and by what is missing."""
    with scene():
        whole.homes.update(ends_on=days_ago(1))
        CareEpisodeFactory.create(person=whole, placement="K2", starts_on=days_ago(100), ends_on=None)
    assert found(cast, whole) == set()
    client = sign_in(cast.pat)
    for name in ("person", "home_list", "visit_brief"):
        page = client.get(reverse(name, args=[whole.pk])).content.decode()
        assert "In care, children’s home" in page, name
        assert "No home is recorded" not in page, name
    assert "In care, children’s home" in client.get(reverse("caseload")).content.decode()


def test_by_case_holder_with_a_link_that_mends_it(cast: Cast, whole: YoungPerson, scene: Callable, sign_in) -> None:
    client, url = sign_in(cast.vera), reverse("reporting:missing")
    page = client.get(url).content.decode()
    assert "Ben Ward" in page
    assert "Amira Khan" not in page
    assert reverse("home_list", args=[cast.ben.pk]) in page
    of_pat = client.get(url, {"owner": cast.pat.pk}).content.decode()
    assert "Ben Ward" not in of_pat
    only = client.get(url, {"what": "no_home", "owner": cast.sam.pk}).content.decode()
    assert "Only: no home recorded. Only people of Sam." in " ".join(only.split())
    assert [client.get(url, bad).status_code for bad in ({"what": "shoes"}, {"owner": "me"})] == [404, 404]
    assert "Ben Ward" not in sign_in(cast.mo).get(url).content.decode(), "of another team"
    assert "Why do you need" in sign_in(cast.dana).get(url).content.decode(), "a director says why"


def test_many_people_cost_no_more_queries(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    client, url = sign_in(cast.vera), reverse("reporting:missing")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with scene():
        for _ in range(20):
            YoungPersonFactory.create(team=cast.north, worker=cast.pat)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
