"""The lists of letters: which tabs there are for a reader, and which letters each shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Value

from careleavers.models import User
from careleavers.models.names import fold
from careleavers.permissions import Permission
from offers.models import Letter
from offers.queries.letter_channels import service_is_connected
from offers.rules.addresses import MESSAGES, LetterChannel
from offers.rules.letter_states import POSTING_STATES, SERVICE_STATES, LetterState

S = LetterState
ON_HOLD_STATES = (S.ON_HOLD, S.NEEDS_ATTENTION, S.HAND_DELIVERY)


@dataclass(frozen=True)
class LetterTab:
    """One list of letters. `newest_first`: what has gone is read backwards. `channels`: where only what goes so is in
    it."""

    key: str
    label: str
    states: tuple[LetterState, ...]
    empty: str
    newest_first: bool = False
    channels: tuple[LetterChannel, ...] = ()

    def letters(self, rows: QuerySet[Letter]) -> QuerySet[Letter]:
        """Those of the letters that are in it."""
        found = rows.filter(status__in=self.states)
        return found.filter(channel__in=self.channels) if self.channels else found

    @property
    def is_of_service(self) -> bool:
        return self.channels == (LetterChannel.PRINTING_SERVICE,)

    @property
    def is_of_messages(self) -> bool:
        return self.channels == MESSAGES


TABS = (
    LetterTab("approve", "To approve", (S.PLANNED,), "No letter is waiting to be approved."),
    LetterTab(
        "print",
        "Ready to print",
        (S.APPROVED, S.RENDERED),
        "No letter is ready to print.",
        channels=(LetterChannel.OWN_PRINTER,),
    ),
    LetterTab("post", "To post", (S.PRINTED,), "No printed letter is waiting to be posted."),
    LetterTab(
        "service",
        "By GOV.UK Notify",
        (S.APPROVED, S.RENDERED, *SERVICE_STATES, S.NEEDS_ATTENTION),
        "No letter is on its way to GOV.UK Notify, or there.",
        channels=(LetterChannel.PRINTING_SERVICE,),
    ),
    LetterTab(
        "messages",
        "By email or text",
        (S.APPROVED, S.RENDERED, *SERVICE_STATES, S.NEEDS_ATTENTION),
        "No letter is on its way by email or text.",
        channels=MESSAGES,
    ),
    LetterTab("take_out", "Take out of the pile", (S.WITHDRAWN,), "No printed letter must be taken out of the pile."),
    LetterTab("on_hold", "On hold", ON_HOLD_STATES, "No letter is on hold."),
    LetterTab("sent", "Sent", (S.POSTED, S.RETURNED, S.GIVEN), "No letter has been sent yet.", newest_first=True),
    LetterTab(
        "cancelled", "Not sent", (S.CANCELLED, S.NOT_WANTED), "Every letter was sent or waits.", newest_first=True
    ),
)


def letters_for(user: User) -> QuerySet[Letter]:
    """The letters that lists show: nobody who has died is in one, unless their letter has left us, or may have."""
    return Letter.objects.visible_to(user).filter(
        Q(person__died_on=None)
        | Q(status__in=[S.POSTED, S.RETURNED, S.GIVEN, S.WITHDRAWN, S.SENDING, S.TO_STOP])
        | Q(status=S.NEEDS_ATTENTION, unclear_since__isnull=False)
    )


def to_take_out(user: User) -> list[Letter]:
    """Printed letters that must not be posted, for those who post letters or manage those who do."""
    rows = letters_for(user).filter(status=S.WITHDRAWN)
    return list(rows.select_related("person").defer("content").order_by("withdrawn_on", "pk"))


def to_stop(user: User) -> list[Letter]:
    """Letters that the printing service has and that must not go, for the same people."""
    rows = letters_for(user).filter(status=S.TO_STOP)
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
    """Whoever only posts letters sees what is to be posted, and what was: not what somebody gave by hand."""
    if user.may(Permission.VIEW_RECORD) or user.may(Permission.APPROVE_LETTERS):
        return list(TABS)
    tabs = [tab for tab in TABS if set(tab.states) & set(POSTING_STATES)]
    return [replace(tab, label="Posted") if tab.key == "sent" else tab for tab in tabs]


def with_counts(user: User, tabs: Iterable[LetterTab]) -> list[tuple[LetterTab, int]]:
    """The tabs with how many letters each has: one query. That of the printing service only where there was one."""
    rows = letters_for(user).order_by().values_list("status", "channel").annotate(number=Count("pk"))
    found = [
        (tab, sum(n for state, by, n in rows if state in tab.states and (not tab.channels or by in tab.channels)))
        for tab in tabs
    ]
    return [
        (tab, number)
        for tab, number in found
        if number or not (tab.is_of_service or tab.is_of_messages) or (tab.is_of_service and service_is_connected())
    ]
