"""The people of the tests, whose names carry meaning, and builders that write through no action.

north, south     teams under the service
pat              personal adviser in North          sam   personal adviser in South
wes              social worker in North             mo    team manager of North
sue              team manager of South              vera  service manager       dana  director
bus              business support                   pip   participation officer ana   analyst
aud              auditor                            sys   system administrator  nobody  signs in, holds no role
amira            young person of North, allocated to pat
ben              young person of South, allocated to sam
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from careleavers.models import Allocation, Involvement, RoleAssignment, Team, User, YoungPerson
from careleavers.permissions import Role

TODAY = date(2026, 11, 23)  # a Monday
PASSWORD = "a long enough passphrase"
STAFF = {
    "pat": (Role.PERSONAL_ADVISER, "North"),
    "sam": (Role.PERSONAL_ADVISER, "South"),
    "wes": (Role.SOCIAL_WORKER, "North"),
    "mo": (Role.TEAM_MANAGER, "North"),
    "sue": (Role.TEAM_MANAGER, "South"),
    "vera": (Role.SERVICE_MANAGER, None),
    "dana": (Role.DIRECTOR, None),
    "bus": (Role.BUSINESS_SUPPORT, None),
    "pip": (Role.PARTICIPATION_OFFICER, None),
    "ana": (Role.PERFORMANCE_ANALYST, None),
    "aud": (Role.AUDITOR, None),
    "sys": (Role.SYSTEM_ADMINISTRATOR, None),
    "nobody": (None, None),
}
LONG_AGO = date(2020, 1, 1)


class Cast:
    """Everybody above as attributes, made once per test that asks for `cast`."""

    pat: User
    sam: User
    wes: User
    mo: User
    sue: User
    vera: User
    dana: User
    bus: User
    pip: User
    ana: User
    aud: User
    sys: User
    nobody: User
    service: Team
    north: Team
    south: Team
    amira: YoungPerson
    ben: YoungPerson

    def __init__(self, today: date = TODAY) -> None:
        self.today = today
        self.service = Team.objects.create(name="Leaving care service")
        self.north = Team.objects.create(name="North", parent=self.service)
        self.south = Team.objects.create(name="South", parent=self.service)
        for name, (role, team) in STAFF.items():
            user = staff(name, role, {"North": self.north, "South": self.south, None: None}[team])
            setattr(self, name, user.on(today))
        self.amira = young_person("Amira", "Khan", team=self.north, worker=self.pat)
        self.ben = young_person("Ben", "Ward", team=self.south, worker=self.sam)


@cache
def password_hash() -> str:
    """Hashing is slow on purpose: once per run will do."""
    return make_password(PASSWORD)


def staff(name: str, role: Role | None, team: Team | None = None) -> User:
    user = User.objects.create(email=f"{name}@council.example", name=name.title(), password=password_hash())
    if role:
        RoleAssignment.objects.create(user=user, role=role.value, team=team, starts_on=LONG_AGO)
    return user


def young_person(
    first_name: str = "Cai",
    last_name: str = "Owen",
    *,
    team: Team | None = None,
    worker: User | None = None,
    since: date = date(2024, 1, 1),
    **fields: Any,
) -> YoungPerson:
    """A young person open to the service since a day, 19 years old in TODAY's year unless said."""
    fields.setdefault("date_of_birth", date(2007, 5, 1))
    fields.setdefault("gender", "U")
    fields.setdefault("local_id", f"T{YoungPerson.objects.count() + 1:05}")
    person = YoungPerson.objects.create(first_name=first_name, last_name=last_name, team=team, **fields)
    Involvement.objects.create(person=person, starts_on=since)
    if worker and team:
        Allocation.objects.create(person=person, worker=worker, team=team, starts_on=since)
    return person


def days_ago(days: int, today: date = TODAY) -> date:
    return today - timedelta(days=days)
