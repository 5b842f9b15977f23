"""Training flats with their calendars, and the stays in which young people try out living alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.stays import save_flat, write_stay
from careleavers.forms.stays import TrainingFlatForm, TrialStayForm
from careleavers.models import Provider, TrainingFlat, TrialStay
from careleavers.permissions import Permission
from careleavers.queries.stays import calendar, flats_in_use, tasters_given_by
from careleavers.rules.dates import monday_of
from careleavers.rules.stays import WEEK
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.kept_facts import take_out
from careleavers.views.record_form import record_form
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit

WEEKS_SHOWN = 8
FARTHEST = timedelta(days=3 * 366)  # from today, on either side


@requires(Permission.VIEW_RECORD)
@require_safe
def flat_calendar(request: HttpRequest, provider_id: UUID, flat_id: UUID) -> HttpResponse:
    """Who is in the flat in these weeks, from `?from=` or today, and which nights are free."""
    user, today = current_user(request), today_of(request)
    flat = fetch_row(TrainingFlat, flat_id, provider=provider_id)
    first, weeks = _first_day(request, today), timedelta(days=WEEK * WEEKS_SHOWN)
    context = {
        "flat": flat,
        "weeks": list(calendar(flat, user, first, WEEKS_SHOWN)),
        "today": today,
        "earlier": monday_of(first) - weeks,
        "later": monday_of(first) + weeks,
        "is_now": monday_of(first) == monday_of(today),
        "may_edit": user.may(Permission.EDIT_RECORD),
    }
    return render(request, "careleavers/stays/calendar.html", context)


def _first_day(request: HttpRequest, today: date) -> date:
    """The day asked for; today where it is none, or so far away that nobody means it."""
    try:
        asked = parse_date(request.GET.get("from", ""))
    except ValueError:
        asked = None
    return asked if asked and abs(asked - today) <= FARTHEST else today


@requires(Permission.EDIT_RECORD)
def flat_edit(request: HttpRequest, provider_id: UUID, flat_id: UUID | None = None) -> HttpResponse:
    """A new flat of a provider, or one that has changed."""
    provider = fetch_row(Provider, provider_id)
    flat = fetch_row(TrainingFlat, flat_id, provider=provider) if flat_id else None
    form = TrainingFlatForm(post_data(request), row=flat, today=today_of(request))
    saved = submit(
        request,
        form,
        lambda: save_flat(
            by=current_user(request), provider=provider, flat=flat, revision=form.seen_revision, **form.answers
        ),
    )
    if saved:
        messages.success(request, f"Saved: {saved.result.name}.")
        return redirect("provider", provider.pk)
    return render(request, "careleavers/stays/flat.html", {"form": form, "provider": provider, "flat": flat})


@requires(Permission.EDIT_RECORD)
def stay(request: HttpRequest, person_id: UUID, stay_id: UUID | None = None) -> HttpResponse:
    """Plan a stay, put it right, or write down how it went."""
    person = fetch_person(request, person_id, page="trial_stay_edit" if stay_id else "trial_stay_add")
    user, today = current_user(request), today_of(request)
    row = fetch_row(TrialStay, stay_id, person=person) if stay_id else None
    form = TrialStayForm(
        post_data(request), row=row, today=today, flats=flats_in_use(today), providers=tasters_given_by(today)
    )
    return record_form(
        request,
        person,
        form,
        lambda: write_stay(by=user, person=person, stay=row, revision=form.seen_revision, today=today, **form.facts),
        title="Try out living alone",
        success="Saved. Where they live stays as it is.",
        back="home_list",
        template="careleavers/kept_facts/edit.html",
        row=row,
        remove="trial_stay_remove",
    )


@require_POST
@requires(Permission.EDIT_RECORD)
def stay_remove(request: HttpRequest, person_id: UUID, stay_id: UUID) -> HttpResponse:
    return take_out(request, person_id, stay_id, model=TrialStay, name="trial_stay", back="home_list")
