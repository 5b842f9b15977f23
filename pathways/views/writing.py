"""Writing a version of the plan, one calm page per matter, and handing it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from careleavers.actions.base import Refused
from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission, Role
from careleavers.views.gates import fetch_person, reader, requires, today_of
from careleavers.views.record_page import record_context
from pathways.actions import plans as actions
from pathways.forms.plans import MatterForm, PromiseForm, WordsForm
from pathways.models import PlanAction, PlanMatter, PlanVersion
from pathways.views.plans import sections_of, versions_of

CLASH = "Somebody else saved this while you were writing. Your words are below, and theirs beside them."
WORDS = ("own_words", "not_agreed", "views_of_others")
MATTER_TEXTS = ("own_words", "needs", "how_met")


def being_written(person: YoungPerson) -> PlanVersion:
    """The version that is open to writing; 404 when there is none."""
    version = versions_of(person).being_written().first()
    if version is None or not version.may_be_written:
        raise Http404("No version of this plan is being written.")
    return version


@requires(Permission.WRITE_PLAN)
def write(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The list of what there is to write, and what is still missing."""
    person = fetch_person(request, person_id, page="plan_write")
    version = being_written(person)
    context = record_context(
        request,
        person,
        version=version,
        sections=sections_of(version),
        missing=actions.incomplete(version),
    )
    return render(request, "pathways/plans/write.html", context)


@requires(Permission.WRITE_PLAN)
def words(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the young person and others say of the whole plan."""
    person = fetch_person(request, person_id, page="plan_words")
    version = being_written(person)
    initial = {"rev": version.rev} | {name: getattr(version, name) for name in WORDS}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    theirs = None
    if form.is_valid():
        try:
            actions.write_words(by=reader(request), version=version, rev=form.cleaned_data["rev"], **form.texts)
            messages.success(request, "Saved.")
            return redirect("pathways:plan_write", person.pk)
        except actions.Stale as stale:
            theirs, form = _beside(stale.theirs, form, WORDS)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = record_context(request, person, version=version, form=form, theirs=theirs)
    return render(request, "pathways/plans/words.html", context)


@requires(Permission.WRITE_PLAN)
def matter(request: HttpRequest, person_id: UUID, code: str) -> HttpResponse:
    """One matter: what they say, what they need, how it is met, and what is promised for it."""
    person = fetch_person(request, person_id, page="plan_matter")
    version = being_written(person)
    written = get_object_or_404(version.matters, code=code)
    about = actions.MATTERS[code]
    initial = {"rev": written.rev} | {name: getattr(written, name) for name in MATTER_TEXTS}
    form = MatterForm(request.POST if request.method == "POST" else None, initial=initial, matter=about)
    theirs = None
    if form.is_valid():
        try:
            actions.write_matter(by=reader(request), matter=written, rev=form.cleaned_data["rev"], **form.texts)
            messages.success(request, f"Saved: {about.title}.")
            return redirect(_after(request, version, code))
        except actions.Stale as stale:
            theirs, form = _beside(stale.theirs, form, MATTER_TEXTS)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = record_context(
        request,
        person,
        version=version,
        matter=about,
        form=form,
        theirs=theirs,
        promises=list(version.actions.filter(matter_code=code).select_related("owner")),
    )
    return render(request, "pathways/plans/matter.html", context)


def _beside(row: PlanMatter | PlanVersion, form: Any, names: tuple[str, ...]) -> tuple[dict[str, str], Any]:
    """What the other writer saved, by label; and the form with this writer's words, ready to be saved over it."""
    typed = form.data.copy()
    typed["rev"] = row.rev
    form.data = typed
    form.add_error(None, CLASH)
    return {str(form.fields[name].label): getattr(row, name) for name in names}, form


def _after(request: HttpRequest, version: PlanVersion, code: str) -> str:
    """Where "Save and go on" leads: the next matter, after the last one back to the list."""
    person = version.plan.person_id
    codes = [section["matter"].code for section in sections_of(version)]
    following = codes.index(code) + 1
    if "promise" in request.POST:
        return reverse("pathways:promise_add", args=[person, code])
    if "next" in request.POST and following < len(codes):
        return reverse("pathways:plan_matter", args=[person, codes[following]])
    return reverse("pathways:plan_write", args=[person])


@requires(Permission.WRITE_PLAN)
def promise_edit(
    request: HttpRequest, person_id: UUID, code: str | None = None, action_id: UUID | None = None
) -> HttpResponse:
    """Promise something for a matter, or put other words to what is promised in this version."""
    person = fetch_person(request, person_id, page="plan_promise")
    version = being_written(person)
    promised = get_object_or_404(version.actions, pk=action_id) if action_id else None
    code = promised.matter_code if promised else str(code)
    get_object_or_404(version.matters, code=code)
    names = [name for name in actions.PROMISE if name != "matter_code"]
    form = PromiseForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(promised, name) for name in names} if promised else {"owner": reader(request).pk},
        today=today_of(request),
        owners=owners_for(request, person),
    )
    if form.is_valid():
        try:
            if promised:
                actions.change_promise(by=reader(request), promised=promised, **form.cleaned_data)
            else:
                actions.promise(by=reader(request), version=version, matter_code=code, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("pathways:plan_matter", person.pk, code)
    context = record_context(request, person, form=form, promised=promised, matter=actions.MATTERS[code])
    return render(request, "pathways/plans/promise.html", context)


def owners_for(request: HttpRequest, person: YoungPerson) -> QuerySet[User]:
    """Colleagues who may see to a promise: those of the person's team, or everybody where there is none."""
    roles = (Role.PERSONAL_ADVISER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
    everybody = User.objects.holding(*roles, today=today_of(request))
    of_team = everybody.filter(assignments__team=person.team_id) if person.team_id else everybody
    return of_team | everybody.filter(pk=reader(request).pk)


@require_POST
@requires(Permission.WRITE_PLAN)
def promise_remove(request: HttpRequest, person_id: UUID, action_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_promise")
    promised = get_object_or_404(PlanAction, pk=action_id, version=being_written(person))
    actions.remove_promise(by=reader(request), promised=promised)
    messages.success(request, f"Taken out: {promised.what}")
    return redirect("pathways:plan_matter", person.pk, promised.matter_code)


@require_POST
@requires(Permission.WRITE_PLAN)
def submit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_submit")
    version = being_written(person)
    try:
        actions.submit_version(by=reader(request), version=version, today=today_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pathways:plan_write", person.pk)
    messages.success(request, "Handed in. A manager who did not write in it is told, and decides.")
    return redirect("pathways:plan", person.pk)
