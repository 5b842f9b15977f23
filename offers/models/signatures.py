"""Pictures of the signature that letters bear, in versions. A letter keeps the one it was approved with."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, track_without
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


class LetterSignatureQuerySet(models.QuerySet["LetterSignature"]):
    def in_use(self, today: date, name: str) -> LetterSignature | None:
        """The one that letters signed by this name bear on a day, without its picture; None where they bear none."""
        rows = self.filter(signed_by=name, used_from__lte=today, ended_on=None).defer("picture")
        return rows.order_by("-version").first()

    def draft(self) -> LetterSignature | None:
        """The one that is looked at before letters bear it."""
        return self.filter(used_from=None).defer("picture").first()


@track_without("picture")
class LetterSignature(Recorded):
    """One version of the picture of the signature. `signed_by`: whose it is; it goes under no other name.

    `picture` is a PNG of `width` by `height` pixels, in shades of grey; `sha256` of it, in hexadecimal. `used_from`:
    the day from which letters that are approved bear it, None while it is a draft; `ended_on`: the day from which they
    do so no more. What letters bear, or bore, is never changed or deleted.
    """

    version = models.PositiveIntegerField(unique=True, db_comment=RECORD_KEEPING)
    signed_by = models.CharField(max_length=200, db_comment=PERSONAL)
    picture = models.BinaryField(db_comment=PERSONAL)
    width = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    height = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    sha256 = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    used_from = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    used_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    objects = LetterSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["used_from"],
                condition=Q(used_from=None),
                nulls_distinct=False,
                name="letter_signature_one_draft",
            ),
            models.CheckConstraint(
                name="letter_signature_ends_after_use",
                condition=Q(ended_on=None) | Q(used_from__isnull=False, ended_on__gte=models.F("used_from")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="used_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__used_from__isnull=False),
            ),
            pgtrigger.Protect(
                name="picture_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.picture IS DISTINCT FROM NEW.picture OR OLD.signed_by IS DISTINCT FROM NEW.signed_by"
                    " OR (OLD.used_from IS NOT NULL AND OLD.used_from IS DISTINCT FROM NEW.used_from)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Signature of {self.signed_by}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.used_from is None

    @property
    def called(self) -> str:
        """By which a letter's words refer to it."""
        return str(self.pk)
