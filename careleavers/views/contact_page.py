"""One contact, and what is said about it: read, commented, decided on, made void."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import contact_comments as comments
from careleavers.actions import contacts, safeguarding, voiding
from careleavers.actions.documents import why_not_take_out
from careleavers.forms.contact_comments import CommentForm, DecisionForm, VoidForm
from careleavers.models import Alert, Contact, ContactComment, Document, Topic, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.file_scans import why_closed
from careleavers.site.extensions import contact_links
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_button
from careleavers.views.record_page import may_change, record_context
from careleavers.views.submission import submit


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def read(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """One contact with every version it had, and what managers wrote about it."""
    person = fetch_person(request, person_id, page="contact")
    return _page(request, person, _contact(person, contact_id))


@requires(Permission.MANAGE_TEAM)
@require_safe
def concern(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Lead to the contact with the oldest concern that waits for a decision."""
    person = fetch_person(request, person_id, page="safeguarding")
    if contact := safeguarding.oldest_concern_of(person):
        return redirect(f"{_url_of(contact)}#decide")
    messages.info(request, "No safeguarding concern waits for a decision.")
    return redirect("person", person.pk)


@require_POST
@requires(Permission.MANAGE_TEAM)
def comment(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_comment")
    contact, is_thanks = _contact(person, contact_id), "thanks" in request.POST
    form = CommentForm(post_data(request), today=today_of(request), is_thanks=is_thanks)
    said = submit(
        request,
        form,
        lambda: comments.comment_on_contact(
            by=current_user(request),
            contact=contact,
            today=today_of(request),
            text=form.cleaned_data["text"],
            kind=ContactComment.THANKS if is_thanks else ContactComment.COMMENT,
            follow_up=form.follow_up,
        ),
    )
    if not said:
        return _page(request, person, contact, comment_form=form)
    worker = said.result.for_worker
    messages.success(request, f"Saved. {worker.name} reads it on Today." if worker else "Saved.")
    return redirect(_url_of(contact))


@require_POST
@requires(Permission.MANAGE_TEAM)
def decide(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """A manager's note of what was decided on a safeguarding concern closes its task."""
    person = fetch_person(request, person_id, page="contact_decide")
    contact = _contact(person, contact_id)
    form = DecisionForm(post_data(request))
    decided = submit(
        request,
        form,
        lambda: safeguarding.decide_on_concern(
            by=current_user(request), contact=contact, text=form.cleaned_data["decision"], today=today_of(request)
        ),
    )
    if not decided:
        return _page(request, person, contact, decision_form=form)
    messages.success(request, "Decision saved. The task is closed.")
    return redirect(_url_of(contact))


@require_POST
@requires(Permission.LOG_CONTACT)
def mark_read(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_read")
    contact = _contact(person, contact_id)
    return record_button(
        request,
        person,
        lambda: comments.mark_read(by=current_user(request), person=person, contact=contact, today=today_of(request)),
        success="Read.",
        back="person",
    )


@requires(Permission.LOG_CONTACT)
def void(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """Ask why; then keep the contact where nothing counts it."""
    person = fetch_person(request, person_id, page="contact_void")
    contact = _contact(person, contact_id)
    form = VoidForm(post_data(request))
    voided = submit(
        request,
        form,
        lambda: voiding.void_contact(
            by=current_user(request),
            contact=contact,
            today=today_of(request),
            now=timezone.now(),
            **form.cleaned_data,
        ),
    )
    if voided:
        messages.success(request, "The contact is void: it can be read, and counts nowhere.")
        return redirect(_url_of(contact))
    context = record_context(request, person, form=form, contact=contact)
    return render(request, "careleavers/contacts/void.html", context)


def _contact(person: YoungPerson, contact_id: UUID) -> Contact:
    return get_object_or_404(person.contacts.select_related("worker", "recorded_by", "person"), pk=contact_id)


def _page(request: HttpRequest, person: YoungPerson, contact: Contact, **forms: Any) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    manages, may_log = user.may(Permission.MANAGE_TEAM), user.may(Permission.LOG_CONTACT)
    alert = safeguarding.alert_of(contact)
    said = list(contact.comments.select_related("recorded_by", "for_worker"))
    context: dict[str, Any] = {
        "contact": contact,
        "versions": _earlier_versions(contact),
        "follow_ups": list(contact.follow_ups.select_related("assigned_to")),
        "appointments": list(contact.appointments.all()),
        "agreed": list(contact.appointments_arranged.all()),
        "is_current": _is_current(contact),
        "undo_until": _undo_until(contact, user),
        "others_there": contact.group_id
        and Contact.objects.live().filter(group_id=contact.group_id).exclude(pk=contact.pk).count(),
        "disagreements": list(contact.disagreements.all()),
        "topics": list(Topic.objects.filter(contacts__contact=contact).values_list("name", flat=True)),
        "comments": said,
        "is_unread": may_log and any(each.for_worker_id == user.pk and each.read_on is None for each in said),
        "waits_for": _asked(alert),
        "may_decide": manages and safeguarding.why_not_decide(user, alert) is None,
        "may_comment": manages and contact.worker_id != user.pk and _is_current(contact),
        "comment_form": CommentForm(today=today),
        "decision_form": DecisionForm(),
    }
    context = record_context(request, person, **context | forms)
    may_amend = may_change(user, Permission.LOG_CONTACT, context["closed"])
    context["documents"] = _documents(contact, user, may_take_out=may_amend)
    context["may_scan_again"] = manages and may_amend
    context["may_amend"] = may_amend and _is_current(contact)
    context["links"] = contact_links(contact, user) if may_amend and _is_current(contact) else []
    context["may_void"] = may_amend and voiding.why_not_void(contact, user) is None
    return render(request, "careleavers/contacts/contact.html", context)


def _documents(contact: Contact, user: User, *, may_take_out: bool) -> list[tuple[Document, str, bool]]:
    """Its photos and files, each with why it cannot be opened ("" where it can) and whether this user may take it
    out."""
    found, now = contact.documents.select_related("recorded_by", "taken_out_by", "scan"), timezone.now()
    return [
        (each, why_closed(getattr(each, "scan", None), now), may_take_out and why_not_take_out(each, user) is None)
        for each in found
    ]


def _asked(alert: Alert | None) -> list[str]:
    """The names of the managers who are asked to decide on the concern; nobody once it is decided."""
    if alert is None or alert.closed_on:
        return []
    told = alert.recipients.filter(ended_on=None).order_by("user__sort_name")
    return list(told.values_list("user__name", flat=True))


def _undo_until(contact: Contact, user: User) -> datetime | None:
    """Until when this user may take the contact back; None when they may not."""
    if not user.may(Permission.LOG_CONTACT) or contacts.why_not_undo(contact, user, timezone.now()):
        return None
    return contact.recorded_at + contacts.UNDO_WITHIN


def _is_current(contact: Contact) -> bool:
    return contact.voided_at is None and contact.superseded_at is None


def _earlier_versions(contact: Contact) -> list[Contact]:
    """The versions that this one replaced, newest first."""
    found: list[Contact] = []
    earlier: Any = contact
    while earlier.supersedes_id:
        earlier = Contact.objects.select_related("recorded_by").get(pk=earlier.supersedes_id)
        found.append(earlier)
    return found


def _url_of(contact: Contact) -> str:
    return reverse("contact", args=[contact.person_id, contact.pk])
