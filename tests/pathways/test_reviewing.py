"""Independent reviewing officers: whose plans, how many, what they escalate and what a year came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.models import Alert, AlertRecipient, User
from careleavers.rules.policies import defaults
from pathways.actions import reviewing as actions
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import PlanEscalation, PlanReview, PlanReviewer
from pathways.queries import reviewing
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanReviewerFactory, PlanVersionFactory, RoleAssignmentFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")
REVIEW = {
    "held_on": TODAY.isoformat(),
    "reason": "regular",
    "chaired_by": "Ivy",
    "person_took_part": "True",
    "summary": "All is well.",
    "next_within_months": "6",
}


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser of their own for each."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def planned(cast: Cast, scene) -> None:
    """Amira's plan is long overdue, Ben's is new; nobody reviews them yet."""
    with scene():
        for person, adviser, manager, on in (
            (cast.amira, cast.pat, cast.mo, days_ago(300)),
            (cast.ben, cast.sam, cast.sue, days_ago(10)),
        ):
            give_status(person, "former_relevant")
            PlanVersionFactory.create(
                authorised=True, person=person, written_by=adviser, authorised_by=manager, authorised_on=on
            )
    reconcile_alerts(today=TODAY)


def test_a_manager_names_an_officer_who_finds_the_reddest_plan_first(cast: Cast, planned: None, sign_in) -> None:
    manager, where = sign_in(cast.mo), address("plan_reviewer", cast.amira)
    assert manager.post(where, {"officer": cast.pat.pk}).status_code == 200  # who is no officer
    assert manager.post(where, {"officer": cast.ivy.pk}).status_code == 302
    row = PlanReviewer.objects.get()
    actions.name_reviewer(by=cast.sue, person=cast.ben, today=TODAY, officer=cast.ivy)
    ivy = sign_in(cast.ivy)
    assert ivy.get("/").headers["Location"] == "/pathways/reviewing/"
    page = ivy.get("/pathways/reviewing/").content.decode()
    assert page.index("Amira Khan") < page.index("Ben Ward")
    assert "2, 1 red" in page
    assert "The review is 119 days overdue" in page
    assert manager.post(where, {"officer": "", "revision": row.revision + 5}).status_code == 200
    assert manager.post(where, {"officer": "", "revision": row.revision}).status_code == 302
    assert "Amira Khan" not in ivy.get("/pathways/reviewing/").content.decode()
    assert ivy.get(address("plan_write", cast.amira)).status_code == 403
    assert ivy.post(address("plan_start", cast.amira)).status_code == 403


def test_an_officer_records_and_rates_a_review_and_the_year_counts_it(cast: Cast, planned: None, sign_in) -> None:
    ivy = sign_in(cast.ivy)
    assert ivy.post(address("review_add", cast.amira), REVIEW).status_code == 302
    assert ivy.post(address("plan_rating", cast.amira), {"rag": "amber", "reason": "No dentist."}).status_code == 302
    assert PlanReview.objects.get().recorded_by == cast.ivy
    [row] = reviewing.year_of_reviews(cast.vera, 2026, TODAY)
    assert (row.name, row.reviews, row.plans, row.took_part) == ("Ivy", 1, 1, 1)
    assert not reviewing.year_of_reviews(cast.vera, 2025, TODAY)
    assert not reviewing.year_of_reviews(cast.sue, 2026, TODAY)  # of the other team


def test_a_year_counts_what_was_held_while_they_were_an_officer(cast: Cast, planned: None, sign_in, scene) -> None:
    """Seen to fail: whoever became one later had every review that they had held before counted."""
    assert sign_in(cast.mo).post(address("review_add", cast.amira), REVIEW).status_code == 302
    with scene():
        PlanReview.objects.update(held_on=TODAY - timedelta(days=30))
        RoleAssignmentFactory.create(user=cast.mo, role="reviewing_officer", team=None, starts_on=TODAY)
    assert not reviewing.year_of_reviews(cast.vera, 2026, TODAY)


def test_what_is_escalated_is_a_managers_task_until_it_is_answered(cast: Cast, planned: None, sign_in) -> None:
    ivy, manager = sign_in(cast.ivy), sign_in(cast.mo)
    sent = {"concern": "No dentist since March.", "manager": cast.mo.pk}
    for _ in range(2):
        assert ivy.post(address("plan_escalation_add", cast.amira), sent).status_code == 302
    raised = PlanEscalation.objects.get()
    assert raised.answer_by == TODAY + timedelta(days=14)  # ten working days
    alert = Alert.objects.get(closed_by_kind="escalation", closed_on=None)
    assert set(AlertRecipient.objects.filter(alert=alert).values_list("user__name", flat=True)) == {"Mo", "Pat"}
    assert "A reviewing officer waits" in manager.get("/?whose=team").content.decode()
    where = address("plan_escalation", cast.amira, raised.pk)
    for other in (cast.pat, cast.ivy):
        page = sign_in(other).post(where, {"answer": "Done", "revision": 1}).content.decode()
        assert "A manager answers it." in page
    assert "Fill in" in manager.post(where, {"answer": "", "revision": 1}).content.decode()
    assert manager.post(where, {"answer": "Mill Road takes her.", "revision": 1}).status_code == 302
    assert not Alert.objects.filter(closed_by_kind="escalation", closed_on=None).exists()
    assert "Mill Road takes her." in ivy.get(where).content.decode()
    further = address("plan_escalation_add", cast.amira) + f"?follows={raised.pk}"
    assert ivy.post(further, {"concern": "She waits still.", "manager": cast.vera.pk}).status_code == 302
    with pytest.raises(Refused, match="taken further already"):
        actions.settle_escalation(by=cast.ivy, escalation=raised, revision=None, today=TODAY)
    second = PlanEscalation.objects.get(follows=raised)
    actions.answer_escalation(by=cast.vera, escalation=second, revision=None, today=TODAY, answer="Friday.")
    settle = address("plan_escalation_settle", cast.amira, second.pk)
    assert ivy.post(settle, {"revision": 2}).status_code == 302
    second.refresh_from_db()
    assert second.settled_on == TODAY
    [row] = reviewing.year_of_reviews(cast.vera, 2026, TODAY)
    assert (row.raised, row.in_time, row.late, row.waiting) == (2, 2, 0, 0)


def test_a_death_ends_the_task_and_the_list(cast: Cast, planned: None) -> None:
    actions.name_reviewer(by=cast.mo, person=cast.amira, today=TODAY, officer=cast.ivy)
    asked = {"by": cast.ivy, "person": cast.amira, "today": TODAY, "working_days": 1, "manager": cast.mo}
    actions.escalate(**asked, concern="No dentist.")
    record_death(by=cast.mo, person=cast.amira, died_on=TODAY, today=TODAY)
    assert not Alert.objects.filter(closed_by_kind="escalation", closed_on=None).exists()
    assert not reviewing.plans_reviewed_by(cast.ivy, cast.ivy, TODAY, defaults())
    with pytest.raises(Refused):
        actions.escalate(**asked, concern="Another.")


def test_the_workload_is_counted_for_everybody_in_the_same_queries(
    cast: Cast, planned: None, scene, sign_in, django_assert_num_queries
) -> None:
    with scene():
        PlanReviewerFactory.create(person=cast.ben, officer=cast.ivy)
    assert reviewing.owed_without_reviewer(cast.vera, TODAY).count() == 1
    with scene():
        PlanReviewerFactory.create(person=cast.amira, officer=cast.ivy)
    with django_assert_num_queries(4):
        [work] = reviewing.workload(cast.vera, TODAY, defaults())
    assert (work.plans, work.red, work.green, work.due_soon) == (2, 1, 1, 1)
    [of_north] = reviewing.workload(cast.mo, TODAY, defaults())
    assert of_north.plans == 1
    page = sign_in(cast.vera).get("/pathways/reviewing/officers/?year=nonsense").content.decode()
    assert "Ivy" in page
    assert "The year 2026" in page
