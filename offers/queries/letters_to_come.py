"""The letters of some days that are still to go, those of birthdays planned or not: by which way, until when, and what
stops them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careleavers.models import PolicyValue, YoungPerson
from offers.documents.composing import Composer
from offers.models import Letter
from offers.queries.next_letters import letters_due
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import UNAPPROVED_STATES, WATCHED_STATES, LetterState
from offers.rules.letter_text import Occasion
from offers.rules.posting import Postage, last_day_to_go, posting_day

AT_ONCE = 1000
STILL_TO_GO = (*WATCHED_STATES, LetterState.WITHDRAWN, LetterState.TO_STOP)


@dataclass(frozen=True)
class LetterToCome:
    """One letter still to go. `age`: None where it marks no birthday; `day`: the birthday, or by which it is to be
    there. `id`: None while it is not planned. `go_by`: the last day to post it, to hand it to the printing service by
    17:30, or to send it, so that it arrives by `arrives_by` at the latest. `holds`: why it must not go now.
    """

    person_id: UUID
    kind: LetterKind
    age: int | None
    day: date
    id: UUID | None
    state: LetterState | None
    channel: LetterChannel
    postage: Postage
    go_by: date
    arrives_by: date
    is_late: bool
    holds: tuple[str, ...]


def letters_to_come(first: date, last: date, today: date) -> Iterator[LetterToCome]:
    """Those for days from `first` to `last`, both included, the earliest first; read in a constant number of queries
    for each thousand people. Nothing is planned by asking: of those that mark no birthday, only rows are known."""
    policies = PolicyValue.objects.in_force(today)
    rows = Letter.objects.filter(occurrence_on__range=(first, last))
    have_a_row = set(rows.filter(kind=LetterKind.BIRTHDAY).values_list("person_id", "occasion"))
    still_to_go = rows.filter(status__in=STILL_TO_GO).defer("content")
    found: list[tuple[date, UUID, Letter | Occasion]] = [
        *((letter.occurrence_on, letter.person_id, letter) for letter in still_to_go),
        *(
            (occasion.falls_on, person, occasion)
            for person, occasion in letters_due(policies, first, last)
            if (person, occasion.code) not in have_a_row
        ),
    ]
    found.sort(key=lambda each: each[:2])
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        people = YoungPerson.objects.in_bulk({person for _, person, _ in some})
        composer = Composer(list(people.values()), today, policies)
        yield from (_to_come(_as_letter(person, each), composer) for _, person, each in some)


def _as_letter(person: UUID, each: Letter | Occasion) -> Letter:
    """A row, or what will be one: not made before it is its turn, since a row takes more memory than all it says."""
    if isinstance(each, Letter):
        return each
    return Letter(person_id=person, occasion=each.code, occurrence_on=each.falls_on)


def _to_come(letter: Letter, composer: Composer) -> LetterToCome:
    is_planned = not letter._state.adding
    decided = is_planned and letter.state not in UNAPPROVED_STATES
    channel = LetterChannel(letter.channel) if decided else composer.channel(letter)
    postage = Postage(letter.postage or composer.policies["postage"])
    way = LetterChannel.OWN_PRINTER if letter.state == LetterState.NEEDS_ATTENTION else channel
    go_by = last_day_to_go(letter.occurrence_on, postage, way)
    return LetterToCome(
        person_id=letter.person_id,
        kind=letter.letter_kind,
        age=letter.age if letter.marks_birthday else None,
        day=letter.occurrence_on,
        id=letter.pk if is_planned else None,
        state=letter.state if is_planned else None,
        channel=channel,
        postage=postage,
        go_by=go_by,
        arrives_by=go_by if way.is_message else posting_day(letter.occurrence_on, postage).latest_arrival,
        is_late=composer.today > go_by and letter.handed_over_at is None,
        holds=_holds(letter, composer) if is_planned else composer.why_on_hold(letter),
    )


def _holds(letter: Letter, composer: Composer) -> tuple[str, ...]:
    """As the row says, which is right since the last fact about the person changed."""
    if letter.state == LetterState.NEEDS_ATTENTION:
        return (letter.last_error, *letter.hold_reasons)
    return tuple(letter.hold_reasons)
