"""The improvement plan: what others recommend is led by somebody, done by a day, said of, and not lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.staff import disable_user
from careleavers.models import ReadEvent, RoleAssignment
from reporting.actions.improvement import add_recommendation, end_action, say_progress
from reporting.models import ImprovementAction, Recommendation, ServiceReview
from reporting.queries.service_tasks import tasks_of
from reporting.rules.improvement import Progress, why_not_ask_then, why_not_finish
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ImprovementActionFactory, RecommendationFactory, ServiceReviewFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("progress", "open_actions", "why_not"),
    [
        (Progress.GREEN, 3, None),
        (Progress.DONE, 0, None),
        (Progress.DONE, 1, "1 action is still to be done"),
        (Progress.DONE, 2, "2 actions are still to be done"),
        (Progress.DECLINED, 2, None),
    ],
)
def test_done_is_what_is_done(progress: Progress, open_actions: int, why_not: str | None) -> None:
    said = why_not_finish(progress, open_actions)
    assert (said or "").startswith(why_not or "")
    assert bool(said) is bool(why_not)


@pytest.mark.parametrize(
    ("ask_on", "is_allowed"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
        (date(2027, 2, 22), True),
        (date(2027, 2, 23), False),
    ],
    ids=["today-is-too-soon", "tomorrow", "13-weeks", "13-weeks-and-a-day"],
)
def test_progress_is_asked_about_within_a_quarter(ask_on: date, is_allowed: bool) -> None:
    assert (why_not_ask_then(ask_on, date(2026, 11, 23)) is None) is is_allowed


def post(client: Client, page: str, *args: Any, **data: Any) -> str:
    return client.post(reverse(f"reporting:{page}", args=args), data, follow=True).content.decode()


def test_from_an_inspection_to_what_is_done_and_said(cast: Cast, sign_in: Callable) -> None:
    """Vera writes down what Ofsted asked, Mo leads it, Pat does something, and Mo says so."""
    head = sign_in(cast.vera)
    looked = {"kind": "inspection", "title": "Ofsted, autumn", "body": "Ofsted", "reported_on": "2026-11-02"}
    page = post(head, "service_review_add", **looked, judgement="Good", said="They know their young people well.")
    assert "They know their young people well." in page
    review = ServiceReview.objects.get()
    new = {"text": "Give them their health history", "lead": cast.mo.pk, "ask_on": "2026-12-14"}
    post(head, "recommendation_add", review.pk, **new)
    post(head, "recommendation_add", review.pk, **new | {"text": "See them more often"})
    assert list(review.recommendations.values_list("number", flat=True)) == [1, 2]
    row = review.recommendations.get(number=1)

    lead = sign_in(cast.mo)
    act = {"text": "Agree it with health", "owner": cast.pat.pk, "due_on": "2026-11-30"}
    assert "Agree it with health" in post(lead, "action_add", row.pk, **act)
    said = {"revision": row.revision, "progress": "done", "text": "All have it."}
    assert "1 action is still to be done" in post(lead, "progress", row.pk, **said)

    adviser = sign_in(cast.pat)
    action_row = ImprovementAction.objects.get()
    ending = reverse("reporting:action", args=[action_row.pk])
    assert ending in adviser.get(reverse("home")).content.decode(), "on Today of whoever does it"
    done = {"revision": action_row.revision, "became": "done", "done_on": "2026-11-23"}
    assert "Say what shows that it was done" in post(adviser, "action", action_row.pk, **done)
    page = post(adviser, "action", action_row.pk, **done, evidence="Minutes, 20 November")
    assert "Minutes, 20 November" in page
    assert not tasks_of(cast.pat, date.max)

    lead = sign_in(cast.mo)
    row.refresh_from_db()
    assert "The Board reads it" in post(lead, "progress", row.pk, **said | {"revision": row.revision})
    row.refresh_from_db()
    assert (row.progress, row.ask_on, row.updates.get().text) == ("done", None, "All have it.")
    assert "1 not started, 1 done" in lead.get(reverse("reporting:improvement"), {"show": "all"}).content.decode()
    assert "It is finished" in post(lead, "action_again", action_row.pk, revision=action_row.revision + 1)


def test_what_is_wrong_is_said_in_a_sentence(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        row = RecommendationFactory.create(lead=cast.mo)
    client = sign_in(cast.mo)
    said: dict[str, Any] = {"progress": "green", "text": "Well", "revision": row.revision}
    for changes, sentence in [
        ({"ask_on": ""}, "Say when you are to be asked again"),
        ({"ask_on": "2026-11-23"}, "Choose a day to come"),
        ({"ask_on": "2027-06-01"}, "Choose a day within 13 weeks"),
        ({"ask_on": "soon"}, "as day, month and year"),
        ({"text": "", "ask_on": "2026-12-01"}, "Fill in “What has happened, and what comes next?”"),
    ]:
        assert sentence in post(client, "progress", row.pk, **said | changes)
    assert not row.updates.exists()
    head = sign_in(cast.vera)
    assert "cannot be after 23 November 2026" in post(head, "service_review_add", reported_on="2026-11-24")


def test_said_once_by_two_who_say_it_at_once(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        row = RecommendationFactory.create(lead=cast.mo)
    seen, ask_on = row.revision, TODAY + timedelta(weeks=5)
    told: dict[str, Any] = {"recommendation": row, "revision": seen, "ask_on": ask_on, "today": TODAY}
    say_progress(by=cast.vera, progress=Progress.RED, text="Stuck.", **told)
    page = post(
        sign_in(cast.mo),
        "progress",
        row.pk,
        revision=seen,
        progress="green",
        text="Going well.",
        ask_on=ask_on.isoformat(),
    )
    assert "Somebody else changed this" in page
    assert "Going well." in page, "what was typed is kept"
    assert Recommendation.objects.get().progress == "red"


@pytest.mark.parametrize(
    ("who", "says", "ends", "keeps"),
    [
        ("vera", True, True, True),
        ("ana", True, True, True),
        ("mo", True, True, False),
        ("pat", False, True, False),
        ("wes", False, False, False),
        ("dana", False, False, False),
        ("bus", False, False, False),
    ],
)
def test_who_may_do_what(
    cast: Cast, sign_in: Callable, scene: Callable, who: str, says: bool, ends: bool, keeps: bool
) -> None:
    """Mo leads it and Pat does something for it. Everybody reads it."""
    with scene():
        row = RecommendationFactory.create(lead=cast.mo)
        action_row = ImprovementActionFactory.create(recommendation=row, owner=cast.pat)
    client = sign_in(getattr(cast, who))

    def opens(page: str, pk: Any) -> bool:
        return client.get(reverse(f"reporting:{page}", args=[pk])).status_code == 200

    assert opens("recommendation", row.pk)
    assert opens("service_review", row.review_id)
    assert [opens("progress", row.pk), opens("action_add", row.pk)] == [says] * 2
    assert [opens("action", action_row.pk), opens("action_edit", action_row.pk)] == [ends] * 2
    assert [opens("recommendation_edit", row.pk), opens("service_review_edit", row.review_id)] == [keeps] * 2


def test_what_somebody_left_waits_for_those_who_keep_the_plan(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        late = ImprovementActionFactory.create(owner=cast.wes, due_on=days_ago(3))
        ImprovementActionFactory.create(owner=cast.wes, due_on=days_ago(3), done_on=TODAY, evidence="Minutes")
        ImprovementActionFactory.create(owner=cast.wes, due_on=days_ago(3), dropped_because="Not wanted")
        led = RecommendationFactory.create(lead=cast.wes, ask_on=TODAY)
        RecommendationFactory.create(lead=cast.wes, progress="done", ask_on=None)
    assert not {late.pk, led.pk} & {task.pk for task in tasks_of(cast.vera, date.max)}
    assert [task.pk for task in tasks_of(cast.wes, TODAY)] == [late.pk, led.pk]
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    for keeper, page in ((cast.vera, "home"), (cast.ana, "reporting:dashboard")):
        shown = sign_in(keeper).get(reverse(page)).content.decode()
        assert shown.count("Wes does it no more") == 2
        assert reverse("reporting:action", args=[late.pk]) in shown
    assert not tasks_of(cast.mo, date.max)
    post(
        sign_in(cast.vera),
        "action_edit",
        late.pk,
        revision=late.revision,
        text=late.text,
        owner=cast.mo.pk,
        due_on="2026-12-01",
    )
    assert [task.pk for task in tasks_of(cast.mo, date.max)] == [late.pk], "handed on"


def test_what_somebody_has_whose_role_shows_none_of_it_waits_as_well(cast: Cast, scene: Callable) -> None:
    """Seen to fail: with the account open and the role ended it was on nobody's day."""
    with scene():
        row = ImprovementActionFactory.create(owner=cast.wes)
        RoleAssignment.objects.filter(user=cast.wes).update(ends_on=TODAY)
    assert row.pk in {task.pk for task in tasks_of(cast.vera, date.max)}


def test_a_director_finds_it_above_the_figures(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        row = RecommendationFactory.create(lead=cast.dana, ask_on=TODAY)
    asked = reverse("reporting:progress", args=[row.pk])
    assert asked in sign_in(cast.dana).get(reverse("reporting:dashboard")).content.decode()


def test_the_list_narrows_and_costs_the_same_for_many(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        review = ServiceReviewFactory.create()
        late = RecommendationFactory.create(review=review, lead=cast.mo, text="Overdue word", ask_on=days_ago(1))
        acted = RecommendationFactory.create(review=review, lead=cast.mo, text="Overdue action")
        ImprovementActionFactory.create(recommendation=acted, owner=cast.pat, due_on=days_ago(1))
        RecommendationFactory.create(review=review, lead=cast.mo, text="In time")
        RecommendationFactory.create(review=review, lead=cast.mo, text="Over", progress="done", ask_on=None)
    client, url = sign_in(cast.vera), reverse("reporting:improvement")

    def listed(show: str) -> set[str]:
        return {row.text for row in client.get(url, {"show": show}).context["page"]}

    assert listed("late") == {late.text, acted.text}
    assert listed("open") == listed("nonsense") == {late.text, acted.text, "In time"}
    assert listed("finished") == {"Over"}
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with scene():
        for number in range(30):
            row = RecommendationFactory.create(review=review, lead=cast.mo, text=f"Number {number}")
            ImprovementActionFactory.create(recommendation=row, owner=cast.pat)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_plan_leaves_as_csv_for_a_purpose(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        row = RecommendationFactory.create(lead=cast.mo, text="=SUM(A1)")
        ImprovementActionFactory.create(recommendation=row, owner=cast.pat, text="Ask health")
        RecommendationFactory.create(lead=cast.mo, text="Without an action")
    client, url = sign_in(cast.vera), reverse("reporting:improvement_export")
    assert "text/html" in client.post(url, {"purpose": ""})["Content-Type"]
    answer = client.post(url, {"purpose": "For the Board"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Ask health,Pat,7 December 2026" in lines[1] + lines[2]
    assert ",=SUM" not in lines[1] + lines[2], "no spreadsheet runs it"
    assert "For the Board" in ReadEvent.objects.latest("happened_at").detail


def test_two_recommendations_at_once_have_two_numbers_and_nothing_ends_twice(cast: Cast, scene: Callable) -> None:
    with scene():
        review = ServiceReviewFactory.create()
        action_row = ImprovementActionFactory.create(owner=cast.pat)
    for text in ("More", "Better"):
        add_recommendation(
            by=cast.vera, review=review, text=text, lead=cast.mo, ask_on=TODAY + timedelta(7), today=TODAY
        )
    assert sorted(review.recommendations.values_list("number", flat=True)) == [1, 2]
    end: dict[str, Any] = {"action_row": action_row, "revision": None, "today": TODAY}
    with pytest.raises(Refused, match="a day to come"):
        end_action(by=cast.pat, done_on=TODAY + timedelta(1), evidence="Minutes", **end)
    end_action(by=cast.pat, done_on=TODAY, evidence="Minutes", **end)
    with pytest.raises(Refused, match="closed already"):
        end_action(by=cast.vera, done_on=None, dropped_because="Not needed", **end)
