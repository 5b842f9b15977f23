"""The demo council, loaded set by set under the same constraints as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bulk import copy_rows, defaults
from careleavers.actions.policies import set_policy
from careleavers.actions.statuses import store_statuses
from careleavers.demo import names
from careleavers.demo.housing import grow_homes, load_housing, load_providers
from careleavers.demo.kept_facts import load_kept_facts
from careleavers.demo.lives import FORMER, GROWN, TWO_YEARS, YOUNG, Life, life, random_id
from careleavers.demo.parts import demo_last, demo_parts
from careleavers.demo.rarer import write_rarer_things
from careleavers.demo.rows import RowValues, load_rows
from careleavers.demo.saved_views import saved_views
from careleavers.demo.skills import load_skills
from careleavers.demo.well import grow_occupations, load_well
from careleavers.models import (
    Allocation,
    Appointment,
    CareEpisode,
    Contact,
    ContactComment,
    ContactDetail,
    ContactTopic,
    FollowUp,
    Home,
    Involvement,
    Occupation,
    RoleAssignment,
    StatusFact,
    Team,
    Topic,
    User,
    WarningNote,
    YoungPerson,
)
from careleavers.permissions import Role
from careleavers.site.practice import INVENTED_DOMAIN

BATCH = 1000
PASSWORD = "demo council 2026"  # printed at start-up; the demo listens on this machine alone
SINCE = date(2015, 4, 1)
ONE_YOUNGER_IN = 7  # of 330 people 47 are 16 or 17, and 283 are 18 to 24
FORMER_A_QUARTER = 32  # one in so many leaves in a quarter, so that figures of former years are about as many people
A_QUARTER = timedelta(days=92)
LIFE_TABLES: dict[type[models.Model], str] = {
    CareEpisode: "episodes",
    StatusFact: "facts",
    Home: "homes",
    Occupation: "occupations",
    ContactDetail: "details",
    WarningNote: "warnings",
}
CONTACT = ("id", "method", "result", "happened_on", "note", "minutes", "saw_home", "is_concern")


@dataclass(frozen=True)
class Council:
    """Who works there: the teams, and in each its manager and personal advisers."""

    teams: list[Team]
    managers: list[User]
    advisers: list[list[User]]

    def adviser_of(self, one: Life) -> User:
        team = self.advisers[one.team]
        return team[one.adviser % len(team)]


@action
def load_council(
    *,
    by: None = None,
    people: int,
    seed: int,
    today: date,
    contacts: int,
    report_progress: Callable[[str], None],
    quarters: int = 2,
    complete: bool = True,
) -> Council:
    """Load an invented council with so many young people, the same for a seed and a day, into an empty database.

    `contacts` is about how many each open person has in two years. `report_progress` is called with each step.
    `quarters` is how many past quarters are frozen; to have somebody to count, those who have left since are loaded as
    well. Without `complete` no alerts are raised and no quarters frozen. Refused when there are people already.
    """
    if YoungPerson.objects.exists():
        raise Refused("There are young people in this database already. The demo council needs an empty one.")
    council = _staff(people)
    _policies()
    topics = _topics()
    saved_views(council)
    report_progress(f"{len(council.teams)} teams and {User.objects.count()} people who work there")
    load_providers(today)
    parts = (load_housing, load_kept_facts, load_well, load_skills, *demo_parts())
    everybody = people + people * quarters // FORMER_A_QUARTER if complete else people
    for first in range(0, everybody, BATCH):
        numbers = range(first, min(first + BATCH, everybody))
        lives = [_life(number, people, seed, today, council, contacts, quarters) for number in numbers]
        for one in lives:
            grow_homes(one)
            grow_occupations(one)
        _copy(lives, council, today)
        load_rows(ContactTopic, _contact_topics(lives, topics))
        store_statuses([one.id for one in lives], today)
        for part in parts:
            part(lives=lives, council=council, today=today, rng=Random(f"{seed}-{numbers[0]}"))
        if first == 0:
            _analyze()  # or each batch is searched among all that came before it
        report_progress(f"{numbers[-1] + 1:,} of {everybody:,} young people")
    _analyze()  # what comes last asks about everybody
    if complete:
        report_progress("Alerts, letters and figures")
        write_rarer_things(council=council, today=today, seed=seed)
        for last in demo_last():
            last(today=today, quarters=quarters)
    options: dict[str, Any] = {"people": people, "seed": seed, "contacts": contacts, "quarters": quarters}
    record_event("demo_council_loaded", by=None, **options, bare=not complete)
    return council


def _analyze() -> None:
    """Let the database plan by what is in its tables; it does not know what a transaction has not yet committed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sign_ins() -> list[tuple[str, str]]:
    """One e-mail address for each role of the demo council, by the role's name."""
    found = []
    for role in Role:
        user = User.objects.filter(assignments__role=role.value, email__endswith=INVENTED_DOMAIN).first()
        if user:
            found.append((role.label, user.email))
    return found


def _life(number: int, people: int, seed: int, today: date, council: Council, contacts: int, quarters: int) -> Life:
    """The first `people` numbers are young people of today, those beyond have left."""
    young = number % ONE_YOUNGER_IN == ONE_YOUNGER_IN - 1
    return life(
        seed,
        number,
        today,
        ages=FORMER if number >= people else YOUNG if young else GROWN,
        teams=len(council.teams),
        advisers=max(len(team) for team in council.advisers),
        contacts=contacts,
        history=max(TWO_YEARS, (quarters + 2) * A_QUARTER),
    )


def _staff(people: int) -> Council:
    """Three teams of four advisers; a council of thousands has more of both, at about thirty young people each."""
    password = make_password(PASSWORD)
    service = _team("Leaving Care Service")
    teams, managers, advisers = [], [], []
    for number in range(max(3, people // 120)):
        name = names.TEAMS[number] if number < 3 else f"Wendmere Team {number + 1}"
        team = _team(name, parent=service, phone=f"01632 960{number % 1000:03}")
        suffix = "" if number < 3 else f" {number + 1}"
        managers.append(_user(names.MANAGERS[number % 3] + suffix, "Team manager", password, Role.TEAM_MANAGER, team))
        _user(names.SOCIAL_WORKERS[number % 3] + suffix, "Social worker", password, Role.SOCIAL_WORKER, team)
        own = names.ADVISERS[number % 3 * 4 : number % 3 * 4 + 4]
        advisers.append(
            [_user(adviser + suffix, "Personal adviser", password, Role.PERSONAL_ADVISER, team) for adviser in own]
        )
        teams.append(team)
    for name, role, title in names.OTHERS:
        _user(name, title, password, Role(role), None)
    return Council(teams, managers, advisers)


def _team(name: str, **facts: object) -> Team:
    """In a practice council that begins again it is there where somebody who stays is of it."""
    return Team.objects.update_or_create(name=name, defaults=facts)[0]


def _user(name: str, title: str, password: str, role: Role, team: Team | None) -> User:
    email = f"{name.lower().replace(' ', '.')}{INVENTED_DOMAIN}"
    number = User.objects.count()
    user = User.objects.create(
        name=name, email=email, job_title=title, password=password, phone=f"07700 900{number % 1000:03}"
    )
    RoleAssignment.objects.create(user=user, role=role.value, team=team, starts_on=SINCE)
    return user


def _policies() -> None:
    chosen = {
        "authority_name": names.COUNCIL,
        "authority_phone": "01632 960123",
        "authority_email": "leavingcare@wendmere.example",
        "authority_website": "www.wendmere.example/care-leavers",
        "return_address": f"{names.COUNCIL}\nLeaving Care Service\nWend House\nPriory Street\nAldersby\nLE0 9AA",
        "director_name": "Dana Whitlock",
    }
    for key, value in chosen.items():
        set_policy(by=None, key=key, value=value, from_on=SINCE)


def _copy(lives: Sequence[Life], council: Council, today: date) -> None:
    """Millions of rows in all, so by COPY and as plain values."""
    workers = {one.id: council.adviser_of(one).pk for one in lives}
    load_rows(YoungPerson, (one.person | {"id": one.id, "team_id": council.teams[one.team].pk} for one in lives))
    load_rows(Allocation, _allocations(lives, council, today))
    load_rows(Involvement, (_involvement(one) for one in lives))
    for model, table in LIFE_TABLES.items():
        load_rows(model, _of_each(lives, table))
    load_rows(
        FollowUp,
        (
            {"assigned_to_id": workers[row["person_id"]], "recorded_by_id": workers[row["person_id"]]} | row
            for row in _of_each(lives, "follow_ups")
        ),
    )
    _copy_contacts(lives, workers)
    load_rows(Appointment, _appointments(lives, workers, today))
    load_rows(ContactComment, _comments(lives, council, today))
    # Checked now, after every batch: the database would keep a note of each row until the end.
    connection.check_constraints()


def _of_each(lives: Sequence[Life], table: str) -> Iterator[RowValues]:
    return ({"person_id": one.id} | row for one in lives for row in getattr(one, table))


def _involvement(one: Life) -> RowValues:
    return {
        "person_id": one.id,
        "starts_on": one.opened_on,
        "ends_on": one.closed_on,
        "reason_closed": "Wanted no more support for now" if one.closed_on else "",
    }


def _allocations(lives: Sequence[Life], council: Council, today: date) -> Iterator[RowValues]:
    """A case holder for nearly everybody; a few have waited since they were opened, a few changed hands."""
    for one in lives:
        rng = Random(one.id.int)
        holder = council.adviser_of(one)
        since = one.opened_on
        common = {"person_id": one.id, "team_id": council.teams[one.team].pk}
        if one.closed_on is None and rng.random() < 0.02:
            continue
        if rng.random() < 0.3 and (one.closed_on or today) > since + timedelta(days=400):
            others = [adviser for adviser in council.advisers[one.team] if adviser != holder]
            changed = since + timedelta(days=rng.randint(100, 390))
            yield common | {"worker_id": rng.choice(others).pk, "starts_on": since, "ends_on": changed}
            since = changed
        yield common | {"worker_id": holder.pk, "starts_on": since, "ends_on": one.closed_on}


def _appointments(lives: Sequence[Life], workers: Mapping[UUID, UUID], today: date) -> Iterator[RowValues]:
    """Some meet today, some soon; of a few days that are over nobody has said yet what became of it."""
    for one in lives:
        rng = Random(f"appointment-{one.id}")
        if one.closed_on or rng.random() > 0.3:
            continue
        method = rng.choice(["face_to_face", "face_to_face", "face_to_face", "phone", "video"])
        yield {
            "person_id": one.id,
            "worker_id": workers[one.id],
            "recorded_by_id": workers[one.id],
            "planned_on": today + timedelta(days=rng.choice([-2, 0, 0, 1, 2, 3, 5, 8, 13, 21])),
            "planned_at": time(rng.randint(9, 17), rng.choice([0, 0, 15, 30])),
            "method": method,
            "place": rng.choice(names.PLACES) if method == "face_to_face" else "",
            "purpose": rng.choice(names.PURPOSES),
        }


def _comments(lives: Sequence[Life], council: Council, today: date) -> Iterator[RowValues]:
    """What managers wrote about some of the latest contacts; a few nobody has read yet."""
    for one in lives:
        rng = Random(f"comment-{one.id}")
        if one.closed_on or not one.contacts or rng.random() > 0.08:
            continue
        kind, text = rng.choice(names.COMMENTS)
        yield {
            "id": random_id(rng),
            "contact_id": one.contacts[-1]["id"],
            "kind": kind,
            "text": text,
            "for_worker_id": council.adviser_of(one).pk,
            "recorded_by_id": council.managers[one.team].pk,
            "read_on": rng.choice([None, today, today]),
        }


def _topics() -> list[Topic]:
    return Topic.objects.bulk_create(
        [
            Topic(name=name, prompt=prompt, matter=matter, position=10 * place)
            for place, (name, prompt, matter) in enumerate(names.TOPICS, start=1)
        ]
    )


def _contact_topics(lives: Sequence[Life], topics: Sequence[Topic]) -> Iterator[RowValues]:
    """What some of the latest contacts were about."""
    for one in lives:
        rng = Random(f"topics-{one.id}")
        for contact in one.contacts[-4:]:
            for topic in rng.sample(topics, rng.randint(0, 2)):
                yield {"id": random_id(rng), "contact_id": contact["id"], "topic_id": topic.pk}


def _copy_contacts(lives: Sequence[Life], workers: Mapping[UUID, UUID]) -> None:
    """Written down at midday of the day on which each happened, by the case holder."""
    given = [*CONTACT, "person_id", "worker_id", "recorded_by_id", "submission_id", "recorded_at"]
    midday = datetime(2000, 1, 1, 12, tzinfo=timezone.get_default_timezone())

    def rows() -> Iterator[list[Any]]:
        for one in lives:
            worker = workers[one.id]
            for contact in one.contacts:
                day = contact["happened_on"]
                written_at = midday.replace(year=day.year, month=day.month, day=day.day)
                yield [*(contact[name] for name in CONTACT), one.id, worker, worker, contact["id"], written_at]

    copy_rows(Contact, given, rows(), defaults(Contact, given))
