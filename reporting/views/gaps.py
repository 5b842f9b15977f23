"""What the record does not know, by case holder, each with the page that mends it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from careleavers.permissions import Permission
from careleavers.rules.team_scopes import AUTHORITY
from careleavers.views.gates import current_user, policies_of, requires, today_of
from reporting.queries.figures import Question
from reporting.queries.gaps import Gaps
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 50
MISSING = "What the record does not know"


@requires(Permission.OPEN_NAMES)
def missing(request: HttpRequest) -> HttpResponse:
    """Everybody open to the service of whom something is missing or stale; `?what=` and `?owner=` narrow the list."""
    if wants_reason(request, MISSING):
        return ask_why(request, MISSING, back=reverse("reporting:dashboard"))
    user, today = current_user(request), today_of(request)
    gaps = Gaps(user, Question(today, AUTHORITY, policies_of(request)))
    what, owner = request.GET.get("what", ""), request.GET.get("owner", "")
    if (what and what not in {gap.code for gap in gaps.gaps}) or not _is_owner(owner):
        raise Http404("There is no such list.")
    page = Paginator(gaps.people(only=what, owner=owner), PER_PAGE).get_page(request.GET.get("page"))
    note_names(request, "missing", MISSING, len(page.object_list))
    owners = gaps.by_owner()
    context = {
        "by_gap": gaps.by_gap(),
        "owners": owners,
        "what": what,
        "owner": owner,
        "whose": next((each.name for each in owners if str(each.worker_id or "none") == owner), ""),
        "words": next((gap.words for gap in gaps.gaps if gap.code == what), ""),
        "page": page,
        "rows": [(person, gaps.of(person)) for person in page],
        "may_open_records": user.may(Permission.VIEW_RECORD),
        "may_mend": user.may(Permission.EDIT_RECORD),
        "may_decide": user.may(Permission.DECIDE_STATUS),
    }
    return render(request, "reporting/missing.html", context)


def _is_owner(text: str) -> bool:
    if text in ("", "none"):
        return True
    try:
        UUID(text)
    except ValueError:
        return False
    return True
