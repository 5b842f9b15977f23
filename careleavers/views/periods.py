"""Where somebody lives and what they do: the same three pages for each, as both are periods that follow one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.homes import move_home, write_release
from careleavers.actions.occupations import begin_occupation
from careleavers.actions.periods import confirm_period, correct_period
from careleavers.forms.homes import HomeForm, ReleaseForm
from careleavers.forms.occupations import OccupationForm
from careleavers.models import Home, Occupation
from careleavers.permissions import Permission
from careleavers.queries.stays import flats_in_use, stays_of, tasters_given_by
from careleavers.rules.policies import page_is_used
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision


@dataclass(frozen=True)
class PeriodPages:
    """What differs between the pages of homes and those of occupations. `name` begins their URL names."""

    name: str
    model: type[Home] | type[Occupation]
    form: type[HomeForm] | type[OccupationForm]
    begin: Callable[..., object]
    title_new: str
    title_correct: str
    success_new: str
    success_correct: str
    success_confirm: str


WORK = Permission.EDUCATION_WORK  # opens the pages of what they do, and not those of homes
HOMES = PeriodPages(
    name="home",
    model=Home,
    form=HomeForm,
    begin=move_home,
    title_new="Record a move",
    title_correct="Correct a home",
    success_new="Move recorded. The home before it ends that day.",
    success_correct="Home corrected.",
    success_confirm="Noted: still the same home today.",
)
OCCUPATIONS = PeriodPages(
    name="occupation",
    model=Occupation,
    form=OccupationForm,
    begin=begin_occupation,
    title_new="Record a change",
    title_correct="Correct what they did",
    success_new="Saved. What came before ends that day.",
    success_correct="Activity corrected.",
    success_confirm="Noted: still the same today.",
)


@requires(Permission.VIEW_RECORD)
@require_safe
def home_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Where they live and have lived. Of the last home that ended, it asks how, where nobody has said."""
    person = fetch_person(request, person_id, page="homes")
    homes = list(person.homes.all())
    last = next((home for home in homes if home.ends_on), None)
    asks = last if last and not last.ended_as and page_is_used("home", policies_of(request)) else None
    context = record_context(
        request,
        person,
        may_read_notes=current_user(request).may(Permission.VIEW_FREE_TEXT),
        homes=homes,
        asks_how_it_ended=asks,
        stays=stays_of(person),
    )
    today = today_of(request)
    context["may_plan_stay"] = context["may_edit"] and bool(flats_in_use(today) or tasters_given_by(today))
    return render(request, "careleavers/homes/list.html", context)


@requires(Permission.EDIT_RECORD)
def home_edit(request: HttpRequest, person_id: UUID, home_id: UUID | None = None) -> HttpResponse:
    return _edit(request, person_id, home_id, HOMES)


@require_POST
@requires(Permission.EDIT_RECORD)
def home_confirm(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    return _confirm(request, person_id, home_id, HOMES)


@requires(Permission.EDIT_RECORD)
def custody(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    """When they come out of custody, and where to."""
    person = fetch_person(request, person_id, page="home_custody")
    home = fetch_row(Home, home_id, until="ends_on", person=person)
    form = ReleaseForm(post_data(request), row=home, today=today_of(request))
    return record_form(
        request,
        person,
        form,
        lambda: write_release(by=current_user(request), home=home, today=today_of(request), **form.cleaned_data),
        title=f"{person.short_name} in custody",
        success="Saved.",
        back="home_list",
    )


@requires(Permission.VIEW_RECORD, WORK)
@require_safe
def occupation_list(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What they do and have done, and the steps towards more."""
    person = fetch_person(request, person_id, page="occupations")
    user = current_user(request)
    context = record_context(
        request,
        person,
        may_read_notes=user.may(Permission.VIEW_FREE_TEXT) or user.may(WORK),
        occupations=list(person.occupations.select_related("next_step__assigned_to")),
        steps=list(person.occupation_steps.all()),
        is_used=page_is_used("work", policies_of(request)),
    )
    context["may_edit"] = may_change(user, Permission.EDIT_RECORD, context["closed"], work=WORK)
    return render(request, "careleavers/occupations/list.html", context)


@requires(Permission.EDIT_RECORD, WORK)
def occupation_edit(request: HttpRequest, person_id: UUID, occupation_id: UUID | None = None) -> HttpResponse:
    return _edit(request, person_id, occupation_id, OCCUPATIONS)


@require_POST
@requires(Permission.EDIT_RECORD, WORK)
def occupation_confirm(request: HttpRequest, person_id: UUID, occupation_id: UUID) -> HttpResponse:
    return _confirm(request, person_id, occupation_id, OCCUPATIONS)


def _edit(request: HttpRequest, person_id: UUID, period_id: UUID | None, pages: PeriodPages) -> HttpResponse:
    """A new period from a day on, or the correction of one that was written down wrongly."""
    person = fetch_person(request, person_id, page=f"{pages.name}_edit")
    user, today = current_user(request), today_of(request)
    period: Any = fetch_row(pages.model, period_id, person=person) if period_id else None
    form = pages.form(post_data(request), today=today, period=period)

    def save() -> object:
        if period:
            return correct_period(by=user, period=period, today=today, **form.cleaned_data)
        return pages.begin(by=user, person=person, today=today, **form.cleaned_data)

    return record_form(
        request,
        person,
        form,
        save,
        refused_on="starts_on",
        title=pages.title_correct if period else pages.title_new,
        button="Save",
        success=pages.success_correct if period else pages.success_new,
        back=f"{pages.name}_list",
    )


def _confirm(request: HttpRequest, person_id: UUID, period_id: UUID, pages: PeriodPages) -> HttpResponse:
    person = fetch_person(request, person_id, page=f"{pages.name}_confirm")
    period = fetch_row(pages.model, period_id, until="ends_on", person=person)
    return record_button(
        request,
        person,
        lambda: confirm_period(
            by=current_user(request), period=period, revision=sent_revision(request), on=today_of(request)
        ),
        success=pages.success_confirm,
        back=f"{pages.name}_list",
    )
