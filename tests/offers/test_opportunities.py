"""Posts kept for young people: matching, each step with its dated question, and the numbers against the places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.models import Alert, Occupation, RoleAssignment
from offers.actions import opportunities as actions
from offers.actions.money import approve_request
from offers.actions.payments import finish_request, record_payment, record_refund
from offers.models import Candidacy, CandidacyStep, MoneyRequest, Opportunity
from offers.queries.opportunities import lines_of, matches_for
from offers.rules.opportunities import (
    Step,
    WorkStage,
    counts_by_stage,
    is_qualified,
    next_check,
    stages_to_come,
    why_not_step,
)
from tests.cast import TODAY, Cast, days_ago
from tests.factories import EmployerFactory, OpportunityFactory, WorkInterestFactory, YoungPersonFactory, give_status
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")
S = WorkStage


def steps(*reached: tuple[WorkStage, date]) -> list[Step]:
    return [Step(stage, on) for stage, on in reached]


@pytest.mark.parametrize(
    ("reached", "due_on", "text"),
    [
        pytest.param([(S.INTERESTED, date(2026, 11, 2))], date(2026, 11, 16), "Arrange an informal meeting", id="14d"),
        pytest.param([(S.MEETING, date(2026, 11, 2))], date(2026, 11, 16), "came of the meeting", id="meeting"),
        pytest.param([(S.TRIAL, date(2026, 11, 2))], date(2026, 11, 16), "came of the work trial", id="trial"),
        pytest.param([(S.EMPLOYED, date(2026, 1, 5))], date(2026, 4, 6), "after 13 weeks", id="13 weeks"),
        pytest.param(
            [(S.EMPLOYED, date(2026, 1, 5)), (S.LASTED_13, date(2026, 4, 9))],
            date(2026, 7, 6),
            "after 26 weeks",
            id="26 weeks count from the beginning",
        ),
    ],
)
def test_what_is_asked_next_and_by_when(reached, due_on: date, text: str) -> None:
    check = next_check(steps(*reached), "Gardener")
    assert check
    assert check.due_on == due_on
    assert text in check.text


@pytest.mark.parametrize("last", [S.ENDED, S.LASTED_26])
def test_what_has_ended_is_not_asked_about(last: WorkStage) -> None:
    assert next_check(steps((S.EMPLOYED, date(2026, 1, 5)), (last, date(2026, 9, 1))), "Gardener") is None
    assert stages_to_come(steps((S.ENDED, date(2026, 1, 5)))) == []


def test_before_the_first_step_somebody_may_be_interested() -> None:
    assert next_check([], "Gardener") is None
    assert stages_to_come([]) == [S.INTERESTED]


@pytest.mark.parametrize(
    ("reached", "stage", "on", "says"),
    [
        ([], S.INTERESTED, date(2026, 11, 24), "has not come yet"),
        ([(S.MEETING, date(2026, 11, 2))], S.TRIAL, date(2026, 11, 1), "give that day or a later one"),
        ([(S.TRIAL, date(2026, 11, 2))], S.MEETING, date(2026, 11, 3), "come further already"),
        ([(S.MEETING, date(2026, 11, 2))], S.MEETING, date(2026, 11, 3), "written down already"),
        ([(S.MEETING, date(2026, 11, 2))], S.LASTED_13, date(2026, 11, 3), "first that they are in the post"),
        ([(S.EMPLOYED, date(2026, 1, 5))], S.LASTED_13, date(2026, 4, 5), "13 weeks from 5 January 2026"),
        ([(S.EMPLOYED, date(2026, 1, 5))], S.LASTED_13, date(2026, 4, 6), None),
        ([(S.ENDED, date(2026, 1, 5))], S.TRIAL, date(2026, 4, 6), "It ended on"),
        ([(S.INTERESTED, date(2026, 1, 5))], S.EMPLOYED, date(2026, 4, 6), None),
    ],
)
def test_a_step_that_cannot_be(reached, stage: WorkStage, on: date, says: str | None) -> None:
    refusal = why_not_step(steps(*reached), stage, on, TODAY)
    assert (refusal is None) if says is None else says in (refusal or "")


def test_seven_met_four_tried_two_are_employed() -> None:
    """Seed 2, 14(vi)."""
    met, tried, works = ((stage, date(2026, 1, 5)) for stage in (S.MEETING, S.TRIAL, S.EMPLOYED))
    everybody = [steps(met)] * 3 + [steps(met, tried)] * 2 + [steps(met, tried, works)] * 2
    counted = counts_by_stage(everybody)
    assert (counted[S.MEETING], counted[S.TRIAL], counted[S.EMPLOYED]) == (7, 4, 2)


@pytest.mark.parametrize(
    ("level", "needed", "enough"),
    [("", "", True), ("", "2", False), ("entry", "1", False), ("3", "2", True), ("2", "2", True)],
)
def test_a_qualification_is_enough(level: str, needed: str, enough: bool) -> None:
    assert is_qualified(level, needed) == enough


@pytest.fixture
def post(cast: Cast, scene: Callable) -> Opportunity:
    with scene():
        for person in (cast.amira, cast.ben):
            give_status(person, "former_relevant")
            WorkInterestFactory.create(person=person)
        employer = EmployerFactory.create()
        return OpportunityFactory.create(employer=employer, places=1, level="2")


def test_from_interest_to_work_that_lasts(cast: Cast, post: Opportunity, sign_in) -> None:
    """Each step is followed by a task of whoever works with them, and beginning is their work in the record."""
    pat = sign_in(cast.pat)
    found = pat.get(reverse("offers:post", args=[post.pk])).content.decode()
    assert "Amira Khan" in found
    assert "lacks the qualification" in found
    assert "Ben" not in found, "South is not pat's"
    page = reverse("offers:posts_of", args=[cast.amira.pk])
    pat.post(reverse("offers:work_interest", args=[cast.amira.pk]), {"sector": "gardening", "level": "2"})
    assert "they have what is asked for" in pat.get(page).content.decode()
    pat.post(reverse("offers:put_forward", args=[cast.amira.pk, post.pk]), {"happened_on": days_ago(200).isoformat()})
    row = Candidacy.objects.get()
    assert "Arrange an informal meeting about Apprentice gardener" in pat.get(reverse("home")).content.decode()
    step = reverse("offers:work_step", args=[cast.amira.pk, row.pk])
    pat.post(step, {"stage": "meeting", "happened_on": days_ago(190).isoformat()})
    began = {"stage": "employed", "happened_on": days_ago(95).isoformat()}
    assert "Choose what it is in the return" in pat.post(step, began).content.decode()
    pat.post(step, began | {"code": "F4"})
    work = Occupation.objects.get(person=cast.amira, ends_on=None)
    assert (work.code, work.starts_on, work.detail, work.provider) == ("F4", days_ago(95), post.title, "Wend Gardens")
    alert = Alert.objects.get(person=cast.amira, code="work_to_ask_about", closed_on=None)
    assert alert.due_on == days_ago(95 - 91)
    assert "13 weeks" in pat.get(reverse("home")).content.decode()
    pat.post(step, {"stage": "lasted_13", "happened_on": days_ago(2).isoformat()})
    alert = Alert.objects.get(person=cast.amira, code="work_to_ask_about", closed_on=None)
    assert alert.due_on == days_ago(95 - 182)
    [line] = lines_of([post])
    assert (line.in_post, line.left, line.counts[S.MEETING], line.counts[S.TRIAL]) == (1, 0, 1, 0)
    listed = sign_in(cast.dana).get(reverse("offers:opportunities")).content.decode()
    assert "Apprentice gardener" in listed
    assert "Amira" not in sign_in(cast.dana).get(reverse("offers:post", args=[post.pk])).content.decode()


def test_no_more_begin_than_there_are_posts_and_a_mistake_is_taken_out(cast: Cast, post: Opportunity) -> None:
    facts = {"note": "", "code": "F4", "today": TODAY}
    rows = [
        actions.put_forward(by=cast.mo, person=person, opportunity=post, happened_on=days_ago(30), today=TODAY)
        for person in (cast.amira, cast.ben)
    ]
    actions.take_work_step(by=cast.mo, candidacy=rows[0], stage=S.EMPLOYED, happened_on=days_ago(9), **facts)
    with pytest.raises(Refused, match="All of these posts are filled"):
        actions.take_work_step(by=cast.mo, candidacy=rows[1], stage=S.EMPLOYED, happened_on=days_ago(9), **facts)
    with pytest.raises(Refused, match="put forward for this already"):
        actions.put_forward(by=cast.mo, person=cast.ben, opportunity=post, happened_on=TODAY, today=TODAY)
    begun, first = (CandidacyStep.objects.get(candidacy=rows[0], stage=stage) for stage in (S.EMPLOYED, S.INTERESTED))
    with pytest.raises(Refused, match="take that out first"):
        actions.remove_work_step(by=cast.mo, step=first, revision=None, today=TODAY)
    for row in (begun, first):
        actions.remove_work_step(by=cast.mo, step=row, revision=None, today=TODAY)
    assert not Candidacy.objects.filter(person=cast.amira).exists()
    assert not Alert.objects.filter(person=cast.amira, code="work_to_ask_about", closed_on=None).exists()
    record_death(by=cast.sam, person=cast.ben, died_on=TODAY, today=TODAY)
    assert not Alert.objects.filter(person=cast.ben, code="work_to_ask_about", closed_on=None).exists()


def test_whom_posts_may_suit(cast: Cast, post: Opportunity, scene: Callable) -> None:
    """Of those whom the user may see: the qualified first, nobody under 16, nobody put forward already."""
    with scene():
        able, child = (YoungPersonFactory.create(team=cast.north, worker=cast.pat) for _ in range(2))
        child.date_of_birth = TODAY - timedelta(days=365 * 15)
        child.save()
        WorkInterestFactory.create(person=able, level="3")
        WorkInterestFactory.create(person=child, level="3")
    found = matches_for(post, cast.vera, TODAY, "1 March")
    assert [(each.interest.person, each.is_qualified) for each in found] == [
        (able, True),
        (cast.amira, False),
        (cast.ben, False),
    ]
    actions.put_forward(by=cast.mo, person=able, opportunity=post, happened_on=TODAY, today=TODAY)
    assert [each.interest.person for each in matches_for(post, cast.pat, TODAY, "1 March")] == [cast.amira]


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("worker", "is on Today of Pat."),
        ("manager", "is on Today of Mo, as nobody works with them."),
        ("nobody", "is on Today of nobody yet: nobody works with them, and nobody manages their team."),
    ],
)
def test_the_page_names_who_has_the_next_step(
    cast: Cast, post: Opportunity, sign_in, scene, who: str, says: str
) -> None:
    """Seen to fail: it promised “whoever works with them” where nobody does."""
    with scene():
        if who != "worker":
            cast.amira.allocations.all().delete()
        if who == "nobody":
            RoleAssignment.objects.filter(user__in=[cast.mo, cast.vera]).delete()
    page = reverse("offers:put_forward", args=[cast.amira.pk, post.pk])
    said = sign_in(cast.wes).post(page, {"happened_on": days_ago(2).isoformat()}, follow=True).content.decode()
    assert f"To arrange a meeting {says}" in said
    ask = {"category": "work", "amount": "10", "what_for": "boots", "payee": "Boots Ltd", "method": "supplier"}
    asked = sign_in(cast.wes).post(
        reverse("offers:money_ask", args=[cast.amira.pk]), ask | {"asked_on": TODAY.isoformat()}, follow=True
    )
    decides = "nobody yet: nobody else may do it" if who == "nobody" else "Mo."
    assert f"To decide on it is on Today of {decides}" in asked.content.decode()


@pytest.mark.usefixtures("_on_the_day")
def test_an_employer_gets_what_is_due_after_13_and_26_weeks(cast: Cast, scene) -> None:
    """Asked for by itself, once each; taken out again while it waits, and not while money that was approved is out.
    Seen to fail: stopped, as the sentence says, it still could not be taken out."""
    with scene():
        post = OpportunityFactory.create(
            employer=EmployerFactory.create(title="Green Ltd"),
            opens_on=days_ago(300),
            incentive_13=500,
            incentive_26=1000,
            provider="Coast College",
            provider_13=250,
        )
    candidacy = actions.put_forward(
        by=cast.pat, person=cast.amira, opportunity=post, happened_on=days_ago(200), today=TODAY
    )
    step = partial(actions.take_work_step, by=cast.pat, candidacy=candidacy, note="", today=TODAY)
    step(stage=WorkStage.EMPLOYED, happened_on=days_ago(190), code="F1")
    said = Alert.objects.get(code="work_to_ask_about", closed_on=None).text
    assert "If so, £500 is due to the employer and £250 is due to the training provider" in said
    for stage, ago, amount in ((WorkStage.LASTED_13, 90, 500), (WorkStage.LASTED_26, 5, 1000)):
        step(stage=stage, happened_on=days_ago(ago), code="")
        request = MoneyRequest.objects.get(work_step__stage=stage, payee="Green Ltd")
        said = (request.amount, request.payee, request.category, request.state)
        assert said == (amount, "Green Ltd", "work", "waiting")
    trains = MoneyRequest.objects.get(payee="Coast College")
    assert (trains.amount, trains.what_for[:35]) == (250, "Incentive for the training provider")
    last = candidacy.steps.last()
    approve_request(by=cast.vera, request=request, amount=request.amount, decided_on=TODAY, today=TODAY)
    remove = partial(actions.remove_work_step, by=cast.pat, revision=None, today=TODAY)
    with refused("The incentive for it is approved: stop that first", CandidacyStep, MoneyRequest):
        remove(step=last)
    paid = record_payment(by=cast.bus, request=request, amount=Decimal(400), paid_on=TODAY, today=TODAY)
    finish_request(by=cast.vera, request=request, today=TODAY)
    with refused("The incentive for it was paid: write down first that it came back", CandidacyStep, MoneyRequest):
        remove(step=last)
    record_refund(by=cast.bus, payment=paid, amount=Decimal(400), paid_on=TODAY, note="By mistake", today=TODAY)
    remove(step=last)
    remove(step=candidacy.steps.last())
    states = MoneyRequest.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["approved", "withdrawn", "withdrawn"]
