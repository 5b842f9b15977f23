"""Registrations, the health history given to them, and how they say they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import HealthMatter, Wellbeing
from careleavers.rules.health import HealthFact, HealthKind, missing_health
from tests.cast import TODAY, Cast
from tests.factories import HealthMatterFactory, WellbeingFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

GP = {"kind": "gp", "state": "there", "since": "2026-10-05", "place": "Mill Road Surgery"}


@pytest.mark.parametrize(
    ("facts", "age", "expected"),
    [
        ([], 15, []),
        ([], 16, ["gp", "dentist", "optician"]),
        ([], 18, ["gp", "dentist", "optician", "history"]),
        ([HealthFact("gp", "there"), HealthFact("dentist", "asked")], 18, ["dentist", "optician", "history"]),
        ([HealthFact("history", "declined"), HealthFact("optician", "declined")], 18, ["gp", "dentist"]),
        ([HealthFact("nurse", "wanted")], 16, ["gp", "dentist", "optician"]),
    ],
    ids=[
        "not-before-16",
        "from-16",
        "history-from-18",
        "asked-for-is-not-there",
        "declined-is-settled",
        "not-everybody",
    ],
)
def test_what_is_missing_by_vol_3_d3(facts: list[HealthFact], age: int, expected: list[str]) -> None:
    assert missing_health(facts, age) == [HealthKind(kind) for kind in expected]


def test_a_registration_is_written_down_once_and_named_before_a_visit(cast: Cast, sign_in) -> None:
    client, add = sign_in(cast.pat), reverse("health_matter_add", args=[cast.amira.pk])
    client.post(add, GP)
    page = client.get(reverse("health_page", args=[cast.amira.pk])).content.decode()
    assert "Mill Road Surgery" in page
    assert "Still to see to: Dentist, Optician" in page
    assert (
        "Still to see to: Dentist, Optician"
        in client.get(reverse("visit_brief", args=[cast.amira.pk])).content.decode()
    )
    page = client.post(add, GP | {"place": "Another surgery"}).content.decode()
    assert "This is written down already: change that one." in page
    assert "Another surgery" in page
    assert sign_in(cast.ana).get(reverse("health_page", args=[cast.amira.pk])).status_code == 403


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "history"}, "Say how it was given to them"),
        ({"kind": "needs", "state": "there"}, "Say what others must know"),
        ({"since": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"since": "1999-05-05", "since_sure": "1999-05-05"}, "before Amira was born"),
        ({"state": ""}, "Choose an answer to “How is it?”"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(cast: Cast, sign_in, sent: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("health_matter_add", args=[cast.amira.pk]), GP | sent).content.decode()
    assert sentence in page
    assert "Mill Road Surgery" in page
    assert not HealthMatter.objects.exists()


def test_the_health_history_says_when_and_how_it_was_given(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    given = GP | {"kind": "history", "how": "Read together, on paper"}
    client.post(reverse("health_matter_add", args=[cast.amira.pk]), given)
    page = client.get(reverse("health_page", args=[cast.amira.pk])).content.decode()
    assert "since 5 October 2026: Read together, on paper" in page
    assert "Their health history" in client.get(reverse("timeline", args=[cast.amira.pk])).content.decode()


def test_they_answer_what_they_choose_from_0_to_10(cast: Cast, sign_in) -> None:
    client, add = sign_in(cast.pat), reverse("wellbeing_add", args=[cast.amira.pk])
    answers = {"answered_on": "2026-11-20", "satisfied": "0", "anxious": "10"}
    client.post(add, answers)
    assert [answer for _, answer in Wellbeing.objects.get().answers] == [0, None, None, 10]
    assert "they answered none, and that is fine" in client.post(add, {"answered_on": "2026-11-20"}).content.decode()
    assert "Choose one of the answers" in client.post(add, answers | {"happy": "11"}).content.decode()
    assert "Answers of that day are written down already" in client.post(add, answers | {"happy": "4"}).content.decode()
    row = Wellbeing.objects.get()
    client.post(reverse("wellbeing_edit", args=[cast.amira.pk, row.pk]), answers | {"revision": 1, "satisfied": "7"})
    row.refresh_from_db()
    assert (row.satisfied, row.happy, row.anxious) == (7, None, 10)


def test_a_mistake_is_taken_out_and_a_page_not_used_loses_nothing(cast: Cast, sign_in, scene) -> None:
    with scene():
        row, answers = HealthMatterFactory.create(person=cast.amira), WellbeingFactory.create(person=cast.amira)
    client = sign_in(cast.pat)
    client.post(reverse("wellbeing_remove", args=[cast.amira.pk, answers.pk]), {"revision": answers.revision})
    assert not Wellbeing.objects.exists()
    set_policy(by=None, key="page_health", value="no", from_on=TODAY)
    address = reverse("health_page", args=[cast.amira.pk])
    assert address not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "does not use this page any more" in client.get(address).content.decode()
    assert client.post(reverse("health_matter_add", args=[cast.amira.pk]), GP).status_code == 409
    client.post(reverse("health_matter_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert not HealthMatter.objects.exists()
