"""Legal status: computed from the care history and stored as rows, and open points decided.

Rows are derived, so no event tells of them; the change that made them different has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bulk import copy_rows, update_rows
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.one_by_one import in_batches
from careleavers.models import PolicyValue, StatusDecision, StatusPeriod, User, YoungPerson
from careleavers.models.statements import Statement
from careleavers.queries.statuses import (
    COMPARED,
    in_record_words,
    outcome_row,
    same_status,
    status_inputs_of,
    status_periods_of,
    status_settings_from,
)
from careleavers.rules.bad_input import BadInput
from careleavers.rules.law import FlagOutcome

BATCH = 500  # people whose rows are locked while their statuses are computed
STORED = ("id", "person_id", "starts_on", *COMPARED)


@dataclass
class Difference:
    """How the stored rows of one person differ from a fresh computation, or why none could be made."""

    person_id: UUID
    surplus: list[StatusPeriod] = field(default_factory=list)
    missing: list[StatusPeriod] = field(default_factory=list)
    changed: list[StatusPeriod] = field(default_factory=list)
    refused: str = ""


@action
def rebuild_status(*, by: User | None, person: YoungPerson, today: date) -> None:
    """Compute the person's timeline again, under the policies in force today, and store what differs.

    Refused with a sentence when the history holds what cannot be. Called by every action that changes a history.
    """
    rebuild_statuses(by=by, people=[person.pk], today=today)


@action
def rebuild_statuses(*, by: User | None, people: Collection[UUID], today: date) -> int:
    """The same for many, set by set. Returns how many people's rows differed."""
    differing = store_statuses(people, today)
    facts_changed(people=people, today=today)
    return differing


def store_statuses(people: Collection[UUID], today: date) -> int:
    """As `rebuild_statuses`, inside an action that sees itself to what follows from the statuses.

    Locked first, so that of two at once, such as the nightly job and somebody's change, the second sees what the first
    wrote.
    """
    lock_people(people)
    found = list(differences(people, today))
    for difference in found:
        if difference.refused:
            raise Refused(f"The dates do not fit the care history: {difference.refused}")
    _store(found)
    return len(found)


@action
def rebuild_possible(*, by: User | None, people: Collection[UUID], today: date) -> list[Difference]:
    """As `rebuild_statuses`, but a history that cannot be keeps its rows and is told, and the others are stored."""
    lock_people(people)
    found = list(differences(people, today))
    _store(found)
    facts_changed(people=[difference.person_id for difference in found], today=today)
    return found


def rebuild_all_statuses(
    *, by: User | None, today: date, report_progress: Callable[[int], None] = lambda done: None
) -> list[Difference]:
    """Everybody's, in batches of their own transactions: after a change of a rule or a policy. Somebody of whom it
    fails keeps nobody else from theirs; it is raised at the end."""
    found, done = [], 0

    def rebuild(people: list[UUID]) -> tuple[int, list[Difference]]:
        return len(people), rebuild_possible(by=by, people=people, today=today)

    for many, differing in in_batches(batches(), rebuild):
        found += differing
        done += many
        report_progress(done)
    return found


def batches(size: int = BATCH) -> Iterator[list[UUID]]:
    """The ids of everybody in order, in lists of this size at most, without a cursor that stays open between them."""
    ordered = YoungPerson.objects.order_by("pk").values_list("pk", flat=True)
    ids = list(ordered[:size])
    while ids:
        yield ids
        ids = list(ordered.filter(pk__gt=ids[-1])[:size])


STATUSES_OF = Statement(lambda people: StatusPeriod.objects.filter(person__in=people), list)


def differences(people: Collection[UUID], today: date) -> Iterator[Difference]:
    """Whose stored rows differ from a fresh computation: six queries for however many people."""
    settings = status_settings_from(PolicyValue.objects.in_force(today))
    stored: dict[UUID, dict[date, StatusPeriod]] = {person_id: {} for person_id in people}
    for row in STATUSES_OF.objects(people):
        stored[row.person_id][row.starts_on] = row
    for known in status_inputs_of(people):
        try:
            fresh = status_periods_of(known, settings)
        except BadInput as problem:
            yield Difference(known.person_id, refused=in_record_words(problem))
            continue
        difference = _compare(known.person_id, stored[known.person_id], fresh)
        if difference.surplus or difference.missing or difference.changed:
            yield difference


def _compare(person_id: UUID, stored: dict[date, StatusPeriod], fresh: list[StatusPeriod]) -> Difference:
    difference = Difference(person_id)
    for row in fresh:
        present = stored.pop(row.starts_on, None)
        if present is None:
            difference.missing.append(row)
        elif not same_status(present, row):
            row.pk = present.pk
            difference.changed.append(row)
    difference.surplus.extend(stored.values())
    return difference


def _store(found: list[Difference]) -> None:
    if surplus := [row.pk for one in found for row in one.surplus]:
        StatusPeriod.objects.filter(pk__in=surplus).delete()
    update_rows(StatusPeriod, COMPARED, [row for one in found for row in one.changed])
    missing = (row for one in found for row in one.missing)
    copy_rows(StatusPeriod, STORED, ([getattr(row, name) for name in STORED] for row in missing))


@action
def decide_point(
    *, by: User, person: YoungPerson, code: str, outcome: FlagOutcome, reason: str, today: date
) -> StatusDecision:
    """Decide an open point of law about this person, on the facts of today: it opens again when they change."""
    [known] = status_inputs_of([person.pk])
    settings = status_settings_from(PolicyValue.objects.in_force(today))
    flags = [flag for period in known.timeline(settings) for flag in period.flags if flag.code == code]
    if not any(outcome in flag.outcomes for flag in flags):
        raise Refused("This point is no longer open in this way: check the reasons again.")
    decision = StatusDecision.objects.create(
        person=person,
        flag=code,
        fingerprint=known.fingerprint(settings),
        outcome=outcome_row(outcome),
        reason=reason,
        decided_on=today,
        recorded_by=by,
    )
    record_event("status_point_decided", by=by, person=person, on=decision, flag=code, outcome=outcome.text)
    rebuild_status(by=by, person=person, today=today)
    return decision
