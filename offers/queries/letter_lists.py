"""The lists of letters: which tabs there are for a reader, and what each line of one says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value

from careleavers.models import User
from careleavers.models.names import fold
from careleavers.permissions import Permission
from offers.documents.composing import Composer
from offers.models import Letter
from offers.rules.letter_states import POSTING_STATES, UNAPPROVED_STATES, LetterState
from offers.rules.posting import Postage, arrives_by, last_day_to_post

S = LetterState
ON_HOLD_STATES = (S.ON_HOLD, S.NEEDS_ATTENTION)


@dataclass(frozen=True)
class LetterTab:
    """One list of letters. `newest_first`: what has gone is read backwards."""

    key: str
    label: str
    states: tuple[LetterState, ...]
    empty: str
    newest_first: bool = False


TABS = (
    LetterTab("approve", "To approve", (S.PLANNED,), "No letter is waiting to be approved."),
    LetterTab("print", "Ready to print", (S.APPROVED, S.RENDERED), "No letter is ready to print."),
    LetterTab("post", "To post", (S.PRINTED,), "No printed letter is waiting to be posted."),
    LetterTab("take_out", "Take out of the pile", (S.WITHDRAWN,), "No printed letter must be taken out of the pile."),
    LetterTab("on_hold", "On hold", (*ON_HOLD_STATES, S.HAND_DELIVERY), "No letter is on hold."),
    LetterTab("sent", "Sent", (S.POSTED, S.RETURNED, S.GIVEN), "No letter has been sent yet.", newest_first=True),
    LetterTab(
        "cancelled", "Not sent", (S.CANCELLED, S.NOT_WANTED), "Every letter was sent or waits.", newest_first=True
    ),
)


def letters_for(user: User) -> QuerySet[Letter]:
    """The letters that lists show: nobody who has died is in one, unless their letter had gone or is on paper."""
    return Letter.objects.visible_to(user).filter(
        Q(person__died_on=None) | Q(status__in=[S.POSTED, S.RETURNED, S.GIVEN, S.WITHDRAWN])
    )


def to_take_out(user: User) -> list[Letter]:
    """Printed letters that must not be posted, for those who post letters or manage those who do."""
    rows = letters_for(user).filter(status=S.WITHDRAWN)
    return list(rows.select_related("person").defer("content").order_by("withdrawn_on", "pk"))


def letters_waiting(user: User) -> dict[str, int]:
    """How many letters wait for an approval, and how many for a reason against one to go, among those the user sees."""
    rows = letters_for(user).filter(status__in=[S.PLANNED, *ON_HOLD_STATES])
    return rows.aggregate(
        to_approve=Count("pk", filter=Q(status=S.PLANNED)), on_hold=Count("pk", filter=~Q(status=S.PLANNED))
    )


def with_name(rows: QuerySet[Letter], name: str) -> QuerySet[Letter]:
    """Those whose person's name has every word of this in it: what somebody reads on an envelope that came back.

    Whatever the case and accents of either.
    """
    for word in name.split():
        rows = rows.filter(person__search_name__contains=fold(Value(word)))
    return rows


def tabs_for(user: User) -> list[LetterTab]:
    """Whoever only posts letters sees what is to be posted, and what was."""
    if user.may(Permission.VIEW_RECORD) or user.may(Permission.APPROVE_LETTERS):
        return list(TABS)
    return [tab for tab in TABS if set(tab.states) & set(POSTING_STATES)]


def with_counts(user: User, tabs: Iterable[LetterTab]) -> list[tuple[LetterTab, int]]:
    """The tabs with how many letters each has: one query."""
    rows = letters_for(user).order_by().values_list("status").annotate(number=Count("pk"))
    found = dict(rows)
    return [(tab, sum(found.get(state, 0) for state in tab.states)) for tab in tabs]


@dataclass(frozen=True)
class LetterLine:
    """One letter in a list. `post_by`: the last day on which it is sure to arrive in time."""

    letter: Letter
    name: str
    address: tuple[str, ...]
    post_by: date
    late_words: str = ""
    note: str = ""
    is_blocked: bool = False

    @property
    def is_late(self) -> bool:
        return bool(self.late_words)


def letter_lines(rows: list[Letter], composer: Composer) -> list[LetterLine]:
    """The lines of these letters on the composer's day: a constant number of queries."""
    today = composer.today
    postage = Postage(composer.policies["postage"])
    made = []
    for letter in rows:
        post_by = last_day_to_post(letter.occurrence_on, postage)
        if letter.content is not None:
            address = tuple(letter.approved_content.get("address", ()))
        elif letter.status in UNAPPROVED_STATES:
            address = composer.address(letter.person_id).lines
        else:
            address = ()
        made.append(
            LetterLine(
                letter=letter,
                name=letter.person.known_as,
                address=address,
                post_by=post_by,
                late_words=_late_words(letter, post_by, postage, today),
                note=_note(letter),
                is_blocked=letter.status in (S.ON_HOLD, S.NEEDS_ATTENTION, S.WITHDRAWN),
            )
        )
    return made


def _late_words(letter: Letter, post_by: date, postage: Postage, today: date) -> str:
    """That it has missed the birthday, or may; "" while it is in time."""
    if letter.status in (S.CANCELLED, S.NOT_WANTED, S.WITHDRAWN) or (letter.person.died_on and not letter.posted_on):
        return ""
    if letter.posted_on:
        return "may have arrived late" if arrives_by(letter.posted_on, postage) > letter.occurrence_on else ""
    if (letter.given_on or today) > letter.occurrence_on:
        return "late: the day has passed"
    by_hand = letter.status in (S.HAND_DELIVERY, S.GIVEN) or letter.is_to_be_given_again
    return "late: it may miss the day" if today > post_by and not by_hand else ""


def _note(letter: Letter) -> str:
    match letter.status:
        case S.ON_HOLD:
            return letter.hold_reason
        case S.NEEDS_ATTENTION:
            return f"It could not be made. {letter.last_error}"
        case S.CANCELLED:
            return letter.cancelled_reason
        case S.WITHDRAWN:
            return "It must not be posted: take it out of the pile."
        case S.NOT_WANTED:
            return "Not written to, as they wish."
        case S.HAND_DELIVERY:
            return "To be given by hand."
        case S.RETURNED:
            return f"It came back: {letter.returned_reason}" if letter.returned_reason else "It came back."
        case S.APPROVED:
            return "Being made: ready in a few minutes."
    return ""
