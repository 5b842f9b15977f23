"""What became of the duties of a quarter: worked out from the clocks and the letters, and what was counted of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Count

from careleavers.models import Allocation, FollowUp, HealthMatter
from careleavers.rules.dates import ONE_DAY
from careleavers.rules.health import HealthKind, HealthState
from careleavers.rules.policies import page_is_used
from careleavers.rules.team_scopes import TeamScope
from offers.models import Letter
from offers.queries.letter_lines import late_words
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import LetterState
from offers.rules.posting import Postage
from pathways.models import MilestoneDecision, PlanAction
from pathways.queries.clock_facts import past_facts_of
from pathways.rules.alert_duties import clock_settings
from pathways.rules.clocks import history
from reporting.models import CountedDuty, DutyCount
from reporting.rules.duty_measures import (
    DUTY_MEASURES,
    LETTERS,
    MEASURE_OF_CLOCK,
    PROMISES,
    DutyCase,
    DutyMeasure,
    DutyResult,
    HistoryDays,
    cases_of_birthdays,
    cases_of_clocks,
    cases_of_health_history,
    result_of,
)
from reporting.rules.periods import first_day

Policies = Mapping[str, Any]
LONGEST_WHY = 600
HISTORY_MILESTONE = "health_history"
HolderPeriod = tuple[date, date | None, UUID, UUID | None]


def duties_of_quarter(people: list[UUID], ends_on: date, today: date, policies: Policies) -> list[CountedDuty]:
    """Every duty of these people that fell due in the quarter and before today, unsaved. A constant number of queries.

    By the facts as they are known today: a visit that is written down late was still made in time.
    """
    first, last = first_day(ends_on), min(ends_on, today - ONE_DAY)
    settings = clock_settings(policies)
    cases: dict[UUID, list[DutyCase]] = defaultdict(list)
    histories = _health_histories(people) if page_is_used("health", policies) else None
    for person, facts in past_facts_of(people, today, policies).items():
        cases[person] += cases_of_clocks(history(facts, today, settings, codes=MEASURE_OF_CLOCK), first, last)
        cases[person] += cases_of_birthdays(facts, first, last, settings.leap_day)
        if histories is not None:
            cases[person] += cases_of_health_history(facts, histories[person], first, last, settings.leap_day)
    for person, case in _cases_of_letters(people, first, last, today, policies):
        cases[person].append(case)
    for person, case in _cases_of_promises(people, first, last):
        cases[person].append(case)
    held = _holders(people)
    return [_row(person, case, held.get(person, ())) for person, found in cases.items() for case in found]


def _row(person: UUID, case: DutyCase, held: Iterable[HolderPeriod]) -> CountedDuty:
    on_the_day = (each for each in held if each[0] <= case.due_on and (each[1] is None or case.due_on < each[1]))
    *_, holder, team = next(on_the_day, (None, None))
    return CountedDuty(
        measure=case.measure,
        person_id=person,
        due_on=case.due_on,
        done_on=case.done_on,
        result=case.result.value,
        why=case.why[:LONGEST_WHY],
        team_id=team,
        holder_id=holder,
    )


def _holders(people: list[UUID]) -> dict[UUID, list[HolderPeriod]]:
    rows = Allocation.objects.filter(person__in=people, role=Allocation.CASE_HOLDER).order_by("person", "starts_on")
    found = rows.values_list("person", "starts_on", "ends_on", "worker", "team")
    return {person: [each[1:] for each in theirs] for person, theirs in groupby(found, key=itemgetter(0))}


def _health_histories(people: list[UUID]) -> defaultdict[UUID, HistoryDays]:
    """Two queries: whether they have it, and who is not asked."""
    found: defaultdict[UUID, HistoryDays] = defaultdict(HistoryDays)
    left_out = MilestoneDecision.objects.in_force().filter(
        person__in=people, milestone=HISTORY_MILESTONE, left_out=True
    )
    for person, decided_on in left_out.values_list("person", "decided_on"):
        found[person] = HistoryDays(not_owed_from=decided_on)
    matters = HealthMatter.objects.filter(person__in=people, kind=HealthKind.HISTORY).order_by()
    for person, state, since in matters.values_list("person", "state", "since"):
        if state == HealthState.THERE:
            found[person] = found[person]._replace(given_on=since)
        elif state == HealthState.DECLINED:
            found[person] = HistoryDays(not_owed_from=min(since, found[person].not_owed_from or since))
    return found


def _cases_of_letters(
    people: list[UUID], first: date, last: date, today: date, policies: Policies
) -> Iterator[tuple[UUID, DutyCase]]:
    letters = Letter.objects.filter(
        person__in=people, occurrence_on__range=(first, last), kind=LetterKind.BIRTHDAY.value
    ).select_related("person")
    usual = Postage(policies["postage"])
    for letter in letters.defer("content"):
        why = f"They turned {letter.occasion}."
        went_on = letter.posted_on or letter.given_on
        arrived = went_on and letter.status != LetterState.RETURNED
        result = result_of(letter.occurrence_on, went_on if arrived else None, None)
        if letter.status == LetterState.NOT_WANTED or _died_before(letter):
            result = DutyResult.NOT_OWED
        elif arrived and late_words(letter, usual, today):
            result = DutyResult.LATE
        yield (
            letter.person_id,
            DutyCase(LETTERS.code, letter.occurrence_on, went_on, result, why),
        )


def _died_before(letter: Letter) -> bool:
    """Whether they died before their birthday, and before the letter went."""
    died_on = letter.person.died_on
    return died_on is not None and died_on <= letter.occurrence_on and letter.posted_on is None


def _cases_of_promises(people: list[UUID], first: date, last: date) -> Iterator[tuple[UUID, DutyCase]]:
    """Two queries: follow-ups, and what the council owes in plans.

    What was promised stays in the record, which a count outlives; several of one day are told apart by a number.
    """
    seen: Counter[tuple[UUID, date, str]] = Counter()
    for person, died_on, due_on, done_on, dropped, why in (
        *_follow_ups(people, first, last),
        *_owed(people, first, last),
    ):
        seen[person, due_on, why] += 1
        number = seen[person, due_on, why]
        not_owed = dropped or (died_on is not None and died_on <= due_on)
        done_on = None if not_owed else done_on
        result = result_of(due_on, done_on, due_on if not_owed else None)
        said = f"{why}." if number == 1 else f"{why}, number {number} of that day."
        yield person, DutyCase(PROMISES.code, due_on, done_on, result, said)


def _follow_ups(people: list[UUID], first: date, last: date) -> Iterator[tuple[Any, ...]]:
    rows = FollowUp.objects.filter(person__in=people, due_on__range=(first, last)).order_by("due_on", "pk")
    for *about, not_needed in rows.values_list("person", "person__died_on", "due_on", "done_on", "not_needed_because"):
        yield *about, bool(not_needed), "A follow-up"


def _owed(people: list[UUID], first: date, last: date) -> Iterator[tuple[Any, ...]]:
    rows = PlanAction.objects.filter(
        version__plan__person__in=people,
        version__authorised_on__isnull=False,
        owed_by=PlanAction.COUNCIL,
        by_when__range=(first, last),
    ).order_by("by_when", "pk")
    columns = ("version__plan__person", "version__plan__person__died_on", "by_when", "done_on", "status")
    for *about, status in rows.values_list(*columns):
        yield *about, status in (PlanAction.CHANGED, PlanAction.CARRIED), "Something that the plan says"


@dataclass
class DutyLine:
    """One measure of a count: how many duties came to each result."""

    measure: DutyMeasure
    by_result: Counter[DutyResult] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return self.by_result[DutyResult.IN_TIME]

    @property
    def d(self) -> int:
        return sum(many for result, many in self.by_result.items() if result is not DutyResult.NOT_OWED)


def duty_lines(count: DutyCount, scope: TeamScope) -> list[DutyLine]:
    """Every measure, with what was counted of it in the scope. One query."""
    lines = {code: DutyLine(measure) for code, measure in DUTY_MEASURES.items()}
    rows = count.duties.of(scope).order_by().values_list("measure", "result").annotate(many=Count("pk"))
    for code, result, many in rows:
        if code in lines:
            lines[code].by_result[DutyResult(result)] += many
    return list(lines.values())
