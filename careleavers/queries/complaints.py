"""Complaints and representations as pages list them, and counted for a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from careleavers.models import Complaint, ComplaintStep, User, YoungPerson
from careleavers.rules import codes, dates
from careleavers.rules.complaints import STAGE_WORDS, ComplaintStage, following


class StageLine(NamedTuple):
    """A stage that has begun, with its day; `state`: in time, late, or running."""

    step: ComplaintStep
    due_on: date
    in_time: bool | None


def complaints_of(person: YoungPerson) -> QuerySet[Complaint]:
    """Open ones first, the latest known first, with their stages."""
    complaints = person.complaints.prefetch_related("stages").select_related("next_step__assigned_to")
    return complaints.order_by(F("closed_on").desc(nulls_first=True), "-recorded_at")


def stage_lines(complaint: Complaint, today: date) -> list[StageLine]:
    return [StageLine(step, step.due_on, step.was_in_time(today)) for step in complaint.stages.all()]


def running_stage(complaint: Complaint, today: date) -> StageLine | None:
    """The stage that is still to be answered, if one is."""
    return next((line for line in stage_lines(complaint, today) if line.step.answered_on is None), None)


def next_stage(complaint: Complaint) -> ComplaintStage | None:
    """The stage that may begin next: none while it is intended, once it is closed, or after the last."""
    current = complaint.stage
    return following(current) if current and not complaint.closed_on else None


def is_decision_waiting(person: YoungPerson) -> bool:
    """Whether a decision waits until an open complaint about it has been considered (Vol 3 9.2)."""
    return person.complaints.filter(decision_waits=True, closed_on=None).exists()


class Count(NamedTuple):
    """How many, of what. `of` None: of all."""

    label: str
    number: int
    of: int | None = None


class StageRow(NamedTuple):
    """Of those of one group, how many there were and how many reached each stage."""

    group: str
    label: str
    total: int
    by_stage: list[int]


@dataclass(frozen=True)
class ComplaintsReport:
    """A year's complaints and representations, counted (Vol 3 9.11-9.14; SI 2006/1738 reg 13).

    `learning` are the sentences written down about records that the reader may see.
    """

    first: date
    last: date
    total: int
    still_open: int
    kinds: list[Count]
    subjects: list[Count]
    limits: list[Count]
    advocacy: list[Count]
    outcomes: list[Count]
    satisfied: list[Count]
    groups: list[StageRow]
    learning: list[str]


def complaints_report(user: User, year: int, today: date, leap_day: dates.LeapDay) -> ComplaintsReport:
    """The complaints known first in the year to 31 March of `year`, of the teams that the user's roles reach.

    Counts take in restricted records; sentences come only from records that the user may see. Four queries.
    """
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    known = Q(intended_on__range=(first, last)) | Q(intended_on=None, made_on__range=(first, last))
    rows = Complaint.objects.filter(known).select_related("person").prefetch_related("stages")
    if not user.access.whole_authority:
        rows = rows.filter(person__team_id__in=user.access.team_ids)
    found = list(rows)
    seen = set(
        YoungPerson.objects.visible_to(user)
        .filter(pk__in=[row.person_id for row in found])
        .values_list("pk", flat=True)
    )
    return ComplaintsReport(
        first=first,
        last=last,
        total=len(found),
        still_open=sum(row.closed_on is None for row in found),
        kinds=_counted(Complaint.KINDS, [row.kind for row in found]),
        subjects=_counted(Complaint.SUBJECTS, [row.about for row in found]),
        limits=_limits(found, today),
        advocacy=_advocacy(found),
        outcomes=_counted(Complaint.OUTCOMES, [row.outcome for row in found if row.outcome]),
        satisfied=_counted(
            [*Complaint.SATISFIED, ("", "Not asked")], [row.satisfied for row in found if row.closed_on]
        ),
        groups=_groups(found, leap_day),
        learning=[row.learning for row in found if row.learning and row.person_id in seen],
    )


def _counted(choices: Iterable[tuple[str, str]], values: Sequence[str]) -> list[Count]:
    counted = Counter(values)
    return [Count(words, counted[code]) for code, words in choices if counted[code]]


def _limits(found: Iterable[Complaint], today: date) -> list[Count]:
    """By stage, how many of those whose time is over, or that were answered, were answered in time."""
    decided: dict[str, list[bool]] = {stage: [] for stage in STAGE_WORDS}
    for row in found:
        for step in row.stages.all():
            in_time = step.was_in_time(today)
            if in_time is not None:
                decided[ComplaintStage(step.stage)].append(in_time)
    return [Count(STAGE_WORDS[ComplaintStage(stage)], sum(each), len(each)) for stage, each in decided.items() if each]


def _advocacy(found: Sequence[Complaint]) -> list[Count]:
    offered = [row for row in found if row.advocate_offered_on]
    at_once = [row for row in offered if row.advocate_offered_on and row.advocate_offered_on <= _at_once(row)]
    return [
        Count("An advocate was offered", len(offered), len(found)),
        Count("… on the day on which we knew, or the next", len(at_once), len(offered)),
        *_counted(
            [(code, f"They said “{words}”") for code, words in Complaint.ANSWERS],
            [row.advocate_answer for row in offered],
        ),
        Count("An advocate helped", sum(bool(row.advocate_name) for row in found), len(found)),
    ]


def _at_once(row: Complaint) -> date:
    return row.known_on + timedelta(days=1)


def _groups(found: Sequence[Complaint], leap_day: dates.LeapDay) -> list[StageRow]:
    """By age when we knew of it, gender, disability and ethnicity, at each stage."""

    def age(row: Complaint) -> str:
        years = row.person.age_on(row.known_on, leap_day)
        return "Under 18" if years < 18 else "18 to 20" if years < 21 else "21 and over"

    groups: list[tuple[str, Callable[[Complaint], str]]] = [
        ("Age", age),
        ("Gender", lambda row: codes.label("SEX", row.person.gender)),
        ("Disability", lambda row: row.person.get_disability_display()),
        ("Ethnicity", lambda row: codes.label("ETHNIC", row.person.ethnicity)),
    ]
    rows = []
    for group, label_of in groups:
        labels = sorted({label_of(row) for row in found})
        for label in labels:
            of_label = [row for row in found if label_of(row) == label]
            reached = [{step.stage for step in row.stages.all()} for row in of_label]
            by_stage = [sum(stage in each for each in reached) for stage in STAGE_WORDS]
            rows.append(StageRow(group, label, len(of_label), by_stage))
    return rows
