"""Giving parts of the plan to another service, and what came of it. What they open themselves: `referral_links`."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.providers import in_use
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import attempt, submit
from pathways.actions import referrals as actions
from pathways.documents.referral_pdf import referral_pdf
from pathways.forms.referrals import FollowReferralForm, PlanReferralForm
from pathways.models import PlanReferral
from pathways.queries import referrals as queries
from pathways.views.plans import sections_of, versions_of


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def referrals(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """To whom parts of the plan were given, and how far each is."""
    person = fetch_person(request, person_id, page="plan_referrals")
    context = record_context(request, person, referrals=list(queries.referrals_of(person)))
    context["current"] = versions_of(person).authorised().first()
    context["may_refer"] = may_change(current_user(request), Permission.WRITE_PLAN, context["closed"])
    return render(request, "pathways/referrals/list.html", context)


@requires(Permission.WRITE_PLAN)
def add(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """Choose what of a version in force is given to whom, why, and what allows it."""
    person = fetch_person(request, person_id, page="plan_referral_add")
    version = get_object_or_404(versions_of(person).authorised(), number=number)
    user, today = current_user(request), today_of(request)
    sections = [each for each in sections_of(version) if each["written"].needs or each["written"].how_met]
    form = PlanReferralForm(
        post_data(request),
        today=today,
        matters=[(each["matter"].code, each["matter"].title) for each in sections],
        providers=in_use(today),
        # of a restricted record nothing is in their list, unless they are named on it
        colleagues={} if person.is_restricted else queries.services_with_colleagues(today),
    )
    if done := submit(request, form, lambda: actions.refer(by=user, version=version, today=today, **form.cleaned_data)):
        messages.success(request, "Written down. Read what they will read, then send it.")
        return redirect("pathways:plan_referral", person.pk, done.result.pk)
    context = record_context(request, person, form=form, version=version, sections=sections)
    return render(request, "pathways/referrals/form.html", context)


@requires(Permission.VIEW_FREE_TEXT)
@never_cache
def referral(request: HttpRequest, person_id: UUID, referral_id: UUID) -> HttpResponse:
    """What is shared and on what basis, who opened it, and what came of it; a new link is shown this once."""
    person, row = _fetch(request, person_id, referral_id, "plan_referral")
    user, now = current_user(request), timezone.now()
    context = record_context(request, person, open_after_death=True, referral=row, parts=queries.shared_parts(row))
    context["may_refer"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    address = code = ""
    if request.method == "POST" and context["may_refer"]:
        made = attempt(request, lambda: actions.make_referral_link(by=user, referral=row, now=now))
        if made:
            address = request.build_absolute_uri(reverse("pathways:plan_referral_link", args=[made.result.secret]))
            code = made.result.code_to_tell
    context |= {
        "address": address,
        "code": code,
        "steps": list(row.steps.select_related("recorded_by")),
        "log": list(queries.opened_log(row)),
        "link": queries.open_links(timezone.now()).filter(referral=row).first(),
    }
    return render(request, "pathways/referrals/referral.html", context)


@requires(Permission.WRITE_PLAN)
def follow(request: HttpRequest, person_id: UUID, referral_id: UUID) -> HttpResponse:
    """What was learnt of it, and when it is asked about again."""
    person, row = _fetch(request, person_id, referral_id, "plan_referral_follow")
    today = today_of(request)
    form = FollowReferralForm(post_data(request), row=row, today=today)
    save = partial(actions.follow_referral, by=current_user(request), referral=row, today=today, now=timezone.now())
    return record_form(
        request,
        person,
        form,
        lambda: save(revision=form.seen_revision, **form.answers),
        success="Saved.",
        back="pathways:plan_referrals",
        after="pathways:plan_referral",
        after_row=row.pk,
        refused_on="state",
        template="pathways/referrals/follow.html",
        referral=row,
    )


@require_POST
@requires(Permission.WRITE_PLAN)
def end_links(request: HttpRequest, person_id: UUID, referral_id: UUID) -> HttpResponse:
    person, row = _fetch(request, person_id, referral_id, "plan_referral_end")
    attempt(
        request,
        lambda: actions.end_referral_links(by=current_user(request), referral=row, now=timezone.now()),
        "The link opens nothing any more.",
    )
    return redirect("pathways:plan_referral", person.pk, row.pk)


@require_POST
@requires(Permission.WRITE_PLAN)
def pdf(request: HttpRequest, person_id: UUID, referral_id: UUID) -> HttpResponse:
    """What they read, as a file to send; that it was made is noted."""
    person, row = _fetch(request, person_id, referral_id, "plan_referral_pdf")
    try:
        made = pdf_of(request, row)
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("pathways:plan_referral", person.pk, row.pk)
    done = attempt(request, lambda: actions.note_referral_saved(by=current_user(request), referral=row))
    return made if done else redirect("pathways:plan_referral", person.pk, row.pk)


def pdf_of(request: HttpRequest, row: PlanReferral) -> HttpResponse:
    """The file, whose name says nothing of anybody. CannotPrint where no font has a letter of the words."""
    policies = policies_of(request)
    authority = {
        "name": policies["authority_name"],
        "colour": policies["authority_colour"],
        "phone": policies["authority_phone"],
    }
    made = referral_pdf(row, queries.shared_parts(row), to_answer(request, row), authority, row.made_on)
    return as_pdf(made, "referral.pdf")


def to_answer(request: HttpRequest, row: PlanReferral) -> str:
    """Whom the other service answers: whoever holds the case today, else the authority."""
    holder = row.version.plan.person.on(today_of(request)).case_holder
    if holder is None:
        return f"Answer the leaving care team: {policies_of(request)['authority_phone'] or 'the council'}."
    ways = " or ".join(filter(None, [holder.worker.phone, holder.worker.email]))
    return f"Answer {holder.worker.name}: {ways}."


def _fetch(request: HttpRequest, person_id: UUID, referral_id: UUID, page: str) -> tuple[YoungPerson, PlanReferral]:
    person = fetch_person(request, person_id, page=page)
    return person, get_object_or_404(queries.referrals_of(person), pk=referral_id)
