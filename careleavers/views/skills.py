"""The skills for living independently: somebody's page of them, and the list, which an administrator edits."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.skills import begin_skills, save_skill, set_skill_state, write_skill
from careleavers.celery import run_soon
from careleavers.forms.skills import SkillForm, SkillProgressForm
from careleavers.models import Skill, SkillProgress
from careleavers.permissions import Permission
from careleavers.queries.skills import skills_of
from careleavers.rules.skills import GROUP_WORDS, SKILL_STATE_WORDS, SkillGroup, SkillState
from careleavers.site.extensions import policy_tasks
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.kept_facts import facts_context
from careleavers.views.record_form import record_form
from careleavers.views.rows import fetch_row, sent_revision
from careleavers.views.submission import attempt, submit

CODE = "skills"  # of the policy that switches the page off


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="skills")
    context = facts_context(request, person, CODE, skills=skills_of(person), states=SKILL_STATE_WORDS)
    return render(request, "careleavers/skills/page.html", context)


@require_POST
@requires(Permission.EDIT_RECORD)
def tap(request: HttpRequest, person_id: UUID, skill_id: UUID) -> HttpResponse:
    """One tap on the page: how far they are with a skill, from today. Returns to the skill that was tapped."""
    person = fetch_person(request, person_id, page="skill_tap")
    refuse_unless_used(request, CODE)
    skill, state = fetch_row(Skill, skill_id), request.POST.get("state", "")
    if state not in set(SkillState):
        messages.error(request, "Choose how far they are: nothing was changed.")
    else:
        attempt(
            request,
            lambda: set_skill_state(
                by=current_user(request),
                person=person,
                skill=skill,
                state=SkillState(state),
                revision=sent_revision(request),
                today=today_of(request),
            ),
        )
    return redirect(f"{reverse('skills', args=[person.pk])}#skill-{skill.pk}")


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, person_id: UUID, skill_id: UUID) -> HttpResponse:
    """How far they are with a skill, with the day, how we know and a note."""
    person = fetch_person(request, person_id, page="skill_progress")
    refuse_unless_used(request, CODE)
    skill, today = fetch_row(Skill, skill_id), today_of(request)
    row = SkillProgress.objects.filter(person=person, skill=skill).first()
    form = SkillProgressForm(post_data(request), row=row, today=today)

    def save() -> object:
        revision = form.seen_revision if "revision" in form.data else None
        return write_skill(
            by=current_user(request), person=person, skill=skill, revision=revision, today=today, **form.answers
        )

    return record_form(request, person, form, save, title=skill.name, success=f"Saved: {skill}.", back="skills")


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    rows = [(skill, GROUP_WORDS[SkillGroup(skill.group)]) for skill in Skill.objects.all()]
    return render(request, "careleavers/skills/list.html", {"rows": rows})


@require_POST
@requires(Permission.MANAGE_SETTINGS)
def skill_begin(request: HttpRequest) -> HttpResponse:
    """The usual skills onto a list that is still empty."""
    if attempt(request, lambda: begin_skills(by=current_user(request)), "Change the list together with young people."):
        _follow_the_list()
    return redirect("skill_list")


@requires(Permission.MANAGE_SETTINGS)
def skill_edit(request: HttpRequest, skill_id: UUID | None = None) -> HttpResponse:
    """A new skill, or one that is changed or no longer on the list."""
    skill = fetch_row(Skill, skill_id) if skill_id else None
    form = SkillForm(post_data(request), row=skill)
    saved = submit(
        request,
        form,
        lambda: save_skill(by=current_user(request), skill=skill, today=today_of(request), **form.cleaned_data),
    )
    if saved:
        _follow_the_list()
        messages.success(request, f"Saved: {saved.result.name}.")
        return redirect("skill_list")
    return render(request, "careleavers/skills/form.html", {"form": form, "skill": skill})


def _follow_the_list() -> None:
    """Who still has something to learn depends on the list: it is worked out for everybody, now or in the night."""
    transaction.on_commit(partial(run_soon, policy_tasks()["alerts"]))
