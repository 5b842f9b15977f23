"""Somebody's papers: how it is with each, and what is done about it next."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import EARLIER, why_after_death, why_before_birth
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import EditConflict, change, claim_unchanged
from careleavers.models import KeyDocument, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.key_documents import KIND_WORDS, DocumentKind


@action
def write_document(
    *,
    by: User,
    person: YoungPerson,
    kind: str,
    revision: int | None = None,
    today: date,
    since: date,
    next_step: NextStep | None = None,
    **facts: Any,
) -> KeyDocument:
    """Write down how it is with one of their papers since a day, or put it right. `facts` are fields of KeyDocument.

    `revision` None: no row was there when the form was opened. EditConflict when somebody else wrote one since, or
    changed it; refused for a day before their birth or after their death.
    """
    if refusal := why_before_birth(person, since):
        raise Refused(refusal, field="since")
    if refusal := why_after_death(person, since, EARLIER):
        raise Refused(refusal)
    document = KeyDocument.objects.filter(person=person, kind=kind).select_related("next_step").first()
    if document and revision is None:
        raise EditConflict(None, document, ["since", *facts])
    if document:
        change(document, revision, {"since": since, **facts})
    else:
        document = KeyDocument.objects.create(person=person, kind=kind, since=since, recorded_by=by, **facts)
    set_next_step(by=by, person=person, row=document, step=next_step)
    words = KIND_WORDS[DocumentKind(kind)]
    close_alerts_of_kind(person=person, kind=ClosedBy.DOCUMENT, today=today, because=f"Written down: {words}")
    facts_changed(people=[person.pk], today=today)
    record_event("key_document_written", by=by, person=person, on=document, kind=kind, state=document.state)
    return document


@action
def remove_document(*, by: User, document: KeyDocument, revision: int | None, today: date) -> None:
    """Take out what was written down by mistake, with what was to be done about it; the history keeps both."""
    current = claim_unchanged(document, revision)
    set_next_step(by=by, person=document.person, row=current, step=None)
    record_event("key_document_removed", by=by, person=document.person, on=current, kind=current.kind)
    current.delete()
    facts_changed(people=[document.person_id], today=today)
