"""Reviews of the plan, and the needs assessment before it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from careleavers.models import Alert
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import NeedsAssessment, PlanReview
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanVersionFactory, StatusPeriodFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")


REVIEW = {
    "held_on": TODAY.isoformat(),
    "reason": "regular",
    "chaired_by": "Amira Khan",
    "person_took_part": "True",
    "summary": "All is well.",
    "next_within_months": "3",
}


def test_a_review_answers_its_alert_and_says_when_the_next_is_due(cast: Cast, scene, sign_in) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, authorised_on=days_ago(250)
        )
    reconcile_alerts(today=TODAY)
    assert Alert.objects.filter(code="plan_review_regular", closed_on=None).exists()
    client = sign_in(cast.pat)
    assert "Out of date" in client.get(address("plan", cast.amira)).content.decode()
    response = client.post(address("review_add", cast.amira), REVIEW)
    assert response.status_code == 302
    assert not Alert.objects.filter(code="plan_review_regular", closed_on=None).exists()
    page = client.get(address("plan", cast.amira)).content.decode()
    assert "Review recorded. The next is due by 23 May 2027." in page
    assert "In date" in page
    client.post(address("review_add", cast.amira), REVIEW)
    review = PlanReview.objects.get()
    assert "All is well." in client.get(address("review", cast.amira, review.pk)).content.decode()


def test_a_review_held_long_ago_does_not_answer_what_is_due_since(cast: Cast, scene, sign_in) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, authorised_on=days_ago(500)
        )
    reconcile_alerts(today=TODAY)
    sign_in(cast.pat).post(address("review_add", cast.amira), REVIEW | {"held_on": days_ago(300).isoformat()})
    assert Alert.objects.filter(code="plan_review_regular", closed_on=None).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"held_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be after"),
        ({"held_on": days_ago(251).isoformat()}, "before the first plan was authorised"),
        ({"person_took_part": "False"}, "Say why they did not take part"),
        ({"person_took_part": ""}, "Choose an answer"),
        ({"summary": ""}, "Fill in"),
        ({"next_within_months": "7"}, "Choose one of the answers"),
    ],
)
def test_a_review_says_what_is_wrong(cast: Cast, scene, sign_in, typed: dict, sentence: str) -> None:
    with scene():
        PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, authorised_on=days_ago(250)
        )
    page = sign_in(cast.pat).post(address("review_add", cast.amira), REVIEW | typed).content.decode()
    assert sentence in page
    assert not PlanReview.objects.exists()


def test_without_a_plan_there_is_nothing_to_review(cast: Cast, sign_in) -> None:
    page = sign_in(cast.pat).post(address("review_add", cast.amira), REVIEW).content.decode()
    assert "There is no authorised plan to review yet" in page


def test_an_assessment_is_begun_gone_on_with_and_completed(cast: Cast, scene, sign_in) -> None:
    with scene():
        StatusPeriodFactory.create(person=cast.amira, status="eligible_child", starts_on=days_ago(80))
    reconcile_alerts(today=TODAY)
    assert Alert.objects.filter(code="needs_assessment_eligible", closed_on=None).exists()
    client = sign_in(cast.pat)
    client.post(address("assessment_start", cast.amira))
    client.post(address("assessment_start", cast.amira))
    begun = NeedsAssessment.objects.get()
    where = address("assessment_write", cast.amira, begun.pk)
    texts = {"need_health": "Asthma", "own_words": "I want to stay"}
    assert client.post(where, texts | {"revision": 1}).status_code == 302
    clash = client.post(where, {"revision": 1, "own_words": "Mine"}).content.decode()
    assert "Asthma" in clash
    assert "What they changed is in the form now" in clash
    page = client.post(where, texts | {"revision": 2, "complete": "yes"}).content.decode()
    assert "Write something under “Education, training and employment”" in page
    assert "Write something under “Health and development”" not in page
    long = client.post(where, texts | {"revision": 2, "need_money": "x" * 10_001}).content.decode()
    assert "Shorten “Money” to 10000 characters" in long
    assert 'name="revision" value="2"' in page
    needs = {f"need_{code}": "Known" for code in begun.needs} | {"need_arrival": ""}
    ready = texts | needs | {"revision": 2, "conclusion": "A plan soon", "complete": "yes"}
    alone = client.post(where, ready).content.decode()
    assert "Write something under “Who was asked and what they think, or why nobody was”" in alone
    assert NeedsAssessment.objects.get().completed_on is None
    asked = {
        "asked_carer": "Mrs Ward, on 3 November: she is ready.",
        "asked_parents": "She does not want it.",
    }
    done = client.post(where, ready | asked | {"revision": 3})
    assert done.status_code == 302
    begun.refresh_from_db()
    assert begun.completed_on == TODAY
    assert not Alert.objects.filter(code="needs_assessment_eligible", closed_on=None).exists()
    assert Alert.objects.filter(code="pathway_plan_first", closed_on=None).exists()
    assert begun.views["carer"] == asked["asked_carer"]
    read = client.get(address("assessment_read", cast.amira, begun.pk)).content.decode()
    assert "A plan soon" in read
    assert asked["asked_carer"] in read
    assert client.get(where).headers["Location"] == address("assessment_read", cast.amira, begun.pk)
