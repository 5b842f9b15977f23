"""Opening the names behind a figure: those who read no records say first why they need them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.actions import reads
from careleavers.models import User
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, today_of
from reporting.forms.figures import ReasonForm

KEY, MOST_LISTS = "reasons_for_names", 50  # in the session


def must_say_why(user: User) -> bool:
    """Who sees figures and reads no records opens names only with a reason: a director."""
    return not user.may(Permission.VIEW_RECORD)


def wants_reason(request: HttpRequest, about: str) -> bool:
    """Whether this reader has still to say why they need the names of the list that `about` names."""
    return must_say_why(current_user(request)) and about not in _reasons(request)


def ask_why(request: HttpRequest, about: str, back: str) -> HttpResponse:
    """The page that asks; answered, it is noted and the reader is led to what they wanted to see.

    The reason holds for this list, all its pages, and this day; it is kept in the session.
    """
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        reads.note_names_opened(by=current_user(request), page="figure_reason", detail=reason, people_shown=0)
        by_list = dict([*_reasons(request).items(), (about, reason)][-MOST_LISTS:])
        request.session[KEY] = {"on": today_of(request).isoformat(), "by_list": by_list}
        return redirect(request.get_full_path())
    return render(request, "reporting/reason.html", {"form": form, "what": about, "back": back})


def note_names(request: HttpRequest, page: str, about: str, people_shown: int, *, part: str = "") -> None:
    """These names were shown, with the reason where one had to be given; `part` says which part of the list."""
    user, what = current_user(request), about + part
    detail = f"{_reasons(request)[about]} ({what})" if must_say_why(user) else what
    reads.note_names_opened(by=user, page=page, detail=detail, people_shown=people_shown)


def _reasons(request: HttpRequest) -> dict[str, str]:
    """What the reader said today, by list."""
    kept = request.session.get(KEY) or {}
    return kept["by_list"] if kept.get("on") == today_of(request).isoformat() else {}
