"""Dip samples of plans: what is drawn, that the second grader is blind, how far two agree, and what comes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.models import FollowUp
from pathways.actions.plan_samples import draw_sample, grade_plan
from pathways.models import PlanGrade, PlanSample, PlanSignature, SampledPlan
from pathways.rules.plan_samples import Agreed, agreed, draw, why_not_grade
from tests.cast import TODAY, Cast
from tests.factories import PlanVersionFactory, YoungPersonFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")
IDS = [UUID(int=number) for number in range(40)]


def test_the_same_seed_draws_the_same_in_whatever_order_and_never_more_than_there_are() -> None:
    drawn = draw(IDS, 10, 7)
    assert drawn == draw(IDS[::-1], 10, 7) != draw(IDS, 10, 8)
    assert len(set(drawn)) == 10
    assert set(drawn) < set(IDS)
    assert sorted(draw(IDS[:3], 10, 7)) == IDS[:3]
    assert draw([], 10, 7) == []


G, N = "good", "improve"


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        pytest.param([], Agreed(0, 0, None), id="nothing graded twice"),
        pytest.param([(G, G), (G, G)], Agreed(2, 2, None), id="chance alone would have them agree: no kappa"),
        pytest.param([(G, G), (N, N)], Agreed(2, 2, 1.0), id="always"),
        pytest.param([(G, N), (N, G)], Agreed(2, 0, -1.0), id="never"),
        # Cohen 1960: 20 both yes, 15 both no, 5 and 10 apart: (35/50 - 0.5) / (1 - 0.5) = 0.4.
        pytest.param([(G, G)] * 20 + [(G, N)] * 5 + [(N, G)] * 10 + [(N, N)] * 15, Agreed(50, 35, 0.4), id="in part"),
    ],
)
def test_how_far_two_agree(pairs: list[tuple[str, str]], found: Agreed) -> None:
    result = agreed(pairs)
    assert result[:2] == found[:2]
    assert result.kappa == (None if found.kappa is None else pytest.approx(found.kappa))


def test_who_may_grade() -> None:
    me, other, third = uuid4(), uuid4(), uuid4()
    assert why_not_grade(me, [other, None], [third], [third]) is None
    assert "You wrote in this plan" in str(why_not_grade(me, [me], [], []))
    assert "You authorised this plan" in str(why_not_grade(me, [other], [me], []))
    assert "You have graded" in str(why_not_grade(me, [], [], [me]))
    assert "Two people" in str(why_not_grade(me, [], [], [other, third]))


@pytest.fixture
def plans(cast: Cast, scene) -> Cast:
    """Amira's plan in North, Ben's in South, and one of somebody in North whose record is restricted."""
    with scene():
        hidden = YoungPersonFactory.create(first_name="Hidden", team=cast.north, worker=cast.pat, is_restricted=True)
        for person, worker in ((cast.amira, cast.pat), (cast.ben, cast.sam), (hidden, cast.pat)):
            give_status(person, "former_relevant")
            PlanVersionFactory.create(person=person, written_by=worker, authorised=True, authorised_by=cast.dana)
    return cast


FOUND: dict[str, Any] = {
    **{f"question_{number}": "yes" for number in range(6)},
    "grade": "good",
    "themes": ["voice", "health"],
    "comment": "Her words are in it.",
    "they_say": "It is about me.",
    "step_text": "Add a day to the dentist",
    "step_by": "2026-12-07",
}


def test_from_the_draw_to_what_two_people_found(plans: Cast, sign_in) -> None:
    mo = sign_in(plans.mo)
    draw_page = reverse("pathways:plan_sample_draw")
    wrong = mo.post(draw_page, {"team": "all", "wanted": "5"}).content.decode()
    assert "Choose one of the answers" in wrong, "a team manager does not draw from the whole authority"
    mo.post(draw_page, {"team": str(plans.north.pk), "wanted": "5"})
    sample = PlanSample.objects.get()
    row = SampledPlan.objects.get()
    assert (row.version.plan.person, sample.of, len(sample.questions)) == (plans.amira, 1, 6), "nobody else's"
    where = address("plan_grade", plans.amira, row.pk)
    page = mo.get(where).content.decode()
    assert "Would it be good enough for your own child?" in page
    assert "It is on Today of Pat." in page
    for changes, sentence in (
        ({"grade": ""}, "Choose an answer to “How good is this plan?”"),
        ({"step_by": ""}, "Give the day by which it is done"),
        ({"step_text": ""}, "Say what is to be done by then"),
    ):
        again = mo.post(where, FOUND | changes).content.decode()
        assert sentence in again
        assert "Her words are in it." in again
    mo.post(where, FOUND)
    step = FollowUp.objects.get()
    assert (step.assigned_to, step.text, step.person) == (plans.pat, "Add a day to the dentist", plans.amira)
    assert "Add a day to the dentist" in sign_in(plans.pat).get("/").content.decode()

    vera, listed = sign_in(plans.vera), reverse("pathways:plan_sample", args=[sample.pk])
    for blind in (vera.get(where), vera.get(listed)):
        for words in ("Her words are in it.", "What Mo found", "It is about me.", "Good <span", "Good or better"):
            assert words not in blind.content.decode(), "the second grader does not learn what the first found"
    vera.post(where, FOUND | {"grade": "improve", "themes": ["health"], "step_text": "", "step_by": ""})
    assert PlanGrade.objects.count() == 2
    both = vera.get(where).content.decode()
    assert "Her words are in it." in both
    assert "You have graded this plan." in both
    result = mo.get(listed).content.decode()
    for words in ("0 of 1, 0 %", "Health and wellbeing (1)", "Their voice (1)"):
        assert words in result
    over_time = mo.get(reverse("pathways:plan_samples")).content.decode()
    assert "1 of 1" in over_time
    assert "Amira" not in over_time
    sue = sign_in(plans.sue)
    assert sue.get(listed).status_code == 404, "of another team"
    assert sue.get(where).status_code == 404


def test_who_authorised_a_plan_is_not_offered_it_and_a_reviewing_officer_is(plans: Cast, sign_in, scene) -> None:
    """By the list, the page and the action. Seen to fail: who authorised it could save a grade."""
    with scene():
        person = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=plans.north, worker=plans.pat)
        version = PlanVersionFactory.create(
            person=person, written_by=plans.pat, authorised=True, authorised_by=plans.mo
        )
    version.signature = PlanSignature(version=version, signed_by=plans.vera)
    assert version.deciders == {plans.mo.pk, plans.vera.pk}, "and who signed it first"
    sample = draw_sample(
        by=plans.mo, among=[version.pk], team=plans.north, wanted=1, questions=["Good?"], today=TODAY, seed=1
    )
    listed = reverse("pathways:plan_sample", args=[sample.pk])
    where = address("plan_grade", person, sample.plans.get().pk)
    found = {"question_0": "yes", "grade": "good", "comment": "Clear."}
    mo = sign_in(plans.mo)
    assert "for you to grade" not in mo.get(listed).content.decode()
    for page in (mo.get(where), mo.post(where, found)):
        assert "You authorised this plan, so somebody else grades it." in page.content.decode()
        assert "Save what I found" not in page.content.decode()
    assert not PlanGrade.objects.exists()
    ivy = sign_in(plans.ivy)
    over_time = ivy.get(reverse("pathways:plan_samples")).content.decode()
    assert "Draw a sample" not in over_time
    assert listed in over_time
    assert "for you to grade" in ivy.get(listed).content.decode()
    assert ivy.post(where, found).status_code == 302
    assert PlanGrade.objects.get().grader == plans.ivy


def test_no_third_grade_and_none_of_ones_own_plan(plans: Cast) -> None:
    version = plans.amira.pathway_plan.versions.get()
    sample = draw_sample(
        by=plans.mo, among=[version.pk], team=plans.north, wanted=3, questions=["Good?"], today=TODAY, seed=1
    )
    row = sample.plans.get()
    facts: dict[str, Any] = {
        "sampled": row,
        "today": TODAY,
        "grade": "good",
        "answers": ["yes"],
        "themes": [],
        "comment": "",
        "they_say": "",
        "next_step": None,
    }
    with pytest.raises(Refused, match="You wrote in this plan"):
        grade_plan(by=plans.pat, **facts)
    for grader in (plans.mo, plans.vera):
        grade_plan(by=grader, **facts)
    for grader, sentence in ((plans.mo, "You have graded"), (plans.sue, "Two people have"), (plans.dana, "authorised")):
        with pytest.raises(Refused, match=sentence):
            grade_plan(by=grader, **facts)
    with pytest.raises(Refused, match="no authorised plan"):
        draw_sample(by=plans.mo, among=[], team=plans.north, wanted=3, questions=["Good?"], today=TODAY)
