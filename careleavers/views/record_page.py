"""What every page of a record says about the person it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from careleavers.models import Allocation, ContactDetail, RecordOpening, StatusPeriod, User, WarningNote, YoungPerson
from careleavers.models.asking import Asking, answered, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.people import OnDay
from careleavers.models.statements import Statement
from careleavers.permissions import WORKS, Permission
from careleavers.queries.closed_records import opening_on
from careleavers.rules import words
from careleavers.rules.code_labels import status_words
from careleavers.site import extensions, record_tabs
from careleavers.site.identity import IdentityBar, IdentityWarning
from careleavers.views.gates import current_user, policies_of, today_of

OPEN_WARNINGS = Statement(lambda person: WarningNote.objects.filter(person=person, ended_on=None), UUID)
EVERY_WARNING = [kind for kind, _ in WarningNote.KINDS]
# What concerns whoever meets them, whatever for (Health and Safety at Work etc. Act 1974 s2).
WARNINGS_AT_WORK = ["visits", "violence"]
CONTACT_DETAILS = Statement(lambda person, day: ContactDetail.objects.filter(on_day(day), person=person), UUID, date)
# The last case holder until a day.
FORMER_CASE_HOLDER = Statement(
    lambda person, day: (
        Allocation.objects.filter(person=person, role=Allocation.CASE_HOLDER, ends_on__lte=day)
        .select_related("worker")
        .order_by("-ends_on")[:1]
    ),
    UUID,
    date,
)


@dataclass(frozen=True)
class ClosedRecord:
    """The record of somebody who has died: closed, or open for a correction until the end of the day.

    `reason`: why it was opened, for readers of notes.
    """

    opening: RecordOpening | None
    reason: str
    may_open: bool
    hides_form: bool

    @property
    def is_closed(self) -> bool:
        return self.opening is None


@dataclass(frozen=True)
class RecordFacts:
    """What every page of a record reads of it: as things stand today, warning notes (`warnings_for` the reader), ways
    to reach them, and of somebody who has died what opens the record. `former` is the last case holder of somebody who
    has none."""

    now: OnDay
    notes: list[WarningNote]
    details: list[ContactDetail]
    opening: RecordOpening | None
    former: Allocation | None


def warnings_for(user: User) -> list[str]:
    """The kinds of warning notes that the user is shown."""
    if user.may(Permission.VIEW_FREE_TEXT):
        return EVERY_WARNING
    return WARNINGS_AT_WORK if user.access.permissions & WORKS else []


@in_steps
def record_facts(person: YoungPerson, user: User, today: date) -> Asking[RecordFacts]:
    """One query, and one more of those who live and have no case holder."""
    now, notes, details, opening = yield from together(
        person.on.steps(today),
        OPEN_WARNINGS.objects.steps(person.pk) if warnings_for(user) else answered([]),
        CONTACT_DETAILS.objects.steps(person.pk, today),
        opening_on.steps(person, today) if person.died_on else answered(None),
    )
    has_or_needs_none = now.case_holder or person.died_on
    former = None if has_or_needs_none else (yield from FORMER_CASE_HOLDER.first.steps(person.pk, today))
    shown = [note for note in notes if note.kind in warnings_for(user)]
    return RecordFacts(now, shown, details, opening, former)


def record_context(
    request: HttpRequest,
    person: YoungPerson,
    *,
    open_after_death: bool = False,
    known: RecordFacts | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """The context of record_base.html, the same on every page of a record, with the page's own `extra`.

    Gives `person`, `today`, `identity`, `may_edit`, `warning_notes` (open; none without permission to read free text),
    `contact_details` (of today) and, as they stand today or None, `status` (a StatusPeriod), `case_holder` (an
    Allocation), `home` and `occupation`. The queries of `record_facts`, unless they are `known`.

    Of somebody who has died also `closed` (ClosedRecord). A page with a `form` is then shown without it, unless it has
    been filled in, or there is something to do or to read there that stays `open_after_death`.
    """
    user, today = current_user(request), today_of(request)
    facts = known or record_facts(person, user, today)
    closed = _closed(user, person, facts, None if open_after_death else extra.get("form"))
    now = facts.now
    return {
        "person": person,
        "today": today,
        "status": now.status,
        "case_holder": now.case_holder,
        "home": now.home,
        "care": now.care,
        "occupation": now.occupation,
        "contact_details": facts.details,
        "warning_notes": facts.notes,
        "closed": closed,
        "may_edit": may_change(user, Permission.EDIT_RECORD, closed),
        "identity": _identity(request, person, facts),
        **extra,
    }


def _closed(user: User, person: YoungPerson, facts: RecordFacts, form: BaseForm | None) -> ClosedRecord | None:
    if person.died_on is None:
        return None
    opening = facts.opening
    return ClosedRecord(
        opening,
        reason=opening.reason if opening and user.may(Permission.VIEW_FREE_TEXT) else "",
        may_open=opening is None and user.may(Permission.OPEN_CLOSED_RECORD),
        hides_form=opening is None and form is not None and not form.is_bound,
    )


def may_change(
    user: User, permission: Permission, closed: ClosedRecord | None, *, work: Permission | None = None
) -> bool:
    """Whether the user may do what changes this record, by the permission or by `work` of one kind; of somebody who has
    died only while it is open again."""
    may = user.may(permission) or (work is not None and user.may(work))
    return may and not (closed and closed.is_closed)


def _identity(request: HttpRequest, person: YoungPerson, facts: RecordFacts) -> IdentityBar:
    user, today, now = current_user(request), today_of(request), facts.now
    holder = now.case_holder
    safe = [each for each in facts.details if each.is_number and each.safe_to_use]
    number = safe[0] if safe and not person.died_on else None
    reads_record = user.may(Permission.VIEW_RECORD)
    return IdentityBar(
        name=person.known_as,
        age=person.age_on(person.died_on or today, policies_of(request)["leap_day"]),
        born=words.day(person.date_of_birth),
        status=_status_of(person, now.status) if reads_record or person.died_on else "",
        url=reverse("person", args=[person.pk]) if reads_record else "",
        pronouns=person.pronouns,
        legal_name=person.legal_name if person.legal_name != person.known_as else "",
        adviser=_adviser(holder, user),
        adviser_phone=holder.worker.phone if holder and holder.worker_id != user.pk else "",
        asks_for_adviser=person.died_on is None,
        former_adviser=_former_adviser(facts.former),
        next_adviser=f"{now.takes_over.worker.name} from {words.day(now.takes_over.starts_on)}"
        if now.takes_over
        else "",
        phone=number.value if number else "",
        how_to_use=number.how_to_use if number and warnings_for(user) else "",
        warnings=tuple(IdentityWarning(note.text, whether_told(person, note)) for note in facts.notes),
        contact_url=record_tabs.contact_url(user, person),
        contact_label="Log contact with family" if person.died_on else "Log contact",
        adviser_url=reverse("allocations", args=[person.pk]) if reads_record else "",
        status_url=reverse("status_why", args=[person.pk]) if reads_record else "",
        pages=record_tabs.links_for(user, person, extensions.record_tabs()),
    )


def _adviser(holder: Allocation | None, user: User) -> str:
    """Who holds the case; "you" for whoever it is themselves, who know their own name and number."""
    if holder is None:
        return ""
    return "you" if holder.worker_id == user.pk else holder.worker.name


def _former_adviser(last: Allocation | None) -> str:
    """The last case holder of somebody who has none, and until when: "Tom Hall until 1 May 2026, account closed"."""
    if last is None or last.ends_on is None:
        return ""
    closed = "" if last.worker.is_active else ", account closed"
    return f"{last.worker.name} until {words.day(last.ends_on)}{closed}"


def _status_of(person: YoungPerson, status: StatusPeriod | None) -> str:
    if person.died_on:
        return f"died {words.day(person.died_on)}"
    if status is None:
        return status_words(None)
    return status_words(status.status, status.band, returned_home=status.returned_home)


def whether_told(person: YoungPerson, note: WarningNote) -> str:
    """Whether they know of a warning note: "Amira knows", "not told: …", or that nobody has said."""
    if note.person_told_on:
        return f"{person.short_name} knows"
    return f"not told: {note.why_not_told}" if note.why_not_told else f"{person.short_name} has not been told"
