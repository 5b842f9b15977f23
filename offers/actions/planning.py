"""Which letters there are to send: one row for each person and birthday, however often and however late this runs.

It never asks "is it today?" but "who is in the window and has no row yet?", so that a missed night is caught up and a
doubled one changes nothing. A letter is planned for everybody who is a care leaver by law on the birthday, open to the
service or not: from 21 the yearly letter is also the offer of support (Children Act 1989 s23CZB).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from careleavers.actions.base import action, record_event
from careleavers.models import Alert, PolicyValue, User
from offers.actions.letter_alerts import CODES, update_letter_alerts
from offers.actions.other_letters import plan_hand_over_letters, plan_reminders
from offers.actions.watching import follow_letters, lock_letters
from offers.documents.composing import TEMPLATE_VERSION
from offers.models import Letter
from offers.queries.letter_channels import authority_channel
from offers.queries.next_letters import LATE_BY, letters_due
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import DIED, LAPSED, LAPSED_ELSE

BATCH = 1000


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
    channel = authority_channel(policies)
    rows = [
        Letter(
            person_id=person_id,
            occasion=occasion.code,
            occurrence_on=occasion.falls_on,
            template_version=TEMPLATE_VERSION,
            channel=channel,
        )
        for person_id, occasion in letters_due(policies, first, last, people)
    ]
    # Sorted, so that two who plan at once wait for each other and never for ever.
    rows.sort(key=lambda row: (row.person_id, row.occasion))
    Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    planned = Letter.objects.filter(pk__in=[row.pk for row in rows]).count()
    planned += plan_hand_over_letters(people=people, today=today)
    planned += plan_reminders(people=people, first=first, last=last, today=today)
    waiting = Letter.objects.exclude(status=LetterState.NOT_WANTED, occurrence_on__lt=first)
    followed = follow_letters(waiting if people is None else waiting.filter(person__in=people), today)
    lapsed = _let_lapse(first, today)
    done = PlanningResult(
        planned=planned, on_hold=len(followed.stopped), released=len(followed.released), lapsed=lapsed
    )
    if done:
        record_event("letters_planned", by=by, **asdict(done))
    return done


def _let_lapse(first: date, today: date) -> int:
    """Cancel what was not approved by 30 days after the birthday; returns how many.

    Nothing that was on hold lapses before somebody has been told of it for a day.
    """
    told = Alert.objects.filter(
        person=OuterRef("person"),
        code__in=list(CODES.values()),
        cycle_started_on=OuterRef("occurrence_on"),
        opened_on__lt=today,
    )
    late = Letter.objects.filter(occurrence_on__lt=first)
    over = late.filter(
        Q(status=LetterState.PLANNED)
        | Q(status=LetterState.ON_HOLD, person__died_on__isnull=False)
        | Q(Exists(told), status=LetterState.ON_HOLD)
    )
    rows = lock_letters(over.values_list("pk", flat=True), (LetterState.PLANNED, LetterState.ON_HOLD))
    for letter in rows:
        letter.cancelled_reason = _why_over(letter)
        letter.lapsed = letter.person.died_on is None
        letter.status, letter.hold_reasons = LetterState.CANCELLED, []
    Letter.objects.bulk_update(rows, ["status", "hold_reasons", "cancelled_reason", "lapsed"])
    update_letter_alerts(letters=rows, today=today, postage=PolicyValue.objects.in_force(today)["postage"])
    return len(rows)


def _why_over(letter: Letter) -> str:
    if letter.person.died_on:
        return DIED
    lapsed = LAPSED if letter.marks_birthday else LAPSED_ELSE
    return f"{lapsed} It was on hold: {letter.hold_reason}" if letter.hold_reasons else lapsed
