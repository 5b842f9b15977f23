"""What is brought to a meeting, what was decided, and what somebody is to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import meeting_items as actions
from careleavers.forms.meeting_items import (
    ItemDecisionForm,
    ItemForm,
    MeetingActionForm,
    ReferralForm,
    ServiceItemForm,
    ServiceTaskForm,
    TakeBackForm,
)
from careleavers.models import MeetingItem, ServiceTask
from careleavers.permissions import Permission
from careleavers.queries import meetings as queries
from careleavers.queries.meeting_papers import paper_lines_of
from careleavers.rules.meetings import next_meeting_on
from careleavers.rules.policies import page_is_used
from careleavers.rules.words import day
from careleavers.views.also_kept import refuse_unless_used
from careleavers.views.gates import (
    current_user,
    fetch_person,
    note_opened,
    policies_of,
    post_data,
    requires,
    today_of,
)
from careleavers.views.meetings import NOT_YOURS, form_page, meeting_to_run
from careleavers.views.record_page import record_context
from careleavers.views.rows import sent_revision
from careleavers.views.submission import attempt, submit

CODE = "meetings"  # of the policy that switches the page of a record off


@requires(Permission.VIEW_MEETINGS)
def add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Something about the service for the agenda of a meeting."""
    meeting = meeting_to_run(request, meeting_id)
    form = ServiceItemForm(post_data(request))
    if done := submit(
        request,
        form,
        lambda: actions.bring_item(
            by=current_user(request),
            body=meeting.body,
            person=None,
            item_id=form.cleaned_data["item_id"],
            today=today_of(request),
            meeting=meeting,
            **form.facts,
        ),
    ):
        return redirect("meeting_item", done.result.pk)
    return form_page(request, form, "Something for the agenda", meeting.body, meeting)


@requires(Permission.VIEW_MEETINGS)
@require_safe
def read(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One item: why it is brought, what was decided, who does what."""
    user, today, item = current_user(request), today_of(request), _item(request, item_id)
    runs_it = _runs_it(request, item)
    may_write_up = runs_it and item.meeting is not None and item.meeting.planned_on <= today
    is_open = item.outcome in ("", MeetingItem.DECIDED)
    context = {
        "item": item,
        "body": item.body,
        "kind": item.body.of_kind,
        "actions": queries.actions_of([item]).get(item.pk, []),
        "continued_by": MeetingItem.objects.filter(continues=item).select_related("meeting").first(),
        "may_decide": may_write_up and is_open,
        "may_give": may_write_up and is_open and not (item.person and item.person.died_on),
        "may_share": runs_it and item.outcome != MeetingItem.TAKEN_BACK,
        "may_change": not item.outcome and (runs_it or item.recorded_by_id == user.pk),
        "may_open_record": item.person is not None and user.may(Permission.VIEW_RECORD),
        "papers": paper_lines_of(item, user, timezone.now()),
        "runs_it": runs_it,
        "today": today,
    }
    return render(request, "careleavers/meetings/item.html", context)


@requires(Permission.VIEW_MEETINGS)
def correct(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = _item_to_change(request, item_id)
    form: ItemForm = (
        ReferralForm(post_data(request), row=item, kind=item.body.of_kind)
        if item.person
        else ServiceItemForm(post_data(request), row=item)
    )
    if submit(
        request,
        form,
        lambda: actions.correct_item(by=current_user(request), item=item, revision=form.seen_revision, **form.facts),
    ):
        return redirect("meeting_item", item.pk)
    return _form_page(request, item, form, "Put it right")


@requires(Permission.VIEW_MEETINGS)
def take_back(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = _item_to_change(request, item_id)
    form, revision = TakeBackForm(post_data(request)), sent_revision(request)
    if submit(
        request,
        form,
        lambda: actions.take_item_back(
            by=current_user(request), item=item, revision=revision, today=today_of(request), **form.cleaned_data
        ),
    ):
        messages.success(request, "Taken back. It is on no agenda any more.")
        return redirect("meeting_item", item.pk)
    return _form_page(request, item, form, "Take it back", revision=item.revision)


@requires(Permission.VIEW_MEETINGS)
def decide(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = item_to_run(request, item_id)
    form = ItemDecisionForm(post_data(request), row=item)
    if submit(
        request,
        form,
        lambda: actions.decide_item(
            by=current_user(request),
            item=item,
            revision=form.seen_revision,
            today=today_of(request),
            **form.answers,
        ),
    ):
        return redirect("meeting_item", item.pk)
    return _form_page(request, item, form, "What was decided?")


@requires(Permission.VIEW_MEETINGS)
def give(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Who is to do what by when; proposed is the day of the next meeting."""
    item, user, today = item_to_run(request, item_id), current_user(request), today_of(request)
    coming = queries.next_planned(item.body, today)
    by_rhythm = next_meeting_on(item.meeting.planned_on, item.body.meets) if item.meeting else None
    by_when = coming.planned_on if coming and coming.planned_on > today else by_rhythm
    form = MeetingActionForm(
        post_data(request),
        today=today,
        colleagues=queries.may_be_given(item, user, today),
        partners=queries.partners_of(item.body, today),
        by_when=by_when if by_when and by_when >= today else None,
    )
    if submit(
        request,
        form,
        lambda: actions.give_action(by=user, item=item, today=today, **form.cleaned_data),
    ):
        messages.success(request, "Written down. It is on their Today page until it is done.")
        return redirect("meeting_item", item.pk)
    return _form_page(request, item, form, "Who does what?")


@requires(Permission.VIEW_MEETINGS)
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A task about the service is put right, done, or not needed."""
    row, today = _task(request, task_id), today_of(request)
    form = ServiceTaskForm(post_data(request), row=row, today=today, colleagues=queries.who_may_sit(today))
    if submit(
        request,
        form,
        lambda: actions.correct_service_task(
            by=current_user(request),
            task=row,
            revision=form.seen_revision,
            today=today,
            **form.answers,
        ),
    ):
        return _after_task(request, row)
    return form_page(request, form, "Put it right", row.body)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def task_done(request: HttpRequest, task_id: UUID) -> HttpResponse:
    row = _task(request, task_id)
    attempt(
        request,
        lambda: actions.finish_service_task(
            by=current_user(request), task=row, revision=sent_revision(request), today=today_of(request)
        ),
        "Done.",
    )
    return _after_task(request, row)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was brought about somebody and what came of it, and to which bodies they may be referred."""
    person = fetch_person(request, person_id, page="person_meetings")
    user, today = current_user(request), today_of(request)
    items = list(queries.items_about(person))
    given = queries.actions_of(items)
    bodies = queries.with_days(queries.bodies_for_people(user))
    context = record_context(
        request,
        person,
        items=[(item, given.get(item.pk, [])) for item in items],
        lines=[queries.BodyLine(body, queries.state_of(body, today)) for body in bodies],
        is_used=page_is_used(CODE, policies_of(request)),
    )
    context["may_refer"] = context["is_used"] and context["may_edit"] and not person.died_on
    return render(request, "careleavers/meetings/of_person.html", context)


@requires(Permission.EDIT_RECORD)
def refer(request: HttpRequest, person_id: UUID, body_id: UUID) -> HttpResponse:
    """Refer somebody to a body, from their record."""
    person = fetch_person(request, person_id, page="refer")
    refuse_unless_used(request, CODE)
    user = current_user(request)
    body = queries.bodies_for_people(user).filter(pk=body_id).first()
    if body is None:
        raise Http404
    form = ReferralForm(post_data(request), kind=body.of_kind)
    if done := submit(
        request,
        form,
        lambda: actions.bring_item(
            by=user,
            body=body,
            person=person,
            item_id=form.cleaned_data["item_id"],
            today=today_of(request),
            **form.facts,
        ),
    ):
        meeting = done.result.meeting
        when = f"It is on the agenda of {day(meeting.planned_on)}." if meeting else "It waits for the next meeting."
        messages.success(request, f"Referred to {body.name}. {when}")
        return redirect("person_meetings", person.pk)
    context = record_context(request, person, form=form, body=body)
    return render(request, "careleavers/meetings/refer.html", context)


def _form_page(
    request: HttpRequest, item: MeetingItem, form: BaseForm, title: str, *, revision: int | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "item": item, "kind": item.body.of_kind, "revision": revision}
    return render(request, "careleavers/meetings/item_form.html", context)


def _item(request: HttpRequest, item_id: UUID, may: Callable[[Any], bool] = lambda item: True) -> Any:
    """403 where whoever sees that there is one `may` not do this, 404 for one that they may not read. That the record
    it is in was opened is noted.
    """
    item = queries.items_seen_by(current_user(request)).filter(pk=item_id).first()
    if item and not may(item):
        raise PermissionDenied(NOT_YOURS)
    if item is None or not item.may_read:
        raise Http404("There is no such item, or they may not read it.")
    if item.person:
        note_opened(request, item.person, "meeting_item")
    return item


def _runs_it(request: HttpRequest, row: MeetingItem | ServiceTask) -> bool:
    """Whether the user runs the body that the row is of."""
    return queries.bodies_seen_by(current_user(request)).filter(pk=row.body_id, runs_it=True).exists()


def item_to_run(request: HttpRequest, item_id: UUID) -> Any:
    """As `_item`, and 403 for whoever does not run the body."""
    return _item(request, item_id, lambda item: _runs_it(request, item))


def _item_to_change(request: HttpRequest, item_id: UUID) -> Any:
    """As `_item`, and 403 for whoever neither brought it nor runs the body."""
    user = current_user(request)
    return _item(request, item_id, lambda item: item.recorded_by_id == user.pk or _runs_it(request, item))


def _after_task(request: HttpRequest, row: ServiceTask) -> HttpResponse:
    """To its body; for whoever was given the task and may not see that, to those that they see."""
    seen = queries.bodies_seen_by(current_user(request)).filter(pk=row.body_id).exists()
    return redirect("body", row.body_id) if seen else redirect("bodies")


def _task(request: HttpRequest, task_id: UUID) -> ServiceTask:
    """404 for one of a body that the user may not see, 403 for whoever neither has it nor runs the body."""
    user = current_user(request)
    row = queries.tasks_seen_by(user).filter(pk=task_id).first()
    if row is None:
        raise Http404
    if row.assigned_to_id != user.pk and not _runs_it(request, row):
        raise PermissionDenied(NOT_YOURS)
    return row
