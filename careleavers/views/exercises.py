"""Exercises in a practice council: the list, one while it is done, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.exercises import begin_exercise, end_exercise
from careleavers.forms.exercises import ExerciseForm
from careleavers.models import ExerciseRun
from careleavers.permissions import Permission
from careleavers.queries.exercises import Exercise, exercise_lines, results
from careleavers.site.extensions import exercises
from careleavers.views.gates import current_user, open_to_signed_in, policies_of, post_data, today_of
from careleavers.views.submission import attempt, submit

FOR_WHOEVER_LEARNS = "everybody may practise what their role lets them do"


@open_to_signed_in(FOR_WHOEVER_LEARNS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The exercises for this user's roles; in a real council, where they are done."""
    context = {
        "lines": exercise_lines(exercises(), current_user(request)),
        "practice": settings.PRACTICE,
        "may_begin_again": current_user(request).may(Permission.MANAGE_SETTINGS),
        "policies": policies_of(request),
    }
    return render(request, "careleavers/exercises/index.html", context)


@require_POST
@open_to_signed_in(FOR_WHOEVER_LEARNS)
def begin(request: HttpRequest, exercise_code: str) -> HttpResponse:
    exercise, user = _exercise(request, exercise_code), current_user(request)
    begun = attempt(request, lambda: begin_exercise(by=user, exercise=exercise, today=today_of(request)))
    return redirect("exercise", begun.result.pk) if begun else redirect("exercises")


@open_to_signed_in(FOR_WHOEVER_LEARNS)
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The task while it is done; once it has ended, what was done and what was missed. 404 for that of another."""
    user = current_user(request)
    found = ExerciseRun.objects.filter(pk=run_id, user=user).first()
    if found is None:
        raise Http404("There is no such exercise, or it is another's.")
    exercise = _exercise(request, found.exercise)
    form = ExerciseForm(post_data(request), exercise=exercise)
    today, now = today_of(request), timezone.now()
    if submit(
        request,
        form,
        lambda: end_exercise(by=user, run=found, exercise=exercise, answers=form.cleaned_data, today=today, now=now),
    ):
        return redirect("exercise", found.pk)
    name, *facts = exercise.page
    context = {
        "exercise": exercise,
        "run": found,
        "form": form,
        "task": mark_safe(render_to_string(exercise.template, {"facts": found.facts})),  # a template of ours
        "page": reverse(name, args=[found.facts[fact] for fact in facts]),
        "results": results(exercise, found) if found.ended_at else [],
        "missed": len(found.missed),
    }
    return render(request, "careleavers/exercises/run.html", context)


def _exercise(request: HttpRequest, code: str) -> Exercise:
    found = next((each for each in exercises() if each.code == code and each.is_for(current_user(request))), None)
    if found is None:
        raise Http404("There is no such exercise for this role.")
    return found
