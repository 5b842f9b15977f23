"""The duty desk: which messages somebody may see, who may take one, and whom it may be about."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from careleavers.models import DutyMessage, Team, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.duty_desk import UNANSWERED
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries import search
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.managers import managers_on
from careleavers.queries.restricted import named_access

AT_THE_DESK = [role for role in Role if Permission.DUTY_DESK in role.permissions]
MOST_CANDIDATES = 5
SHOWN_ON_TODAY = 10


def desks() -> QuerySet[Team]:
    """The teams at whose desk a message may wait."""
    return Team.objects.filter(closed_on=None).order_by("sort_name")


def messages_seen_by(user: User) -> QuerySet[DutyMessage]:
    """Messages that wait at the desks of the user's teams and belong to no record yet, and those in records that the
    user may see. Who may not read notes sees of the latter only what they wrote down themselves.
    """
    if not user.may(Permission.DUTY_DESK):
        return DutyMessage.objects.none()
    access = user.access
    desks = Q() if access.whole_authority else Q(team=None) | Q(team__in=access.own_team_ids | access.managed_team_ids)
    in_a_record = Q(person__in=YoungPerson.objects.visible_to(user))
    if not user.may(Permission.VIEW_FREE_TEXT):
        in_a_record &= Q(recorded_by=user)
    seen = DutyMessage.objects.filter(Q(person=None) & desks | in_a_record)
    return seen.select_related("person", "held_by", "team", "recorded_by")


def unanswered(user: User) -> QuerySet[DutyMessage]:
    """What the user sees at the desk now, the first due first."""
    return messages_seen_by(user).filter(UNANSWERED).order_by("due_on", "reached_at")


def answered(user: User) -> QuerySet[DutyMessage]:
    """What was closed, the last first."""
    return messages_seen_by(user).exclude(UNANSWERED).order_by("-closed_on", "-reached_at")


def _on_today(user: User, people: list[object], since: date) -> QuerySet[DutyMessage]:
    theirs = Q(person__in=people)
    able = User.objects.with_role(*AT_THE_DESK, today=user.access_day)
    to_do = UNANSWERED & (Q(held_by=user) | Q(held_by=None) | ~Q(held_by__in=able) | theirs)
    done = ~UNANSWERED & theirs & Q(closed_on__gte=since) & ~Q(outcome=DutyMessage.MISTAKE)
    rows = messages_seen_by(user).filter(to_do | done)
    return rows.order_by(F("closed_on").asc(nulls_first=True), "due_on", "reached_at")[: SHOWN_ON_TODAY + 1]


# On Today: what the user has taken, what nobody has or somebody who is not at the desk any more, whatever is about
# these people, and what was answered about them since a day.
ON_TODAY = StatementOfUser(_on_today, list, date)


def who_may_take(message: DutyMessage, by: User, today: date) -> QuerySet[User]:
    """Colleagues to whom it may be passed on, apart from whoever has it: of a restricted record those named on it."""
    person = message.person
    if person and person.is_restricted:
        colleagues = User.objects.filter(pk__in=named_access(today).filter(person=person).values("user"))
    elif person:
        working = person.allocations.filter(on_day(today), worker__is_active=True).values("worker")
        colleagues = may_be_asked(person, by, today) | User.objects.filter(pk__in=working).distinct()
    else:
        desk = [message.team_id, None] if message.team_id else None
        colleagues = User.objects.with_role(*AT_THE_DESK, today=today, teams=desk)
        if desk:
            above = [*managers_on(today).teams_up_from(message.team_id)]
            colleagues |= User.objects.with_role(Role.TEAM_MANAGER, today=today, teams=above)
    if message.held_by:
        colleagues = colleagues.exclude(pk=message.held_by.pk)
    return colleagues.order_by("sort_name")


def candidates(message: DutyMessage, words: str, user: User) -> list[YoungPerson]:
    """Whom it may be about: those found by these words, the likest first."""
    hits = search.find(words, user)[:MOST_CANDIDATES]
    people = YoungPerson.objects.in_bulk([hit.person_id for hit in hits])
    return [people[hit.person_id] for hit in hits if hit.person_id in people]
