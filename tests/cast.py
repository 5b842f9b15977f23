"""The people of the tests, whose names carry meaning, and days to count from.

north, south     teams under the service
pat              personal adviser in North          sam   personal adviser in South
wes              social worker in North             mo    team manager of North
sue              team manager of South              vera  service manager       dana  director
bus              business support                   pip   participation officer ana   analyst
aud              auditor                            sys   system administrator  nobody  signs in, holds no role
ivy              independent reviewing officer  cora  lead member
nan              leaving-care nurse             vic   virtual school        rae   children's rights officer
lin              link worker for housing
amira            young person of North, allocated to pat
ben              young person of South, allocated to sam
"""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import Team, User, YoungPerson
from careleavers.permissions import Role
from tests.factories import TODAY, TeamFactory, UserFactory, YoungPersonFactory

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
    "ivy": (Role.REVIEWING_OFFICER, None),
    "cora": (Role.MEMBER_CHAMPION, None),
    "nan": (Role.LEAVING_CARE_NURSE, None),
    "vic": (Role.VIRTUAL_SCHOOL, None),
    "rae": (Role.RIGHTS_OFFICER, None),
    "lin": (Role.HOUSING_LINK_WORKER, None),
    "nobody": (None, None),
}


class Cast:
    """Everybody above as attributes: new rows; the fixture `cast` writes the same ones for each test."""

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
    ivy: User
    cora: User
    nan: User
    vic: User
    rae: User
    lin: User
    nobody: User
    service: Team
    north: Team
    south: Team
    amira: YoungPerson
    ben: YoungPerson

    def __init__(self, today: date = TODAY) -> None:
        self.today = today
        self.service = TeamFactory.create(name="Leaving care service")
        self.north = TeamFactory.create(name="North", parent=self.service)
        self.south = TeamFactory.create(name="South", parent=self.service)
        for name, (role, team) in STAFF.items():
            teams = {"North": self.north, "South": self.south, None: None}
            user = UserFactory.create(name=name.title(), role=role and role.value, team=teams[team])
            setattr(self, name, user.on(today))
        self.amira = YoungPersonFactory.create(first_name="Amira", last_name="Khan", team=self.north, worker=self.pat)
        self.ben = YoungPersonFactory.create(first_name="Ben", last_name="Ward", team=self.south, worker=self.sam)


def days_ago(days: int, today: date = TODAY) -> date:
    return today - timedelta(days=days)
