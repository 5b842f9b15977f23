"""What is new, by role, told once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.news import read_news
from careleavers.site import news
from careleavers.views.gates import current_user, open_to_signed_in

FOR_EVERYBODY = "everybody reads what changed for their role"


@open_to_signed_in(FOR_EVERYBODY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What changed for this user's roles, version by version, the newest open."""
    user = current_user(request)
    shown = [(version, news.parts_for(user, version)) for version in news.versions()]
    return render(
        request, "careleavers/news.html", {"versions": shown, "unread": request.session.get(news.SESSION_KEY)}
    )


@require_POST
@open_to_signed_in(FOR_EVERYBODY)
def read(request: HttpRequest, version: str) -> HttpResponse:
    """They are not told of it again. 404 for a version that there is not."""
    if version not in {each.number for each in news.versions()}:
        raise Http404("There is no such version.")
    read_news(by=current_user(request), version=version)
    request.session.pop(news.SESSION_KEY, None)
    return redirect("home")
