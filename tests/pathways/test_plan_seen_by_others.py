"""What others see of a plan: the young person's copy, their page and timeline, the manager's Today."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pathways.models import NeedsAssessment, PlanAction, PlanVersion
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    PlanActionFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    YoungPersonFactory,
    give_status,
)
from tests.pathways.plan_pages import address, authorise

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_the_copy_speaks_to_them(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    client = sign_in(cast.pat)
    assert "Nothing in it is promised yet" in client.get(address("plan_print", cast.amira, 1)).content.decode()
    authorise(cast, handed_in)
    page = client.get(address("plan_print", cast.amira, 1)).content.decode()
    assert "This is your pathway plan from 23 November 2026" in page
    assert "Pat: Book a driving lesson, by 4 December 2026." in page
    assert "Your health and how you feel" in page


def test_the_person_page_and_the_timeline_tell_of_it(cast: Cast, handed_in: PlanVersion, scene, sign_in) -> None:
    authorise(cast, handed_in)
    with scene():
        PlanReviewFactory.create(person=cast.amira, held_on=TODAY, summary="A good year")
        NeedsAssessment.objects.create(
            person=cast.amira, basis="full", started_on=TODAY, completed_on=TODAY, conclusion="Housing first"
        )
    page = sign_in(cast.pat).get(reverse("person", args=[cast.amira.pk])).content.decode()
    for words in (
        "Pathway plan",
        "Book a driving lesson",
        "Plan authorised, version 1",
        "A good year",
        "Housing first",
    ):
        assert words in page
    [promise] = PlanAction.objects.filter(version=handed_in)
    assert reverse("pathways:outcome", args=[cast.amira.pk, promise.pk]) in page
    analyst = sign_in(cast.ana).get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "In date" in analyst
    for words in ("Book a driving lesson", "A good year", "Housing first", "I want my own place"):
        assert words not in analyst


def test_a_plan_waits_on_the_manager_s_today(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    page = sign_in(cast.mo).get("/").content.decode()
    assert "A pathway plan waits for your decision" in page
    assert address("plan", cast.amira) in page


def test_the_plan_page_costs_the_same_for_a_long_history(cast: Cast, scene, sign_in) -> None:
    counts = []
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(900),
            promises=("One",),
        )
        PlanReviewFactory.create(person=cast.amira, held_on=days_ago(400))
    client = sign_in(cast.pat)
    client.get(address("plan", cast.amira))
    for first in (2, 12):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("plan", cast.amira)).status_code == 200
        counts.append(len(queries))
        with scene():
            for number in range(first, first + 8):
                PlanVersionFactory.create(
                    authorised=True,
                    person=cast.amira,
                    written_by=cast.pat,
                    authorised_by=cast.mo,
                    authorised_on=days_ago(900 - number),
                    promises=("A", "B"),
                    number=number,
                )
                PlanReviewFactory.create(person=cast.amira, held_on=days_ago(300 - number))
    assert counts[0] == counts[1]


def test_a_draft_of_somebody_else_s_record_is_not_there(cast: Cast, scene, sign_in) -> None:
    with scene():
        other = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=cast.south)
        version = PlanVersionFactory.create(person=other, written_by=cast.sam)
        promised = PlanActionFactory.create(version=version)
    client = sign_in(cast.pat)
    assert client.get(address("promise_edit", other, promised.pk)).status_code == 404
    assert client.get(address("promise_edit", cast.amira, promised.pk)).status_code == 404
    assert date(2026, 12, 4) == promised.by_when
