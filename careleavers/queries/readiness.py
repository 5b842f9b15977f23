"""What is in place for a home of somebody's own, and what is missing: read from the pages that keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careleavers.models import Home, YoungPerson
from careleavers.queries.income import finances
from careleavers.queries.key_documents import key_documents
from careleavers.queries.skills import skills_of
from careleavers.rules import dates
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.key_documents import FROM_AGE
from careleavers.rules.policies import page_is_used
from careleavers.rules.readiness import ReadyPoint, of_documents, of_home, of_money, of_skills
from careleavers.rules.skills import SkillState


def readiness_of(person: YoungPerson, today: date, policies: Mapping[str, Any]) -> list[ReadyPoint]:
    """A point for each of these pages that the authority uses, in their order; none after a death. Eight queries."""
    return [] if person.died_on else list(_points(person, today, policies))


def _points(person: YoungPerson, today: date, policies: Mapping[str, Any]) -> Iterator[ReadyPoint]:
    if page_is_used("skills", policies):
        asked = [line for line in skills_of(person).lines if not line.skill.is_unit]
        learnt = [line.skill.name for line in asked if line.state == SkillState.CAN]
        to_learn = [line.skill.name for line in asked if line.progress and line.state != SkillState.CAN]
        yield of_skills(learnt, to_learn, len(asked) - len(learnt) - len(to_learn))
    if page_is_used("money", policies):
        found = finances(person, today)
        yield of_money([line.income.fact for line in found.lines], found.a_week, found.rent, today)
    if page_is_used("key_documents", policies):
        leap_day = policies["leap_day"]
        is_asked = today >= dates.birthday(person.date_of_birth, FROM_AGE, leap_day)
        yield of_documents(key_documents(person, today, leap_day).missing, is_asked)
    if page_is_used("home", policies):
        now = person.on(today)
        home = now.home
        lost = person.homes.filter(ends_on__lte=today, ended_as=Home.LOST).count()
        yield of_home(
            HomeKind(home.kind) if home else None,
            home.arrears if home else None,
            home.notice_on if home else None,
            lost,
            is_suitable=home is None or home.is_suitable,
            in_care=now.care is not None,
        )
