"""The training register: courses, who was trained, and what runs out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, open_to_signed_in, post_data, requires, today_of
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit
from reporting.actions.training import end_training, save_course, write_training
from reporting.forms.training import CourseForm, TrainedForm, TrainingOverForm
from reporting.models import Trained, TrainingCourse
from reporting.queries.improvement import may_be_asked
from reporting.queries.training import (
    HEAD,
    counted,
    never_trained,
    register,
    staff_on,
    trained_in,
    training_of,
    training_rows,
)
from reporting.views.improvement import TRAINING, form_page

REGISTER = "Training register"


@requires(*TRAINING)
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    context = {
        "lines": register(today_of(request)),
        "may_keep": user.may(Permission.IMPROVE),
        "may_export": user.may(Permission.EXPORT),
    }
    return render(request, "reporting/training/register.html", context)


@requires(*TRAINING)
@require_safe
def course_page(request: HttpRequest, course_id: UUID) -> HttpResponse:
    course, today = get_object_or_404(TrainingCourse.objects.select_related("owner"), pk=course_id), today_of(request)
    context = {
        "course": course,
        "rows": trained_in(course, today),
        "never": never_trained(course, today),
        "may_keep": current_user(request).may(Permission.IMPROVE),
    }
    return render(request, "reporting/training/course.html", context)


@open_to_signed_in("everybody sees their own training")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    rows = training_of(current_user(request), today_of(request))
    return render(request, "reporting/training/mine.html", {"rows": rows})


@requires(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    today = today_of(request)
    wanted = Export(
        page="training_register",
        description="the training register",
        people=0,
        file_name=f"training-{today.isoformat()}.csv",
        heading="Export the training register",
        button=f"Export {words.amount(counted().count(), 'line')} as CSV",
        back=reverse("reporting:training"),
    )
    return csv_response(request, wanted, HEAD, lambda: training_rows(today))


@requires(Permission.IMPROVE)
def course_add(request: HttpRequest) -> HttpResponse:
    return _write_course(request, None)


@requires(Permission.IMPROVE)
def course_edit(request: HttpRequest, course_id: UUID) -> HttpResponse:
    return _write_course(request, get_object_or_404(TrainingCourse.objects.select_related("owner"), pk=course_id))


def _write_course(request: HttpRequest, course: TrainingCourse | None) -> HttpResponse:
    colleagues = may_be_asked(today_of(request), also=course.owner if course else None)
    form = CourseForm(post_data(request), row=course, colleagues=colleagues)
    if done := submit(
        request,
        form,
        lambda: save_course(by=current_user(request), course=course, revision=form.seen_revision, **form.answers),
    ):
        messages.success(request, "Saved.")
        return redirect("reporting:training_course", done.result.pk)
    if course:
        back = reverse("reporting:training_course", args=[course.pk])
        return form_page(request, form, "Change the course", back, course.title)
    return form_page(request, form, "Add a course", reverse("reporting:training"), REGISTER)


@requires(Permission.IMPROVE)
def trained_add(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Who was there on a day."""
    course, today = get_object_or_404(TrainingCourse, pk=course_id), today_of(request)
    form = TrainedForm(post_data(request), today=today, colleagues=staff_on(today))
    if done := submit(
        request,
        form,
        lambda: write_training(
            by=current_user(request),
            course=course,
            **form.cleaned_data | {"users": list(form.cleaned_data["users"])},
        ),
    ):
        messages.success(request, f"{words.amount(done.result, 'person', 'people')} added to the register.")
        return redirect("reporting:training_course", course.pk)
    back = reverse("reporting:training_course", args=[course.pk])
    return form_page(request, form, f"Who was trained in {course.title}?", back, course.title)


@requires(Permission.IMPROVE)
def trained_end(request: HttpRequest, course_id: UUID, trained_id: UUID) -> HttpResponse:
    """They need it no more."""
    row = fetch_row(Trained, trained_id, course=course_id)
    form = TrainingOverForm(post_data(request), row=row)
    if submit(
        request,
        form,
        lambda: end_training(
            by=current_user(request),
            trained=row,
            revision=form.seen_revision,
            because=form.cleaned_data["over_because"],
        ),
    ):
        messages.success(request, f"Nobody is reminded of {row.who}’s training any more.")
        return redirect("reporting:training_course", course_id)
    back = reverse("reporting:training_course", args=[course_id])
    return form_page(request, form, f"{row.who} needs it no more", back, row.course.title)
