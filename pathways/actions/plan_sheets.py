"""Sheets that a young person fills in by hand: printed, and back as a file of the record."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.documents import NewFile, keep_file
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import change
from careleavers.models import User
from careleavers.rules.words import day
from pathways.models import NeedsAssessment, PlanSheet, PlanSheetPage, PlanVersion
from pathways.models.plan_sheets import OUT
from pathways.rules.plan_sheets import LETTERS_OF_REFERENCE, LONG


@action
def print_sheet(*, by: User, of: PlanVersion | NeedsAssessment, days: int, today: date) -> PlanSheet:
    """A sheet for a version that is being written, or an unfinished assessment; whoever prints it has to get it back
    within so many days. One that is out already is the same sheet, whoever prints it again.

    Refused once there is nothing to write any more.
    """
    if refusal := why_not_print(of):
        raise Refused(refusal)
    version, assessment = (of, None) if isinstance(of, PlanVersion) else (None, of)
    person = of.plan.person if isinstance(of, PlanVersion) else of.person
    lock_people([person.pk])  # two who print it again: the second sees that it is somebody's to get back
    sheet, is_new = PlanSheet.objects.get_or_create(
        version=version,
        assessment=assessment,
        came_back_on=None,
        defaults={"person": person, "reference": _reference(), "printed_on": today, "recorded_by": by},
    )
    if sheet.open_step is None:
        text = f"Get back {person.short_name}’s sheet {sheet.spoken}, and put it into the record"
        set_next_step(by=by, person=person, row=sheet, step=NextStep(text[:200], today + timedelta(days=days), by))
        facts_changed(people=[person.pk], today=today)
    if is_new:
        record_event("plan_sheet_printed", by=by, person=person, on=sheet, of=sheet.of_what)
    return sheet


@action
def sheet_came_back(*, by: User, sheet: PlanSheet, files: Sequence[NewFile], came_back_on: date, today: date) -> None:
    """Keep the scans with the record, tied to the sheet and so to its version. More pages may follow later.

    Refused without a file, for a day before it was printed, and for a day to come.
    """
    if refusal := why_not_back(sheet, came_back_on, today):
        raise Refused(refusal, field="came_back_on")
    if not files:
        raise Refused("Choose the scan, or a photo of each page.", field="documents")
    lock_people([sheet.person_id])
    for new in files:
        document = keep_file(sheet.person, new, by=by)
        PlanSheetPage.objects.create(sheet=sheet, document=document, recorded_by=by)
    PlanSheet.objects.filter(OUT, pk=sheet.pk).update(came_back_on=came_back_on)
    if step := sheet.open_step:
        change(step, None, {"done_on": today, "done_by": by})
    facts_changed(people=[sheet.person_id], today=today)
    record_event("plan_sheet_back", by=by, person=sheet.person, on=sheet, files=len(files))


def why_not_print(of: PlanVersion | NeedsAssessment) -> str | None:
    """The sentence that says why there is no sheet for it, or None."""
    if isinstance(of, PlanVersion):
        return None if of.may_be_written else "This version is not being written any more. Begin the next one first."
    return "This assessment is completed. Begin the next one first." if of.completed_on else None


def why_not_back(sheet: PlanSheet, came_back_on: date, today: date) -> str | None:
    """The sentence that says why it cannot have come back on this day, or None."""
    if came_back_on < sheet.printed_on:
        return f"It was printed on {day(sheet.printed_on)}: check the day."
    if came_back_on > today:
        return "That day is still to come. Put the day on which you had it in your hand."
    return None


def _reference() -> str:
    return "".join(secrets.choice(LETTERS_OF_REFERENCE) for _ in range(LONG))
