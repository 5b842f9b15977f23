"""A young person's way into their plan, without an account; and for their worker, making and ending the link."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from careleavers.documents.typesetting import CannotPrint
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, storable_fields, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.secret_links import closed_page, too_many_tries
from careleavers.views.submission import attempt
from pathways.actions import plan_links as actions
from pathways.forms.plan_links import BirthdayForm, PlanAnswerForm
from pathways.models import PlanLink, PlanVersion
from pathways.queries.plan_links import last_link, link_of, open_links
from pathways.rules.plan_words import LAYOUT_WORDS, Layout
from pathways.views.plan_pdfs import pdf_response
from pathways.views.plans import sections_of, versions_of

STAYS_OPEN = 60 * 60  # seconds from the birthday to the answer
SALT = "pathways.plan_link"
Sections = list[dict[str, Any]]  # as `sections_of` gives them


@requires(Permission.WRITE_PLAN)
@never_cache
def share(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """Make a link and show it this once, with what it takes to give it to them."""
    person = fetch_person(request, person_id, page="plan_share")
    version = get_object_or_404(versions_of(person), number=number)
    shown = ""
    if request.method == "POST":
        made = attempt(
            request, lambda: actions.make_plan_link(by=current_user(request), version=version, now=timezone.now())
        )
        shown = request.build_absolute_uri(reverse("pathways:plan_link", args=[made.result])) if made else ""
        if shown and (to := request.POST.get("email", "")):
            _send(request, person, shown, to)
    link = last_link(person)
    context = record_context(
        request,
        person,
        version=version,
        shown=shown,
        qr=segno.make(shown, error="m").svg_data_uri(scale=4) if shown else "",
        text=quote(_words_with_link(request, person, shown)) if shown else "",
        link=link,
        is_open=link is not None and open_links(timezone.now()).filter(pk=link.pk).exists(),
        mobiles=_details(person, "mobile"),
        emails=_details(person, "email"),
    )
    context["may_write"] = may_change(current_user(request), Permission.WRITE_PLAN, context["closed"])
    return render(request, "pathways/plans/share.html", context)


def _send(request: HttpRequest, person: YoungPerson, address: str, to: str) -> None:
    attempt(
        request,
        lambda: actions.send_plan_link(
            by=current_user(request),
            person=person,
            to=to,
            subject="Your plan",
            text=_words_with_link(request, person, address),
        ),
        f"It is on its way to {to}.",
    )


def _words_with_link(request: HttpRequest, person: YoungPerson, address: str) -> str:
    """It says nothing of leaving care: others may read over their shoulder."""
    worker = current_user(request).get_short_name()
    return f"Hello {person.short_name}, here is what we talked about. It asks for your birthday. {address} {worker}"


def _details(person: YoungPerson, kind: str) -> list[str]:
    """The numbers or addresses of theirs that are safe to use."""
    details = person.contact_details.filter(kind=kind, safe_to_use=True, ends_on=None)
    return list(details.values_list("value", flat=True))


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
    if refused := too_many_tries(request, "plan_link"):
        return refused
    link = link_of(secret, timezone.now())
    if link is None:
        return closed_page(request)
    data = storable_fields(request.POST) if request.method == "POST" else None
    if data is not None and _has_proof(request, link):
        return _saved(request, link, data) if "pdf" in data else _answer(request, link, data)
    form = BirthdayForm(data if data is not None and "date_of_birth_day" in data else None)
    if data is not None and form.is_bound and form.is_valid():
        if actions.open_plan_link(link=link, date_of_birth=form.cleaned_data["date_of_birth"], now=timezone.now()):
            sections = sections_of(link.version)
            return _plan(request, link, sections, _answer_form(sections, data if "answer_id" in data else None))
        if link.is_locked:
            return closed_page(request)
        form.add_error("date_of_birth", "That is not the date of birth that we have. Check it, or ask your adviser.")
    return _page(request, "birthday", form=form, typed=_typed(data))


def _has_proof(request: HttpRequest, link: PlanLink) -> bool:
    """Whether what is sent comes from the page of this plan, opened with the birthday within the hour."""
    try:
        proof = signing.loads(request.POST.get("proof", ""), salt=SALT, max_age=STAYS_OPEN)
    except signing.BadSignature:
        return False
    return bool(proof == str(link.pk))


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
        return _page(request, "closed", status=409, says="We cannot make a file of your plan yet.")
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
        proof=signing.dumps(str(link.pk), salt=SALT),
        layouts=LAYOUT_WORDS.items(),
    )


def _typed(data: QueryDict | None) -> list[tuple[str, str]]:
    """What they had written when the hour was over: it comes back once they have given their birthday again."""
    return [(name, value) for name in PlanAnswerForm.base_fields for value in (data.getlist(name) if data else ())]


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"pathways/links/{name}.html", context)
