"""Photos and files of a record: kept with a contact, taken back with it, or taken out with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.quarantine import close_alert_of, put_into_quarantine
from careleavers.models import Contact, Document, DocumentContent, FileScan, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.uploads import MediaType


@dataclass(frozen=True)
class NewFile:
    """A file that was looked through and may be kept: see `careleavers.forms.uploads`."""

    name: str
    media_type: MediaType
    content: bytes

    def kept(self) -> dict[str, Any]:
        """What the row of a file says of it."""
        return {
            "file_name": self.name,
            "media_type": self.media_type.value,
            "size": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }


def keep_files(contact: Contact, files: Sequence[NewFile], *, by: User | None) -> list[Document]:
    """Inside an action: keep these with the contact, in the record of its young person alone."""
    return [keep_file(contact.person, new, by=by, contact=contact) for new in files]


def keep_file(person: YoungPerson, new: NewFile, *, by: User | None, contact: Contact | None = None) -> Document:
    """Inside an action: keep it in their record, with a contact or with what the action then puts it to."""
    document = Document.objects.create(person=person, contact=contact, recorded_by=by, **new.kept())
    DocumentContent.objects.create(document=document, content=new.content)
    put_into_quarantine(document=document)
    kept = {"media_type": document.media_type, "size": document.size, "sha256": document.sha256}
    came_with = {"contact": str(contact.pk)} if contact else {}
    record_event("document_kept", by=by, person=person, on=document, **came_with, **kept)
    return document


def pass_files_on(contact: Contact, amended: Contact) -> None:
    """Inside an action: they belong to the version that took the contact's place."""
    Document.objects.filter(contact=contact).update(contact=amended)


def take_back_files(contact: Contact, today: date) -> None:
    """Inside an action: the contact was undone, and its files are gone with it."""
    for document in Document.objects.filter(contact=contact, scan__state=FileScan.INFECTED):
        close_alert_of(document, today, "The contact was undone, and the file is gone with it")
    Document.objects.filter(contact=contact).delete()


@action
def take_out_document(*, by: User, document: Document, reason: str, today: date) -> None:
    """Destroy the content, for good; that it was there, and why it was taken out, can still be read.

    Refused to others than its writer and managers, and when somebody took it out meanwhile.
    """
    if refusal := why_not_take_out(document, by):
        raise Refused(refusal)
    there = Document.objects.filter(pk=document.pk, taken_out_on=None)
    if not there.update(taken_out_on=today, taken_out_by=by, taken_out_because=reason):
        raise Refused("Somebody else has taken it out already.")
    DocumentContent.objects.filter(document=document).delete()
    FileScan.objects.filter(document=document).delete()
    close_alert_of(document, today, f"{by.name} took the file out")
    record_event("document_taken_out", by=by, person=document.person, on=document, sha256=document.sha256)


def why_not_take_out(document: Document, by: User) -> str | None:
    """The sentence that says why this user cannot take the document out, or None."""
    if document.taken_out_on:
        return "It has been taken out already."
    if by.pk != document.recorded_by_id and not by.may(Permission.MANAGE_TEAM):
        return "Whoever put it into the record, or a manager, can take it out. Ask them."
    return None
