"""The demo council's assessments, plans, promises, reviews and copies: most in date, some late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

import pgtrigger
from django.db.models import QuerySet
from django.utils import timezone

from careleavers.demo.lives import Life, random_id
from careleavers.demo.load import BATCH, Council
from careleavers.demo.rows import RowValues, load_rows
from careleavers.models import StatusPeriod, User
from careleavers.models.base import on_day
from careleavers.rules import dates
from careleavers.rules.code_sets import LEAVING_CARE, Band, Status
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import (
    NeedsAssessment,
    PathwayPlan,
    PlanAction,
    PlanCopy,
    PlanMatter,
    PlanReview,
    PlanVersion,
)
from pathways.rules.matters import PlanBasis, consultees_of, matters_of, needs_of

OWED = set(LEAVING_CARE)
FREEZING_TRIGGERS = ("pathways.PlanMatter:matter_is_frozen", "pathways.PlanAction:action_is_frozen")

A_YEAR = timedelta(days=365)
FORGOTTEN_AFTER = timedelta(days=200)  # no promise of the demo stays open for longer
OWN_WORDS = (
    "I want my own place with a garden, and to be good at my job.",
    "I would like people to ask me first. And driving lessons.",
    "College is going well. I want to see my sister more.",
    "I want to cook, save some money and not be moved again.",
)
ADVISER_THINKS = "Asked at the first meeting: ready for more alone, and wants somebody to ring."
# What a plan may say of each matter: the need, and how it is met.
SAYS = {
    "contact": ("Somebody who rings back.", "A visit every month and a call between; texts answered the same day."),
    "education": (
        "To finish the course, and a next step.",
        "The college tutor, a laptop and travel are paid.",
    ),
    "employment": (
        "Work experience before the summer.",
        "Two weeks with the parks team, then an apprenticeship.",
    ),
    "contingency": (
        "To know what happens if the home is lost.",
        "The duty team, then the room kept at the foyer.",
    ),
    "accommodation": ("A warm, safe place that can be kept.", "Supported now; a tenancy when both of us say ready."),
    "family": ("Time with brothers and sisters.", "Train fares each month, and a Sunday meal at the hub."),
    "skills": ("To cook, budget and read a bill.", "The seven meals, and a budget looked at together each month."),
    "money": (
        "To know what comes in and goes out.",
        "The allowance on Fridays; setting up money kept for the move.",
    ),
    "health": ("A GP, a dentist and somebody to talk to.", "Registered; the leaving care nurse calls in the spring."),
    "identity": (
        "Papers of their own, and respect for their roots.",
        "Passport applied for; birth certificate copied.",
    ),
    "adviser": ("The same adviser before and after 18.", "Named on the first page; introduced at 16."),
    "arrival": (
        "To know what each decision would mean.",
        "The solicitor is named, and a plan for each outcome.",
    ),
}
# What the next version says otherwise than the one before.
SAID_LATER = {
    "accommodation": (
        "A safe room near college, with a quiet place to study.",
        "Supported lodgings until 18; on the housing panel’s list for the spring. The keyworker asks for a desk.",
    ),
    "education": (
        "A course that leads to work with cars, and help with English.",
        "College by bus pass, a tutor on Tuesdays, and the open day in March together.",
    ),
    "health": (
        "A GP, a dentist and somebody to talk to.",
        "Registered with both; the leaving care nurse calls each month since the winter.",
    ),
}
# What a review may have found, and what was said at it; one in ten is chaired by the young person.
FOUND = (
    "Looked at every part together. What is kept stays; two new promises were made.",
    "College is going well and the home suits. The savings plan was started again, with a smaller sum.",
    "The move is settled. Family time was agreed for once a month, and the dentist is found.",
    "Most of what was promised is done. Work experience comes next, and a visit to the open day.",
    "The home was the worry this time: repairs are asked for in writing, and we ring each Friday until they are done.",
)
SAID = (
    "It was good to see how much is done.",
    "I want to cook for everybody next time.",
    "You did what you said you would.",
    "I would rather meet at the hub than here.",
    "",
)
AWAY = (
    "Was at work that day. We went through it by phone before and after.",
    "Had an exam. Wrote down what mattered, and it was read out.",
    "Did not feel up to a meeting. The adviser visited the week before to hear what should be said.",
)
NO_PLAN_YET = 0.2  # of those who came within the year
LATE = 0.2  # of the reviews of the past
NOT_THERE = 0.04
CHAIRS_THEMSELVES = 0.1
NO_COPY = 0.06
NOT_ASSESSED = 0.08  # of those who asked for support after 21, or came to qualify for help
PLANNED_WITHIN = timedelta(days=14)  # of that assessment
PROMISES = (
    ("skills", "Pay for the first five driving lessons", "council"),
    ("health", "Find a dentist who takes new patients", "council"),
    ("accommodation", "View two flats together", "council"),
    ("education", "Hand in the portfolio", "young_person"),
    ("money", "Open a savings account", "young_person"),
    ("identity", "Send off the passport form", "council"),
    ("family", "Arrange the train tickets for the visit", "council"),
    ("employment", "Write the CV and show it to the tutor", "young_person"),
)


@dataclass
class PlanRows:
    """What is to be written, table by table, parents first."""

    assessments: list[NeedsAssessment] = field(default_factory=list)
    plans: list[PathwayPlan] = field(default_factory=list)
    versions: list[PlanVersion] = field(default_factory=list)
    matters: list[RowValues] = field(default_factory=list)
    actions: list[RowValues] = field(default_factory=list)
    reviews: list[RowValues] = field(default_factory=list)
    copies: list[RowValues] = field(default_factory=list)


def load_plans(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """Write the plans of those who are owed one. Inside the demo's action."""
    begun = StatusPeriod.objects.filter(person__in=[one.id for one in lives], starts_on__lte=today)
    owed = begun.filter(status__in=OWED)
    since, asked = _first_days(owed), _first_days(begun.filter(band=Band.OPTED_IN))
    qualifying = _first_days(begun.filter(status=Status.PERSON_QUALIFYING))
    now_owed = set(owed.filter(on_day(today)).values_list("person_id", flat=True))
    rows = PlanRows()
    for one in lives:
        writer, manager = council.adviser_of(one), council.managers[one.team]
        asked_assessed_on = _assessed_again(rows, one, asked.get(one.id) or qualifying.get(one.id), writer, today)
        if one.id in since:
            again_on = asked_assessed_on if one.id in asked else None
            _plan(rows, Random(one.id.int), one, since[one.id], writer, manager, today, one.id in now_owed, again_on)
    with pgtrigger.ignore(*FREEZING_TRIGGERS):  # plans of the past arrive as they were authorised
        NeedsAssessment.objects.bulk_create(rows.assessments, batch_size=BATCH)
        PathwayPlan.objects.bulk_create(rows.plans, batch_size=BATCH)
        PlanVersion.objects.bulk_create(rows.versions, batch_size=BATCH)
        # The statements before these have told Postgres which triggers to leave out: COPY alone would not.
        load_rows(PlanMatter, rows.matters)
        load_rows(PlanAction, rows.actions)
        load_rows(PlanReview, rows.reviews)
        load_rows(PlanCopy, rows.copies)


def _first_days(periods: QuerySet[StatusPeriod]) -> dict[UUID, date]:
    """The first day of the first of these periods, by person."""
    found: dict[UUID, date] = {}
    for person_id, starts_on in periods.order_by("starts_on").values_list("person_id", "starts_on"):
        found.setdefault(person_id, starts_on)
    return found


def _assessed_again(rows: PlanRows, one: Life, since: date | None, writer: User, today: date) -> date | None:
    """The assessment of most who asked for support after 21, or came to qualify for help, and its day."""
    rng = Random(one.id.int + 1)  # apart from what is drawn for the plan
    if (
        since is None
        or rng.random() < NOT_ASSESSED
        or (assessed_on := since + timedelta(days=rng.randint(8, 27))) > today
    ):
        return None
    _assessment(rows, rng, one, PlanBasis.FULL, since + timedelta(days=3), assessed_on, writer)
    return assessed_on


def _assessment(
    rows: PlanRows, rng: Random, one: Life, basis: PlanBasis, started_on: date, completed_on: date, writer: User
) -> None:
    assessment = NeedsAssessment(
        id=random_id(rng),
        person_id=one.id,
        basis=basis.value,
        started_on=started_on,
        completed_on=completed_on,
        written_by=writer,
        recorded_by=writer,
        own_words=rng.choice(OWN_WORDS),
        needs={need.code: need.title for need in needs_of(basis)},
        views={each.code: "" for each in consultees_of(basis)} | {"adviser": ADVISER_THINKS},
    )
    rows.assessments.append(assessment)


def _plan(
    rows: PlanRows,
    rng: Random,
    one: Life,
    since: date,
    writer: User,
    manager: User,
    today: date,
    is_owed: bool,
    assessed_again_on: date | None,
) -> None:
    assessed_on = since + timedelta(days=rng.choice([40, 60, 75, 85, 88, 100]))
    if assessed_on > today:
        return
    basis = PlanBasis.ELIGIBLE if today < dates.birthday(one.date_of_birth, 18) else PlanBasis.FULL
    _assessment(rows, rng, one, basis, since + timedelta(days=10), assessed_on, writer)
    authorised_on = assessed_on + timedelta(days=rng.choice([7, 12, 18, 25]))
    if authorised_on > today or (rng.random() < NO_PLAN_YET and authorised_on > today - A_YEAR):
        return
    plan = PathwayPlan(id=random_id(rng), person_id=one.id, recorded_by=writer)
    rows.plans.append(plan)
    review_days = _reviews(rows, rng, plan, one, manager, authorised_on, today, is_owed)
    arrived_alone = one.kind == "unaccompanied"
    written_on = {authorised_on}
    if review_days and rng.random() < 0.7:
        written_on.add(review_days[-1])
    if assessed_again_on and authorised_on < assessed_again_on <= today - PLANNED_WITHIN:
        written_on.add(assessed_again_on + PLANNED_WITHIN)
    for number, day in enumerate(sorted(written_on), start=1):
        version = _version(rows, rng, plan, number, basis, writer, manager, day, arrived_alone=arrived_alone)
        _copy(rows, version, writer, day, today)
    _promises(rows, rng, version, writer, review_days[-1] if review_days else authorised_on, today)


def _reviews(
    rows: PlanRows,
    rng: Random,
    plan: PathwayPlan,
    one: Life,
    manager: User,
    since: date,
    today: date,
    is_owed: bool,
) -> list[date]:
    """Every five or six months, nearly always together; about one plan in eight waits too long for its next."""
    review_days: list[date] = []
    stops = today - timedelta(days=rng.randint(190, 280)) if rng.random() < 0.12 or not is_owed else today
    day = since
    while (day := day + timedelta(days=rng.randint(150, 180) + (rng.random() < LATE) * rng.randint(20, 100))) <= stops:
        review_days.append(day)
        there = rng.random() >= NOT_THERE
        rows.reviews.append(
            {
                "id": random_id(rng),
                "plan_id": plan.pk,
                "held_on": day,
                "chaired_by": one.name if there and rng.random() < CHAIRS_THEMSELVES else manager.name,
                "person_took_part": there,
                "why_not_there": "" if there else rng.choice(AWAY),
                "own_words": rng.choice(SAID) if there else "",
                "summary": rng.choice(FOUND),
                "recorded_by_id": manager.pk,
            }
        )
    return review_days


def _copy(rows: PlanRows, version: PlanVersion, writer: User, authorised_on: date, today: date) -> None:
    """Most have their copy within a fortnight; of a few nothing is written down. Drawn apart from the rest."""
    rng = Random(version.id.int)
    given_on = authorised_on + timedelta(days=rng.randint(0, 14))
    if rng.random() < NO_COPY or given_on > today:
        return
    how = rng.choice((PlanCopy.IN_PERSON, PlanCopy.IN_PERSON, PlanCopy.POST, PlanCopy.PHONE))
    rows.copies.append(
        {
            "id": random_id(rng),
            "version_id": version.pk,
            "given_on": given_on,
            "how": how,
            "given_by_id": writer.pk,
            "was_explained": True,
            "recorded_by_id": writer.pk,
        }
    )


def _version(
    rows: PlanRows,
    rng: Random,
    plan: PathwayPlan,
    number: int,
    basis: PlanBasis,
    writer: User,
    manager: User,
    authorised_on: date,
    *,
    arrived_alone: bool,
) -> PlanVersion:
    at = datetime.combine(authorised_on, time(10), tzinfo=timezone.get_default_timezone())
    version = PlanVersion(
        id=random_id(rng),
        plan=plan,
        number=number,
        basis=basis.value,
        state=PlanVersion.AUTHORISED,
        own_words=rng.choice(OWN_WORDS),
        written_by=writer,
        author_ids=[writer.pk],
        recorded_by=writer,
        submitted_at=at - timedelta(days=3),
        submitted_by=writer,
        authorised_at=at,
        authorised_by=manager,
        authorised_on=authorised_on,
    )
    rows.versions.append(version)
    for matter in matters_of(basis, arrived_alone=arrived_alone):
        needs, how_met = SAID_LATER.get(matter.code, SAYS[matter.code]) if number > 1 else SAYS[matter.code]
        rows.matters.append(
            {
                "id": random_id(rng),
                "version_id": version.pk,
                "code": matter.code,
                "needs": needs,
                "how_met": how_met,
            }
        )
    return version


def _promises(rows: PlanRows, rng: Random, version: PlanVersion, writer: User, since: date, today: date) -> None:
    for matter, what, owed_by in rng.sample(PROMISES, rng.randint(1, 4)):
        by_when = since + timedelta(days=rng.randint(30, 200))
        done = by_when < today and (rng.random() < 0.75 or by_when < today - FORGOTTEN_AFTER)
        rows.actions.append(
            {
                "id": random_id(rng),
                "version_id": version.pk,
                "matter_code": matter,
                "what": what,
                "owed_by": owed_by,
                "owner_id": writer.pk if owed_by == PlanAction.COUNCIL else None,
                "by_when": by_when,
                "status": PlanAction.DONE if done else PlanAction.OPEN,
                "done_on": by_when - timedelta(days=3) if done else None,
                "recorded_by_id": writer.pk,
            }
        )


def raise_alerts(*, today: date, quarters: int) -> None:
    reconcile_alerts(today=today)
