"""Drafts, saved while somebody types. Answers are JSON: a fetch must hear 401, never be led to a sign-in page."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careleavers.actions import drafts as actions
from careleavers.models import Draft, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.views.gates import View, open_to_signed_in, reader, requires


def signed_in_or_401(view: View) -> View:
    """For a script's request: the status says that the session is over, so that the page can say it beside the text."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not isinstance(request.user, User):
            return JsonResponse({"error": "You are signed out."}, status=401)
        return view(request, *args, **kwargs)

    return answered


@login_not_required
@require_http_methods(["PUT"])
@signed_in_or_401
@requires(Permission.LOG_CONTACT)
def save(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """PUT {"person": id, "rev": number or null, "data": {field: [values]}}; answers {"rev", "saved"}.

    401 signed out, 409 when another window saved since, 400 when it cannot be read.
    """
    body = _read(request)
    if body is None:
        return JsonResponse({"error": "This could not be read."}, status=400)
    person = get_object_or_404(YoungPerson.objects.visible_to(reader(request)), pk=body["person"])
    try:
        draft = actions.save_draft(
            by=reader(request),
            person=person,
            submission_id=submission_id,
            data=body["data"],
            rev=body["rev"],
            now=timezone.now(),
        )
    except actions.Stale as stale:
        return JsonResponse({"error": str(stale), "rev": stale.draft.rev}, status=409)
    return JsonResponse({"rev": draft.rev, "saved": timezone.localtime(draft.saved_at).strftime("%H:%M")})


@login_not_required
@require_GET
@signed_in_or_401
@open_to_signed_in("a fresh token after signing in again in another window")
def csrf_token(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"token": get_token(request)})


@require_POST
@requires(Permission.LOG_CONTACT)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.select_related("person"), pk=draft_id, user=reader(request))
    person = draft.person
    actions.discard_draft(by=reader(request), draft=draft)
    messages.success(request, f"The unfinished note about {person.short_name} is gone.")
    return redirect("person", person.pk)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    """The body of a save, or None when it is not one."""
    try:
        body = json.loads(request.body)
        data, rev = body["data"], body["rev"]
        well_formed = isinstance(data, dict) and all(
            isinstance(values, list) and all(isinstance(value, str) for value in values) for values in data.values()
        )
        if not well_formed or not (rev is None or isinstance(rev, int)):
            return None
        return {"person": UUID(body["person"]), "rev": rev, "data": data}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
