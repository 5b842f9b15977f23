"""Drafts, saved while somebody types, and forms that are filled from them.

Answers to the script are JSON: a fetch must hear 401, never be led to a sign-in page. A page has its form saved by
including careleavers/drafts/_attributes.html in the form's tag, _saved.html in the form and _throw_away.html after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from careleavers.actions import drafts as actions
from careleavers.actions.base import Refused
from careleavers.actions.revisions import EditConflict
from careleavers.forms.answers import answers_in, missing_from, typed_in
from careleavers.forms.json_body import read_json
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Draft, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.contact_form import draft_of_form
from careleavers.site.extensions import draft_kinds
from careleavers.views.gates import View, current_user, open_to_signed_in, post_data, requires

LONGEST_PAGE = 200
LARGEST_BODY = 6 * actions.LARGEST_DRAFT  # bytes: JSON may write six for a character
OTHER_WINDOW = (
    "You have this form open in another window, which saved other words. They are shown below. Put together what you "
    "want to keep, then save."
)
NEWER_ELSEWHERE = "A newer version was saved in another window."
FormType = TypeVar("FormType", bound=BaseForm)


@dataclass(frozen=True)
class Autosave:
    """A form that is saved as it is typed, for its writer alone; `draft` is what was typed earlier and not sent."""

    kind: str
    submission_id: UUID
    person: YoungPerson
    page: str
    draft: Draft | None
    # By label, what another window saved where the form that was just sent says something else.
    other_window: tuple[tuple[str, str], ...] = ()

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    def is_stale(self, request: HttpRequest) -> bool:
        """Whether another window saved words, after the form that is sent here was opened, that are not in it."""
        if self.draft is None or request.method != "POST":
            return False
        seen = request.POST.get("draft_revision", "0")
        return seen != str(self.draft.revision) and bool(missing_from(answers_in(request.POST), self.draft.data))

    def separate(self, request: HttpRequest, revision: int = 0) -> Autosave:
        """A draft of its own for a new contact, beside the one whose id is taken."""
        own_id = actions.separate_id(self.submission_id, current_user(request), self.person, revision)
        page = reverse("contact_new", args=[self.person.pk, own_id])
        return Autosave(self.kind, own_id, self.person, page, draft=None)

    @property
    def saved_fields(self) -> QueryDict | None:
        """What was typed earlier, as the form would have sent it."""
        if self.draft is None:
            return None
        fields = QueryDict(mutable=True)
        for name, values in self.draft.data.items():
            fields.setlist(name, values)
        return fields

    def save_draft(self, request: HttpRequest, *, even_if_many: bool = False) -> Draft:
        """Keep the form as it was sent, half finished or not. Ask first whether it `is_stale`: this overwrites."""
        return self.save_answers(current_user(request), answers_in(request.POST), even_if_many=even_if_many)

    def save_answers(self, user: User, answers: dict[str, list[str]], *, even_if_many: bool = False) -> Draft:
        return actions.save_draft(
            by=user,
            person=self.person,
            submission_id=self.submission_id,
            kind=self.kind,
            page=self.page,
            data=answers,
            revision=None,
            now=timezone.now(),
            even_if_many=even_if_many,
        )


def autosave_for(request: HttpRequest, person: YoungPerson, kind: str, submission_id: UUID) -> Autosave:
    """The form's draft, if there is one; with what it says that the form sent now does not, if it is stale."""
    draft = draft_of_form(current_user(request), submission_id, person)
    autosave = Autosave(kind, submission_id, person, request.path, draft)
    if draft is None or not autosave.is_stale(request):
        return autosave
    missing = missing_from(answers_in(request.POST), draft.data)
    return replace(autosave, other_window=tuple((name, "\n".join(words)) for name, words in missing.items()))


def form_from_draft(request: HttpRequest, autosave: Autosave, form: Callable[[QueryDict | None], FormType]) -> FormType:
    """The form as it was sent, as it was typed earlier, or fresh. Save it only when the request is a POST.

    A form that another window has saved since is sent back with both texts: saving it again, having seen them, goes
    through. What others saved in the row since it was typed is merged.
    """
    given = post_data(request)
    if request.method == "POST":
        sent = form(given)
        if autosave.is_stale(request):
            sent.add_error(None, OTHER_WINDOW)
        return sent
    built = form(given or autosave.saved_fields)
    built.errors.clear()  # a draft may be half finished: nothing is wrong with it yet
    if isinstance(built, RevisedForm) and built.row is not None and autosave.draft:
        built.catch_up(built.row)
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
@requires(Permission.LOG_CONTACT, Permission.REVIEW_PLANS)
def save(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """PUT {"person": id, "kind", "page", "revision": number, "data": {field: [values]}}; returns {"revision", "saved"}.

    401 signed out, 400 when it cannot be read, 413 when it is too much to keep, 410 when the contact is logged. 409
    when another window saved since: with {"revision", "data"} as they are now, so that a script whose own save arrived
    without its answer can tell that from another window. Where what is typed here can be kept as a draft of its own,
    410 and 409 say under which address ("own") and, for 409, on which page ("own_page").
    """
    body = _read(request)
    if body is None:
        return JsonResponse({"error": "This could not be read."}, status=400)
    person = get_object_or_404(YoungPerson.objects.visible_to(current_user(request)), pk=body.pop("person"))
    try:
        draft = actions.save_draft(
            by=current_user(request), person=person, submission_id=submission_id, now=timezone.now(), **body
        )
    except EditConflict as conflict:
        draft = conflict.current
        now = {"error": NEWER_ELSEWHERE, "revision": draft.revision, "data": draft.data}
        own = _separate(request, person, submission_id, body, draft.revision)
        return JsonResponse(now | own, status=409)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=413)
    except actions.AlreadySubmitted as submitted:
        return JsonResponse({"error": str(submitted)} | _separate(request, person, submission_id, body), status=410)
    return JsonResponse({"revision": draft.revision, "saved": timezone.localtime(draft.saved_at).strftime("%H:%M")})


def _separate(
    request: HttpRequest, person: YoungPerson, submission_id: UUID, body: dict[str, Any], revision: int = 0
) -> dict[str, str]:
    """Where a script goes on saving a new contact whose own id is taken; other forms belong to their row."""
    if body["kind"] != "contact":
        return {}
    own = Autosave("contact", submission_id, person, "", None).separate(request, revision)
    return {"own": reverse("draft_save", args=[own.submission_id]), "own_page": own.page}


@login_not_required
@require_GET
@signed_in_or_401
@open_to_signed_in("a fresh token after signing in again in another window")
def csrf_token(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"token": get_token(request)})


@requires(Permission.LOG_CONTACT, Permission.REVIEW_PLANS)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask once, showing what would be lost; then discard it."""
    user = current_user(request)
    draft = get_object_or_404(Draft.objects.select_related("person"), pk=draft_id, user=user)
    # The record may have been restricted since it was written: then it is not named, and leads nowhere.
    about = YoungPerson.objects.visible_to(user).filter(pk=draft.person_id).first()
    if request.method != "POST":
        typed = typed_in(draft.data, draft_kinds()[draft.kind].forms)
        context = {"draft": draft, "words": typed, "about": about}
        return render(request, "careleavers/drafts/discard.html", context)
    actions.discard_draft(by=user, draft=draft)
    whom = f" about {about.short_name}" if about else ""
    messages.success(request, f"Discarded: what you had typed{whom} and not saved.")
    if about is None:
        return redirect("home")
    return redirect("person", draft.person_id) if draft.kind == "contact" else redirect(draft.page)


def _read(request: HttpRequest) -> dict[str, Any] | None:
    """The body of a save, or None when it is not one."""
    try:
        body = read_json(request.body, LARGEST_BODY)
        data, revision, kind, page = body["data"], body["revision"], body["kind"], body["page"]
        resolve(page)
        well_formed = isinstance(data, dict) and all(
            isinstance(values, list) and all(isinstance(value, str) for value in values) for values in data.values()
        )
        if not (well_formed and type(revision) is int and kind in draft_kinds() and len(page) <= LONGEST_PAGE):
            return None
        return {"person": UUID(body["person"]), "revision": revision, "kind": kind, "page": page, "data": data}
    except (ValueError, KeyError, TypeError, AttributeError, Resolver404):
        return None
