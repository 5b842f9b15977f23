"""The rows behind each measure of a period: one query for each, and the clocks for who may need a risk assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from careleavers.models import Home, OccupationStep, Offence, PolicyValue, YoungPerson
from careleavers.models.base import overlapping
from careleavers.models.people import case_holder_on
from careleavers.queries.teams import every_scope, in_scope
from careleavers.rules import words
from careleavers.rules.clocks.contact import in_time_from
from careleavers.rules.code_sets import NEVER_SUITABLE, Band, HomeKind, Status
from careleavers.rules.dates import ONE_DAY
from careleavers.rules.policies import page_is_used
from careleavers.rules.team_scopes import TeamScope
from offers.models import CandidacyStep, Opportunity
from offers.queries.next_letters import lapsed_letters
from offers.queries.opportunities import open_on
from offers.rules.letter_kinds import LetterKind, what_for
from offers.rules.opportunities import WorkStage
from pathways.models import PlanVersion
from pathways.queries.risk_facts import risk_facts_of
from pathways.rules.alert_duties import clock_settings
from pathways.rules.risk_status import risk_status
from reporting.queries.figures import Question, as_at, more_work_memory
from reporting.rules.period_measures import (
    B_AND_B,
    CUSTODY,
    LETTERS_LAPSED,
    NFA,
    OFFENDED,
    PERIOD_MEASURES,
    PP_AUTHORISED,
    STAGES,
    STEPS,
    TENANCIES_KEPT,
    UNSUIT_RA,
    PeriodLine,
    PeriodMeasure,
    PeriodRow,
    ReportPeriod,
    by_person,
    nights,
)

AT_A_TIME = 1000
NOBODY = UUID(int=0)
TENANCIES = ("equitable", "introductory", "social", "private")  # of `Home.TENURES`
NIGHTS_IN = {B_AND_B: HomeKind.BED_AND_BREAKFAST, NFA: HomeKind.NO_FIXED_ABODE, CUSTODY: HomeKind.CUSTODY}


@dataclass(frozen=True)
class PeriodAsked:
    """Which days, and of whom, as known on `today`; the team is that of the case holder on the last of the days."""

    period: ReportPeriod
    scope: TeamScope
    policies: Mapping[str, Any]
    today: date

    @classmethod
    def of(cls, period: ReportPeriod, scope: TeamScope, today: date) -> PeriodAsked:
        return cls(period, scope, PolicyValue.objects.in_force(period.last), today)

    @property
    def people(self) -> QuerySet[YoungPerson]:
        return in_scope(YoungPerson.objects.all(), self.scope, self.period.last).order_by()

    def measures(self) -> list[PeriodMeasure]:
        """Those that are counted here: offences for the whole authority alone, where it uses the page."""
        offences = self.scope.is_authority and page_is_used("justice", self.policies)
        return [each for each in PERIOD_MEASURES.values() if each is not OFFENDED or offences]


def period_line(measure: PeriodMeasure, asked: PeriodAsked) -> PeriodLine:
    return PeriodLine(measure, list(ROWS[measure.code](asked)))


def lines_by_scope(asked: PeriodAsked) -> list[tuple[TeamScope, PeriodLine]]:
    """Every measure of the whole authority, and of each scope of the last day those of which it has rows.

    As `period_line` says of each, but asked once for everybody.
    """
    whole = [period_line(measure, asked) for measure in asked.measures()]
    people = {row.person for line in whole for row in line.rows}
    holders = YoungPerson.objects.filter(pk__in=people).alias(holder=case_holder_on(asked.period.last))
    team_of = dict(holders.order_by().values_list("pk", "holder__team_id"))
    others = [scope for scope in every_scope(asked.period.last) if not scope.is_authority]
    scopes_of = {team: [scope for scope in others if scope.holds(team)] for team in {*team_of.values(), None}}
    found = [(asked.scope, line) for line in whole]
    for line in whole:
        by_scope: dict[TeamScope, list[PeriodRow]] = defaultdict(list)
        for row in line.rows if line.measure.has_names else ():
            for scope in scopes_of[team_of.get(row.person)]:
                by_scope[scope].append(row)
        found += [(scope, PeriodLine(line.measure, rows)) for scope, rows in by_scope.items()]
    return found


def places_kept(day: date) -> int:
    """How many posts were kept for young people on a day."""
    return Opportunity.objects.filter(open_on(day)).aggregate(many=Sum("places"))["many"] or 0


def _nights(kind: HomeKind) -> Callable[[PeriodAsked], list[PeriodRow]]:
    def rows(asked: PeriodAsked) -> list[PeriodRow]:
        first, last = asked.period.first, min(asked.period.last, asked.today - ONE_DAY)
        homes = Home.objects.filter(overlapping(first, last + ONE_DAY), kind=kind, person__in=asked.people)
        found = homes.order_by("starts_on").values_list("person", "starts_on", "ends_on", "person__died_on")
        counted = (
            (person, starts_on, nights(starts_on, min(filter(None, (ends_on, died_on)), default=None), first, last))
            for person, starts_on, ends_on, died_on in found
        )
        return by_person(PeriodRow(who, many, f"since {words.day(since)}") for who, since, many in counted if many)

    return rows


def _tenancies(asked: PeriodAsked) -> Iterator[PeriodRow]:
    ended = Home.objects.filter(ends_on__range=asked.period[:2], tenure__in=TENANCIES, person__in=asked.people)
    said = ended.exclude(ended_as="").order_by("ends_on", "pk").values_list("person", "tenure", "ended_as", "ends_on")
    tenures, endings = dict(Home.TENURES), dict(Home.ENDINGS)
    for person, tenure, ended_as, ends_on in said:
        words_of_it = f"{tenures[tenure]}, until {words.day(ends_on)}: {endings[ended_as].lower()}"
        yield PeriodRow(person, 1, words_of_it, ended_as == Home.KEPT)


def _risks(asked: PeriodAsked) -> Iterator[PeriodRow]:
    """Few may need one: those in a home that does not suit, or not spoken with lately. The clock says of whom it is
    so, for the last of the days."""
    day, settings = asked.period.last, clock_settings(asked.policies)
    weeks = settings.lost_touch_weeks or settings.keep_in_touch_weeks
    days = replace(Question(day, asked.scope, asked.policies).days, in_time=in_time_from(day, weeks))
    owed = Q(status_period__status=Status.RELEVANT_CHILD) | (
        Q(status_period__status=Status.FORMER_RELEVANT_CHILD) & ~Q(status_period__band=Band.NOT_ASKED)
    )
    alive = Q(died_on=None) | Q(died_on__gt=day)
    lives = Q(home_suits=False) | Q(home__kind__in=[*NEVER_SUITABLE, HomeKind.RESIDENCE_NOT_KNOWN])
    people = as_at(asked.scope, days).filter(owed, alive, lives | Q(spoke=False))
    with more_work_memory():
        found = list(people.order_by("pk").values_list("pk", flat=True))
    found = found or [NOBODY]  # as many queries as for one
    for first in range(0, len(found), AT_A_TIME):
        for person, facts in risk_facts_of(found[first : first + AT_A_TIME], day).items():
            if status := risk_status(facts, day, settings):
                yield PeriodRow(person, 1, status.because, status.in_date)


def _handed_in(asked: PeriodAsked) -> Iterator[PeriodRow]:
    versions = PlanVersion.objects.filter(
        submitted_at__date__range=(asked.period.first, asked.period.last), plan__person__in=asked.people
    )
    states = dict(PlanVersion.STATES)
    for version in versions.select_related("plan").order_by("submitted_at", "pk"):
        signed = version.authorised_on
        said = f"authorised on {words.day(signed)}" if signed else states[version.state].lower()
        yield PeriodRow(version.plan.person_id, 1, f"Version {version.number}: {said}", signed is not None)


def _lapsed(asked: PeriodAsked) -> Iterator[PeriodRow]:
    lapsed = lapsed_letters(asked.period.first, asked.period.last).filter(person__in=asked.people)
    for letter in lapsed.order_by("occurrence_on", "pk").defer("content"):
        about = what_for(LetterKind(letter.kind), letter.occasion, letter.occurrence_on)
        yield PeriodRow(letter.person_id, 1, f"{about}. {letter.cancelled_reason}")


def _stage(stage: WorkStage) -> Callable[[PeriodAsked], Iterator[PeriodRow]]:
    def rows(asked: PeriodAsked) -> Iterator[PeriodRow]:
        steps = CandidacyStep.objects.filter(
            stage=stage, happened_on__range=asked.period[:2], candidacy__person__in=asked.people
        ).order_by("happened_on", "pk")
        columns = ("candidacy__person", "candidacy__opportunity__title", "happened_on")
        for person, post, happened_on in steps.values_list(*columns):
            yield PeriodRow(person, 1, f"{post}, on {words.day(happened_on)}")

    return rows


def _steps(kind: str) -> Callable[[PeriodAsked], Iterator[PeriodRow]]:
    def rows(asked: PeriodAsked) -> Iterator[PeriodRow]:
        steps = OccupationStep.objects.filter(
            kind=kind, happened_on__range=asked.period[:2], person__in=asked.people
        ).order_by("happened_on", "pk")
        for person, about, happened_on in steps.values_list("person", "about", "happened_on"):
            yield PeriodRow(person, 1, ", ".join(filter(None, (about, f"on {words.day(happened_on)}"))))

    return rows


def _offended(asked: PeriodAsked) -> Iterator[PeriodRow]:
    """One row for each person; it counts where an offence of an earlier day is written down."""
    stood = Offence.objects.exclude(outcome="none").order_by()
    earlier = stood.filter(person=OuterRef("person"), happened_on__lt=asked.period.first)
    in_period = stood.filter(happened_on__range=asked.period[:2], person__in=asked.people)
    for person, before in in_period.annotate(before=Exists(earlier)).values_list("person", "before").distinct():
        yield PeriodRow(person, 1, "", before)


ROWS: Mapping[str, Callable[[PeriodAsked], Any]] = {
    **{measure.code: _nights(kind) for measure, kind in NIGHTS_IN.items()},
    TENANCIES_KEPT.code: _tenancies,
    UNSUIT_RA.code: _risks,
    PP_AUTHORISED.code: _handed_in,
    LETTERS_LAPSED.code: _lapsed,
    **{measure.code: _stage(stage) for stage, measure in STAGES.items()},
    **{measure.code: _steps(kind) for kind, measure in STEPS.items()},
    OFFENDED.code: _offended,
}
