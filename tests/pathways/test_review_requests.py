"""A review of the plan that is asked for, or found necessary, before its date: due until it is held or ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.models import Alert, AuditEvent, YoungPerson
from pathways.actions import plan_links, review_requests
from pathways.models import DueItem, PlanReview, ReviewRequest
from pathways.queries.early_reviews import lost_their_work
from pathways.rules.review_requests import AT_ONCE, AskedBy, EndedHow, ReviewReason, why_not_end
from tests.cast import TODAY, Cast
from tests.factories import (
    HomeFactory,
    OccupationFactory,
    PlanReviewFactory,
    ReviewRequestFactory,
    RiskAssessmentFactory,
)
from tests.pathways.pages_agree import assert_pages_agree
from tests.pathways.plan_pages import address
from tests.pathways.test_plan_links import born, value
from tests.pathways.test_plan_reviews import REVIEW
from tests.pathways.watched import due, planned, status, told

pytestmark = pytest.mark.usefixtures("_on_the_day")
DUE = "Plan review that was asked for"
ASKED: dict[str, Any] = {
    "asked_by": "adviser",
    "asked_by_name": "",
    "reason": "work",
    "words": "She lost her job at the bakery and the rent is due.",
    "asked_on": "2026-11-20",
}


@pytest.mark.parametrize(
    ("asked_by", "how", "decides", "is_refused"),
    [
        pytest.param("young_person", "against", True, True, id="reg 7(2)(a): they asked, so it is held"),
        pytest.param("adviser", "against", True, True, id="reg 7(2)(b): the adviser considers it necessary"),
        pytest.param("manager", "against", True, False, id="reg 7(2)(b): the authority no longer considers it so"),
        pytest.param("officer", "against", True, False, id="others ask, the authority decides"),
        pytest.param("other", "against", False, True, id="who decides is a manager"),
        pytest.param("young_person", "withdrawn", False, False, id="they take it back"),
        pytest.param("adviser", "withdrawn", False, False, id="the adviser takes it back"),
        pytest.param("young_person", "mistake", False, False, id="it was never asked for"),
    ],
)
def test_who_may_say_that_no_review_is_held(asked_by: str, how: str, decides: bool, is_refused: bool) -> None:
    assert bool(why_not_end(AskedBy(asked_by), EndedHow(how), decides=decides)) is is_refused


def test_vol_3_4_17_what_is_reviewed_at_once() -> None:
    assert {ReviewReason(code) for code in ("custody", "homeless", "parenting", "risk")} == AT_ONCE


@pytest.fixture
def noor(cast: Cast, make_person: Callable, scene: Callable) -> YoungPerson:
    """Left care at 18 in March 2025, with a plan of October that is in date."""
    person: YoungPerson = make_person(date(2007, 3, 10))
    with scene():
        status(person, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, person, date(2026, 10, 1))
    return person


def test_a_review_that_is_asked_for_is_due_everywhere_until_it_is_held(cast: Cast, noor, sign_in) -> None:
    """28 days from 20 November. Seen to fail: with any review as the answer, and without the row among the facts."""
    client = sign_in(cast.pat)
    assert client.post(address("review_ask", noor), ASKED).status_code == 302
    assert client.post(address("review_ask", noor), ASKED).status_code == 302, "a double tap"
    asked = ReviewRequest.objects.get()
    line = (DUE, date(2026, 12, 18))
    assert line in due(noor)
    assert told(noor, DUE) == {"Pat", "Mo"}
    assert_pages_agree([noor], cast.mo)
    for page in (address("plan", noor), reverse("person", args=[noor.pk])):
        assert DUE in client.get(page).content.decode()
    ahead = sign_in(cast.mo).get(reverse("week_ahead", args=[cast.pat.pk, "2026-12-14"])).content.decode()
    assert DUE in ahead
    sign_in(cast.pat)
    home = client.get(reverse("home")).content.decode()
    assert "bakery" not in home, "what was said is read on the plan alone"
    form = client.get(address("review_add", noor)).content.decode()
    assert f'value="{asked.pk}"' in form
    client.post(address("review_add", noor), REVIEW)  # held for nothing that was asked for
    assert line in due(noor)
    assert Alert.objects.get(person=noor, text=DUE).closed_on is None
    client.post(address("review_add", noor), REVIEW | {"held_for": asked.pk, "summary": "About the job."})
    assert DUE not in {text for text, _ in due(noor)}
    alert = Alert.objects.get(person=noor, text=DUE)
    assert (alert.closed_on, alert.closed_because) == (TODAY, "Review recorded")
    review = PlanReview.objects.get(summary="About the job.")
    assert "20 November 2026, Their personal adviser" in client.get(address("review", noor, review.pk)).content.decode()
    read = client.get(address("review_asked", noor, asked.pk)).content.decode()
    assert "review of 23 November 2026" in read
    assert "End it" not in read
    assert_pages_agree([noor], cast.mo)


def test_one_review_answers_what_it_was_held_for_and_nothing_else(cast: Cast, noor, sign_in, scene) -> None:
    """Of two requests, one of them of the same day as the review, and one that was forgotten on the review's form."""
    with scene():
        first = ReviewRequestFactory.create(person=noor, asked_on=date(2026, 11, 10))
        ReviewRequestFactory.create(person=noor, asked_on=TODAY, reason="risk", asked_by="manager")
    assert {line for line in due(noor) if line[0] == DUE} == {(DUE, date(2026, 12, 8)), (DUE, TODAY)}
    client = sign_in(cast.pat)
    early = client.post(
        address("review_add", noor),
        REVIEW | {"held_on": "2026-11-09", "held_for": first.pk},
    ).content.decode()
    assert "held before this one was asked for on 10 November 2026" in early
    assert not PlanReview.objects.exists()
    client.post(address("review_add", noor), REVIEW | {"held_on": "2026-11-12"})
    review = PlanReview.objects.get()
    page = client.get(address("review_asked", noor, first.pk)).content.decode()
    assert "It was taken up in the review of 12 November 2026" in page
    taken = {"ended_how": review.pk, "ended_why": "", "revision": first.revision}
    assert client.post(address("review_asked", noor, first.pk), taken).status_code == 302
    first.refresh_from_db()
    assert first.review == review
    assert {line for line in due(noor) if line[0] == DUE} == {(DUE, TODAY)}
    too_late = client.post(address("review_asked", noor, first.pk), taken).content.decode()
    assert "Look at it as it is now" in too_late or "meanwhile" in too_late


def test_it_ends_without_a_review_only_as_the_law_lets_it_and_with_a_reason(cast: Cast, noor, sign_in, scene) -> None:
    with scene():
        theirs = ReviewRequestFactory.create(person=noor)
        tutor = ReviewRequestFactory.create(person=noor, asked_by="other", asked_by_name="Ms Hart", asked_on=TODAY)
    for who, row, sent, sentence in (
        (cast.mo, theirs, {"ended_how": "against", "ended_why": "No time"}, "Choose one of the answers"),
        (cast.pat, tutor, {"ended_how": "against", "ended_why": "No time"}, "Choose one of the answers"),
        (cast.pat, theirs, {"ended_how": "withdrawn"}, "Say why no review is held for it"),
    ):
        where = address("review_asked", noor, row.pk)
        page = sign_in(who).post(where, sent | {"revision": row.revision}).content.decode()
        assert sentence in page, sent
    ended = {"ended_how": "against", "ended_why": "No time"}
    with pytest.raises(Refused, match="the law has us hold it"):
        review_requests.end_request(by=cast.mo, request=theirs, revision=None, today=TODAY, **ended)
    with scene(), pytest.raises(IntegrityError, match="review_request_held_where_it_must_be"), transaction.atomic():
        ReviewRequest.objects.filter(pk=theirs.pk).update(
            ended_on=TODAY, ended_how="against", ended_why="x", ended_by=cast.mo
        )
    with scene(), pytest.raises(IntegrityError, match="review_request_ended_in_full"), transaction.atomic():
        ReviewRequest.objects.filter(pk=theirs.pk).update(ended_on=TODAY, ended_how="withdrawn", ended_by=cast.mo)
    assert (DUE, date(2026, 12, 21)) in due(noor)
    for who, row, how in ((cast.pat, theirs, "withdrawn"), (cast.mo, tutor, "against")):
        sent = {"ended_how": how, "ended_why": "She says it is settled.", "revision": row.revision}
        assert sign_in(who).post(address("review_asked", noor, row.pk), sent).status_code == 302
    assert DUE not in {text for text, _ in due(noor)}
    page = sign_in(cast.pat).get(address("review_asked", noor, tutor.pk)).content.decode()
    assert "We decide that none is needed" in page
    assert "She says it is settled." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"asked_by": "other"}, "Say who asks for it"),
        ({"words": ""}, "Say what happened"),
        ({"asked_on": "2026-11-24"}, "cannot be after"),
        ({"asked_on": "2026-09-30"}, "There is no plan yet to review"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(cast: Cast, noor, sign_in, typed: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(address("review_ask", noor), ASKED | typed).content.decode()
    assert sentence in page
    assert not ReviewRequest.objects.exists()


def test_while_they_are_looked_after_the_care_plan_s_review_takes_it_up_clr_reg_7(
    cast: Cast, make_person, scene, sign_in
) -> None:
    child = make_person(date(2010, 3, 10))
    with scene():
        status(child, "eligible_child", date(2026, 3, 10), date(2028, 3, 10))
        planned(cast, child, date(2026, 10, 1))
    page = sign_in(cast.pat).post(address("review_ask", child), ASKED).content.decode()
    assert "tell their reviewing officer" in page
    assert not ReviewRequest.objects.exists()


def test_what_they_ask_for_at_their_link_is_a_review_that_is_due(cast: Cast, noor, client, sign_in) -> None:
    """Asked for twice, it waits once; the message to their adviser comes each time. Seen to fail: without the call."""
    link = plan_links.make_plan_link(by=cast.pat, version=noor.pathway_plan.versions.get(), now=timezone.now())
    path = reverse("pathways:plan_link", args=[link])
    cast.amira = noor  # whose birthday `born` types
    for words in ("The flat is damp.", "It is still damp."):
        plan = client.post(path, born(cast)).content.decode()
        sent = {"proof": value(plan, "proof"), "answer_id": value(plan, "answer_id")}
        client.post(path, sent | {"own_words": words, "wants_review": "on"})
    asked = ReviewRequest.objects.get()
    assert (asked.asked_by, asked.reason, asked.words, asked.asked_on) == (
        "young_person",
        "wish",
        "The flat is damp.",
        TODAY,
    )
    assert asked.recorded_by is None
    assert (DUE, date(2026, 12, 21)) in due(noor)
    page = sign_in(cast.pat).get(address("review_asked", noor, asked.pk)).content.decode()
    assert "by themselves, at their link" in page
    assert AuditEvent.objects.filter(person_id=noor.pk, name="plan_review_asked_for").count() == 1


def test_it_passes_on_with_the_case_and_a_death_silences_it(cast: Cast, noor, scene) -> None:
    review_requests.ask_for_review(
        by=cast.mo, person=noor, today=TODAY, asked_by="manager", reason="risk", words="A threat.", asked_on=TODAY
    )
    assert told(noor, DUE) == {"Pat", "Mo"}
    allocate(
        by=cast.mo, person=noor, worker=cast.wes, role="case_holder", starts_on=TODAY, reason="Moved on", today=TODAY
    )
    assert told(noor, DUE) == {"Wes", "Mo"}
    record_death(by=cast.mo, person=noor, died_on=TODAY, today=TODAY)
    assert not DueItem.objects.filter(person=noor, text=DUE).exists()
    assert not Alert.objects.filter(person=noor, text=DUE, closed_on=None).exists()


def test_no_home_and_a_high_risk_call_for_a_review_at_once_vol_3_4_16_and_4_17(cast: Cast, noor, scene) -> None:
    """The move to no home is told once: at once, and not again after 28 days. Seen to fail: without `crises`."""
    at_once = "Plan review at once"
    with scene():
        street = HomeFactory.create(person=noor, kind="S", starts_on=date(2026, 11, 18), is_suitable=False)
    assert (at_once, date(2026, 11, 18)) in due(noor)
    assert told(noor, at_once) == {"Pat", "Mo"}
    assert "Plan review after the move" not in {text for text, _ in due(noor)}
    with scene():
        street.ends_on = date(2026, 11, 20)
        street.save()
        HomeFactory.create(person=noor, kind="U", starts_on=date(2026, 11, 20))
        signed = {"person": noor, "written_by": cast.pat, "signed_by": cast.mo}
        RiskAssessmentFactory.create(level="high", written_on=date(2026, 11, 21), **signed)
    assert {line for line in due(noor) if line[0] == at_once} == {(at_once, date(2026, 11, 21))}
    with scene():
        review = PlanReviewFactory.create(person=noor, held_on=date(2026, 11, 21))
    assert at_once not in {text for text, _ in due(noor)}
    with scene():
        review.delete()
        RiskAssessmentFactory.create(level="low", written_on=date(2026, 11, 22), **signed)
    assert at_once not in {text for text, _ in due(noor)}, "it was looked at again, and is no longer high"


@pytest.mark.parametrize(
    ("facts", "is_asked"),
    [
        ([{"ends_on": date(2026, 11, 3)}], True),
        ([{"ends_on": date(2026, 11, 3)}, {"code": "G5", "starts_on": date(2026, 11, 3)}], True),
        ([{"ends_on": date(2026, 11, 3)}, {"code": "P5", "starts_on": date(2026, 11, 10)}], False),
        ([{"ends_on": date(2026, 11, 24)}], False),
        ([{}], False),
        ([{"code": "G5", "ends_on": date(2026, 11, 3)}], False),
    ],
    ids=["nothing since", "in neither", "work followed", "it goes on today", "in work", "there was none"],
)
def test_a_lost_job_asks_whether_the_plan_still_fits(cast, noor, scene, sign_in, facts: list, is_asked: bool) -> None:
    with scene():
        for fact in facts:
            OccupationFactory.create(person=noor, **fact)
    assert lost_their_work(noor, TODAY) == (date(2026, 11, 3) if is_asked else None)
    if is_asked:
        client, words = sign_in(cast.pat), "Their job or course ended on 3 November 2026"
        assert words in client.get(address("plan", noor)).content.decode()
        form = client.get(address("review_ask", noor), {"reason": "work"}).content.decode()
        assert re.search(r'value="work"[^>]* checked', form)
        client.post(address("review_ask", noor), ASKED)
        assert words not in client.get(address("plan", noor)).content.decode()
