"""Who is in a young person's life."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.relationships import RelationshipForm
from careleavers.models import Relationship
from careleavers.permissions import Permission
from careleavers.queries.contact_form import who_else
from careleavers.queries.relationships import relationships_of
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "network"  # of the policy that switches the page off
RELATIONSHIPS = FactPages(
    CODE,
    "network",
    "relationship",
    Relationship,
    RelationshipForm,
    "Somebody in their life",
    asks=lambda person, user, today: {"others": who_else(user, person, today)},
)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="network")
    found = relationships_of(person, current_user(request), today_of(request))
    return render(request, "careleavers/network/page.html", facts_context(request, person, CODE, found=found))


@requires(Permission.EDIT_RECORD)
def relationship(request: HttpRequest, person_id: UUID, relationship_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, relationship_id, RELATIONSHIPS)


@require_POST
@requires(Permission.EDIT_RECORD)
def relationship_remove(request: HttpRequest, person_id: UUID, relationship_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, relationship_id, RELATIONSHIPS)
