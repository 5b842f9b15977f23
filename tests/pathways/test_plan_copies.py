"""The young person's copy of the plan: given, how, by whom, explained; and quietly missing where it is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent
from pathways.actions import copies as actions
from pathways.models import PlanCopy, PlanVersion
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanVersionFactory
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def authorised(cast: Cast, scene) -> PlanVersion:
    """Amira's plan, authorised ten days ago."""
    with scene():
        return PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(10),
            copied=False,
        )


def form(cast: Cast, **typed: Any) -> dict[str, Any]:
    whole = {"given_on": TODAY.isoformat(), "how": "in_person", "given_by": str(cast.pat.pk), "was_explained": "True"}
    return whole | typed


def test_a_copy_is_recorded_and_shown_where_it_was_missing(cast: Cast, authorised: PlanVersion, sign_in) -> None:
    client = sign_in(cast.pat)
    for where in (address("plan", cast.amira), address("plan_version", cast.amira, 1)):
        page = client.get(where).content.decode()
        assert "No copy for Amira is recorded yet." in page
        assert address("copy_add", cast.amira, 1) in page
    where = address("copy_add", cast.amira, 1)
    assert client.post(where, form(cast)).headers["Location"] == address("plan", cast.amira)
    page = client.get(address("plan", cast.amira)).content.decode()
    assert "Recorded: Amira has a copy of version 1." in page
    assert "Amira was given a copy 23 November 2026, in person, by Pat." in page
    assert "No copy" not in page
    [event] = AuditEvent.objects.filter(name="plan_copy_given", person_id=cast.amira.pk)
    assert (event.by_name, event.details["how"]) == ("Pat", "in_person")


def test_sent_twice_it_is_one_copy(cast: Cast, authorised: PlanVersion, sign_in) -> None:
    client = sign_in(cast.pat)
    for _ in range(2):
        client.post(address("copy_add", cast.amira, 1), form(cast))
    assert PlanCopy.objects.count() == AuditEvent.objects.filter(name="plan_copy_given").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"was_explained": "False"}, "Say why nobody went through it", id="CLR reg 4(2): or why not"),
        pytest.param({"was_explained": ""}, "Choose an answer", id="CLR reg 4(2): explained?"),
        pytest.param({"given_on": days_ago(11).isoformat()}, "authorised on 13 November 2026", id="before the plan"),
        pytest.param({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be after", id="a day to come"),
        pytest.param({"given_by": ""}, "Choose an answer", id="by whom"),
        pytest.param({"how": "pigeon"}, "Choose one of the answers", id="how"),
    ],
)
def test_a_copy_says_what_is_wrong(
    cast: Cast, authorised: PlanVersion, sign_in, typed: dict[str, str], sentence: str
) -> None:
    page = sign_in(cast.pat).post(address("copy_add", cast.amira, 1), form(cast, **typed)).content.decode()
    assert sentence in page
    assert not PlanCopy.objects.exists()


@pytest.mark.parametrize(("who", "status"), {"pat": 200, "mo": 200, "aud": 403, "ana": 403, "sam": 404}.items())
def test_who_may_record_a_copy(cast: Cast, authorised: PlanVersion, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(address("copy_add", cast.amira, 1)).status_code == status


def test_of_what_is_not_authorised_there_is_no_copy(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    client = sign_in(cast.pat)
    assert client.get(address("copy_add", cast.amira, 1)).status_code == 404
    assert "No copy" not in client.get(address("plan_version", cast.amira, 1)).content.decode()
    given: dict[str, Any] = {"given_on": TODAY, "how": "post", "given_by": cast.pat, "was_explained": True}
    with pytest.raises(Refused, match="not authorised yet"):
        actions.record_copy(by=cast.pat, version=handed_in, today=TODAY, **given)


def put(version: PlanVersion, given_on: date, given_by: Any, **fields: Any) -> None:
    facts = {"how": "post", "was_explained": True} | fields
    with transaction.atomic():
        PlanCopy.objects.create(version=version, given_on=given_on, given_by=given_by, **facts)


def test_postgres_itself_keeps_copies_true(cast: Cast, authorised: PlanVersion, scene) -> None:
    with scene():
        with pytest.raises(DatabaseError, match="authorised by that day"):
            put(authorised, days_ago(11), cast.pat)
        with pytest.raises(DatabaseError, match="authorised by that day"):
            put(PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2), TODAY, cast.pat)
        with pytest.raises(IntegrityError, match="plan_copy_explained_or_why_not"):
            put(authorised, TODAY, cast.pat, was_explained=False)
        put(authorised, days_ago(10), cast.pat)
