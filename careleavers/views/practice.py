"""A practice council begins again: what is lost, what stays, how far it is, and who did it before."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from careleavers.actions.practice import ask_to_begin_again
from careleavers.celery import run_soon
from careleavers.forms.practice import BeginAgainForm
from careleavers.permissions import Permission
from careleavers.queries import practice as queries
from careleavers.views.gates import current_user, policies_of, post_data, requires
from careleavers.views.submission import submit

TASK = "careleavers.tasks.begin_practice_again"


@requires(Permission.MANAGE_SETTINGS)
def page(request: HttpRequest) -> HttpResponse:
    """In a real council it says that there is no such thing here, and answers 404 to whoever sends something."""
    if not settings.PRACTICE:
        if request.method != "GET":
            raise Http404("This council is real.")
        return render(request, "careleavers/practice/real.html", {"policies": policies_of(request)})
    by, form = current_user(request), BeginAgainForm(post_data(request))
    if submit(request, form, lambda: ask_to_begin_again(by=by, now=timezone.now())):
        transaction.on_commit(partial(run_soon, TASK))
        return redirect("practice")
    context = {
        "form": form,
        "under_way": queries.under_way(),
        "lost": queries.what_is_lost(),
        "staying": queries.staying().count(),
        "is_invented": queries.invented().filter(pk=by.pk).exists(),
        "last_times": queries.last_times(),
    }
    return render(request, "careleavers/practice/page.html", context)
