"""Complaints that are open when the service's work ends, by a death or because the case was closed. Parts of actions.

While they are open to the service, the clocks of the complaint ask for each step. Afterwards nothing of a person's own
is due any more, and a complaint goes on to its answer: one task, for the managers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from careleavers.actions.alerts import AlertKey, open_and_close_alerts
from careleavers.models import Alert, Complaint, PolicyValue, YoungPerson
from careleavers.queries.caseloads import open_among
from careleavers.queries.complaints import complaints_of, running_stage
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.policies import page_is_used
from careleavers.rules.words import and_more

COMPLAINT_LEFT = "complaint_left_open"
WITHIN = timedelta(days=14)  # of the day on which we knew of it, or of the last answer (Vol 3 9.5)


class Waiting(NamedTuple):
    """What an open complaint asks of us next, and by when."""

    text: str
    due_on: date


def complaints_follow_end(*, people: Collection[UUID], today: date) -> None:
    """Make the task about these people's open complaints match: one for each person who has died or whose case is
    closed, by the earliest day; none for anybody else. Registered with `on_death_changed`."""
    used, served = page_is_used("complaints", PolicyValue.objects.in_force(today)), open_among(people, today)
    for person in YoungPerson.objects.filter(pk__in=people):
        ended = person.died_on or person.pk not in served
        waiting = [each for each in complaints_of(person) if not each.closed_on] if ended and used else []
        wanted = [_alert(person, waiting, today)] if waiting else []
        keys = {AlertKey.of(alert): alert for alert in wanted}
        open_and_close_alerts(person=person, codes=(COMPLAINT_LEFT,), wanted=keys, today=today)


def _alert(person: YoungPerson, complaints: Collection[Complaint], today: date) -> Alert:
    first = min((_waiting(complaint, today) for complaint in complaints), key=lambda each: each.due_on)
    why = "They have died" if person.died_on else "Their case is closed"
    return Alert(
        person=person,
        code=COMPLAINT_LEFT,
        cycle_started_on=min(complaint.known_on for complaint in complaints),
        due_on=first.due_on,
        text=and_more(first.text, len(complaints) - 1),
        because=f"{why}; a complaint that is open goes on to its answer.",
        source="SI 2006/1738",
        closed_by_kind=ClosedBy.COMPLAINT,
        opened_on=today,
    )


def _waiting(complaint: Complaint, today: date) -> Waiting:
    if running := running_stage(complaint, today):
        return Waiting("Answer the complaint", running.due_on)
    if answered := [stage.answered_on for stage in complaint.stages.all() if stage.answered_on]:
        return Waiting("Say what came of the complaint", max(answered) + WITHIN)
    return Waiting("Ask whether they still mean to complain", complaint.known_on + WITHIN)
