"""How a plan is rated: the rule as a table, and what a reviewer chose instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.rules.policies import defaults
from pathways.actions import reviews
from pathways.actions.plan_ratings import choose_rating
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import PlanRating
from pathways.queries.plan_ratings import rated_plan, rated_plans
from pathways.rules.differences import differences
from pathways.rules.plan_rag import DEFAULTS, Rag, RagSettings, RatedFacts, plan_rag
from pathways.rules.plan_status import PlanState
from tests.cast import TODAY, Cast, days_ago
from tests.factories import NOW, PlanReviewFactory, PlanVersionFactory, give_status
from tests.pathways.plan_pages import address

ON = date(2026, 11, 23)
IN_DATE, OVERDUE = PlanState.IN_DATE, PlanState.OVERDUE
RATED = [
    pytest.param(RatedFacts(PlanState.NOT_OWED, True, None, 9, False), None, (), id="none is owed"),
    pytest.param(RatedFacts(IN_DATE, True, date(2026, 11, 23), 0, True), Rag.GREEN, (), id="due today"),
    pytest.param(RatedFacts(IN_DATE, True, None, 0, None), Rag.GREEN, (), id="no review yet"),
    pytest.param(
        RatedFacts(OVERDUE, True, date(2026, 11, 22), 0, True),
        Rag.AMBER,
        ("The review is 1 day overdue",),
        id="one day over",
    ),
    pytest.param(
        RatedFacts(OVERDUE, True, date(2026, 10, 27), 0, True),
        Rag.AMBER,
        ("The review is 27 days overdue",),
        id="the last day of amber",
    ),
    pytest.param(
        RatedFacts(OVERDUE, True, date(2026, 10, 26), 0, True),
        Rag.RED,
        ("The review is 28 days overdue",),
        id="the first day of red",
    ),
    pytest.param(
        RatedFacts(PlanState.NO_PLAN, False, date(2026, 12, 1), 0, None),
        Rag.AMBER,
        ("There is no plan yet",),
        id="no plan, in time",
    ),
    pytest.param(
        RatedFacts(PlanState.NO_PLAN, False, date(2026, 10, 1), 0, None),
        Rag.RED,
        ("The first plan is 53 days overdue",),
        id="no plan, long overdue",
    ),
    pytest.param(
        RatedFacts(IN_DATE, True, None, 1, True), Rag.AMBER, ("1 promise of ours is late",), id="a late promise"
    ),
    pytest.param(
        RatedFacts(IN_DATE, True, None, 3, False),
        Rag.RED,
        ("3 promises of ours are late", "They did not take part in the last review"),
        id="the worst first",
    ),
]


@pytest.mark.parametrize(("facts", "rag", "reasons"), RATED)
def test_how_a_plan_is_rated(facts: RatedFacts, rag: Rag | None, reasons: tuple[str, ...]) -> None:
    rated = plan_rag(facts, ON)
    assert (rated.rag if rated else None, rated.reasons if rated else ()) == (rag, reasons)


def test_the_thresholds_are_the_authority_s_own() -> None:
    facts = RatedFacts(OVERDUE, True, date(2026, 11, 22), 2, True)
    assert plan_rag(facts, ON, RagSettings(red_days=0)).rag is Rag.RED
    assert plan_rag(facts, ON, DEFAULTS._replace(red_promises=2)).rag is Rag.RED
    assert plan_rag(facts._replace(due_on=None), ON, DEFAULTS._replace(amber_promises=3)).rag is Rag.GREEN


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("A flat in town", "A house in town", ["flat"], ["house"]),
        ("Same  words", "Same\nwords", [], []),
        ("", "All of it", [], ["All of it"]),
        ("One two", "One", [" two"], []),
    ],
)
def test_what_differs_between_two_texts(before: str, after: str, gone: list[str], new: list[str]) -> None:
    left, right = differences(before, after)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (before, after)
    assert [piece.text for piece in left if piece.is_other] == gone
    assert [piece.text for piece in right if piece.is_other] == new


def test_texts_too_long_to_compare_are_shown_whole() -> None:
    before, after = "word " * 4000, "word " * 3999 + "other"
    assert differences(before, after) == ([(before, True)], [(after, True)])
    assert differences(before, before) == ([(before, False)], [(before, False)])


@pytest.mark.usefixtures("_on_the_day")
def test_a_reviewer_rates_otherwise_until_the_plan_is_reviewed(
    cast: Cast, scene, sign_in, django_assert_num_queries
) -> None:
    with scene():
        for person in (cast.amira, cast.ben):
            give_status(person, "former_relevant")
        first = {"authorised": True, "person": cast.amira, "written_by": cast.pat, "authorised_by": cast.mo}
        version = PlanVersionFactory.create(**first, authorised_on=days_ago(170))
        PlanReviewFactory.create(person=cast.amira, held_on=days_ago(20), person_took_part=False, why_not_there="Work")
    reconcile_alerts(today=TODAY)
    policies = defaults()
    assert rated_plan(cast.amira.pk, TODAY, policies).rag is Rag.AMBER
    manager = sign_in(cast.mo)
    where = address("plan_rating", cast.amira)
    assert "Fill in" in manager.post(where, {"rag": "red"}).content.decode()
    sent = {"rag": "red", "reason": "Nobody asked her."}
    for _ in range(2):
        assert manager.post(where, sent).status_code == 302
    assert PlanRating.objects.count() == 1
    page = manager.get(where).content.decode()
    assert "Chosen instead" in page
    assert "Worked out" in page
    for at in (address("plan", cast.amira), reverse("person", args=[cast.amira.pk])):
        assert '<strong class="tag tag--stop">Red</strong>' in manager.get(at).content.decode(), at
    with django_assert_num_queries(1):
        both = rated_plans([cast.amira.pk, cast.ben.pk], TODAY, policies)
    assert both[cast.amira.pk].because == "Nobody asked her. (Mo)"
    assert both[cast.ben.pk].because == "The first plan is 543 days overdue"
    assert sign_in(cast.pat).get(where).status_code == 403
    reviews.record_review(
        by=cast.pat, person=cast.amira, today=TODAY, held_on=TODAY, chaired_by="Jo", person_took_part=True, summary="Ok"
    )
    assert rated_plan(cast.amira.pk, TODAY, policies).rag is Rag.RED  # of the same day: chosen at the review
    assert version.plan.ratings.get().rag == "red"
    tomorrow = TODAY + timedelta(days=1)
    assert rated_plan(cast.amira.pk, tomorrow, policies).chosen
    with scene():
        PlanReviewFactory.create(person=cast.amira, held_on=tomorrow)
    assert rated_plan(cast.amira.pk, tomorrow, policies).chosen is None
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        choose_rating(by=cast.mo, person=cast.amira, today=TODAY, rag="", reason="All is well now.")
    assert rated_plan(cast.amira.pk, TODAY, policies).rag is Rag.GREEN
    with pytest.raises(Refused, match="no plan to rate"):
        choose_rating(by=cast.sue, person=cast.ben, today=TODAY, rag="red", reason="None")
