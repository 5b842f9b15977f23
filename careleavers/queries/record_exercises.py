"""The exercises of the record: a visit with a move, a hand-over, and a request for somebody's records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from careleavers.models import (
    Allocation,
    Contact,
    ExerciseRun,
    FollowUp,
    Home,
    RecordRequest,
    Redaction,
    User,
    YoungPerson,
)
from careleavers.models.base import on_day
from careleavers.permissions import Permission, Role
from careleavers.queries.caseloads import caseload_of, open_people
from careleavers.queries.exercises import LOOKED_AT, Check, Exercise, Facts, about, not_yet_used, on_days, written_since
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import add_working_days
from careleavers.rules.record_requests import RequestKind

MOVED_TO = ("Flat 6", "41 Weavers Row")  # invented, as everybody in a practice council is
MOVED_AGO = timedelta(days=3)
CASES_PASSED = 2


def choose_visit(user: User, today: date) -> Facts | None:
    """Somebody whose case they hold and whose home is known; not in custody, where nobody moves by themselves."""
    at_home = Home.objects.filter(on_day(today), starts_on__lt=today - MOVED_AGO).exclude(kind=HomeKind.CUSTODY)
    people = caseload_of(open_people(user, today), user.pk, today).filter(pk__in=at_home.values("person"))
    chosen = not_yet_used(list(people.order_by("sort_name", "pk")[:LOOKED_AT]), user, VISIT)
    return visit_facts(chosen[0], today) if chosen else None


def visit_facts(person: YoungPerson, today: date) -> Facts:
    flat, street = MOVED_TO
    days = on_days(seen_on=today, moved_on=today - MOVED_AGO, phone_by=add_working_days(today, 2))
    return about(person) | {"flat": flat, "street": street} | days


def _contacts(run: ExerciseRun) -> QuerySet[Contact]:
    return written_since(Contact.objects.live().filter(person=run.facts["person"]), run)


def _visit(run: ExerciseRun) -> QuerySet[Contact]:
    met = {"method": Contact.FACE_TO_FACE, "result": Contact.SPOKE, "happened_on": run.facts["seen_on"]}
    return _contacts(run).filter(**met)


def _move(run: ExerciseRun) -> QuerySet[Home]:
    return written_since(Home.objects.filter(person=run.facts["person"]), run).filter(starts_on=run.facts["moved_on"])


def _promised(run: ExerciseRun) -> QuerySet[FollowUp]:
    promised = FollowUp.objects.filter(person=run.facts["person"], assigned_to=run.user, due_on=run.facts["phone_by"])
    return written_since(promised, run)


VISIT = "visit"
VISIT_WITH_A_MOVE = Exercise(
    app="careleavers",
    code=VISIT,
    title="Write down a visit, and a move",
    about="You saw somebody at a new home that nobody knew of, and promised something.",
    minutes=5,
    permissions=(Permission.LOG_CONTACT, Permission.EDIT_RECORD),
    choose=choose_visit,
    page=("person", "person"),
    checks=(
        Check(
            "visit",
            "The visit is written down: face to face, on the right day",
            "On their page, press “Log contact”. Say that it was face to face, that you spoke with them, and when.",
            lambda run: _visit(run).exists(),
        ),
        Check(
            "saw_home",
            "It says that you saw where they live",
            "Tick “I saw where they live” with the contact: a visit that the law asks for is one where you did.",
            lambda run: _visit(run).filter(saw_home=True).exists(),
        ),
        Check(
            "words",
            "What was said is in the note",
            "Write a few sentences that they could read later: what they told you, and what you saw.",
            lambda run: _visit(run).exclude(note="").exists(),
        ),
        Check(
            "once",
            "It is written down once",
            "Take the other one back, on its own page: “Undo”.",
            lambda run: _contacts(run).count() <= 1,
        ),
        Check(
            "move",
            "The new home is recorded, from the day of the move",
            "Under Home, press “Record a move”. The day is that of the move, not of your visit.",
            lambda run: _move(run).exists(),
        ),
        Check(
            "address",
            "With its address",
            "Without an address no letter reaches them. Press “Change” beside the home.",
            lambda run: _move(run).filter(address__icontains=MOVED_TO[1]).exists(),
        ),
        Check(
            "promise",
            "What you promised is to be done by the day that you said",
            "In the form for the contact, under what happens next: what you will do, and by when. Today shows it then.",
            lambda run: _promised(run).exists(),
        ),
    ),
)


def choose_hand_over(user: User, today: date) -> Facts | None:
    """An adviser who holds cases that the user sees, and another one of the same team."""
    seen = open_people(user, today)
    advisers = User.objects.with_role(Role.PERSONAL_ADVISER, today=today).filter(is_active=True).order_by("sort_name")
    held: dict[User, list[Allocation]] = {}
    for allocation in _held_cases(seen, advisers, today):
        held.setdefault(allocation.worker, []).append(allocation)
    for worker, cases in held.items():
        others = [other for other in held if other != worker and held[other][0].team_id == cases[0].team_id]
        if len(cases) >= CASES_PASSED and others:
            passed = cases[:CASES_PASSED]
            return {
                "from": str(worker.pk),
                "from_name": worker.name,
                "to": str(others[0].pk),
                "to_name": others[0].name,
                "people": [str(each.person_id) for each in passed],
                "names": [str(each.person) for each in passed],
            } | on_days(on=today + timedelta(days=7))
    return None


def _held_cases(seen: QuerySet[YoungPerson], advisers: QuerySet[User], today: date) -> Iterable[Allocation]:
    """Cases that nobody is to take over yet, by worker and name."""
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, ends_on=None, worker__in=advisers)
    cases = held.filter(person__in=seen.values("pk")).select_related("worker", "person")
    return cases.order_by("worker__sort_name", "person__sort_name")


def _planned(run: ExerciseRun) -> QuerySet[Allocation]:
    return Allocation.objects.filter(
        person__in=run.facts["people"], worker=run.facts["to"], role=Allocation.CASE_HOLDER, starts_on=run.facts["on"]
    )


def _has_no_gap(run: ExerciseRun) -> bool:
    """Whether the former adviser keeps each until the day on which the other begins."""
    former = Allocation.objects.filter(person__in=run.facts["people"], worker=run.facts["from"])
    kept = former.filter(role=Allocation.CASE_HOLDER, ends_on=run.facts["on"])
    return kept.count() == len(run.facts["people"])


def _moved_nobody_else(run: ExerciseRun) -> bool:
    written = written_since(Allocation.objects.filter(role=Allocation.CASE_HOLDER), run)
    return not written.exclude(person__in=run.facts["people"]).exists()


HAND_OVER = Exercise(
    app="careleavers",
    code="hand_over",
    title="Hand cases over",
    about="An adviser works fewer hours from next week: two young people go to a colleague.",
    minutes=5,
    permissions=(Permission.ALLOCATE,),
    choose=choose_hand_over,
    page=("reassign", "from"),
    checks=(
        Check(
            "planned",
            "Both have the new adviser from the day that was agreed",
            "On the page of the caseload, choose the colleague for these two, and the day. A day to come is planned.",
            lambda run: _planned(run).count() == len(run.facts["people"]),
        ),
        Check(
            "no_gap",
            "Until then they keep the one whom they know",
            "Do not end anything by hand: planned for a day, the one ends when the other begins.",
            _has_no_gap,
        ),
        Check(
            "nobody_else",
            "Nobody else was moved",
            "Leave the others where they are. What is planned can be called off under Details.",
            _moved_nobody_else,
        ),
    ),
)


def choose_record_request(user: User, today: date) -> Facts | None:
    """Somebody over 18 whom they see, who has not asked for their records, and about whom something was written."""
    grown = open_people(user, today).filter(date_of_birth__lt=today - timedelta(days=19 * 365))
    written = grown.filter(pk__in=Contact.objects.live().exclude(note="").values("person"))
    people = written.exclude(pk__in=RecordRequest.objects.values("person")).order_by("sort_name", "pk")
    chosen = not_yet_used(list(people[:LOOKED_AT]), user, RECORD_REQUEST)
    if not chosen:
        return None
    return about(chosen[0]) | on_days(arrived_on=today - timedelta(days=2), proved_on=today)


def _request(run: ExerciseRun) -> QuerySet[RecordRequest]:
    asked = RecordRequest.objects.filter(person=run.facts["person"], kind=RequestKind.ACCESS.value)
    return written_since(asked, run)


def _is_decided(run: ExerciseRun) -> bool:
    """Whether a copy was begun, and no place in it is still to be decided."""
    left = Redaction.objects.filter(entry__request__in=_request(run), state=Redaction.PROPOSED)
    return _request(run).filter(copied_on__isnull=False).exists() and not left.exists()


def _request_has(run: ExerciseRun, **facts: object) -> bool:
    return _request(run).filter(**facts).exists()


RECORD_REQUEST = "record_request"
ANSWER_A_REQUEST = Exercise(
    app="careleavers",
    code=RECORD_REQUEST,
    title="Answer a request for somebody's records",
    about="A letter asks for a copy of all that is kept.",
    minutes=15,
    permissions=(Permission.ANSWER_RECORD_REQUESTS,),
    choose=choose_record_request,
    page=("person", "person"),
    checks=(
        Check(
            "request",
            "The request is written down, with the day on which it arrived",
            "On their page, under what is kept beside the overview: “Requests for records”. The month runs from then.",
            lambda run: _request_has(run, received_on=run.facts["arrived_on"]),
        ),
        Check(
            "proof",
            "It says that you know who asks, and how",
            "On the page of the request: when and how their identity was proved.",
            lambda run: _request_has(run, identity_checked_on=run.facts["proved_on"]),
        ),
        Check(
            "decided",
            "The copy was begun, and each place that was proposed is decided",
            "Begin the copy, then decide on every place: taken out with its exemption, or left in.",
            _is_decided,
        ),
        Check(
            "handed_in",
            "A second manager is asked to look at it",
            "Hand the copy in: nobody approves their own.",
            lambda run: _request(run).filter(handed_in_by=run.user).exists(),
        ),
    ),
)

EXERCISES = (VISIT_WITH_A_MOVE, HAND_OVER, ANSWER_A_REQUEST)
