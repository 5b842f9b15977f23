"""Opening the names behind a figure: those who read no records say first why they need them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.actions import reads
from careleavers.models import User
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, post_data, today_of
from reporting.forms.figures import ReasonForm


def must_say_why(user: User) -> bool:
    """Who sees figures and reads no records opens names only with a reason: a director."""
    return not user.may(Permission.VIEW_RECORD)


def wants_reason(request: HttpRequest) -> bool:
    """Whether this reader has still to say why. A reason holds for the day it was given, in the session."""
    return must_say_why(current_user(request)) and request.session.get("names_on") != today_of(request).isoformat()


def ask_why(request: HttpRequest, what: str, back: str) -> HttpResponse:
    """The page that asks; answered, it is noted and the reader is led to what they wanted to see."""
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        reads.note_names_opened(by=current_user(request), page="figure_reason", detail=reason, people_shown=0)
        request.session["names_on"] = today_of(request).isoformat()
        request.session["names_because"] = reason
        return redirect(request.get_full_path())
    return render(request, "reporting/reason.html", {"form": form, "what": what, "back": back})


def note_names(request: HttpRequest, page: str, what: str, people_shown: int) -> None:
    """These names were shown, with the reason where one had to be given."""
    user = current_user(request)
    detail = f"{request.session['names_because']} ({what})" if must_say_why(user) else what
    reads.note_names_opened(by=user, page=page, detail=detail, people_shown=people_shown)
