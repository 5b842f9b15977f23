"""What DfE publishes of other areas: which files are loaded, and loading another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.gates import current_user, files_of, policies_of, post_data, requires, today_of
from careleavers.views.submission import submit
from reporting.actions.comparators import load_published
from reporting.forms.comparators import PublishedFileForm
from reporting.models import PublishedFile
from reporting.queries.comparators import AGES, comparisons
from reporting.queries.measures import MEASURES

SHOWN = 10


@requires(Permission.MANAGE_SETTINGS, Permission.FREEZE_FIGURES)
def comparators(request: HttpRequest) -> HttpResponse:
    form = PublishedFileForm(post_data(request), files_of(request))
    if done := submit(
        request,
        form,
        lambda: load_published(
            by=current_user(request), name=form.cleaned_data["file"].name, content=form.cleaned_data["file"].read()
        ),
    ):
        messages.success(request, f"Loaded: {words.amount(done.result.rows, 'number')} of {done.result.years}.")
        return redirect("reporting:comparators")
    found = comparisons(policies_of(request), AGES, today_of(request))
    context = {
        "form": form,
        "files": PublishedFile.objects.select_related("recorded_by")[:SHOWN],
        "shown": [(MEASURES[code], comparison) for code, comparison in found.items()],
    }
    return render(request, "reporting/comparators.html", context)
