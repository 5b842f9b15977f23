"""Drafts, saved while somebody types, and forms that are filled from them.

Answers to the script are JSON: a fetch must hear 401, never be led to a sign-in page. A page has its form saved by
including careleavers/drafts/_attributes.html in the form's tag, _saved.html in the form and _throw_away.html after it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careleavers.actions import drafts as actions
from careleavers.models import Draft, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.site.extensions import draft_kinds
from careleavers.views.gates import View, current_user, open_to_signed_in, requires

LONGEST_PAGE = 200
FormType = TypeVar("FormType", bound=BaseForm)


@dataclass(frozen=True)
class Autosave:
    """A form that is saved as it is typed, for its writer alone; `draft` is what was typed earlier and not sent."""

    kind: str
    submission_id: UUID
    person: YoungPerson
    page: str
    draft: Draft | None

    @property
    def saved_fields(self) -> QueryDict | None:
        """What was typed earlier, as the form would have sent it."""
        if self.draft is None:
            return None
        fields = QueryDict(mutable=True)
        for name, values in self.draft.data.items():
            fields.setlist(name, values)
        return fields

    def save_draft(self, request: HttpRequest, *, button: str) -> Draft:
        """What the button that keeps a form half finished does; it needs no script."""
        data = {
            name: [str(value) for value in values]
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", button)
        }
        return actions.save_draft(
            by=current_user(request),
            person=self.person,
            submission_id=self.submission_id,
            kind=self.kind,
            page=self.page,
            data=data,
            rev=None,
            now=timezone.now(),
        )


def autosave_for(request: HttpRequest, person: YoungPerson, kind: str, submission_id: UUID) -> Autosave:
    draft = Draft.objects.filter(user=current_user(request), submission_id=submission_id, person=person).first()
    return Autosave(kind, submission_id, person, request.path, draft)


def form_from_draft(request: HttpRequest, autosave: Autosave, form: Callable[[QueryDict | None], FormType]) -> FormType:
    """The form as it was sent, as it was typed earlier, or fresh. Save it only when the request is a POST."""
    if request.method == "POST":
        return form(request.POST)
    built = form(autosave.saved_fields)
    built.errors.clear()  # a draft may be half finished: nothing is wrong with it yet
    return built


def signed_in_or_401(view: View) -> View:
    """For a script's request: the status says that the session is over, so that the page can say it beside the text."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return JsonResponse({"error": "You are signed out."}, status=401)
        return view(request, *args, **kwargs)

    return wrapped


@login_not_required
@require_http_methods(["PUT"])
@signed_in_or_401
@requires(Permission.LOG_CONTACT)
def save(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """PUT {"person": id, "kind", "page", "rev": number, "data": {field: [values]}}; answers {"rev", "saved"}.

    401 signed out, 400 when it cannot be read, 410 when the contact is logged. 409 when another window saved since:
    with {"rev", "data"} as they stand, so that a script whose own save arrived without its answer can tell that from
    another window.
    """
    body = _read(request)
    if body is None:
        return JsonResponse({"error": "This could not be read."}, status=400)
    person = get_object_or_404(YoungPerson.objects.visible_to(current_user(request)), pk=body.pop("person"))
    try:
        draft = actions.save_draft(
            by=current_user(request), person=person, submission_id=submission_id, now=timezone.now(), **body
        )
    except actions.DraftConflict as conflict:
        return JsonResponse(
            {"error": str(conflict), "rev": conflict.draft.rev, "data": conflict.draft.data}, status=409
        )
    except actions.AlreadySubmitted as submitted:
        return JsonResponse({"error": str(submitted)}, status=410)
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
    draft = get_object_or_404(Draft.objects.select_related("person"), pk=draft_id, user=current_user(request))
    actions.discard_draft(by=current_user(request), draft=draft)
    messages.success(request, f"Discarded: what you had typed about {draft.person.short_name} and not saved.")
    return redirect("person", draft.person_id) if draft.kind == "contact" else redirect(draft.page)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    """The body of a save, or None when it is not one."""
    try:
        body = json.loads(request.body)
        data, rev, kind, page = body["data"], body["rev"], body["kind"], body["page"]
        resolve(page)
        well_formed = isinstance(data, dict) and all(
            isinstance(values, list) and all(isinstance(value, str) for value in values) for values in data.values()
        )
        if not (well_formed and type(rev) is int and kind in draft_kinds() and len(page) <= LONGEST_PAGE):
            return None
        return {"person": UUID(body["person"]), "rev": rev, "kind": kind, "page": page, "data": data}
    except (ValueError, KeyError, TypeError, AttributeError, Resolver404):
        return None
