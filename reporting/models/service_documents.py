"""What the service works by: strategies, policies, protocols with others, and decisions of boards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING

IN_USE = Q(withdrawn_on__isnull=True)


@track
class ServiceDocument(Recorded, Revised):
    """A strategy, policy, protocol or decision: who approved it and when, and when its owner looks at it again.

    Not approved yet, it is a draft and `look_on` is the day by which it is to be. It names no young person.
    """

    KINDS = [
        ("strategy", "Strategy"),
        ("policy", "Policy"),
        ("protocol", "Protocol with others"),
        ("procedure", "Procedure"),
        ("decision", "Decision of a board or cabinet"),
    ]
    NOT_YET, SCREENED, ASSESSED = "", "screened", "assessed"
    EQUALITY = [
        (NOT_YET, "Not yet"),
        (SCREENED, "Screened: no full assessment needed"),
        (ASSESSED, "Full equality impact assessment"),
    ]

    kind = models.CharField(max_length=10, choices=KINDS, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=160, db_comment=RECORD_KEEPING)
    version = models.CharField(max_length=20, blank=True, db_comment=RECORD_KEEPING)
    says = models.TextField("what it settles", blank=True, db_comment=RECORD_KEEPING)
    kept_at = models.CharField("where it is kept", max_length=300, blank=True, db_comment=RECORD_KEEPING)
    approved_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    approved_by = models.CharField("which body approved it", max_length=160, blank=True, db_comment=RECORD_KEEPING)
    equality = models.CharField(max_length=8, choices=EQUALITY, blank=True, db_comment=RECORD_KEEPING)
    equality_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="service_documents", db_comment=RECORD_KEEPING
    )
    look_on = models.DateField("when its owner looks at it again", db_comment=RECORD_KEEPING)
    withdrawn_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [
            models.CheckConstraint(
                name="document_approved_by_a_body", condition=Q(approved_on__isnull=True) | ~Q(approved_by="")
            ),
            models.CheckConstraint(
                name="document_equality_with_day",
                condition=Q(equality="", equality_on=None) | ~Q(equality="") & Q(equality_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["owner", "look_on"], name="document_to_look_at", condition=IN_USE)]

    def __str__(self) -> str:
        return self.title


@track
class Signatory(Recorded, Revised):
    """A partner who signs a protocol; without a day they have not yet. `asked_on`: since when it is with them."""

    document = models.ForeignKey(
        ServiceDocument, on_delete=models.CASCADE, related_name="signatories", db_comment=RECORD_KEEPING
    )
    organisation = models.CharField(max_length=160, db_comment=RECORD_KEEPING)
    name = models.CharField("who signs", max_length=120, blank=True, db_comment=PERSONAL)
    asked_on = models.DateField(db_comment=RECORD_KEEPING)
    signed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["organisation"]
        constraints = [
            models.UniqueConstraint(fields=["document", "organisation"], name="signatory_once"),
            models.CheckConstraint(
                name="signed_after_asked",
                condition=Q(signed_on__isnull=True) | Q(signed_on__gte=models.F("asked_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation
