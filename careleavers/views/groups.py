"""Mentors, groups and clubs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.groups import MembershipForm
from careleavers.models import Membership
from careleavers.models.groups import goes_on
from careleavers.permissions import Permission
from careleavers.views.gates import fetch_person, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "groups"  # of the policy that switches the page off
MEMBERSHIPS = FactPages(CODE, "groups", "membership", Membership, MembershipForm, "Mentor, group or club")


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="groups")
    now = goes_on(today_of(request))
    going_on, over = person.memberships.filter(now), person.memberships.exclude(now)
    context = facts_context(request, person, CODE, going_on=going_on, over=over)
    return render(request, "careleavers/groups/page.html", context)


@requires(Permission.EDIT_RECORD)
def membership(request: HttpRequest, person_id: UUID, membership_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, membership_id, MEMBERSHIPS)


@require_POST
@requires(Permission.EDIT_RECORD)
def membership_remove(request: HttpRequest, person_id: UUID, membership_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, membership_id, MEMBERSHIPS)
