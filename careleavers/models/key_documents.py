"""The papers that prove who somebody is and what they may do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.key_documents import KIND_WORDS, STATE_WORDS, DocumentFact, DocumentState


@track
class KeyDocument(Recorded, Revised, WithNextStep):
    """How it is with one paper of somebody's since a day. At most one row of a kind: what was before is in the history.

    A paper's number is kept only where somebody needs it, and a copy only with the young person's agreement.
    """

    KINDS = choices_of(KIND_WORDS)
    STATES = choices_of(STATE_WORDS)
    HOLDERS = [
        ("person", "They keep it themselves"),
        ("us", "We keep it safe for them"),
        ("carer", "A carer or where they live"),
        ("family", "Family"),
        ("other", "Somebody else, such as a solicitor"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="key_documents", db_comment=PERSONAL)
    kind = models.CharField(max_length=20, choices=KINDS, db_comment=PERSONAL)
    state = models.CharField(max_length=10, choices=STATES, db_comment=PERSONAL)
    since = models.DateField(db_comment=RECORD_KEEPING)
    held_by = models.CharField(max_length=6, choices=HOLDERS, blank=True, db_comment=PERSONAL)
    copy_kept = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    number = models.CharField(max_length=40, blank=True, db_comment=SENSITIVE)
    expires_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)
    why_not_needed = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="key_document_once"),
            models.CheckConstraint(
                name="key_document_held_by_somebody", condition=~Q(state=DocumentState.HELD.value) | ~Q(held_by="")
            ),
            models.CheckConstraint(
                name="key_document_not_needed_why",
                condition=~Q(state=DocumentState.NOT_NEEDED.value) | ~Q(why_not_needed=""),
            ),
        ]

    @property
    def fact(self) -> DocumentFact:
        return DocumentFact(self.kind, self.state, self.since, self.expires_on)
