"""The tasks that come of letters: every hold, return and failure is told to the case holder and the manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from careleavers.actions.alerts import AlertKey, close_alerts, set_recipients, store_alerts
from careleavers.actions.facts_changed import alerts_changed
from careleavers.models import Alert
from careleavers.rules.alert_kinds import LETTER_TO_STOP, LETTER_TO_TAKE_OUT, ClosedBy
from careleavers.rules.dates import add_working_days
from careleavers.rules.words import day
from offers.models import Letter
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import because_it_is_for
from offers.rules.letter_states import LetterState
from offers.rules.posting import Postage, arrives_by, handed_in_on, last_day_to_go
from offers.rules.printing_service import OVERDUE_AFTER

CODES = {
    LetterState.ON_HOLD: "letter_on_hold",
    LetterState.WITHDRAWN: LETTER_TO_TAKE_OUT,
    LetterState.WITH_SERVICE: "letter_with_service",
    LetterState.TO_STOP: LETTER_TO_STOP,
    LetterState.POSTED: "letter_gone",
    LetterState.RETURNED: "letter_came_back",
    LetterState.NEEDS_ATTENTION: "letter_not_made",
    LetterState.HAND_DELIVERY: "letter_to_give",
    LetterState.NOT_WANTED: "letter_not_wanted",
}
MEND_WITHIN = timedelta(days=1)  # of a message that did not arrive, and is not late yet
ASK_WITHIN = timedelta(days=7)  # of the day on which a letter came back
MOST_TEXT = 200
NO_LONGER = "Done, or no longer so"


class Task(NamedTuple):
    """What an alert says, its day and why that day."""

    text: str
    due_on: date
    because: str


def update_letter_alerts(*, letters: Sequence[Letter], today: date, postage: str) -> None:
    """Make the open alerts about these letters match their states, inside an action. The person is loaded.

    The run of an alert about a letter starts on the day that the letter is for. Of two letters for one day that ask for
    the same, the text names both.
    """
    letters = [*letters, *_others_of_their_days(letters)]
    wanted: dict[AlertKey, Task] = {}
    for letter in letters:
        if letter.state in CODES and _is_a_task(letter, today):
            task = Task(task_text(letter)[:MOST_TEXT], _due_on(letter, today, postage), because_of(letter, today))
            key = AlertKey(letter.person_id, CODES[letter.state], letter.occurrence_on)
            wanted[key] = _both(wanted[key], task) if key in wanted else task
    about = {(letter.person_id, letter.occurrence_on) for letter in letters}
    rows = Alert.objects.filter(
        person__in={person for person, _ in about}, code__in=list(CODES.values()), closed_on=None
    )
    open_now = {AlertKey.of(alert): alert for alert in rows if (alert.person_id, alert.cycle_started_on) in about}
    if over := [alert for key, alert in open_now.items() if key not in wanted]:
        close_alerts(alerts=over, today=today, because=NO_LONGER)
    written = {key: task for key, task in wanted.items() if not _says(open_now.get(key), task)}
    _raise(written, today)
    alerts_changed(people={alert.person_id for alert in over} | {key.person for key in written}, today=today)


def move_letter_alerts(*, letter: Letter, was: date, today: date, postage: str) -> None:
    """Close what is open about the day for which a letter was, unless another letter is for that day."""
    rows = Letter.objects.filter(person=letter.person_id, occurrence_on=was).select_related("person")
    if others := list(rows.exclude(pk=letter.pk)):
        update_letter_alerts(letters=others, today=today, postage=postage)
        return
    about = Alert.objects.filter(person=letter.person_id, code__in=list(CODES.values()), cycle_started_on=was)
    if over := list(about.filter(closed_on=None)):
        close_alerts(alerts=over, today=today, because=NO_LONGER)
        alerts_changed(people=[letter.person_id], today=today)


def _others_of_their_days(letters: Sequence[Letter]) -> list[Letter]:
    """Other letters to these people for the same days: one about a hand-over may fall on a birthday. One query."""
    days = {(letter.person_id, letter.occurrence_on) for letter in letters}
    seen = {letter.pk for letter in letters}
    rows = Letter.objects.filter(person__in={person for person, _ in days}, occurrence_on__in={day for _, day in days})
    others = rows.exclude(pk__in=seen).select_related("person").order_by("pk")
    return [letter for letter in others if (letter.person_id, letter.occurrence_on) in days]


def _both(one: Task, other: Task) -> Task:
    """Of two letters: both texts, as far as there is room, and the earlier day."""
    first = min(one, other, key=lambda task: (task.due_on, task.text))
    then = other if first is one else one
    return first._replace(text=f"{first.text}. {then.text}"[:MOST_TEXT])


def _is_a_task(letter: Letter, today: date) -> bool:
    """Nothing is said about somebody who has died, apart from what may reach their family; nor about a wish once its
    day has passed; nor of a letter that the printing service has, or that has gone, while all is well with it."""
    match letter.state:
        case LetterState.WITHDRAWN | LetterState.TO_STOP:
            return True
        case LetterState.WITH_SERVICE:
            return bool(letter.last_error) or today > overdue_after(letter)
        case LetterState.POSTED:
            return bool(letter.hold_reasons)
        case LetterState.NEEDS_ATTENTION if letter.is_unclear:
            return True
    if letter.person.died_on:
        return False
    return letter.state != LetterState.NOT_WANTED or today <= letter.occurrence_on


def task_text(letter: Letter) -> str:
    """What is to be done about a letter, in a list that names the person."""
    called = letter.letter_kind.called
    match letter.state:
        case LetterState.ON_HOLD:
            return _on_hold_text(letter)
        case LetterState.WITHDRAWN:
            return f"Take their printed {called} out of the pile: it must not be posted"
        case LetterState.TO_STOP:
            return f"Cancel their {called} in GOV.UK Notify, where it is {letter.reference}: it must not go"
        case LetterState.WITH_SERVICE if letter.goes_by_text:
            return f"Ask GOV.UK Notify why the text about their {called} is not there yet"
        case LetterState.WITH_SERVICE:
            return letter.last_error or f"Ask GOV.UK Notify why their {called} is not in the post yet"
        case LetterState.POSTED:
            return _gone_text(called, letter.hold_reasons)
        case LetterState.RETURNED:
            return f"Their {called} came back: ask where letters are safe"
        case LetterState.NEEDS_ATTENTION if letter.channel == LetterChannel.EMAIL:
            return f"About their {called}: {letter.last_error}"
        case LetterState.NEEDS_ATTENTION if letter.is_unclear:
            return f"Look whether GOV.UK Notify has their {called}, {letter.reference}, and record it"
        case LetterState.NEEDS_ATTENTION if letter.pdf_sha256:
            return f"Their {called} has not gone: {letter.last_error}"
        case LetterState.NEEDS_ATTENTION:
            return f"Their {called} could not be made: {letter.last_error}"
        case LetterState.HAND_DELIVERY:
            return f"Give them their {called} by hand"
        case LetterState.NOT_WANTED:
            if letter.marks_birthday:
                return "They asked us not to write: mark their birthday in another way"
            return f"They asked us not to write: tell them what is in their {called}"
    return ""


def _gone_text(called: str, reasons: Sequence[str]) -> str:
    firsts = " ".join(f"{reason.split('. ')[0].rstrip('.')}." for reason in reasons)
    return f"Their {called} went before it could be stopped. Tell whoever it reaches. {firsts}"


def overdue_after(letter: Letter) -> date:
    """The day by which a letter that the printing service has is to be in the post."""
    handed_over_at = letter.handed_over_at or letter.planned_at
    return add_working_days(handed_in_on(timezone.localtime(handed_over_at)), OVERDUE_AFTER)


def _on_hold_text(letter: Letter) -> str:
    """One reason with what to do about it; of several, each in its first sentence."""
    reasons, label = letter.hold_reasons, letter.letter_kind.label
    if len(reasons) == 1:
        return f"{label} on hold: {reasons[0]}"
    firsts = " ".join(f"{reason.split('. ')[0].rstrip('.')}." for reason in reasons)
    return f"{label} on hold, {len(reasons)} reasons: {firsts}"


def because_of(letter: Letter, today: date) -> str:
    """Why it is to be done by that day, in a sentence."""
    wanted = because_it_is_for(letter.letter_kind, day(letter.occurrence_on))
    match letter.state:
        case LetterState.WITHDRAWN:
            return f"It was stopped on {day(letter.withdrawn_on or today)}, after it was printed."
        case LetterState.TO_STOP:
            return "Until 17:30 on the day it was handed in GOV.UK Notify lets somebody cancel it; afterwards it goes."
        case LetterState.WITH_SERVICE:
            return f"It was handed to GOV.UK Notify on {day(_handed_over_on(letter, today))}."
        case LetterState.POSTED:
            return "It is likely to arrive by this day."
        case LetterState.RETURNED:
            return f"It came back on {day(letter.returned_on or today)}; letters are to reach them again within a week."
        case LetterState.HAND_DELIVERY | LetterState.NOT_WANTED if letter.marks_birthday:
            return f"Their birthday is on {day(letter.occurrence_on)}."
        case LetterState.HAND_DELIVERY | LetterState.NOT_WANTED:
            return f"It is to be with them {wanted}."
        case LetterState.ON_HOLD if letter.is_to_be_given_again:
            return f"It is to be given by hand {wanted}."
    if letter.is_message and letter.content is not None:
        return f"It did not reach them as a message; it is to be with them {wanted}."
    return f"Posted on this day at the latest, it arrives {wanted}."


def _due_on(letter: Letter, today: date, postage: str) -> date:
    match letter.state:
        case LetterState.WITHDRAWN | LetterState.TO_STOP:
            return letter.withdrawn_on or today
        case LetterState.WITH_SERVICE:
            return min(overdue_after(letter), today) if letter.last_error else overdue_after(letter)
        case LetterState.POSTED:
            return arrives_by(letter.posted_on or today, Postage(letter.postage or postage))
        case LetterState.RETURNED:
            return (letter.returned_on or today) + ASK_WITHIN
        case LetterState.HAND_DELIVERY | LetterState.NOT_WANTED:
            return letter.occurrence_on
        case LetterState.ON_HOLD if letter.is_to_be_given_again:
            return letter.occurrence_on
        case LetterState.NEEDS_ATTENTION if letter.is_message:
            return max(today, min(letter.occurrence_on, today + MEND_WITHIN))
        case LetterState.NEEDS_ATTENTION:
            return last_day_to_go(letter.occurrence_on, Postage(postage), LetterChannel.OWN_PRINTER)
    is_settled = letter.content is not None or letter.goes_by_service
    channel = LetterChannel(letter.channel) if is_settled else LetterChannel.OWN_PRINTER
    return last_day_to_go(letter.occurrence_on, Postage(postage), channel)


def _handed_over_on(letter: Letter, today: date) -> date:
    return timezone.localdate(letter.handed_over_at) if letter.handed_over_at else today


def _says(alert: Alert | None, task: Task) -> bool:
    return alert is not None and (alert.text, alert.due_on, alert.because) == task


def _raise(tasks: Mapping[AlertKey, Task], today: date) -> None:
    alerts = [
        Alert(
            person_id=key.person,
            code=key.code,
            cycle_started_on=key.cycle_started_on,
            due_on=task.due_on,
            text=task.text,
            because=task.because,
            closed_by_kind=ClosedBy.LETTER,
            opened_on=today,
        )
        for key, task in tasks.items()
    ]
    set_recipients(alerts=store_alerts(alerts=alerts), today=today)
