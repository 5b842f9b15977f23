"""Logging a contact, reading one, putting one right."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from careleavers.actions import contacts as actions
from careleavers.actions.base import Refused
from careleavers.actions.contact_groups import log_together
from careleavers.actions.drafts import KEEP_DRAFTS_FOR, AlreadySubmitted
from careleavers.actions.follow_ups import correct_follow_up, finish_follow_up
from careleavers.actions.revisions import EditConflict
from careleavers.forms.answers import answers_in, digest
from careleavers.forms.contacts import FACTS, AmendForm, ContactForm, FollowUpForm, answers_of, as_planned
from careleavers.forms.uploads import CHOOSE_AGAIN, files_in
from careleavers.models import Contact, FollowUp, YoungPerson
from careleavers.models.asking import ask_together
from careleavers.permissions import Permission
from careleavers.queries.appointments import planned_with
from careleavers.queries.contact_form import HOME_NOW, OCCUPATION_NOW, TOPICS_OFFERED, contact_of_form, who_else
from careleavers.rules import code_labels, words
from careleavers.site.extensions import after_contact, contact_links
from careleavers.views.documents import scan_soon
from careleavers.views.drafts import NEWER_ELSEWHERE, Autosave, autosave_for, form_from_draft
from careleavers.views.gates import current_user, fetch_person, files_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import record_context
from careleavers.views.rows import fetch_row
from careleavers.views.submission import attempt, submit

SENT_BEFORE = (
    "This form had been sent before. What you typed now is below, as a draft: log it if it is new, or discard it."
)
OTHER_WINDOW = (
    "You had this form open in another window, which saved other words. Both are kept: what you typed here is below, "
    "as a draft of its own."
)
UNDONE = "Contact undone, with what it changed. What you had written is below, as a draft: change it, or discard it."
IN_QUARANTINE = "What you added can be opened when the virus scanner has looked at it."
WITHOUT_FILES = "Its photos or files are gone with it: choose them again before you save it."
VISIT = "visit"


@requires(Permission.LOG_CONTACT)
def begin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the form an id of its own, so that going back finds the draft and sending it twice is one contact."""
    fetch_person(request, person_id, page="contact_new")
    address = reverse("contact_new", args=[person_id, uuid.uuid4()])
    asked = {name: request.GET[name] for name in ("purpose", "appointment") if name in request.GET}
    return redirect(f"{address}?{urlencode(asked)}" if asked else address)


@requires(Permission.LOG_CONTACT)
def create(request: HttpRequest, person_id: UUID, submission_id: UUID) -> HttpResponse:
    """The form. What was typed under this id comes back; once it is logged, the address leads to the contact.

    `?purpose=visit` opens it for a visit: face to face is chosen already. `?appointment=` fills in what was planned.
    """
    person = fetch_person(request, person_id, page="contact_new")
    user, today = current_user(request), today_of(request)
    if existing := contact_of_form(submission_id):
        return _already_submitted(request, person, existing)
    autosave = autosave_for(request, person, "contact", submission_id)
    if autosave.is_stale(request):
        return _keep_apart(request, autosave.separate(request, autosave.revision), OTHER_WINDOW)
    form = _form(request, person, today, autosave)
    if request.method == "POST" and "draft" in request.POST:
        try:
            _save_draft(request, autosave)
            return redirect("person", person.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    fingerprint = _fingerprint(request)
    logged = submit(
        request,
        form,
        lambda: log_together(
            by=user,
            person=person,
            today=today,
            submission_id=submission_id,
            answers_digest=fingerprint,
            **form.log_arguments(),
        ),
    )
    if logged:
        return _already_submitted(request, person, logged.result, _wait_for_scanner(request))
    form.ask_for_files_again()
    spoke = person.contacts.live().with_young_person().filter(happened_on__lte=today)
    others = user.drafts.notes_about(person).exclude(submission_id=submission_id)
    context = record_context(
        request,
        person,
        open_after_death=True,
        form=form,
        autosave=autosave,
        is_visit=request.GET.get("purpose") == VISIT,
        planned=form.appointment_named,
        last_spoke_on=spoke.values_list("happened_on", flat=True).first(),
        other_drafts=list(others),
    )
    return render(request, "careleavers/contacts/form.html", context)


@requires(Permission.LOG_CONTACT)
def amend(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_amend")
    contact = get_object_or_404(person.contacts, pk=contact_id)
    user, today = current_user(request), today_of(request)
    initial = {name: getattr(contact, name) for name in FACTS}
    form = AmendForm(post_data(request), files_of(request), today=today, initial=initial)
    amended = submit(
        request,
        form,
        lambda: actions.amend_contact(by=user, contact=contact, today=today, now=timezone.now(), **form.cleaned_data),
    )
    if amended:
        waits = _wait_for_scanner(request)
        messages.success(request, f"Contact amended. The first version is kept behind it.{waits}")
        return redirect(_url_of(amended.result))
    form.ask_for_files_again()
    context = record_context(request, person, form=form, contact=contact)
    return render(request, "careleavers/contacts/amend.html", context)


@require_POST
@requires(Permission.LOG_CONTACT)
def undo(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="contact_undo")
    contact = get_object_or_404(person.contacts, pk=contact_id)
    user, typed = current_user(request), answers_of(contact)
    said = f"{UNDONE} {WITHOUT_FILES}" if contact.documents.exists() else UNDONE
    draft = Autosave("contact", contact.submission_id, person, "", draft=None).separate(request)

    def undo_and_keep_words() -> None:
        with transaction.atomic():
            actions.undo_contact(by=user, contact=contact, today=today_of(request), now=timezone.now())
            draft.save_answers(user, typed, even_if_many=True)

    if attempt(request, undo_and_keep_words, said):
        return redirect(draft.page)
    return redirect("person", person.pk)


@require_POST
@requires(Permission.LOG_CONTACT)
def follow_up_done(request: HttpRequest, person_id: UUID, follow_up_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="follow_up_done")
    follow_up = fetch_row(FollowUp, follow_up_id, person=person)
    user, today = current_user(request), today_of(request)
    if attempt(request, lambda: finish_follow_up(by=user, follow_up=follow_up, today=today)):
        undo_url = reverse("follow_up_reopen", args=[person.pk, follow_up.pk])
        messages.success(request, f"Done: {follow_up.text}", extra_tags=f"undo={undo_url}")
    return redirect("person", person.pk)


@require_POST
@requires(Permission.LOG_CONTACT)
def follow_up_reopen(request: HttpRequest, person_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """It was not done after all."""
    person = fetch_person(request, person_id, page="follow_up_reopen")
    follow_up = fetch_row(FollowUp, follow_up_id, person=person)
    return record_button(
        request,
        person,
        lambda: correct_follow_up(
            by=current_user(request),
            follow_up=follow_up,
            text=follow_up.text,
            due_on=follow_up.due_on,
            done_on=None,
            today=today_of(request),
        ),
        success=f"Still to do: {follow_up.text}",
        back="person",
    )


@requires(Permission.LOG_CONTACT)
def follow_up_edit(request: HttpRequest, person_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """Put right what was written down, its day, or whether it was done."""
    person = fetch_person(request, person_id, page="follow_up_edit")
    follow_up = fetch_row(FollowUp, follow_up_id, person=person)
    form = FollowUpForm(post_data(request), today=today_of(request), row=follow_up)
    return record_form(
        request,
        person,
        form,
        lambda: correct_follow_up(
            by=current_user(request), follow_up=follow_up, today=today_of(request), **form.cleaned_data
        ),
        title="Put right what we said we would do",
        success="Saved.",
        back="person",
        open_after_death=True,
    )


def _form(request: HttpRequest, person: YoungPerson, today: date, autosave: Autosave) -> ContactForm:
    home, doing, planned, topics, others = ask_together(
        HOME_NOW.first.steps(person.pk, today),
        OCCUPATION_NOW.first.steps(person.pk, today),
        planned_with.steps(person),
        TOPICS_OFFERED.objects.steps(),
        who_else.steps(current_user(request), person, today),
    )
    known: dict[str, Any] = {
        "appointments": planned,
        "topics": topics,
        "person": person,
        "files": files_of(request),
        "others": others,
        "home_words": code_labels.home_words(home.kind) if home else "",
        "occupation_words": code_labels.occupation_words(doing.code) if doing else "",
    }
    initial: dict[str, Any] = {"method": Contact.FACE_TO_FACE} if request.GET.get("purpose") == VISIT else {}
    if asked := next((each for each in planned if str(each.pk) == request.GET.get("appointment")), None):
        initial |= as_planned(asked, today)
    if person.died_on:
        initial["result"] = Contact.ABOUT
    return form_from_draft(request, autosave, partial(ContactForm, today=today, initial=initial, **known))


def _fingerprint(request: HttpRequest) -> str:
    """By which a form that is sent again is known: what it says, and what its files hold."""
    return digest(answers_in(request.POST) | files_in(request.FILES))


def _wait_for_scanner(request: HttpRequest) -> str:
    """Where files came along and there is a virus scanner: ask for it, and say that they wait for it."""
    return f" {IN_QUARANTINE}" if request.FILES and scan_soon() else ""


def _already_submitted(
    request: HttpRequest, person: YoungPerson, logged: Contact, waits_for_scanner: str = ""
) -> HttpResponse:
    """Sent again with the same answers, the form leads where it led the first time. With other answers, or undone
    since, or sent by somebody else, what was typed this time becomes a draft of its own: nothing typed is lost."""
    is_own = (logged.recorded_by_id, logged.person_id) == (current_user(request).pk, person.pk)
    if request.method != "POST":
        return redirect(_url_of(logged)) if is_own else redirect("contact_begin", person.pk)
    says_the_same = logged.answers_digest == _fingerprint(request)
    if is_own and not logged.voided_at and says_the_same:
        return _redirect_after_logging(request, logged, waits_for_scanner)
    autosave = Autosave("contact", logged.submission_id, person, request.path, draft=None)
    return _keep_apart(request, autosave.separate(request), SENT_BEFORE)


def _keep_apart(request: HttpRequest, separate: Autosave, why: str) -> HttpResponse:
    """Keep what was sent as a draft of its own, and open it."""
    _save_draft(request, separate, even_if_many=True)
    messages.info(request, f"{why} {CHOOSE_AGAIN}." if request.FILES else why)
    return _redirect_303(separate.page)


def _save_draft(request: HttpRequest, autosave: Autosave, *, even_if_many: bool = False) -> None:
    """What the Save draft button does, which needs no script."""
    try:
        draft = autosave.save_draft(request, even_if_many=even_if_many)
    except EditConflict:
        messages.error(request, NEWER_ELSEWHERE)
        return
    except AlreadySubmitted as refusal:
        messages.error(request, str(refusal))
        return
    until = words.day(timezone.localdate(draft.saved_at + KEEP_DRAFTS_FOR))
    without = " The photos or files are not in it: choose them again before you save the contact."
    said = f"Draft saved. It waits for you, and only you, until {until}."
    messages.success(request, said + without if request.FILES else said)


def _redirect_after_logging(request: HttpRequest, contact: Contact, waits_for_scanner: str) -> HttpResponse:
    person = contact.person
    said = f"Contact logged. {after_contact(contact, today_of(request))}".strip() + waits_for_scanner
    links = ((link.url, link.label) for link in contact_links(contact, current_user(request)))
    message = format_html("{}{}", said, format_html_join("", ' <a href="{}">{}</a>', links))
    undo_url = reverse("contact_undo", args=[person.pk, contact.pk])
    messages.success(request, message, extra_tags=f"undo={undo_url}")
    return _redirect_303(f"{reverse('person', args=[person.pk])}?new={contact.pk}")


def _redirect_303(address: str) -> HttpResponse:
    """303: the response to the form is at another address, to be fetched with GET."""
    response = redirect(address)
    response.status_code = 303
    return response


def _url_of(contact: Contact) -> str:
    return reverse("contact", args=[contact.person_id, contact.pk])
