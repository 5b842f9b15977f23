"""The training register: what counts until when, who is told before it runs out, and who never had it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.staff import disable_user
from reporting.models import Trained, TrainingCourse
from reporting.queries.service_tasks import tasks_of
from reporting.queries.training import register
from reporting.rules.training import TrainingState, runs_out_on, state_on
from tests.cast import TODAY, Cast, days_ago
from tests.factories import TrainedFactory, TrainingCourseFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("trained_on", "months", "last_day"),
    [
        (date(2026, 3, 15), None, None),
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
    ids=["for-ever", "a-year", "a-short-month", "a-leap-year", "born-on-a-leap-day", "over-new-year"],
)
def test_training_counts_until(trained_on: date, months: int | None, last_day: date | None) -> None:
    assert runs_out_on(trained_on, months) == last_day


@pytest.mark.parametrize(
    ("last_day", "state"),
    [
        (None, TrainingState.IN_DATE),
        (date(2026, 11, 22), TrainingState.EXPIRED),
        (date(2026, 11, 23), TrainingState.SOON),
        (date(2027, 2, 22), TrainingState.SOON),
        (date(2027, 2, 23), TrainingState.IN_DATE),
    ],
)
def test_the_last_day_still_counts(last_day: date | None, state: TrainingState) -> None:
    assert state_on(last_day, date(2026, 11, 23)) == state


def post(client: Client, page: str, *args: Any, **data: Any) -> str:
    return client.post(reverse(f"reporting:{page}", args=args), data, follow=True).content.decode()


def test_from_a_course_to_what_runs_out(cast: Cast, sign_in: Callable) -> None:
    """Vera keeps the register; Pat is told of his own, Vera of the carers'."""
    client = sign_in(cast.vera)
    course_data = {"title": "Leaving care", "audience": "everybody", "months": "12", "owner": cast.vera.pk}
    post(client, "course_add", **course_data, is_mandatory="on")
    course = TrainingCourse.objects.get()
    assert "There is a course with this name" in post(client, "course_add", **course_data | {"title": "leaving CARE"})
    held = {"trained_on": "2025-12-10", "group": "carers", "provider": "County"}
    assert "Tick who was there, or type their names" in post(client, "trained_add", course.pk, **held)
    typed = {"users": [cast.pat.pk, cast.mo.pk], "names": "Ann Dale\n\n  ann   dale\nGeoff Dale"}
    for _ in range(2):  # a list that is sent twice counts once
        page = post(client, "trained_add", course.pk, **held, **typed)
    assert Trained.objects.count() == 4
    assert "10 December 2026" in page
    assert "Runs out soon" in page

    until = TODAY + timedelta(days=28)
    assert [task.text for task in tasks_of(cast.pat, until)] == ["Leaving care"]
    assert [task.text for task in tasks_of(cast.vera, until)] == ["Leaving care: Ann Dale", "Leaving care: Geoff Dale"]
    mine = reverse("reporting:my_training")
    adviser = sign_in(cast.pat)
    assert mine in adviser.get(reverse("home")).content.decode()
    assert "10 December 2026" in adviser.get(mine).content.decode()
    assert adviser.get(reverse("reporting:training")).status_code == 403, "what others had is their manager's to see"

    client = sign_in(cast.vera)
    post(
        client, "trained_add", course.pk, trained_on="2026-11-20", group="carers", users=[cast.pat.pk], names="ANN DALE"
    )
    assert not tasks_of(cast.pat, until), "renewed"
    geoff = Trained.objects.get(name="Geoff Dale")
    post(client, "trained_end", course.pk, geoff.pk, revision=geoff.revision, over_because="Has stopped fostering")
    assert not tasks_of(cast.vera, until)
    [line] = register(TODAY)
    assert (line.in_date, line.soon, line.expired) == (2, 1, 0), "Pat, Ann; Mo"
    assert line.never == 16, "of the cast's eighteen with a role"


def test_whoever_has_left_is_counted_and_reminded_no_more(cast: Cast, scene: Callable) -> None:
    with scene():
        course = TrainingCourseFactory.create(owner=cast.wes)
        TrainedFactory.create(course=course, user=cast.wes, counts_until=days_ago(1))
        TrainedFactory.create(course=course, user=None, name="Ann Dale", group="carers", counts_until=days_ago(1))
    assert register(TODAY)[0].expired == 2
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    assert register(TODAY)[0].expired == 1
    [task] = tasks_of(cast.vera, TODAY)
    assert (task.text, task.owner) == ("Training: Ann Dale", "Wes"), "whoever keeps the register has it"


@pytest.mark.parametrize(
    ("who", "reads", "keeps"),
    [("mo", True, False), ("vera", True, True), ("ana", True, True), ("aud", True, False), ("pat", False, False)],
)
def test_who_may_do_what(cast: Cast, sign_in: Callable, scene: Callable, who: str, reads: bool, keeps: bool) -> None:
    with scene():
        course = TrainingCourseFactory.create(owner=cast.vera)
    client = sign_in(getattr(cast, who))
    opened = [client.get(reverse("reporting:training_course", args=[course.pk])).status_code == 200]
    opened.append(client.get(reverse("reporting:trained_add", args=[course.pk])).status_code == 200)
    assert opened == [reads, keeps]


def test_the_register_leaves_as_csv(cast: Cast, sign_in: Callable, scene: Callable) -> None:
    with scene():
        TrainedFactory.create(course=TrainingCourseFactory.create(owner=cast.vera), user=cast.pat)
    answer = sign_in(cast.vera).post(reverse("reporting:training_export"), {"purpose": "For Ofsted"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["Training,Pat,Works here,23 November 2025,for ever,In date,"]
