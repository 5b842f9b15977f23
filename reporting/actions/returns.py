"""Submitting the care-leaver return: each line kept as it was sent."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User, YoungPerson
from careleavers.rules import words
from reporting.models import SubmittedLine, SubmittedReturn
from reporting.queries.care_leaver_return import changed_since_submitted, draw_up
from reporting.rules.care_leaver_return import CollectionYear


@action
def submit_return(*, by: User, year: CollectionYear, today: date, reason: str = "") -> SubmittedReturn:
    """Keep the return of everybody as the record has it now, as the next revision of that year.

    Refused before the year is over, where a line has no child ID, for another revision without a reason, and where
    nothing would be different from the last.
    """
    if today <= year.end:
        raise Refused(f"This year is not over yet. Submit the return after {words.day(year.end)}.")
    drawn_up = draw_up(year, YoungPerson.objects.all(), today)
    if without := sum(not each.person.ssda903_id for each in drawn_up.lines):
        raise Refused(
            f"{words.amount(without, 'line has', 'lines have')} no SSDA903 child ID. Add it in the record first."
        )
    former = SubmittedReturn.objects.select_for_update().filter(year=year.year).first()
    if former and not reason:
        raise Refused("This return was submitted before. Say why it is submitted again.", field="reason")
    if former and not changed_since_submitted(drawn_up):
        raise Refused("Nothing has changed since this return was submitted.")
    submitted = SubmittedReturn.objects.create(
        year=year.year, revision=former.revision + 1 if former else 1, submitted_by=by, reason=reason
    )
    SubmittedLine.objects.bulk_create(
        SubmittedLine(
            submitted=submitted,
            person_id=each.person.pk,
            child=str(each.person.ssda903_id),
            date_of_birth=each.person.date_of_birth,
            **each.codes._asdict(),
        )
        for each in drawn_up.lines
    )
    record_event(
        "return_submitted", by=by, on=submitted, year=year.year, revision=submitted.revision, lines=len(drawn_up.lines)
    )
    return submitted
