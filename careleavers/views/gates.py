"""The two gates on every page: the role (403) and the record (404, which never reveals that it exists)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from careleavers.actions import reads
from careleavers.models import User, YoungPerson
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import WORKS, Permission
from careleavers.queries.record_rows import merged_into
from careleavers.queries.works import people_of_work
from careleavers.rules.words import storable
from careleavers.site.middleware import unsent
from careleavers.views.rows import TooLate

MERGED = "This record was merged with another one of the same person: everything in it is there now."

View = Callable[..., HttpResponseBase]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let in those whose roles allow any one of the permissions today; others get 403 and are told what is missing."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            user = current_user(request)
            let_in = frozenset(permission for permission in permissions if user.may(permission))
            if not let_in:
                raise PermissionDenied(f"Your role does not let you {permissions[0].value}.")
            request.let_in = let_in  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return gate


def open_to_signed_in(reason: str) -> Callable[[View], View]:
    """A page for everybody who is signed in, with the reason why no permission is needed."""

    def gate(view: View) -> View:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return gate


def current_user(request: HttpRequest) -> User:
    """The signed-in user, with roles as of today (the middleware has set the day)."""
    return cast(User, request.user)


def today_of(request: HttpRequest) -> date:
    """Today in England; the one place where pages read the day."""
    return timezone.localdate()


def post_data(request: HttpRequest) -> QueryDict | None:
    """What a form is given: the fields of a POST (which may be none), or nothing when the page is only opened.

    Opened again after signing in, the page is given what was sent when the session had ended. Save only on a POST.
    The characters that the database refuses, which nobody types on purpose, are left out.
    """
    if request.method == "POST":
        unsent.forget(request)
        return storable_fields(request.POST)
    return unsent.answers_for(request)


def files_of(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """The files of a POST (which may be none), beside its `post_data`."""
    return request.FILES if request.method == "POST" else None


def storable_fields(sent: QueryDict) -> QueryDict:
    if all(storable(text) == text for values in dict(sent.lists()).values() for text in values):
        return sent
    fields = sent.copy()
    for name, values in sent.lists():
        fields.setlist(name, [storable(text) for text in values])
    return fields


def search_text(request: HttpRequest, name: str) -> str:
    """What was typed into a search box: trimmed, and without what the database refuses."""
    return storable(request.GET.get(name, "")).strip()


def policies_of(request: HttpRequest) -> dict[str, Any]:
    """The authority's choices in force today (the middleware has read them)."""
    return cast(dict[str, Any], request.policies)  # type: ignore[attr-defined]


OPENED = StatementOfUser(
    lambda user, person: YoungPerson.objects.visible_to(user).select_related("team").filter(pk=person), UUID
)


def fetch_person(request: HttpRequest, person_id: UUID, *, page: str) -> YoungPerson:
    """The record, if this user may see it; else 404. That it was opened is noted. TooLate where it is a part of another
    record by now that they may see.

    Whoever is let in by work of one kind alone gets those whom it is about, and may do nothing else here.
    """
    let_in: frozenset[Permission] = getattr(request, "let_in", frozenset())
    user, works = current_user(request), let_in & WORKS
    by_work_alone = bool(let_in) and works == let_in
    person: YoungPerson | None = None if by_work_alone else OPENED.first(user, person_id)
    if person is None:
        person = _by_work(user, person_id, works)
    if person is None:
        if kept := merged_into(person_id, user):
            raise TooLate(MERGED, back=reverse("person", args=[kept]))
        raise Http404("There is no such record, or they may not see it.")
    note_opened(request, person, page)
    return person


def _by_work(user: User, person_id: UUID, works: frozenset[Permission]) -> YoungPerson | None:
    """The record, if one of these kinds of work is about them: from then on the user may do that and nothing else."""
    for work in works:
        if person := people_of_work(user, work).select_related("team").filter(pk=person_id).first():
            user.narrow_to(work)
            return person
    return None


def note_opened(request: HttpRequest, person: YoungPerson, page: str) -> None:
    """Note the view of a record: a GET before its page is made; of any other method if a page comes of it, such as a
    form shown again, which the middleware notes."""
    if request.method == "GET":
        reads.note_view(by=current_user(request), person=person, page=page)
    else:
        request.opened = (person, page)  # type: ignore[attr-defined]
