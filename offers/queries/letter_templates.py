"""The words of letters: what is in force for each kind, what waits for an approval, and by whom."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.permissions import Permission
from offers.models import Letter, LetterTemplate
from offers.queries.letter_lists import letters_for
from offers.queries.offer_publishers import why_not_decide
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import LetterState
from offers.rules.letter_words import SHIPPED

MOST_PEOPLE = 20  # real ones on whom a draft may be tried


@dataclass(frozen=True)
class KindOfWords:
    """The words of one kind of letter. `in_force`: None while they are those that the product comes with."""

    kind: TemplateKind
    in_force: LetterTemplate | None
    draft: LetterTemplate | None


def kinds_of_words(today: date) -> list[KindOfWords]:
    """Every kind. Two queries."""
    rows = LetterTemplate.objects.select_related("approved_by", "last_edited_by")
    in_force = rows.in_force(today)
    drafts = {row.kind: row for row in rows.filter(state=LetterTemplate.DRAFT)}
    return [KindOfWords(kind, in_force.get(kind), drafts.get(kind)) for kind in TemplateKind]


def words_in_force(kind: TemplateKind, today: date) -> str:
    """The text of the template in force: the council's own, or the one that the product comes with."""
    own = LetterTemplate.objects.filter(kind=kind).in_force(today).get(kind)
    return own.text if own else SHIPPED[kind]


@in_steps
def words_waiting_for(user: User) -> Asking[list[LetterTemplate]]:
    """Drafts that somebody else wrote, for somebody who may approve them."""
    if not user.may(Permission.APPROVE_LETTERS):
        return []
    drafts = yield from DRAFTS_OF_WORDS.objects.steps()
    return [draft for draft in drafts if not why_not_decide(draft, user)]


DRAFTS_OF_WORDS = Statement(
    lambda: (
        LetterTemplate.objects.filter(state=LetterTemplate.DRAFT)
        .select_related("last_edited_by")
        .only("kind", "recorded_by_id", "last_edited_by__name")
    )
)


def letters_to_try(user: User, kind: TemplateKind) -> list[Letter]:
    """Real letters of this kind that wait for an approval, the nearest day first, of those that the user sees."""
    waiting = letters_for(user).filter(status=LetterState.PLANNED).select_related("person")
    waiting = waiting.filter(kind=LetterKind.BIRTHDAY if kind.is_of_birthday else kind.value)
    if kind == TemplateKind.YEARLY:
        waiting = waiting.exclude(occasion__in=[TemplateKind.AT_18, TemplateKind.AT_21])
    elif kind.is_of_birthday:
        waiting = waiting.filter(occasion=kind)
    return list(waiting.order_by("occurrence_on", "pk")[:MOST_PEOPLE])


@dataclass(frozen=True)
class LineChange:
    """One line of a draft beside the words in force. `kind`: same, gone or new."""

    kind: str
    text: str


def line_changes(was: str, now: str) -> Iterator[LineChange]:
    """The lines of both, in order; empty ones only where both have them."""
    kinds = {" ": "same", "-": "gone", "+": "new"}
    for line in difflib.ndiff(was.splitlines(), now.splitlines()):
        if line[0] in kinds and (line[2:].strip() or line[0] == " "):
            yield LineChange(kinds[line[0]], line[2:])
