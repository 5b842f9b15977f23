"""One home: on what terms they live there, notice and arrears, how it ended, and whether it suits them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.home_facts import (
    judge_home,
    remove_judgement,
    write_home_ending,
    write_home_risk,
    write_tenancy,
)
from careleavers.forms.home_facts import HomeEndingForm, HomeRiskForm, SuitabilityForm, TenancyForm
from careleavers.models import Home, HomeSuitability, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.kept_facts import facts_context
from careleavers.views.record_form import record_form
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt

CODE = "home"  # of the policy that switches the page off


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="home")
    home = fetch_row(Home, home_id, person=person)
    judgements = list(home.judgements.select_related("judged_by", "next_step__assigned_to"))
    may_read_notes = current_user(request).may(Permission.VIEW_FREE_TEXT)
    context = facts_context(
        request,
        person,
        CODE,
        place=home,
        latest=judgements[0] if judgements else None,
        former=judgements[1:],
        may_read_notes=may_read_notes,
    )
    return render(request, "careleavers/homes/home.html", context)


@requires(Permission.EDIT_RECORD)
def tenancy(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    person, home = _home(request, person_id, home_id, "home_tenancy")
    form = TenancyForm(post_data(request), row=home)
    return _form_of(request, person, home, form, lambda: _write(request, write_tenancy, home, form), "The tenancy")


@requires(Permission.EDIT_RECORD)
def risk(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    person, home = _home(request, person_id, home_id, "home_risk")
    user, today = current_user(request), today_of(request)
    form = HomeRiskForm(post_data(request), row=home, today=today, by=user, owners=may_be_asked(person, user, today))

    def save() -> object:
        return write_home_risk(
            by=user,
            home=home,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step,
            **form.facts,
        )

    return _form_of(request, person, home, form, save, "Notice and arrears")


@requires(Permission.EDIT_RECORD)
def ending(request: HttpRequest, person_id: UUID, home_id: UUID) -> HttpResponse:
    person, home = _home(request, person_id, home_id, "home_ending")
    form = HomeEndingForm(post_data(request), row=home)
    return _form_of(request, person, home, form, lambda: _write(request, write_home_ending, home, form), "How it ended")


@requires(Permission.EDIT_RECORD)
def judge(request: HttpRequest, person_id: UUID, home_id: UUID, judgement_id: UUID | None = None) -> HttpResponse:
    """A judgement by Schedule 2, or one that is put right."""
    name = "home_judgement" if judgement_id else "home_judge"
    person, home = _home(request, person_id, home_id, name)
    user, today = current_user(request), today_of(request)
    row = fetch_row(HomeSuitability, judgement_id, home=home) if judgement_id else None
    form = SuitabilityForm(
        post_data(request), row=row, home=home, today=today, by=user, owners=may_be_asked(person, user, today)
    )

    def save() -> object:
        return judge_home(
            by=user,
            home=home,
            judgement=row,
            revision=form.seen_revision,
            today=today,
            next_step=form.next_step,
            **form.facts,
        )

    title = f"Does this home suit {person.short_name}?"
    return _form_of(request, person, home, form, save, title, "careleavers/homes/judge.html", row=row)


@require_POST
@requires(Permission.EDIT_RECORD)
def judgement_remove(request: HttpRequest, person_id: UUID, home_id: UUID, judgement_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="home_judgement_remove")
    home = fetch_row(Home, home_id, person=person)
    row = fetch_row(HomeSuitability, judgement_id, home=home)
    attempt(
        request,
        lambda: remove_judgement(
            by=current_user(request), judgement=row, revision=sent_revision(request), today=today_of(request)
        ),
        "Taken out. The history keeps it.",
    )
    return redirect("home_about", person.pk, home.pk)


def _home(request: HttpRequest, person_id: UUID, home_id: UUID, page: str) -> tuple[YoungPerson, Home]:
    person = fetch_person(request, person_id, page=page)
    refuse_unless_used(request, CODE)
    return person, fetch_row(Home, home_id, person=person)


def _write(request: HttpRequest, action: Callable[..., object], home: Home, form: Any) -> object:
    return action(by=current_user(request), home=home, revision=form.seen_revision, **form.answers)


def _form_of(
    request: HttpRequest,
    person: YoungPerson,
    home: Home,
    form: Any,
    save: Callable[[], object],
    title: str,
    template: str = "careleavers/homes/form.html",
    **extra: Any,
) -> HttpResponse:
    """The form about one home; saved, it leads to the page of that home."""
    return record_form(
        request,
        person,
        form,
        save,
        title=title,
        success="Saved.",
        back="home_list",
        after="home_about",
        after_row=home.pk,
        template=template,
        place=home,
        **extra,
    )
