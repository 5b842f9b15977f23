"""Restricted records: hiding one, naming who may see it, and opening one with a reason."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from careleavers.actions import restricted
from careleavers.forms.restricted import BreakGlassForm, LiftForm, NameReaderForm, RestrictForm
from careleavers.models import RestrictedAccess, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import WORKS, Permission, Role
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import record_context
from careleavers.views.submission import attempt

ASKED_ABOUT = "without"  # whose End is to be pressed again
READING_ROLES = [role for role in Role if role.permissions & (WORKS | {Permission.VIEW_RECORD})]


@requires(Permission.BREAK_GLASS)
def restricted_open(request: HttpRequest) -> HttpResponse:
    """For somebody who knows whose record it is and must see it now. A wrong number says nothing about others."""
    form = BreakGlassForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        person = YoungPerson.objects.filter(
            Q(local_id__iexact=number) | Q(ssda903_id__iexact=number), is_restricted=True
        ).first()
        if person is None:
            form.add_error("number", "No restricted record has this number. Check it, or search as usual.")
        else:
            restricted.break_glass(
                by=current_user(request), person=person, reason=form.cleaned_data["reason"], today=today_of(request)
            )
            messages.success(request, "The record is open to you until the end of tomorrow. Its manager has been told.")
            return redirect("person", person.pk)
    return render(request, "careleavers/restricted/open.html", {"form": form})


@requires(Permission.RESTRICT_RECORD)
def restriction(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Restrict the record; or, once it is, name one more who may see it."""
    person = fetch_person(request, person_id, page="restriction")
    user, today = current_user(request), today_of(request)
    readers = list(
        RestrictedAccess.objects.filter(on_day(today), person=person).select_related("user").order_by("user__sort_name")
    )
    staff = _staff(today).exclude(pk__in=[user.pk, *(each.user_id for each in readers)])
    holder = person.on(today).case_holder
    form = (
        NameReaderForm(post_data(request), staff=staff)
        if person.is_restricted
        else RestrictForm(
            post_data(request), staff=staff, case_holder=holder.worker if holder and holder.worker != user else None
        )
    )
    if request.method == "POST" and form.is_valid():
        if person.is_restricted:
            restricted.name_reader(by=user, person=person, today=today, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['reader']} may see this record from now on.")
        else:
            restricted.restrict_record(by=user, person=person, today=today, **form.cleaned_data)
            messages.success(request, "Restricted. To everybody who is not named, this record is not there.")
        return redirect("restriction", person.pk)
    asked_about = request.GET.get(ASKED_ABOUT, "")
    context = record_context(
        request, person, open_after_death=True, form=form, readers=readers, asked_about=asked_about
    )
    return render(request, "careleavers/people/restriction.html", context)


@requires(Permission.RESTRICT_RECORD)
@require_POST
def end_reader(request: HttpRequest, person_id: UUID, user_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="restriction")
    who = get_object_or_404(User, pk=user_id)
    user, today = current_user(request), today_of(request)
    holder = person.on(today).case_holder
    if holder and holder.worker == who and "without_case_holder" not in request.POST:
        messages.warning(
            request,
            f"{who} works with them and could not open the record any more. Pass the case on first; or, if that is "
            "meant, press End again.",
        )
        return redirect(f"{reverse('restriction', args=[person.pk])}?{ASKED_ABOUT}={who.pk}")
    done = attempt(
        request,
        lambda: restricted.end_reader(by=user, person=person, reader=who, today=today),
        f"{who} can no longer see this record.",
    )
    return redirect("people_search") if done and who == user else redirect("restriction", person.pk)


@requires(Permission.RESTRICT_RECORD)
def lift(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="restriction_lift")
    form = LiftForm(post_data(request))
    user, today = current_user(request), today_of(request)
    return record_form(
        request,
        person,
        form,
        lambda: restricted.lift_restriction(by=user, person=person, today=today, **form.cleaned_data),
        title="Lift the restriction",
        button="Lift it",
        success="The restriction is lifted: all whose work it is see this record again.",
        back="restriction",
        after="details",
        open_after_death=True,
    )


def _staff(today: date) -> QuerySet[User]:
    return User.objects.with_role(*READING_ROLES, today=today)
