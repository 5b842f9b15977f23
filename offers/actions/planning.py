"""Which letters there are to send: one row for each person and birthday, however often and however late this runs.

It never asks "is it today?" but "who is in the window and has no row yet?", so that a missed night is caught up and a
doubled one changes nothing. A letter is planned for everybody who is a care leaver by law on the birthday, open to the
service or not: from 21 the yearly letter is also the offer of support (Children Act 1989 s23CZB).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from careleavers.actions.base import action, record_event
from careleavers.models import PolicyValue, StatusPeriod, User, YoungPerson
from careleavers.rules.dates import ONE_DAY, Period, add_years
from offers.documents.composing import TEMPLATE_VERSION, composer_for
from offers.models import Letter, LetterFile
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import WRITTEN_TO, Occasion, occasions

LATE_BY = timedelta(days=30)  # a birthday missed by more than this gets no letter any more
BATCH = 1000
LAPSED = "The birthday was more than 30 days ago and no letter had been approved."
# What an approval put on the row, taken away again.
UNAPPROVED: dict[str, Any] = {
    "approved_by": None,
    "approved_at": None,
    "content": None,
    "offer": None,
    "pdf_sha256": "",
    "batch": None,
    "attempts": 0,
    "lease_until": None,
    "next_attempt_at": None,
    "last_error": "",
}


@dataclass(frozen=True)
class PlanningResult:
    """What a planning did, in numbers of letters. `lapsed`: cancelled because the birthday is too long ago."""

    planned: int = 0
    on_hold: int = 0
    released: int = 0
    lapsed: int = 0

    def __bool__(self) -> bool:
        return bool(self.planned or self.on_hold or self.released or self.lapsed)


@action
def plan_letters(*, by: User | None, today: date, people: Collection[UUID] | None = None) -> PlanningResult:
    """Plan every letter whose birthday is in the window and that has no row; hold and release as the record now says.

    The window runs from 30 days ago to as many days ahead as the authority prepares letters, both included. `people`
    keeps to some of them.
    """
    policies = PolicyValue.objects.in_force(today)
    first, last = today - LATE_BY, today + timedelta(days=policies["letter_lead_days"])
    rows = [
        Letter(
            person_id=person_id,
            occasion=occasion.code,
            occurrence_on=occasion.falls_on,
            template_version=TEMPLATE_VERSION,
        )
        for person_id, occasion in letters_due(policies, first, last, people)
    ]
    # Sorted, so that two who plan at once wait for each other and never for ever.
    rows.sort(key=lambda row: (row.person_id, row.occasion))
    Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    planned = Letter.objects.filter(pk__in=[row.pk for row in rows]).count()
    lapsed = Letter.objects.filter(
        status__in=[LetterState.PLANNED, LetterState.ON_HOLD], occurrence_on__lt=first
    ).update(status=LetterState.CANCELLED, cancelled_reason=LAPSED)
    on_hold, released = _hold_and_release(today, people)
    done = PlanningResult(planned=planned, on_hold=on_hold, released=released, lapsed=lapsed)
    if done:
        record_event("letters_planned", by=by, planned=planned, on_hold=on_hold, released=released, lapsed=lapsed)
    return done


def letters_due(
    policies: dict[str, Any], first: date, last: date, among: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, Occasion]]:
    """Whose birthdays from `first` to `last` get a letter: the living who are then care leavers by law, and of
    whom no return has raised a question that nobody has looked into. Two queries."""
    born_in = Q()
    for age in policies["letter_ages"]:
        born_in |= Q(date_of_birth__range=(add_years(first, -age) - ONE_DAY, add_years(last, -age) + ONE_DAY))
    if not born_in:
        return
    people = YoungPerson.objects.filter(born_in, died_on=None).without_return_questions()
    if among is not None:
        people = people.filter(pk__in=among)
    periods: dict[UUID, list[Period]] = defaultdict(list)
    statuses = StatusPeriod.objects.filter(
        Q(ends_on__gt=first) | Q(ends_on=None), person__in=people, status__in=WRITTEN_TO, starts_on__lte=last
    )
    for person_id, starts_on, ends_on in statuses.values_list("person_id", "starts_on", "ends_on"):
        periods[person_id].append(Period(starts_on, ends_on))
    for person_id, born in people.order_by().values_list("pk", "date_of_birth"):
        for occasion in occasions(born, first, last, policies["letter_ages"], policies["leap_day"]):
            if any(period.contains(occasion.falls_on) for period in periods[person_id]):
                yield person_id, occasion


def _hold_and_release(today: date, people: Collection[UUID] | None) -> tuple[int, int]:
    """Hold what must not go, approved or not, and release what may go again; returns how many of each."""
    watched = (LetterState.PLANNED, LetterState.ON_HOLD, LetterState.APPROVED, LetterState.RENDERED)
    waiting = Letter.objects.filter(status__in=watched)
    if people is not None:
        waiting = waiting.filter(person__in=people)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    on_hold = released = 0
    for start in range(0, len(ids), BATCH):
        rows = lock_letters(ids[start : start + BATCH], watched)
        composer = composer_for(rows, today)
        reasons: dict[str, list[Letter]] = defaultdict(list)
        for letter in rows:
            waits = letter.status in (LetterState.PLANNED, LetterState.ON_HOLD)
            reason = composer.why_on_hold(letter) if waits else composer.why_stopped(letter)
            if reason != letter.hold_reason:
                reasons[reason].append(letter)
        for reason, changed in reasons.items():
            hold(changed, reason)
            on_hold += len(changed) if reason else 0
            released += 0 if reason else len(changed)
    return on_hold, released


def lock_letters(ids: Iterable[UUID], states: Sequence[LetterState]) -> list[Letter]:
    """These letters with their person, those in one of the states, locked in one order by whoever locks."""
    rows = Letter.objects.filter(pk__in=list(ids), status__in=states)
    return list(rows.select_related("person").select_for_update(of=("self",)).order_by("pk"))


def hold(rows: Sequence[Letter], reason: str) -> None:
    """Hold these letters for this reason, inside an action; with no reason, let them wait for approval again.

    An approval is taken back: what was approved is not what may one day go.
    """
    approved = [letter for letter in rows if letter.content is not None]
    LetterFile.objects.filter(letter__in=approved).delete()
    Letter.objects.filter(pk__in=[letter.pk for letter in rows]).update(
        status=LetterState.ON_HOLD if reason else LetterState.PLANNED, hold_reason=reason, **UNAPPROVED
    )
    for letter in approved:
        record_event("letter_stopped", by=None, person=letter.person, on=letter, occasion=letter.occasion)
