"""How far somebody is on the way to a home of their own, and what is known of each home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careleavers.models import Home, HomeSuitability, HousingApplication, StayingPut, VacationHome, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.accommodation import LAST_STAGES, STAGE_WORDS


@dataclass(frozen=True)
class ApplicationLine:
    """An application, with how far it is in words, and whether it still goes on."""

    application: HousingApplication
    stage: str
    goes_on: bool


@dataclass(frozen=True)
class HousingFacts:
    """`applications` newest first. `staying_put` is None where nobody has written anything about it. `vacations` are
    those that are not over, the next one first, and `vacations_before` the others.
    """

    applications: list[ApplicationLine]
    staying_put: StayingPut | None
    vacations: list[VacationHome]
    vacations_before: list[VacationHome]


def housing_facts(person: YoungPerson, today: date) -> HousingFacts:
    """Three queries."""
    vacations = list(person.vacation_homes.select_related("next_step__assigned_to"))
    rows = person.housing_applications.select_related("next_step__assigned_to")
    return HousingFacts(
        applications=[application_line(row, today) for row in rows],
        staying_put=StayingPut.objects.filter(person=person).select_related("next_step__assigned_to").first(),
        vacations=[each for each in reversed(vacations) if each.ends_on > today],
        vacations_before=[each for each in vacations if each.ends_on <= today],
    )


def application_line(row: HousingApplication, today: date) -> ApplicationLine:
    stage = row.stage_on(today)
    return ApplicationLine(row, STAGE_WORDS[stage], stage not in LAST_STAGES)


@dataclass(frozen=True)
class HomeToAskAbout:
    """Where somebody lives, with what has to change there (by the newest judgement) and notice or arrears."""

    home: Home
    to_change: list[str]
    judgement: HomeSuitability | None


def home_to_ask_about(person: YoungPerson, today: date) -> HomeToAskAbout | None:
    """None where there is nothing to ask about. Two queries."""
    home = person.homes.filter(on_day(today)).first()
    if home is None:
        return None
    judgement = home.judgements.first()
    to_change = judgement.to_change if judgement else []
    return HomeToAskAbout(home, to_change, judgement) if to_change or home.is_at_risk else None
