"""What is known of an activity, and the steps towards education or work that count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import FollowUp, OccupationStep
from tests.cast import TODAY, Cast
from tests.factories import OccupationFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

STEP = {"step_text": "Ring the college", "step_by": "2026-12-04"}


@pytest.mark.parametrize(
    ("code", "asked", "not_asked"),
    [
        ("F2", ["provider", "level", "course_year", "hours"], ["reason"]),
        ("P1", ["provider", "level", "course_year", "hours"], ["reason"]),
        ("F4", ["provider", "level", "hours"], ["course_year", "reason"]),
        ("G5", ["reason"], ["provider", "level", "course_year", "hours"]),
        ("G4", ["reason"], ["provider", "level", "course_year", "hours"]),
    ],
)
def test_only_what_fits_the_activity_is_asked(
    cast: Cast, sign_in, scene, code: str, asked: list, not_asked: list
) -> None:
    with scene():
        row = OccupationFactory.create(person=cast.amira, code=code)
    page = sign_in(cast.pat).get(reverse("occupation_facts", args=[cast.amira.pk, row.pk])).content.decode()
    assert [name for name in asked if f'name="{name}"' not in page] == []
    assert [name for name in not_asked if f'name="{name}"' in page] == []


def test_a_course_says_where_and_what_and_what_is_next_is_followed(cast: Cast, sign_in, scene) -> None:
    with scene():
        row = OccupationFactory.create(person=cast.amira, code="F2")
    client, address = sign_in(cast.pat), reverse("occupation_facts", args=[cast.amira.pk, row.pk])
    typed = {"revision": 1, "provider": "Melford College", "level": "2", "course_year": "1", "hours": "16.5"}
    page = client.post(address, typed | STEP | {"step_who": cast.pat.pk}, follow=True).content.decode()
    for words in ("Melford College", "Level 2", "year 1", "16.5 hours a week", "Ring the college"):
        assert words in page
    row.refresh_from_db()
    assert (row.hours, row.next_step) == (Decimal("16.5"), FollowUp.objects.get())
    for name in ("visit_brief", "home"):
        words = "Melford College" if name == "visit_brief" else "Ring the college"
        args = [cast.amira.pk] if name == "visit_brief" else []
        assert words in client.get(reverse(name, args=args)).content.decode()
    page = client.post(address, typed | {"revision": row.revision, "hours": "200", "course_year": "0"}).content.decode()
    assert "“Hours in a week” must be 80 or less" in page
    assert "must be 1 or more" in page


def test_steps_count_and_are_taken_out_when_wrong(cast: Cast, sign_in) -> None:
    client, add = sign_in(cast.pat), reverse("occupation_step_add", args=[cast.amira.pk])
    typed = {"kind": "interview", "happened_on": "2026-11-20", "about": "Harbour Café", "result": "Trial day offered"}
    client.post(add, typed)
    for name in ("occupation_list", "timeline", "visit_brief"):
        page = client.get(reverse(name, args=[cast.amira.pk])).content.decode()
        assert "Harbour Café" in page, name
    assert "cannot be after" in client.post(add, typed | {"happened_on": "2026-11-24"}).content.decode()
    assert "Choose an answer to “What was it?”" in client.post(add, typed | {"kind": ""}).content.decode()
    row = OccupationStep.objects.get()
    edit = reverse("occupation_step_edit", args=[cast.amira.pk, row.pk])
    client.post(edit, typed | {"revision": 1, "result": "Begins on Monday"})
    row.refresh_from_db()
    assert row.result == "Begins on Monday"
    client.post(reverse("occupation_step_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert not OccupationStep.objects.exists()


def test_where_it_is_not_used_nothing_leads_there(cast: Cast, sign_in, scene) -> None:
    with scene():
        row = OccupationFactory.create(person=cast.amira, code="F2")
    set_policy(by=None, key="page_work", value="no", from_on=TODAY)
    client = sign_in(cast.pat)
    page = client.get(reverse("occupation_list", args=[cast.amira.pk])).content.decode()
    assert reverse("occupation_step_add", args=[cast.amira.pk]) not in page
    refused = client.post(reverse("occupation_facts", args=[cast.amira.pk, row.pk]), {"provider": "Melford College"})
    assert refused.status_code == 409
    assert "Melford College" in refused.content.decode()
