"""A young person's way into their plan, without an account; and for their worker, making and ending the link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from careleavers.documents.typesetting import CannotPrint
from careleavers.permissions import Permission
from careleavers.rules.layouts import Layout
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.secret_links import closed_page, open_to_them, proof_of, share_with_them
from careleavers.views.submission import attempt
from pathways.actions import plan_links as actions
from pathways.forms.plan_links import PlanAnswerForm
from pathways.models import PlanLink, PlanVersion
from pathways.queries.plan_links import open_links
from pathways.rules.plan_words import LAYOUT_WORDS
from pathways.views.plan_pdfs import pdf_response
from pathways.views.plans import sections_of, versions_of

Sections = list[dict[str, Any]]  # as `sections_of` gives them


@requires(Permission.WRITE_PLAN)
@never_cache
def share(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """Make a link and show it this once, with what it takes to give it to them."""
    person = fetch_person(request, person_id, page="plan_share")
    version = get_object_or_404(versions_of(person), number=number)
    user = current_user(request)
    shared = share_with_them(
        request,
        person,
        make=lambda: actions.make_plan_link(by=user, version=version, now=timezone.now()),
        opens="pathways:plan_link",
        links=PlanLink.objects.filter(version__plan=version.plan_id),
        open_links=open_links,
        subject="Your plan",
    )
    context = record_context(request, person, version=version, **shared)
    context["may_write"] = may_change(user, Permission.WRITE_PLAN, context["closed"])
    return render(request, "pathways/plans/share.html", context)


@require_POST
@requires(Permission.WRITE_PLAN)
def end(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_share_end")
    version = get_object_or_404(versions_of(person), number=number)
    attempt(
        request,
        lambda: actions.end_plan_links(by=current_user(request), version=version, now=timezone.now()),
        "The link opens nothing any more.",
    )
    return redirect("pathways:plan_share", person.pk, version.number)


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The birthday first, then the plan with room for an answer. Nothing of theirs is shown before."""
    return open_to_them(request, secret, open_links=open_links, show=_show, answer=_answer_or_file)


def _show(request: HttpRequest, link: PlanLink, data: QueryDict) -> HttpResponse:
    sections = sections_of(link.version)
    return _plan(request, link, sections, _answer_form(sections, data if "answer_id" in data else None))


def _answer_or_file(request: HttpRequest, link: PlanLink, data: QueryDict) -> HttpResponse:
    return _saved(request, link, data) if "pdf" in data else _answer(request, link, data)


def _answer(request: HttpRequest, link: PlanLink, data: QueryDict) -> HttpResponse:
    sections = sections_of(link.version)
    form = _answer_form(sections, data)
    if not form.is_valid():
        return _plan(request, link, sections, form)
    answer = actions.answer_plan(
        link=link,
        now=timezone.now(),
        today=today_of(request),
        working_days=policies_of(request)["duty_answer_days"],
        **form.cleaned_data,
    )
    return _page(request, "thanks", answer=answer, link=link)


def _saved(request: HttpRequest, link: PlanLink, data: QueryDict) -> HttpResponse:
    """The plan as a file to keep, in one of the layouts."""
    layout = Layout(data["pdf"]) if data["pdf"] in set(Layout) else Layout.ORDINARY
    try:
        made = pdf_response(request, link.version, layout)
    except CannotPrint:
        return closed_page(request, status=409, says="We cannot make a file of your plan yet.")
    actions.note_plan_saved(link=link, layout=layout)
    return made


def _answer_form(sections: Sections, data: QueryDict | None) -> PlanAnswerForm:
    return PlanAnswerForm(data, matters=[(each["matter"].code, each["matter"].to_them) for each in sections])


def _plan(request: HttpRequest, link: PlanLink, sections: Sections, form: PlanAnswerForm) -> HttpResponse:
    version: PlanVersion = link.version
    person = version.plan.person
    return _page(
        request,
        "plan",
        form=form,
        person=person,
        version=version,
        sections=sections,
        case_holder=person.on(today_of(request)).case_holder,
        proof=proof_of(link),
        layouts=LAYOUT_WORDS.items(),
    )


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"pathways/links/{name}.html", context)
