"""Care that an earlier return left open and a later one no longer has: asked about, not taken to go on meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from careleavers.actions.base import action, record_event
from careleavers.actions.bulk import update_rows
from careleavers.actions.statuses import rebuild_possible
from careleavers.models import CareEpisode, DataQualityIssue, User
from careleavers.rules.dates import ONE_DAY, LeapDay, birthday
from careleavers.rules.words import day
from careleavers.ssda903.importing import report

MESSAGE_LENGTH = 300


@action
def ask_about_open_care(
    *,
    by: User | None,
    year: int,
    today: date,
    leap_day: LeapDay,
    settled: Collection[UUID],
    left_on: Mapping[UUID, date],
    among: Collection[UUID] | None = None,
    into: report.Report,
) -> None:
    """Ask about every episode that is open from a return before `year`, and name the children in the report; `among`
    keeps to some, where the return has no episodes and no more than care leavers.

    `settled`: people of whom the return of `year` says that care goes on, or when it ended. `left_on`: the last day of
    care that a refused child's rows give. Until somebody has seen to it, status takes care to have ended on that
    day, or with the collection that last had it. Somebody who turned 18 within a year of that
    collection is not asked about.
    """
    open_before = CareEpisode.objects.filter(ends_on=None, returned_in__lt=year, person__died_on=None)
    if among is not None:
        open_before = open_before.filter(person__in=among)
    issues = DataQualityIssue.objects.filter(field=DataQualityIssue.CARE_OPEN, person__in=open_before.values("person"))
    waiting = set(issues.filter(resolved_at=None).values_list("person_id", flat=True))
    asked = set(issues.filter(value=str(year)).values_list("person_id", flat=True))
    new: list[DataQualityIssue] = []
    changed: list[CareEpisode] = []
    for row in open_before.select_related("person").order_by("person__ssda903_id").iterator(chunk_size=1000):
        person, returned_in = row.person, row.returned_in or 0
        matters = _matters(birthday(person.date_of_birth, 18, leap_day), returned_in, year)
        if person.pk in settled or not (matters or person.pk in waiting):
            continue
        into.notes.append(
            f"Child {person.ssda903_id}: care since {day(row.starts_on)} is open in the record, from {row.source}, and "
            f"this return does not have it. Find out whether the child is still in care."
        )
        if person.pk in waiting or person.pk in asked:
            continue
        ended_on = max(left_on.get(person.pk, date(returned_in, 3, 31) + ONE_DAY), row.starts_on + ONE_DAY)
        row.assumed_ended_on = ended_on
        changed.append(row)
        new.append(_question(row, year, ended_on))
        into.tally.issues_by_field[DataQualityIssue.CARE_OPEN] += 1
        into.tally.created[report.ISSUES] += 1
    DataQualityIssue.objects.bulk_create(new, batch_size=1000)
    update_rows(CareEpisode, ["assumed_ended_on"], changed)
    if changed:
        rebuild_possible(by=by, people=[row.person_id for row in changed], today=today)
        record_event("open_care_asked_about", by=by, year=year, people=len(changed))
    if into.dry_run:
        transaction.set_rollback(True)


def _matters(at_18: date, returned_in: int, year: int) -> bool:
    """Whether care that `year`'s return lacks could still make somebody a care leaver unconfirmed."""
    confirmed_until = date(returned_in if year == returned_in + 1 else returned_in + 1, 3, 31)
    return at_18 > confirmed_until


def _question(row: CareEpisode, year: int, ended_on: date) -> DataQualityIssue:
    message = (
        f"Care since {day(row.starts_on)} is open here, and the SSDA903 return of {year} does not have it. Until "
        f"somebody has seen to it, legal status takes it to have ended on {day(ended_on)}. End the episode on its "
        "day, or say that care goes on."
    )
    return DataQualityIssue(
        person=row.person,
        field=DataQualityIssue.CARE_OPEN,
        value=str(year),
        message=message[:MESSAGE_LENGTH],
        source=f"SSDA903 {year}",
    )
