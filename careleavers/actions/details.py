"""How to reach somebody, where to write, and what to be careful of. History is kept: things end, none is removed."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import action, record_event
from careleavers.models import ContactDetail, CorrespondenceAddress, User, WarningNote, YoungPerson
from careleavers.rules import phones


@action
def add_contact_detail(
    *,
    by: User | None,
    person: YoungPerson,
    kind: str,
    value: str,
    starts_on: date,
    safe_to_use: bool = True,
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
    record_event("contact_detail_added", by=by, person=person, on=detail, kind=kind, safe_to_use=safe_to_use)
    return detail


@action
def change_contact_detail(
    *, by: User, detail: ContactDetail, safe_to_use: bool, how_to_use: str, is_preferred: bool
) -> None:
    """Say whether it is safe, how to use it, and whether they prefer it. Another number is another row."""
    if is_preferred:
        _prefer_none(detail.person)
    detail.safe_to_use, detail.how_to_use, detail.is_preferred = safe_to_use, how_to_use, is_preferred
    detail.save(update_fields=["safe_to_use", "how_to_use", "is_preferred"])
    record_event("contact_detail_changed", by=by, person=detail.person, on=detail, safe_to_use=safe_to_use)


@action
def end_contact_detail(*, by: User | None, detail: ContactDetail, ends_on: date) -> None:
    """It reaches them no longer from this day on. It can still be searched for."""
    detail.ends_on, detail.is_preferred = max(ends_on, detail.starts_on), False
    detail.save(update_fields=["ends_on", "is_preferred"])
    record_event("contact_detail_ended", by=by, person=detail.person, on=detail, ends_on=ends_on)


def _prefer_none(person: YoungPerson) -> None:
    ContactDetail.objects.filter(person=person, is_preferred=True).update(is_preferred=False)


@action
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


@action
def review_warning_note(
    *, by: User, note: WarningNote, text: str, review_on: date, person_told_on: date | None, why_not_told: str
) -> None:
    """The note still holds, as worded now, until it is looked at again on `review_on`."""
    note.text, note.review_on = text, review_on
    note.person_told_on, note.why_not_told = person_told_on, why_not_told
    note.save(update_fields=["text", "review_on", "person_told_on", "why_not_told"])
    record_event("warning_note_reviewed", by=by, person=note.person, on=note, review_on=review_on)


@action
def end_warning_note(*, by: User, note: WarningNote, ended_on: date) -> None:
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
    care_of: str = "",
    safe_to_use: bool = True,
) -> CorrespondenceAddress:
    """Write to this address from a day on, instead of the one before, which ends then."""
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
    record_event("correspondence_address_set", by=by, person=person, on=written, safe_to_use=safe_to_use)
    return written


@action
def end_correspondence_address(*, by: User, person: YoungPerson, ends_on: date) -> None:
    """From this day on letters go to where they live."""
    _end_correspondence(person, ends_on)
    record_event("correspondence_address_ended", by=by, person=person, ends_on=ends_on)


def _end_correspondence(person: YoungPerson, day: date) -> None:
    """End what holds on the day; one that began that very day never held, and is kept as an empty period."""
    current = CorrespondenceAddress.objects.filter(person=person, starts_on__lte=day).exclude(ends_on__lte=day)
    current.update(ends_on=day)
