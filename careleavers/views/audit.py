"""Who did what, who signed in, and who viewed what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.actions.sign_ins import CHANGES_TO_ACCOUNTS, SIGN_IN_EVENTS
from careleavers.models import AuditEvent, ReadEvent, User, YoungPerson
from careleavers.permissions import Permission, Role
from careleavers.rules import words
from careleavers.views.gates import current_user, fetch_person, requires, search_text
from careleavers.views.record_page import record_context

PER_PAGE = 50
CHANGES, SIGN_INS, VIEWS = "changes", "sign_ins", "views"
SHOWN = {CHANGES: "What was changed", SIGN_INS: "Signing in and passwords", VIEWS: "What was viewed"}
TITLES = {CHANGES: "Who changed what", SIGN_INS: "Who signed in", VIEWS: "Who viewed what"}
ABOUT_ACCOUNTS = User._meta.label_lower


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Everything that was done or viewed, newest first, by whom; whose record only where the user may see it."""
    user, asked = current_user(request), request.GET.get("show", CHANGES)
    choices = dict(SHOWN)
    if not user.may(Permission.VIEW_SIGN_INS):
        del choices[SIGN_INS]
    shown = asked if asked in choices else CHANGES
    who = search_text(request, "who")
    page = Paginator(_rows(shown, who), PER_PAGE).get_page(request.GET.get("page"))
    people = YoungPerson.objects.visible_to(user).in_bulk({row.person_id for row in page if row.person_id})
    accounts = _accounts(page.object_list)
    context = {
        "page": page,
        "rows": [
            (row, people.get(row.person_id), _words(row, accounts, user, may_see=row.person_id in people))
            for row in page
        ],
        "shown": shown,
        "title": TITLES[shown],
        "choices": choices.items(),
        "who": who,
    }
    return render(request, "careleavers/audit/list.html", context)


def _rows(shown: str, who: str) -> Any:
    """Those that were done by somebody whose name is like `who`, or to their account."""
    if shown == VIEWS:
        views = ReadEvent.objects.all()
        return views.filter(user_name__icontains=who) if who else views
    of_signing_in = Q(name__in=SIGN_IN_EVENTS)
    events = AuditEvent.objects.filter(
        of_signing_in if shown == SIGN_INS else ~of_signing_in | Q(name__in=CHANGES_TO_ACCOUNTS)
    )
    if not who:
        return events
    accounts = User.objects.filter(Q(name__icontains=who) | Q(email__icontains=who)).values_list("pk", flat=True)
    about = Q(object_kind=ABOUT_ACCOUNTS, object_id__in=[str(pk) for pk in accounts])
    return events.filter(Q(by_name__icontains=who) | about)


def _accounts(rows: Any) -> dict[str, str]:
    """The names of the accounts that these events were done to."""
    ids = {row.object_id for row in rows if getattr(row, "object_kind", "") == ABOUT_ACCOUNTS}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _words(row: AuditEvent | ReadEvent, accounts: dict[str, str], user: User, *, may_see: bool) -> str:
    if isinstance(row, AuditEvent):
        return event_words(row, accounts.get(row.object_id, ""))
    return view_words(row, with_typed=may_read_typed(row, user, may_see=may_see))


@requires(Permission.VIEW_AUDIT)
@requires(Permission.VIEW_RECORD)
@require_safe
def record_views(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who viewed one young person's record, when and why: the page to show them when they ask."""
    person = fetch_person(request, person_id, page="record_views")
    views = ReadEvent.objects.filter(person_id=person.pk)
    page = Paginator(views, PER_PAGE).get_page(request.GET.get("page"))
    titles = dict(User.objects.filter(pk__in={view.user_id for view in page}).values_list("pk", "job_title"))
    rows = [(view, titles.get(view.user_id, "")) for view in page]
    context = record_context(request, person) | {"page": page, "rows": rows}
    return render(request, "careleavers/audit/record_views.html", context)


def may_read_typed(view: ReadEvent, user: User, *, may_see: bool) -> bool:
    """Whether this user may read what somebody typed when they searched, or gave as their reason.

    Search words name people, also restricted ones: they are for whoever typed them and for auditors. Other reasons are
    free text, and of a record's only where the record may be seen.
    """
    if view.user_id == user.pk or user.may(Permission.VIEW_SEARCHES):
        return True
    if view.kind == ReadEvent.SEARCHED or not user.may(Permission.VIEW_FREE_TEXT):
        return False
    return may_see or view.person_id is None


def event_words(event: AuditEvent, account: str) -> str:
    """ "Contact logged"; "Role given: Director, to Dana Whitlock"; "Sign in failed: Pat Jones"."""
    said = event.name.replace("_", " ").capitalize()
    if not account or str(event.by_id) == event.object_id:
        return said
    role = event.details.get("role")
    return f"{said}: {Role(role).label}, to {account}" if role else f"{said}: {account}"


def view_words(view: ReadEvent, *, with_typed: bool) -> str:
    """ "Searched: amira, 3 people shown"; without what was typed: "Searched, 3 people shown"."""
    shown = "" if view.people_shown is None else f", {words.amount(view.people_shown, 'person', 'people')} shown"
    return f"{view.get_kind_display()}{': ' + view.detail if view.detail and with_typed else ''}{shown}"
