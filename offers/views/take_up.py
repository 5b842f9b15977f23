"""What is theirs across the service: how far it is explained and claimed, who is behind each number, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules.team_scopes import TeamScope
from careleavers.rules.words import amount
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, policies_of, requires, today_of
from careleavers.views.saved_views import saved_bar
from careleavers.views.scopes import scope_asked_for
from offers.queries.take_up import TakeUp, TheirItem, by_item, by_team, scopes_for, their_items, total
from offers.rules.passport import STATE_WORDS, THEIRS_NOW, PassportState

PER_PAGE = 50
HEAD = ("Name", "Local ID", "Entitlement", "How it is", "Explained on", "Decided on", "Left, in pounds", "Last day")


@requires(Permission.VIEW_RECORD)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A line for each item. `?team=` chooses whose people."""
    user, today = current_user(request), today_of(request)
    scopes = scopes_for(user, today)
    scope = scope_asked_for(request, scopes)
    lines = by_item(their_items(user, today, policies_of(request), scope=scope))
    context = {
        "saved": saved_bar(request, "offers:take_up"),
        "scopes": scopes,
        "scope": scope,
        "lines": lines,
        "states": [(state, STATE_WORDS[state]) for state in THEIRS_NOW],
        "total": total(lines),
        "may_money": user.may(Permission.REQUEST_MONEY),
        "today": today,
    }
    return render(request, "offers/take_up/page.html", context)


@requires(Permission.VIEW_RECORD)
@require_safe
def people(request: HttpRequest, item: str) -> HttpResponse:
    """One item by team, and the people behind a number. `?team=` chooses whose, `?state=` how it is with it."""
    behind = _behind(request, item)
    rows = Paginator(behind.chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "behind": behind,
        "lines": behind.lines,
        "states": [(state, STATE_WORDS[state]) for state in THEIRS_NOW],
        "page": rows,
        "may_export": current_user(request).may(Permission.EXPORT),
        "today": today_of(request),
    }
    return render(request, "offers/take_up/people.html", context)


@requires(Permission.EXPORT)
def export(request: HttpRequest, item: str) -> HttpResponseBase:
    """The same people as CSV, for a purpose that is kept."""
    behind = _behind(request, item)
    number = len(behind.chosen)
    wanted = Export(
        page="entitlement_people",
        description=f"{behind.name}: {behind.description}",
        people=number,
        file_name=f"entitlement-{today_of(request).isoformat()}.csv",
        heading="Export who it is open to",
        button=f"Export {amount(number, 'person', 'people')} as CSV",
        back=f"{reverse('offers:take_up_people', args=[item])}?{behind.query}",
    )
    return csv_response(request, wanted, HEAD, lambda: _lines(behind.chosen))


@dataclass(frozen=True)
class BehindANumber:
    """An item of everybody to whom it is open and whom the reader may see; and those of them who were asked for."""

    name: str
    code: str
    scopes: list[TeamScope]
    scope: TeamScope
    state: PassportState | None
    rows: list[TheirItem]

    @cached_property
    def lines(self) -> list[TakeUp]:
        return by_team(self.rows, self.scopes)

    @cached_property
    def chosen(self) -> list[TheirItem]:
        theirs = [row for row in self.rows if self.scope.holds(row.team)]
        return [row for row in theirs if self.state in (None, row.item.state)]

    @property
    def description(self) -> str:
        """Whose people, and how it is with them."""
        return f"{self.scope.label}, {STATE_WORDS[self.state].lower() if self.state else 'all whom it is open to'}"

    @property
    def query(self) -> str:
        asked = {"team": self.scope.key} | ({"state": self.state.value} if self.state else {})
        return urlencode(asked)


def _behind(request: HttpRequest, item: str) -> BehindANumber:
    """404 for an item that neither the catalogue nor the local offer has."""
    user, today = current_user(request), today_of(request)
    found = their_items(user, today, policies_of(request), only=item)
    if not found:
        raise Http404("Nobody has such an entitlement.")
    scopes, asked = scopes_for(user, today), request.GET.get("state")
    return BehindANumber(
        name=found[0].item.name,
        code=item,
        scopes=scopes,
        scope=scope_asked_for(request, scopes),
        state=next((state for state in THEIRS_NOW if state == asked), None),
        rows=[row for row in found if row.item.state in THEIRS_NOW],
    )


def _lines(rows: list[TheirItem]) -> Iterator[tuple[object, ...]]:
    for person, _, item in rows:
        decided = item.decided.on if item.decided else None
        days: list[date | None] = [item.told_on, decided]
        left = "" if item.left is None else item.left
        last_day = item.last_day or ""
        yield (person.known_as, person.local_id, item.name, item.words, *(each or "" for each in days), left, last_day)
