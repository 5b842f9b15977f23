"""Lists with their filters under a name: kept, renamed, shared with a team, taken out; and the bar on top of a list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from careleavers.actions.saved_views import change_view, keep_view, remove_view
from careleavers.forms.saved_views import SavedViewForm
from careleavers.models import SavedView
from careleavers.permissions import Permission
from careleavers.queries.saved_views import may_change, views_of_list
from careleavers.site.extensions import saved_lists
from careleavers.site.saved_lists import SavedList
from careleavers.views.gates import current_user, post_data, requires
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit


@dataclass(frozen=True)
class SavedLink:
    """A kept view in the bar. `of`: whose, where it is another's; `edit_url`: "" where it is not theirs to change."""

    name: str
    url: str
    of: str
    is_current: bool
    edit_url: str


@dataclass(frozen=True)
class SavedBar:
    """What is on top of a list: the views of it, and where this one is kept."""

    links: list[SavedLink]
    keep_url: str

    @property
    def current(self) -> SavedLink | None:
        """The kept view that is open."""
        return next((link for link in self.links if link.is_current), None)


def saved_bar(request: HttpRequest, page: str) -> SavedBar:
    """Of the list that is open, with the filters of its address. One query."""
    user, kept = current_user(request), _list(page)
    query = kept.query_of(request.GET.dict())
    links = [
        SavedLink(
            name=view.name,
            url=_address(view.page, view.query),
            of="" if view.owner_id == user.pk else view.owner.name,
            is_current=view.query == query,
            edit_url=reverse("saved_view", args=[view.pk]) if may_change(user, view) else "",
        )
        for view in views_of_list(user, page)
    ]
    return SavedBar(links, f"{reverse('saved_view_add')}?list={page}{'&' if query else ''}{query}")


def say_what_is_gone(request: HttpRequest, view: SavedLink, shown: str) -> None:
    """A message that the list of a kept view is not there for the reader any more, with where to change the view;
    `shown` is the list on the page instead."""
    gone = "is of a team that is closed, or a list that you may not choose any more"
    says = f"“{view.name}” {gone}. This is for: {shown}."
    change = format_html(' <a href="{}">Change it or take it out</a>', view.edit_url) if view.edit_url else ""
    messages.warning(request, format_html("{}{}", says, change))


def _list(page: str) -> SavedList:
    """404 for a list that is not registered."""
    found = next((each for each in saved_lists() if each.page == page), None)
    if found is None:
        raise Http404("There is no such list.")
    return found


def _address(page: str, query: str) -> str:
    return f"{reverse(page)}{'?' if query else ''}{query}"


@requires(Permission.VIEW_RECORD)
def add(request: HttpRequest) -> HttpResponse:
    """`?list=` and the filters of its address are what is kept; without it, the list of young people."""
    user, kept = current_user(request), _list(request.GET.get("list", "caseload"))
    if not user.may(kept.permission):
        raise PermissionDenied(f"Your role does not let you {kept.permission.value}.")
    query = kept.query_of(request.GET.dict())
    form = SavedViewForm(post_data(request), by=user)
    saved = submit(request, form, lambda: keep_view(by=user, page=kept.page, query=query, **form.cleaned_data))
    if saved:
        messages.success(request, f"Kept: {saved.result.name}.")
        return redirect(_address(saved.result.page, saved.result.query))
    context = {"form": form, "list": kept, "view": None, "back": _address(kept.page, query)}
    return render(request, "careleavers/saved_views/form.html", context)


@requires(Permission.VIEW_RECORD)
def edit(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Another name, or shared otherwise. 404 for a view that is neither theirs nor shared with a team they manage."""
    view = _fetch(request, view_id)
    user = current_user(request)
    form = SavedViewForm(post_data(request), row=view, by=user)
    if submit(request, form, lambda: change_view(by=user, view=view, **form.cleaned_data)):
        messages.success(request, "Saved.")
        return redirect(_address(view.page, view.query))
    context = {"form": form, "list": _list(view.page), "view": view, "back": _address(view.page, view.query)}
    return render(request, "careleavers/saved_views/form.html", context)


@require_POST
@requires(Permission.VIEW_RECORD)
def remove(request: HttpRequest, view_id: UUID) -> HttpResponse:
    view = _fetch(request, view_id)
    page = view.page
    attempt(
        request,
        lambda: remove_view(by=current_user(request), view=view, revision=sent_revision(request)),
        "Taken out of the list of views.",
    )
    return redirect(page)


def _fetch(request: HttpRequest, view_id: UUID) -> SavedView:
    view = fetch_row(SavedView, view_id)
    if not may_change(current_user(request), view):
        raise Http404("There is no such view, or it is not theirs to change.")
    return view
