"""How to reach somebody, where to write, and what to be careful of. History is kept: things end, none is removed."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import ContactDetail, CorrespondenceAddress, User, WarningNote, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules import phones
from careleavers.rules.words import day


@action
def add_contact_detail(
    *,
    by: User | None,
    person: YoungPerson,
    kind: str,
    value: str,
    starts_on: date,
    today: date,
    safe_to_use: bool,
    how_to_use: str = "",
    is_preferred: bool = False,
) -> ContactDetail:
    """Add a way to reach them from a day on. Preferring it ends the preference for any other."""
    if is_preferred:
        _prefer_none(person)
    detail = ContactDetail.objects.create(
        person=person,
        kind=kind,
        value=value,
        search_value=phones.normal_form(kind, value),
        starts_on=starts_on,
        safe_to_use=safe_to_use,
        how_to_use=how_to_use,
        is_preferred=is_preferred,
        recorded_by=by,
    )
    facts_changed(people=[person.pk], today=today)
    record_event("contact_detail_added", by=by, person=person, on=detail, kind=kind, safe_to_use=safe_to_use)
    return detail


@action
def change_contact_detail(
    *,
    by: User,
    detail: ContactDetail,
    revision: int | None = None,
    today: date,
    safe_to_use: bool,
    how_to_use: str,
    is_preferred: bool,
) -> None:
    """Say whether it is safe, how to use it, and whether they prefer it. Another number is another row."""
    given = {"safe_to_use": safe_to_use, "how_to_use": how_to_use, "is_preferred": is_preferred}
    claim(detail, revision, given)
    if is_preferred and not detail.is_preferred:
        _prefer_none(detail.person)
    change(detail, None, given)
    facts_changed(people=[detail.person_id], today=today)
    record_event("contact_detail_changed", by=by, person=detail.person, on=detail, safe_to_use=safe_to_use)


@action
def end_contact_detail(
    *, by: User | None, detail: ContactDetail, ends_on: date, today: date, revision: int | None = None
) -> None:
    """It reaches them no longer from this day on. It can still be searched for.

    Ended on the day it began, it never reached them: the row is taken out, and only the history holds it. Refused for
    an earlier day.
    """
    claim(detail, revision, {"ends_on": ends_on})
    if ends_on < detail.starts_on:
        raise Refused(f"It is recorded from {day(detail.starts_on)}: give that day or a later one.")
    facts_changed(people=[detail.person_id], today=today)
    if ends_on == detail.starts_on:
        record_event("contact_detail_removed", by=by, person=detail.person, on=detail)
        detail.delete()
        return
    change(detail, None, {"ends_on": ends_on, "is_preferred": False})
    record_event("contact_detail_ended", by=by, person=detail.person, on=detail, ends_on=ends_on)


def _prefer_none(person: YoungPerson) -> None:
    ContactDetail.objects.filter(person=person, is_preferred=True).update(is_preferred=False)


@action(open_after_death="Workers still visit the family.")
def add_warning_note(
    *,
    by: User,
    person: YoungPerson,
    kind: str,
    text: str,
    review_on: date,
    person_told_on: date | None = None,
    why_not_told: str = "",
) -> WarningNote:
    note = WarningNote.objects.create(
        person=person,
        kind=kind,
        text=text,
        review_on=review_on,
        person_told_on=person_told_on,
        why_not_told=why_not_told,
        recorded_by=by,
    )
    record_event("warning_note_added", by=by, person=person, on=note, kind=kind, review_on=review_on)
    return note


@action(open_after_death="Workers still visit the family.")
def review_warning_note(
    *,
    by: User,
    note: WarningNote,
    revision: int | None = None,
    text: str,
    review_on: date,
    person_told_on: date | None,
    why_not_told: str,
) -> None:
    """The note still holds, as worded now, until it is looked at again on `review_on`."""
    told = {"person_told_on": person_told_on, "why_not_told": why_not_told}
    change(note, revision, {"text": text, "review_on": review_on, **told})
    record_event("warning_note_reviewed", by=by, person=note.person, on=note, review_on=review_on)


@action(open_after_death="Workers still visit the family.")
def end_warning_note(*, by: User, note: WarningNote, revision: int | None = None, ended_on: date) -> None:
    claim_unchanged(note, revision)
    note.ended_on = ended_on
    note.save(update_fields=["ended_on"])
    record_event("warning_note_ended", by=by, person=note.person, on=note, ended_on=ended_on)


@action
def set_correspondence_address(
    *,
    by: User | None,
    person: YoungPerson,
    address: str,
    postcode: str,
    starts_on: date,
    today: date,
    safe_to_use: bool,
    care_of: str = "",
) -> CorrespondenceAddress:
    """Write to this address from a day on, instead of the one before, which ends then.

    One that began that very day was never used: the new one takes its place, and only the history holds it.
    """
    following = CorrespondenceAddress.objects.filter(person=person, starts_on__gt=starts_on).order_by("starts_on")
    next_starts_on = following.values_list("starts_on", flat=True).first()
    _end_correspondence(person, starts_on)
    written = CorrespondenceAddress.objects.create(
        person=person,
        address=address,
        postcode=postcode,
        care_of=care_of,
        safe_to_use=safe_to_use,
        starts_on=starts_on,
        ends_on=next_starts_on,
        recorded_by=by,
    )
    facts_changed(people=[person.pk], today=today)
    record_event("correspondence_address_set", by=by, person=person, on=written, safe_to_use=safe_to_use)
    return written


@action
def end_correspondence_address(*, by: User, person: YoungPerson, ends_on: date, today: date) -> None:
    """From this day on letters go to where they live. Refused when no address is in use on the day."""
    if not _used_on(person, ends_on).exists():
        raise Refused(f"We did not write to another address on {day(ends_on)}: give a day on which we did.")
    _end_correspondence(person, ends_on)
    facts_changed(people=[person.pk], today=today)
    record_event("correspondence_address_ended", by=by, person=person, ends_on=ends_on)


def _end_correspondence(person: YoungPerson, on: date) -> None:
    """End the address in use on the day; one that began that very day was never used, and goes."""
    _used_on(person, on).filter(starts_on=on).delete()
    _used_on(person, on).update(ends_on=on)


def _used_on(person: YoungPerson, on: date) -> QuerySet[CorrespondenceAddress]:
    return CorrespondenceAddress.objects.filter(on_day(on), person=person)
