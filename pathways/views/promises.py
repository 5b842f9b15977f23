"""The promise ledger: what plans promised in the council's name, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.rules.team_scopes import AUTHORITY
from careleavers.views.gates import current_user, requires, today_of
from careleavers.views.saved_views import saved_bar
from careleavers.views.scopes import scope_asked_for
from pathways.queries.promise_ledger import BECAME_WORDS, Became, kept_by_team, promises, since
from pathways.views.today import worker_asked_for

PER_PAGE = 50


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """`which` chooses what became of the promises listed, `team` or `worker` whose."""
    user, today = current_user(request), today_of(request)
    scopes = scopes_of(user, today) or [replace(AUTHORITY, label="The young people you may see")]
    scope = scope_asked_for(request, scopes)
    asked = request.GET.get("which", Became.LATE)
    which = Became(asked) if asked in BECAME_WORDS else Became.LATE
    worker = worker_asked_for(request)
    context = {
        "saved": saved_bar(request, "pathways:promises"),
        "today": today,
        "worker": worker,
        "since": since(today),
        "scopes": scopes,
        "scope": scope,
        "which": which,
        "words": BECAME_WORDS[which],
        "choices": BECAME_WORDS.items(),
        "by_team": kept_by_team(user, scopes, today),
        "may_write": user.may(Permission.WRITE_PLAN),
        "page": Paginator(promises(user, which, today, scope, worker), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "pathways/promises/ledger.html", context)
