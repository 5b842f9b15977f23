"""Young people whose lives go on by chance: each fact is told to the product, by its own actions, and to a paper file.

One fact of a person a day at most, on its own day, contacts now and then some days late. What is told is what happens
in a leaving care service: contacts and visits, moves, assessments, plans and their copies, reviews, also those asked
for, risk assessments, custody, bed and breakfast, leaving care early, support after 21, hand-overs, records restricted,
deaths.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from careleavers.actions import allocations, care, contacts, homes, people, restricted
from careleavers.actions.base import allowing_writes
from careleavers.actions.statuses import rebuild_statuses
from careleavers.models import CareEpisode, StatusFact, User, YoungPerson
from pathways.actions.assessments import complete_assessment
from pathways.actions.copies import record_copy
from pathways.actions.decisions import authorise_version
from pathways.actions.review_requests import ask_for_review, end_request
from pathways.actions.reviews import record_review
from pathways.actions.risks import sign_risk_assessment, write_risk_assessment
from pathways.models import PlanVersion, ReviewRequest
from pathways.rules.matters import PlanBasis, needs_of
from tests.cast import Cast
from tests.drills.plain_duties import BED_AND_BREAKFAST, PRISON, STREET, UNKNOWN, Asked, Home, Life
from tests.factories import CareEpisodeFactory, NeedsAssessmentFactory, PlanVersionFactory, YoungPersonFactory

OFTEN = {  # what is told, and how often beside the others
    "rang": 22,
    "visited": 24,
    "met": 6,
    "no_reply": 6,
    "assessed": 7,
    "planned": 7,
    "copied": 6,
    "reviewed": 9,
    "review_asked_for": 6,
    "review_let_go": 2,
    "moved": 9,
    "risk_signed": 8,
    "handed_over": 4,
    "left_alone": 2,
    "left_care": 3,
    "asked": 5,
    "restricted": 1,
    "died": 0.4,
}
KINDS = "DDEEUUUKT" + BED_AND_BREAKFAST + PRISON + STREET + UNKNOWN


@dataclass
class Followed:
    """One young person: the record, the paper file, who holds the case, and the chance that is theirs alone."""

    person: YoungPerson
    life: Life
    chance: random.Random
    holder: User | None
    told_on: set[date] = field(default_factory=set)


@dataclass
class Council:
    cast: Cast
    first: date
    followed: dict[UUID, Followed]
    fact_every: int = 25  # days, of each person
    told: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OFTEN, 0))


def begin(cast: Cast, first: date, number: int, seed: int, **more: int) -> Council:
    """So many young people of 15 to 23 on the first day, in care from ten, each with a case holder and a home."""
    found = {}
    for each in range(number):
        chance = random.Random(f"{seed}-{each}")
        born = first - timedelta(days=chance.randint(int(15.3 * 365.25), int(23.5 * 365.25)))
        life = Life(born, advised=[[first, None]])
        holder = chance.choice([cast.pat, cast.sam])
        person = YoungPersonFactory.create(
            first_name=f"P{each}",
            local_id=f"C{each:05}",
            date_of_birth=born,
            worker=holder,
            team=team_of(cast, holder),
            since=first,
        )
        ends_on = life.birthday(18) if life.birthday(18) <= first else None
        CareEpisodeFactory.create(
            person=person, starts_on=life.birthday(10), ends_on=ends_on, reason_ended="E17" if ends_on else ""
        )
        found[person.pk] = Followed(person, life, chance, holder)
    rebuild_statuses(by=None, people=list(found), today=first)
    return Council(cast, first, found, **more)


def team_of(cast: Cast, worker: User) -> Any:
    return cast.north if worker.pk == cast.pat.pk else cast.south


def live(council: Council, today: date) -> set[UUID]:
    """What happened today to whom: those of whom something was told."""
    return {
        followed.person.pk
        for followed in council.followed.values()
        if followed.life.died is None
        and followed.chance.random() < 1 / council.fact_every
        and tell(council, followed, today)
    }


def tell(council: Council, followed: Followed, today: date) -> bool:
    [what] = followed.chance.choices(list(OFTEN), list(OFTEN.values()))
    followed.person.refresh_from_db()
    holder = followed.holder or council.cast.pat
    if not TELLS[what](council, followed, holder.on(today), today):
        return False
    followed.told_on.add(today)
    council.told[what] += 1
    return True


Tells = Callable[[Council, Followed, User, date], bool]


def contact(*lists: str, **facts: Any) -> Tells:
    """A contact of today or some days ago, which counts for these lists of the paper file."""

    def log(council: Council, followed: Followed, by: User, today: date) -> bool:
        on = today - timedelta(days=followed.chance.choice([0, 0, 0, 1, 3, 5]))
        if on < council.first or on in followed.told_on:
            return False
        contacts.log_contact(
            by=by,
            person=followed.person,
            today=today,
            submission_id=uuid4(),
            happened_on=on,
            note="All is well.",
            **facts,
        )
        for name in lists:
            getattr(followed.life, name).add(on)
        followed.told_on.add(on)
        return True

    return log


def assessed(council: Council, followed: Followed, by: User, today: date) -> bool:
    if today < followed.life.birthday(16):
        return False
    with allowing_writes():
        written = NeedsAssessmentFactory.create(
            person=followed.person,
            started_on=today,
            needs={need.code: "Looked at." for need in needs_of(PlanBasis.FULL)},
            own_words="I want my own place.",
            conclusion="A plan.",
            views_of_others="Her aunt thinks so too.",
        )
    complete_assessment(by=by, assessment=written, today=today)
    followed.life.assessed.append(today)
    return True


def planned(council: Council, followed: Followed, by: User, today: date) -> bool:
    if today < followed.life.birthday(16):
        return False
    now = timezone.make_aware(datetime.combine(today, time(9)))
    with allowing_writes():
        version = PlanVersionFactory.create(
            submitted=True,
            person=followed.person,
            written_by=by,
            submitted_at=now,
            number=len(followed.life.plans) + 1,
        )
    manager = council.cast.vera.on(today)
    version.refresh_from_db()
    authorise_version(by=manager, version=version, revision=version.revision, today=today, now=now)
    followed.life.plans.append(today)
    return True


def copied(council: Council, followed: Followed, by: User, today: date) -> bool:
    version = PlanVersion.objects.authorised().filter(plan__person=followed.person).order_by("-authorised_on").first()
    if version is None:
        return False
    record_copy(by=by, version=version, today=today, given_on=today, how="in_person", given_by=by, was_explained=True)
    followed.life.copied.append(today)
    return True


def reviewed(council: Council, followed: Followed, by: User, today: date) -> bool:
    if not followed.life.plans:
        return False
    months = followed.chance.choice([None, None, 2, 3, 6])
    waiting = followed.person.review_requests.waiting()
    held_for = [request for request in waiting if followed.chance.random() < 0.7]
    record_review(
        by=by,
        person=followed.person,
        today=today,
        held_on=today,
        held_for=held_for,
        chaired_by="Jo Ellis",
        person_took_part=True,
        summary="All is well.",
        next_within_months=months,
    )
    followed.life.reviews[today] = months
    for request in held_for:
        over(followed, request, today)
    return True


def over(followed: Followed, request: ReviewRequest, today: date) -> None:
    next(each for each in followed.life.asked_for if each.on == request.asked_on).over = today


def review_asked_for(council: Council, followed: Followed, by: User, today: date) -> bool:
    life, reason = followed.life, followed.chance.choice(["wish", "work", "expecting", "homeless", "risk"])
    if not (life.plans and life.left_care <= today < life.birthday(25)):
        return False
    ask_for_review(
        by=by,
        person=followed.person,
        today=today,
        asked_on=today,
        asked_by=followed.chance.choice(["young_person", "adviser", "manager"]),
        reason=reason,
        words="It cannot wait.",
    )
    life.asked_for.append(Asked(today, in_crisis=reason in ("homeless", "risk")))
    return True


def review_let_go(council: Council, followed: Followed, by: User, today: date) -> bool:
    if not (request := followed.person.review_requests.waiting().first()):
        return False
    end_request(by=by, request=request, revision=None, today=today, ended_how="withdrawn", ended_why="It is settled.")
    over(followed, request, today)
    return True


def moved(council: Council, followed: Followed, by: User, today: date) -> bool:
    kind = followed.chance.choice(KINDS)
    home = Home(
        today,
        kind,
        provided=kind in "DEUKT" and followed.chance.random() < 0.5,
        suits=kind in "DEUKT" and followed.chance.random() < 0.85,
    )
    homes.move_home(
        by=by,
        person=followed.person,
        today=today,
        starts_on=today,
        kind=kind,
        is_suitable=home.suits,
        provided_by_authority=home.provided,
    )
    for former in followed.life.homes:
        former.end = former.end or today
    followed.life.homes.append(home)
    return True


def risk_signed(council: Council, followed: Followed, by: User, today: date) -> bool:
    written = write_risk_assessment(
        by=by,
        person=followed.person,
        today=today,
        reason="lost_touch",
        level="high" if (is_high := followed.chance.random() < 0.4) else "medium",
        risks="Nobody knows where they sleep.",
        steps="Pat rings the sister.",
    )
    again = today + timedelta(days=followed.chance.choice([14, 28, 56]))
    manager = council.cast.vera.on(today)
    written.refresh_from_db()
    sign_risk_assessment(by=manager, assessment=written, revision=written.revision, today=today, review_on=again)
    followed.life.risks[today] = again
    followed.life.high_risks |= {today} if is_high else set()
    return True


def handed_over(council: Council, followed: Followed, by: User, today: date) -> bool:
    cast, former = council.cast, followed.holder
    worker = cast.sam if former and former.pk == cast.pat.pk else cast.pat
    if followed.person.is_restricted:
        return False
    allocations.allocate(
        by=cast.vera.on(today),
        person=followed.person,
        worker=worker.on(today),
        role="case_holder",
        starts_on=today,
        reason="A change of team",
        today=today,
    )
    for period in followed.life.advised:
        period[1] = period[1] or today
    followed.life.advised.append([today, None])
    followed.holder = worker
    return True


def left_alone(council: Council, followed: Followed, by: User, today: date) -> bool:
    """The worker has gone, and nobody has followed."""
    allocation = followed.person.allocations.filter(role="case_holder", ends_on=None).first()
    if allocation is None or allocation.starts_on == today:
        return False
    allocations.end_allocation(
        by=council.cast.vera.on(today), allocation=allocation, ends_on=today, reason="Has left", today=today
    )
    followed.life.advised[-1][1] = today
    followed.holder = None
    return True


def left_care(council: Council, followed: Followed, by: User, today: date) -> bool:
    life = followed.life
    if life.care_ended or not life.birthday(16) + timedelta(days=30) < today < life.birthday(18):
        return False
    episode = CareEpisode.objects.get(person=followed.person)
    facts = {"starts_on": episode.starts_on, "ends_on": today, "reason_ended": "E8"}
    care.change_episode(by=by, episode=episode, facts=facts, today=today)
    life.care_ended = today
    return True


def asked(council: Council, followed: Followed, by: User, today: date) -> bool:
    """Support after 21 is asked for; or, while it is given, it is wanted no longer."""
    life = followed.life
    if not life.birthday(21) <= today < life.birthday(25):
        return False
    if life.asked and life.asked[-1][1] is None:
        fact = StatusFact.objects.get(person=followed.person, kind=StatusFact.SUPPORT_WANTED, ends_on=None)
        care.end_status_fact(by=by, fact=fact, ends_on=today, today=today)
        life.asked[-1][1] = today
    else:
        care.add_status_fact(
            by=by, person=followed.person, kind=StatusFact.SUPPORT_WANTED, starts_on=today, today=today
        )
        life.asked.append([today, None])
    return True


def hidden(council: Council, followed: Followed, by: User, today: date) -> bool:
    if followed.person.is_restricted or followed.holder is None:
        return False
    restricted.restrict_record(
        by=council.cast.vera.on(today),
        person=followed.person,
        readers=[followed.holder],
        reason="A threat was made",
        today=today,
    )
    return True


def died(council: Council, followed: Followed, by: User, today: date) -> bool:
    people.record_death(by=by, person=followed.person, died_on=today, today=today)
    followed.life.died = today
    return True


SPOKE = {"result": "spoke"}
TELLS: dict[str, Tells] = {
    "rang": contact("spoken", method="phone", **SPOKE),
    "visited": contact("spoken", "met", "visited", method="face_to_face", saw_home=True, **SPOKE),
    "met": contact("spoken", "met", method="face_to_face", **SPOKE),
    "no_reply": contact(method="phone", result="no_reply"),
    "assessed": assessed,
    "planned": planned,
    "copied": copied,
    "reviewed": reviewed,
    "review_asked_for": review_asked_for,
    "review_let_go": review_let_go,
    "moved": moved,
    "risk_signed": risk_signed,
    "handed_over": handed_over,
    "left_alone": left_alone,
    "left_care": left_care,
    "asked": asked,
    "restricted": hidden,
    "died": died,
}


def holders(council: Council, of: Collection[UUID]) -> dict[UUID, UUID | None]:
    return {pk: (holder := council.followed[pk].holder) and holder.pk for pk in of}
