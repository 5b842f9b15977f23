"""The copy of a record that somebody asked for: begun, decided on place by place, looked at twice, and made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.record_requests import follow, still_open
from careleavers.actions.revisions import CHANGED_MEANWHILE, claim_unchanged
from careleavers.documents.record_copy import copy_of, copy_pdf
from careleavers.models import CopyEntry, CopyFile, RecordRequest, Redaction, User
from careleavers.queries.record_requests import revision_of_places, who_may_answer
from careleavers.queries.story import StoryEntry, names_in_their_life
from careleavers.rules.record_requests import RecordRequestState, RequestKind
from careleavers.rules.redactions import RedactionGround, parts_of_names, places, proposals

BEING_MADE = "The copy is not being prepared now: what was decided stays as it is."
AFTER_DEATH = "What their family asked for is answered."
NOBODY_ELSE = (
    "Nobody could take the second look: every other manager of this team and of those above it worked on this copy, or "
    "cannot open this record. Ask the administrator to give another manager a role in the team, then hand it in again."
)


@action(open_after_death=AFTER_DEATH)
def begin_copy(
    *, by: User, request: RecordRequest, revision: int | None, entries: Sequence[StoryEntry], today: date
) -> None:
    """Keep the record as it is now, entry by entry, and propose what must be looked at before it is given.

    `entries` are the whole record in order. Refused for a request of another kind, or where a copy has been begun.
    """
    current = still_open(request, revision)
    if current.kind != RequestKind.ACCESS or current.copied_on:
        raise Refused("There is no copy to begin: look at the request again.")
    rows = [
        CopyEntry(
            request=current,
            number=number,
            section=each.section.value,
            heading=each.heading,
            text=each.text,
            source=each.source,
            source_id=each.source_id,
        )
        for number, each in enumerate(entries, start=1)
    ]
    CopyEntry.objects.bulk_create(rows, batch_size=500)
    person = current.person
    names = parts_of_names(names_in_their_life(person), [*person.name_words, person.other_names])
    found = [
        Redaction(
            entry=row,
            recorded_by=by,
            start=span.start,
            end=span.end,
            words=row.text[span.start : span.end],
            ground=span.ground.value,
        )
        for row, each in zip(rows, entries, strict=True)
        for span in proposals(each.text, marked=each.marked, names=names)
    ]
    Redaction.objects.bulk_create(found, batch_size=500)
    follow(current, RecordRequestState.PREPARING, copied_on=today)
    record_event("record_copy_begun", by=by, person=person, on=current, entries=len(rows), proposed=len(found))


@action(open_after_death=AFTER_DEATH)
def decide_on_words(
    *,
    by: User,
    request: RecordRequest,
    redactions: QuerySet[Redaction],
    revision: int | None = None,
    state: str,
    exemption: str,
    reason: str,
    now: datetime,
) -> int:
    """Take out, or leave in, these places of the copy. Returns how many. Refused unless it is being prepared, and when
    somebody else decided on one of them since the page was opened (`revision`: that of the places together)."""
    current = _being_prepared(request)  # its lock: who decides on places of one copy takes turns
    if revision is not None and revision_of_places(redactions) != revision:
        raise Refused(CHANGED_MEANWHILE)
    given = {
        "state": state,
        "exemption": exemption if state == Redaction.OUT else "",
        "reason": reason,
        "decided_by": by,
        "decided_at": now,
    }
    changed = redactions.filter(entry__request=current).update(**given)
    record_event(
        "record_copy_decided",
        by=by,
        person=current.person,
        on=current,
        state=state,
        exemption=given["exemption"],
        places=changed,
    )
    return changed


@action(open_after_death=AFTER_DEATH)
def take_out_words(
    *,
    by: User,
    request: RecordRequest,
    words: str,
    entry: CopyEntry | None,
    exemption: str,
    reason: str,
    now: datetime,
) -> int:
    """Take out these words wherever the copy, or one entry of it, has them; "" is the whole of the entry.

    Returns in how many places. Refused where the words are nowhere, or unless the copy is being prepared.
    """
    current = _being_prepared(request)
    rows = current.entries.filter(pk=entry.pk) if entry else current.entries.filter(text__contains=words)
    found = [
        Redaction(
            entry=row,
            recorded_by=by,
            start=start,
            end=end,
            words=row.text[start:end],
            ground=RedactionGround.BY_HAND.value,
            state=Redaction.OUT,
            exemption=exemption,
            reason=reason,
            decided_by=by,
            decided_at=now,
        )
        for row in rows
        for start, end in (places(row.text, words) if words else [(0, len(row.text))])
    ]
    if not found:
        raise Refused("These words are not in the copy: write them exactly as they are there.", field="words")
    Redaction.objects.bulk_create(found, batch_size=500)
    record_event(
        "record_copy_decided",
        by=by,
        person=current.person,
        on=current,
        state=Redaction.OUT,
        exemption=exemption,
        places=len(found),
    )
    return len(found)


@action(open_after_death=AFTER_DEATH)
def hand_in_copy(*, by: User, request: RecordRequest, revision: int | None, today: date) -> None:
    """It is finished: a second person is to look at it. Refused while something is to be decided, and where nobody
    could look at it.
    """
    current = _being_prepared(request, revision)
    if Redaction.objects.filter(entry__request=current, state=Redaction.PROPOSED).exists():
        raise Refused("Decide first on what is proposed: some places are still open.")
    worked = Redaction.objects.filter(entry__request=current, decided_by__isnull=False).values("decided_by")
    if not who_may_answer(current.person, today).exclude(pk=by.pk).exclude(pk__in=worked).exists():
        raise Refused(NOBODY_ELSE)
    follow(current, RecordRequestState.SECOND_LOOK, handed_in_by=by, return_comment="")
    record_event("record_copy_handed_in", by=by, person=current.person, on=current)


def why_not_second(request: RecordRequest, by: User) -> str | None:
    """Why this user may not be the second person; None where they may."""
    if request.state != RecordRequestState.SECOND_LOOK:
        return "The copy does not wait for a second look."
    decided = Redaction.objects.filter(entry__request=request, decided_by=by).exists()
    if decided or request.handed_in_by_id == by.pk:
        return "You worked on this copy: somebody else takes the second look."
    return None


@action(open_after_death=AFTER_DEATH)
def approve_copy(
    *, by: User, request: RecordRequest, revision: int | None, authority: str, colour: str, today: date
) -> None:
    """A second person finds it right: the PDF is made and kept, and may be given. Refused for who worked on it."""
    current = claim_unchanged(request, revision)
    if refusal := why_not_second(current, by):
        raise Refused(refusal)
    pdf = copy_pdf(copy_of(current, authority=authority, colour=colour), today)
    CopyFile.objects.update_or_create(request=current, defaults={"content": pdf, "sha256": sha256(pdf).hexdigest()})
    follow(current, RecordRequestState.READY, approved_by=by, approved_on=today)
    record_event("record_copy_approved", by=by, person=current.person, on=current)


@action(open_after_death=AFTER_DEATH)
def return_copy(*, by: User, request: RecordRequest, revision: int | None, comment: str) -> None:
    """A second person finds something to change, and says what; or, once it was approved, anybody who answers."""
    current = claim_unchanged(request, revision)
    if current.state != RecordRequestState.READY and (refusal := why_not_second(current, by)):
        raise Refused(refusal)
    follow(current, RecordRequestState.PREPARING, approved_by=None, approved_on=None, return_comment=comment)
    record_event("record_copy_returned", by=by, person=current.person, on=current)


def _being_prepared(request: RecordRequest, revision: int | None = None) -> RecordRequest:
    current = claim_unchanged(request, revision)
    if current.state != RecordRequestState.PREPARING:
        raise Refused(BEING_MADE)
    return current
