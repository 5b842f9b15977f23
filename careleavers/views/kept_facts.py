"""Facts behind the overview of a record that are rows of one kind: added, put right and taken out in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from careleavers.actions.kept_facts import AnyFact, remove_fact, write_fact
from careleavers.forms.next_steps import NextStepForm
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.rules.policies import page_is_used
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision


@dataclass(frozen=True)
class FactPages:
    """What differs between the pages of one kind of fact and those of another.

    `code` names the policy that switches the page off, `page` the page that lists the facts; `name` begins the names of
    those that add (`_add`), change (`_edit`) and take out (`_remove`). `asks` gives what the form takes as well as the
    row and the day.
    """

    code: str
    page: str
    name: str
    model: type[AnyFact]
    form: type[RevisedForm]
    title: str
    asks: Callable[[YoungPerson, User, date], dict[str, Any]] = lambda person, user, today: {}


def facts_context(
    request: HttpRequest, person: YoungPerson, code: str, *, work: Permission | None = None, **extra: Any
) -> dict[str, Any]:
    """The context of a page that lists facts: record_context's, and `is_used`. Nothing is edited where it is not.

    `work` is the kind of work that may write here too.
    """
    is_used = page_is_used(code, policies_of(request))
    context = record_context(request, person, is_used=is_used, **extra)
    may = may_change(current_user(request), Permission.EDIT_RECORD, context["closed"], work=work)
    context["may_edit"] = may and is_used
    return context


def edit_fact(request: HttpRequest, person_id: UUID, row_id: UUID | None, pages: FactPages) -> HttpResponse:
    """A new fact, or one that is put right."""
    person = fetch_person(request, person_id, page=f"{pages.name}_edit" if row_id else f"{pages.name}_add")
    refuse_unless_used(request, pages.code)
    user, today = current_user(request), today_of(request)
    row: Any = fetch_row(pages.model, row_id, person=person) if row_id else None
    asked: dict[str, Any] = {"row": row, "today": today, **pages.asks(person, user, today)}
    if issubclass(pages.form, NextStepForm):
        asked |= {"by": user, "owners": may_be_asked(person, user, today)}
    form: Any = pages.form(post_data(request), **asked)

    def save() -> object:
        has_step = isinstance(form, NextStepForm)
        return write_fact(
            by=user,
            person=person,
            model=pages.model,
            row=row,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step if has_step else None,
            **(form.facts if has_step else form.answers),
        )

    return record_form(
        request,
        person,
        form,
        save,
        title=pages.title,
        success="Saved.",
        back=pages.page,
        template="careleavers/kept_facts/edit.html",
        row=row,
        remove=f"{pages.name}_remove",
    )


def take_out_fact(request: HttpRequest, person_id: UUID, row_id: UUID, pages: FactPages) -> HttpResponse:
    return take_out(request, person_id, row_id, model=pages.model, name=pages.name, back=pages.page)


def take_out(
    request: HttpRequest, person_id: UUID, row_id: UUID, *, model: type[AnyFact], name: str, back: str
) -> HttpResponse:
    """A fact written down by mistake is taken out; `name` begins the names of its pages."""
    person = fetch_person(request, person_id, page=f"{name}_remove")
    row: Any = fetch_row(model, row_id, person=person)
    return record_button(
        request,
        person,
        lambda: remove_fact(
            by=current_user(request), row=row, revision=sent_revision(request), today=today_of(request)
        ),
        success="Taken out. The history keeps it.",
        back=back,
    )
