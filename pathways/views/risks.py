"""Risk assessments: written, read, signed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.told import on_today_of
from careleavers.rules.words import day
from careleavers.views.drafts import autosave_for, form_from_draft
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import TooLate, fetch_row, sent_revision
from careleavers.views.submission import submit
from pathways.actions import risks as actions
from pathways.forms.risks import CloseForm, RiskAssessmentForm, SignForm
from pathways.models import RiskAssessment
from pathways.queries.touch import lost_since


@requires(Permission.WRITE_PLAN)
def write(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new one, or the one that is not signed yet."""
    person = fetch_person(request, person_id, page="risk_write")
    row = person.risk_assessments.filter(signed_on=None).first()
    if row is None and sent_revision(request):
        raise TooLate(actions.SIGNED)
    autosave = autosave_for(request, person, "risk_assessment", row.pk if row else person.pk)
    user, today = current_user(request), today_of(request)
    initial = {} if row else {"reason": _reason(request, person)}
    form = form_from_draft(request, autosave, partial(RiskAssessmentForm, row=row, initial=initial))
    written = submit(
        request,
        form,
        lambda: actions.write_risk_assessment(
            by=user,
            person=person,
            assessment=row,
            revision=form.seen_revision,
            draft=autosave.submission_id,
            today=today,
            **form.answers,
        ),
    )
    if written:
        messages.success(request, f"Saved. To sign it is on Today of {on_today_of(person, actions.TO_SIGN)}.")
        return redirect("pathways:risk", person.pk, written.result.pk)
    context = record_context(request, person, form=form, autosave=autosave, row=row)
    return render(request, "pathways/risks/form.html", context)


def _reason(request: HttpRequest, person: YoungPerson) -> str:
    """Why one is most likely to be written now."""
    if lost_since(person, today_of(request), policies_of(request)):
        return RiskAssessment.LOST_TOUCH
    home = person.on(today_of(request)).home
    return RiskAssessment.HOME if home and not home.is_suitable else ""


@requires(Permission.VIEW_FREE_TEXT)
def read(request: HttpRequest, person_id: UUID, risk_id: UUID) -> HttpResponse:
    """Read one; a manager who did not write it signs it here."""
    person = fetch_person(request, person_id, page="risk")
    row = fetch_row(RiskAssessment, risk_id, person=person)
    user, today = current_user(request), today_of(request)
    weeks = policies_of(request)["risk_assessment_review_weeks"]
    form = SignForm(post_data(request), today=today, review_weeks=weeks, row=row)
    signed = submit(
        request,
        form,
        lambda: actions.sign_risk_assessment(by=user, assessment=row, today=today, **form.cleaned_data),
        refused_on="review_on",
    )
    if signed:
        row.refresh_from_db()
        messages.success(request, f"Signed. It is looked at again by {day(form.cleaned_data['review_on'])}.")
        return redirect("pathways:touch", person.pk)
    context = record_context(
        request,
        person,
        open_after_death=True,
        assessment=row,
        form=form,
    )
    may_sign = form.is_bound or may_change(user, Permission.AUTHORISE_PLAN, context["closed"])
    context["may_sign"] = may_sign and not actions.why_not_sign(row, user)
    context["may_write"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    may_close = may_change(user, Permission.AUTHORISE_PLAN, context["closed"])
    context["may_close"] = may_close and not actions.why_not_close(row, user, today)
    return render(request, "pathways/risks/read.html", context)


@requires(Permission.AUTHORISE_PLAN)
def close(request: HttpRequest, person_id: UUID, risk_id: UUID) -> HttpResponse:
    """Nothing calls for it any more: a manager says why, and nobody is asked to look at it again."""
    person = fetch_person(request, person_id, page="risk_close")
    row = fetch_row(RiskAssessment, risk_id, person=person)
    by, today = current_user(request), today_of(request)
    form = CloseForm(post_data(request), row=row)
    return record_form(
        request,
        person,
        form,
        lambda: actions.close_risk_assessment(by=by, assessment=row, today=today, **form.cleaned_data),
        success="Closed. Nobody is asked to look at it again.",
        back="pathways:touch",
        template="pathways/risks/close.html",
        refused_on="closed_why",
        assessment=row,
        why_not=None if form.is_bound else actions.why_not_close(row, by, today),
    )


@require_POST
@requires(Permission.WRITE_PLAN)
def remove(request: HttpRequest, person_id: UUID, risk_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="risk_remove")
    row = fetch_row(RiskAssessment, risk_id, person=person)
    return record_button(
        request,
        person,
        lambda: actions.remove_risk_assessment(
            by=current_user(request), assessment=row, revision=sent_revision(request), today=today_of(request)
        ),
        success="Taken out. The history keeps it.",
        back="pathways:touch",
    )
