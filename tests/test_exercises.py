"""Exercises of a practice council: done rightly and wrongly, each told by the rows that were written meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import contacts
from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.actions.exercises import begin_exercise, end_exercise
from careleavers.actions.homes import move_home
from careleavers.actions.people import change_person
from careleavers.actions.reads import note_view
from careleavers.actions.record_copies import begin_copy, hand_in_copy
from careleavers.actions.record_requests import write_clock, write_request
from careleavers.models import ExerciseRun, Redaction, User, YoungPerson
from careleavers.queries.exercises import Exercise, exercise_lines, results
from careleavers.site.extensions import exercises
from careleavers.site.record_story import record_story
from offers.actions.letters import mark_already_posted, take_out
from offers.models import Letter
from offers.rules.letter_states import LetterState
from pathways.actions.decisions import authorise_version, return_version
from pathways.models import PlanVersion
from reporting.models import Trained
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    ContactFactory,
    HomeFactory,
    LetterBatchFactory,
    LetterFactory,
    PlanVersionFactory,
    UserFactory,
    YoungPersonFactory,
    give_status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def _practice(settings: Any) -> None:
    settings.PRACTICE = True


def exercise(code: str) -> Exercise:
    return next(each for each in exercises() if each.code == code)


def begun(code: str, user: User) -> ExerciseRun:
    return begin_exercise(by=user, exercise=exercise(code), today=TODAY)


def missed(run: ExerciseRun, **answers: int) -> list[str]:
    """The codes of what was missed, by ending it."""
    done = exercise(run.exercise)
    ended = end_exercise(by=run.user, run=run, exercise=done, answers=answers, today=TODAY, now=timezone.now())
    return list(ended.missed)


def test_there_is_none_outside_a_practice_council(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    assert not settings.PRACTICE
    with pytest.raises(Refused, match="this one is real"):
        begun("visit", cast.pat)
    page = sign_in(cast.pat).get(reverse("exercises")).content.decode()
    assert "There is none yet" in page
    assert "Write down a visit" in page
    assert "<form" not in page.split("<h1>")[1].split("<footer")[0]


@pytest.mark.usefixtures("_practice")
def test_one_without_anybody_left_is_refused_in_a_sentence(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(cast.bus).post(reverse("exercise_begin", args=["pile"]), follow=True).content.decode()
    assert "There is nobody left here" in page


@pytest.mark.usefixtures("_practice")
def test_who_may_do_which_and_whose_is_whose(cast: Cast, scene: Callable, sign_in: Callable[[User], Client]) -> None:
    for_each = {
        name: {line.exercise.code for line in exercise_lines(exercises(), getattr(cast, name))}
        for name in ("pat", "mo", "bus", "ana", "aud", "cora")
    }
    assert for_each == {
        "pat": {"visit", "unwanted_letter"},
        "mo": {"visit", "hand_over", "record_request", "plan", "unwanted_letter", "figure"},
        "bus": {"pile"},
        "ana": {"figure"},
        "aud": {"figure"},
        "cora": set(),
    }
    with scene():
        HomeFactory.create(person=cast.amira, starts_on=days_ago(400))
    run = begun("visit", cast.pat)
    assert begun("visit", cast.pat) == run, "one that is begun is gone on with"
    assert sign_in(cast.pat).get(reverse("exercise", args=[run.pk])).status_code == 200
    assert sign_in(cast.wes).get(reverse("exercise", args=[run.pk])).status_code == 404
    assert sign_in(cast.pat).post(reverse("exercise_begin", args=["hand_over"])).status_code == 404


VISIT: dict[str, Any] = {"method": "face_to_face", "result": "spoke", "saw_home": True, "note": "A good flat."}
MOVE: dict[str, Any] = {"address": "Flat 6\n41 Weavers Row", "kind": "U", "is_suitable": True}


@pytest.mark.usefixtures("_practice")
@pytest.mark.parametrize(
    ("contact", "move", "promise", "twice", "expected"),
    [
        ({}, {}, 0, False, []),
        ({"method": "phone"}, {}, 0, False, ["visit", "saw_home", "words"]),
        ({"saw_home": False}, {}, 0, False, ["saw_home"]),
        ({"note": ""}, {}, 0, False, ["words"]),
        ({"happened_on": days_ago(1)}, {}, 0, False, ["visit", "saw_home", "words"]),
        ({}, {"starts_on": TODAY}, 0, False, ["move", "address"]),
        ({}, {"address": ""}, 0, False, ["address"]),
        ({}, {}, 1, False, ["promise"]),
        ({}, {}, 0, True, ["once"]),
    ],
    ids=["right", "by-phone", "home-not-seen", "no-note", "yesterday", "moved-today", "no-address", "late", "twice"],
)
def test_a_visit_with_a_move(
    cast: Cast,
    scene: Callable,
    contact: dict[str, Any],
    move: dict[str, Any],
    promise: int,
    twice: bool,
    expected: list[str],
) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, starts_on=days_ago(400))
    run = begun("visit", cast.pat)
    assert run.facts["name"] == "Amira Khan"
    phone_by = date.fromisoformat(run.facts["phone_by"]) + timedelta(days=promise)
    facts = {"happened_on": TODAY} | VISIT | contact
    for _ in range(1 + twice):
        contacts.log_contact(
            by=cast.pat,
            person=cast.amira,
            today=TODAY,
            submission_id=uuid.uuid4(),
            follow_ups=[("Phone the landlord", phone_by)],
            **facts,
        )
    moved = {"starts_on": date.fromisoformat(run.facts["moved_on"])} | MOVE | move
    move_home(by=cast.pat, person=cast.amira, today=TODAY, **moved)
    assert missed(run) == expected


@pytest.mark.usefixtures("_practice")
@pytest.mark.parametrize(
    ("days", "third", "expected"),
    [(7, False, []), (0, False, ["planned", "no_gap"]), (7, True, ["nobody_else"])],
    ids=["right", "today-already", "one-too-many"],
)
def test_a_hand_over(cast: Cast, scene: Callable, days: int, third: bool, expected: list[str]) -> None:
    with scene():
        ann = UserFactory.create(name="Ann", role="personal_adviser", team=cast.north)
        for number in range(3):
            YoungPersonFactory.create(first_name=f"Zed{number}", team=cast.north, worker=cast.pat)
        YoungPersonFactory.create(first_name="Own", team=cast.north, worker=ann)
    run = begun("hand_over", cast.mo)
    assert {run.facts["from_name"], run.facts["to_name"]} == {"Pat", "Ann"} or run.facts["from_name"] == "Pat"
    receiver = User.objects.get(pk=run.facts["to"])
    passed = list(run.facts["people"])
    if third:
        held = YoungPerson.objects.filter(allocations__worker=run.facts["from"]).exclude(pk__in=passed)
        passed.append(str(held.values_list("pk", flat=True)[0]))
    for person in YoungPerson.objects.filter(pk__in=passed):
        starts_on = TODAY + timedelta(days=days)
        facts = {"person": person, "worker": receiver, "role": "case_holder", "starts_on": starts_on, "reason": "Hours"}
        allocate(by=cast.mo, today=TODAY, **facts)
    assert missed(run) == expected


@pytest.mark.usefixtures("_practice")
def test_a_request_for_records(cast: Cast, scene: Callable) -> None:
    with scene():
        ContactFactory.create(person=cast.amira, note="She rang.", about_others="Her sister drinks.", worker=cast.pat)
        cast.amira.date_of_birth = date(2006, 5, 1)
        cast.amira.save()
    nothing = begun("record_request", cast.mo)
    assert missed(nothing) == ["request", "proof", "decided", "handed_in"]
    run = begun("record_request", cast.mo)
    facts = {
        "kind": "access",
        "way": "letter",
        "owner": cast.mo,
        "received_on": date.fromisoformat(run.facts["arrived_on"]),
    }
    asked = write_request(by=cast.mo, person=cast.amira, today=TODAY, **facts)
    write_clock(
        by=cast.mo,
        request=asked,
        identity_asked_on=None,
        identity_checked_on=TODAY,
        identity_how="Passport",
        extension_told_on=None,
    )
    story = record_story(cast.amira, TODAY)
    begin_copy(by=cast.mo, request=asked, revision=None, entries=story, today=TODAY)
    now = {result.check.code: result.holds for result in results(exercise("record_request"), run)}
    assert now == {"request": True, "proof": True, "decided": False, "handed_in": False}
    with scene():
        Redaction.objects.filter(entry__request=asked).update(
            state=Redaction.IN, decided_by=cast.mo, decided_at=timezone.now()
        )
    hand_in_copy(by=cast.mo, request=asked, revision=None, today=TODAY)
    assert missed(run) == []


@pytest.mark.usefixtures("_practice")
@pytest.mark.parametrize(
    ("opened", "decision", "expected"),
    [
        (True, "authorised", []),
        (True, "returned", []),
        (False, "authorised", ["read"]),
        (True, "returned with one sentence", ["words"]),
        (True, "", ["decided", "words"]),
    ],
)
def test_a_plan_to_decide_on(cast: Cast, scene: Callable, opened: bool, decision: str, expected: list[str]) -> None:
    with scene():
        version: PlanVersion = PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, recorded_by=cast.pat, submitted=True, promises=("A bus pass",)
        )
    run = begun("plan", cast.mo)
    if opened:
        note_view(by=cast.mo, person=cast.amira, page="plan_version")
    version.refresh_from_db()
    decided = {"by": cast.mo, "version": version, "revision": version.revision, "today": TODAY, "now": timezone.now()}
    if decision == "authorised":
        authorise_version(**decided)
    elif decision:
        matters = {"education": "Which course?"} if decision == "returned" else {}
        return_version(**decided, comment="Not yet", on_matters=matters)
    assert missed(run) == expected


@pytest.mark.usefixtures("_practice")
def test_letters(cast: Cast, scene: Callable) -> None:
    with scene():
        LetterFactory.create(person=cast.amira)
    assert missed(begun("unwanted_letter", cast.pat)) == ["wish", "stopped", "call"]
    run = begun("unwanted_letter", cast.pat)
    wish = {"do_not_write": True}
    change_person(by=cast.pat, person=cast.amira, revision=None, details=wish, today=TODAY)
    call = {"method": "phone", "result": "spoke", "happened_on": TODAY, "note": "No letters."}
    contacts.log_contact(by=cast.pat, person=cast.amira, today=TODAY, submission_id=uuid.uuid4(), **call)
    assert missed(run) == []


@pytest.mark.usefixtures("_practice")
@pytest.mark.parametrize(
    ("was_done", "expected"), [("taken out", []), ("nothing", ["taken_out"]), ("posted", ["taken_out", "not_posted"])]
)
def test_paper_in_the_pile(cast: Cast, scene: Callable, was_done: str, expected: list[str]) -> None:
    with scene():
        frozen = {"content": {}, "approved_by": cast.mo, "approved_at": timezone.now(), "pdf_sha256": "0" * 64}
        frozen |= {"batch": LetterBatchFactory.create(recorded_by=cast.bus), "withdrawn_on": TODAY}
        frozen |= {"hold_reasons": ["They do not want letters."]}
        letter: Letter = LetterFactory.create(person=cast.amira, status=LetterState.WITHDRAWN, **frozen)
    run = begun("pile", cast.bus)
    if was_done == "taken out":
        take_out(by=cast.bus, letter=letter, today=TODAY)
    elif was_done == "posted":
        mark_already_posted(by=cast.bus, letter=letter, posted_on=TODAY, today=TODAY)
    assert missed(run) == expected


@pytest.mark.usefixtures("_practice")
def test_a_figure_is_noted_once_it_is_read_rightly(
    cast: Cast, scene: Callable, sign_in: Callable[[User], Client]
) -> None:
    with scene():
        for person in (cast.amira, cast.ben):
            person.date_of_birth = date(2006, 5, 1)
            person.save()
            give_status(person, "former_relevant")
        HomeFactory.create(person=cast.amira, starts_on=days_ago(400))
    client = sign_in(cast.ana)
    begun_at = client.post(reverse("exercise_begin", args=["figure"])).url
    [wrong] = client.post(begun_at, {"met": "1", "of": "two", "left_out": "0"}).context["form"].errors.items()
    assert wrong[0] == "of"
    page = client.post(begun_at, {"met": "1", "of": "1", "left_out": "0"}, follow=True).content.decode()
    assert "1 was missed" in page
    assert not Trained.objects.exists()
    again = client.post(reverse("exercise_begin", args=["figure"])).url
    for _ in range(2):  # pressed twice it is ended once
        page = client.post(again, {"met": "1", "of": "2", "left_out": "0"}, follow=True).content.decode()
    assert "All of it is done" in page
    [noted] = Trained.objects.all()
    assert (noted.user, noted.trained_on, noted.course.title) == (cast.ana, TODAY, "Exercise: Read a figure to a board")
    assert [line.is_done for line in exercise_lines(exercises(), cast.ana)] == [True]


def test_every_exercise_has_a_text_and_begins_on_a_page() -> None:
    codes = [each.code for each in exercises()]
    assert len(codes) == len(set(codes)) == 7
    for each in exercises():
        assert len({check.code for check in each.checks}) == len(each.checks)
