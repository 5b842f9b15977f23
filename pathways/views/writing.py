"""Writing a version of the plan, one calm page per matter, and handing it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.follow_ups import may_be_asked
from careleavers.queries.income import statement
from careleavers.site.extensions import Panel, PanelFunction
from careleavers.site.panels import (
    finances_panel,
    health_panel,
    missing_documents_panel,
    readiness_panel,
    suitability_panel,
    work_panel,
)
from careleavers.views.drafts import Autosave, autosave_for, form_from_draft
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, today_of
from careleavers.views.record_page import record_context
from careleavers.views.rows import TooLate, fetch_row, sent_revision
from careleavers.views.submission import attempt, submit
from pathways.actions import decisions
from pathways.actions import plans as actions
from pathways.forms.plans import MatterForm, PromiseForm, WordsForm
from pathways.models import PlanAction, PlanMatter, PlanVersion
from pathways.queries.contacts import contacts_since_last_plan
from pathways.queries.plan_sheets import sheets_of
from pathways.rules.matters import ACCOMMODATION, EMPLOYMENT, HEALTH, IDENTITY, MATTERS, MONEY, SKILLS
from pathways.views.closed_forms import closed_meanwhile
from pathways.views.plans import sections_of, versions_of

# What is drawn from the record for a matter, so that nobody types it again.
RECORD_OF_MATTER: dict[str, PanelFunction] = {
    ACCOMMODATION.code: suitability_panel,
    EMPLOYMENT.code: work_panel,
    HEALTH.code: health_panel,
    IDENTITY.code: missing_documents_panel,
    MONEY.code: finances_panel,
    SKILLS.code: readiness_panel,
}
OF_FORMER_VERSION = (
    "This action is in a version of the plan that another one has followed since you opened the page. Write it in the "
    "version that is being written now."
)


def latest_of(person: YoungPerson) -> PlanVersion:
    """The version that is being written, or the last one that was; 404 when there is no plan."""
    version: PlanVersion = get_object_or_404(versions_of(person)[:1])
    return version


@requires(Permission.WRITE_PLAN)
@require_safe
def write(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The list of what there is to write, and what is still missing."""
    person = fetch_person(request, person_id, page="plan_write")
    version = latest_of(person)
    if not version.may_be_written:
        return redirect("pathways:plan", person.pk)
    context = record_context(
        request,
        person,
        version=version,
        sections=sections_of(version),
        missing=decisions.missing_parts(version),
        commented=set(version.comments.values_list("matter_code", flat=True)),
        next_steps=list(version.next_steps.select_related("owner")),
        typed=decisions.typed_by(version, current_user(request)),
        sheets=sheets_of(version, timezone.now()),
    )
    return render(request, "pathways/plans/write.html", context)


@requires(Permission.WRITE_PLAN)
def words(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the young person and others say of the whole plan."""
    person = fetch_person(request, person_id, page="plan_words")
    version = latest_of(person)
    autosave = autosave_for(request, person, "plan", version.pk)
    form = form_from_draft(request, autosave, partial(WordsForm, row=version))
    if not version.may_be_written:
        return _closed(request, autosave, form, version)

    write = partial(actions.write_words, by=current_user(request), version=version)
    if submit(request, form, lambda: write(revision=form.seen_revision, **form.answers)):
        messages.success(request, "Saved.")
        return redirect("pathways:plan_write", person.pk)
    sheets = sheets_of(version, timezone.now())
    context = record_context(request, person, version=version, form=form, autosave=autosave, sheets=sheets)
    return render(request, "pathways/plans/words.html", context)


@requires(Permission.WRITE_PLAN)
def matter(request: HttpRequest, person_id: UUID, code: str) -> HttpResponse:
    """One matter: what they say, what they need, how it is met, and what is promised for it."""
    person = fetch_person(request, person_id, page="plan_matter")
    version = latest_of(person)
    written = get_object_or_404(version.matters, code=code)
    about = MATTERS[code]
    autosave = autosave_for(request, person, "plan", written.pk)
    panel = _from_the_record(request, person, code)
    begun_with = _begun_with(written, panel)
    form = form_from_draft(request, autosave, partial(MatterForm, row=written, matter=about, initial=begun_with))
    if not version.may_be_written:
        return _closed(request, autosave, form, version)

    save = partial(actions.write_matter, by=current_user(request), matter=written)
    if submit(request, form, lambda: save(revision=form.seen_revision, **form.answers)):
        messages.success(request, f"Saved: {about.title}.")
        return redirect(_after(request, version, code))
    context = record_context(
        request,
        person,
        version=version,
        matter=about,
        comment=version.comments.filter(matter_code=code).first(),
        form=form,
        autosave=autosave,
        contacts=contacts_since_last_plan(person, version, today_of(request)).get(code, []),
        promises=list(version.actions.filter(matter_code=code).select_related("owner")),
        from_the_record=panel,
    )
    return render(request, "pathways/plans/matter.html", context)


def _from_the_record(request: HttpRequest, person: YoungPerson, code: str) -> Panel | None:
    """What the record knows of a matter, beside the words of the plan about it."""
    panel = RECORD_OF_MATTER.get(code)
    return panel([person], current_user(request), today_of(request), policies_of(request)) if panel else None


def _begun_with(written: PlanMatter, panel: Panel | None) -> dict[str, str]:
    """Of money, while nothing is written: the statement of finances as the record has it, to be put into words."""
    if written.code != MONEY.code or written.how_met or panel is None:
        return {}
    return {"how_met": statement(panel.context["finances"])}


def _closed(request: HttpRequest, autosave: Autosave, form: BaseForm, version: PlanVersion) -> HttpResponse:
    back = reverse("pathways:plan", args=[autosave.person.pk])
    return closed_meanwhile(request, autosave, form, why=actions.why_not_write(version), back=back)


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
    version = latest_of(person)
    promised = _promised(person, version, action_id) if action_id else None
    code = promised.matter_code if promised else str(code)
    written = get_object_or_404(version.matters, code=code)
    autosave = autosave_for(request, person, "plan", promised.pk if promised else actions.new_promise_id(written))
    form = form_from_draft(request, autosave, _promise_form(request, person, promised))
    if not version.may_be_written:
        return _closed(request, autosave, form, version)

    def save() -> object:
        if promised:
            return actions.change_promise(by=current_user(request), promised=promised, **form.cleaned_data)
        return actions.add_promise(by=current_user(request), version=version, matter_code=code, **form.cleaned_data)

    if submit(request, form, save):
        messages.success(request, "Saved.")
        return redirect("pathways:plan_matter", person.pk, code)
    context = record_context(request, person, form=form, promised=promised, matter=MATTERS[code], autosave=autosave)
    return render(request, "pathways/plans/promise.html", context)


def _promised(person: YoungPerson, version: PlanVersion, action_id: UUID) -> PlanAction:
    """An action of the version that is being written. TooLate for one of a former version, or that was taken out."""
    before = PlanAction.objects.filter(pk=action_id, version__plan__person=person).exclude(version=version)
    if before.exists():
        raise TooLate(OF_FORMER_VERSION)
    return fetch_row(PlanAction, action_id, version=version)


def _promise_form(
    request: HttpRequest, person: YoungPerson, promised: PlanAction | None
) -> Callable[[QueryDict | None], PromiseForm]:
    return partial(
        PromiseForm,
        row=promised,
        initial={} if promised else {"owner": current_user(request).pk},
        today=today_of(request),
        owners=may_be_asked(person, current_user(request), today_of(request)),
    )


@require_POST
@requires(Permission.WRITE_PLAN)
def promise_remove(request: HttpRequest, person_id: UUID, action_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_promise")
    promised = _promised(person, latest_of(person), action_id)
    user, revision = current_user(request), sent_revision(request)
    remove = partial(actions.remove_promise, by=user, promised=promised, revision=revision)
    if attempt(request, remove, f"Taken out: {promised.what}"):
        return redirect("pathways:plan_matter", person.pk, promised.matter_code)
    return redirect("pathways:plan", person.pk)


@require_POST
@requires(Permission.WRITE_PLAN)
def hand_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="plan_submit")
    version = latest_of(person)
    handed_in = attempt(
        request,
        lambda: decisions.submit_version(
            by=current_user(request), version=version, today=today_of(request), now=timezone.now()
        ),
        "Handed in. A manager who did not write in it will see it on Today and decide.",
    )
    return redirect("pathways:plan" if handed_in else "pathways:plan_write", person.pk)


@require_POST
@requires(Permission.WRITE_PLAN)
def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write on in what was handed in and is not decided yet."""
    person = fetch_person(request, person_id, page="plan_take_back")
    version = latest_of(person)
    taken_back = attempt(
        request,
        lambda: decisions.take_back_version(by=current_user(request), version=version, today=today_of(request)),
        f"Version {version.number} is taken back and nobody is asked to decide on it now. Hand it in again when it is "
        "ready.",
    )
    return redirect("pathways:plan_write" if taken_back else "pathways:plan", person.pk)
