"""The pages of a record that stand behind its overview, each of one area of its own, such as key documents.

An app registers its own as `RecordExtension.also_kept`. A page that an authority does not use is switched off under
Settings: nothing leads to it, nobody is reminded, and what is written there can still be read at its address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.permissions import Permission
from careleavers.rules.policies import page_is_used

# Expressions over young people that the page's summary asks for, by the name under which it finds them.
Columns = Callable[[date], Mapping[str, Combinable]]
# Says in a word or two what of the page needs somebody ("2 missing"), or nothing; None where the page is not for this
# person at all. The person comes with the columns of all pages, which are read in one query.
Summary = Callable[[YoungPerson, date, Mapping[str, Any]], str | None]


@dataclass(frozen=True)
class AlsoKept:
    """A page behind the overview: its URL name takes the person's id alone. `code` names the policy that switches it
    off (`policies.page_is_used`).
    """

    code: str
    label: str
    url_name: str
    columns: Columns
    summary: Summary
    permission: Permission = Permission.VIEW_RECORD
    order: int = 50


@dataclass(frozen=True)
class AlsoKeptLink:
    label: str
    url: str
    summary: str


@in_steps
def links_to(
    pages: tuple[AlsoKept, ...], person: YoungPerson, user: User, today: date, policies: Mapping[str, Any]
) -> Asking[list[AlsoKeptLink]]:
    """The pages that the authority uses and this user may open, in their order, with what needs somebody. One query."""
    used = [page for page in pages if page_is_used(page.code, policies) and user.may(page.permission)]
    if not used:
        return []
    [with_columns] = yield from _with_columns_of(tuple(used)).objects.steps(person.pk, today)
    return [
        AlsoKeptLink(page.label, reverse(page.url_name, args=[person.pk]), summary)
        for page in sorted(used, key=lambda page: page.order)
        if (summary := page.summary(with_columns, today, policies)) is not None
    ]


@cache
def _with_columns_of(pages: tuple[AlsoKept, ...]) -> Statement:
    """Somebody with what the summaries of these pages ask for."""

    def build(person: UUID, today: date) -> QuerySet[YoungPerson]:
        columns = {name: column for page in pages for name, column in page.columns(today).items()}
        return YoungPerson.objects.annotate(**columns).filter(pk=person)

    return Statement(build, UUID, date)
