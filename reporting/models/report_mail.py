"""Who is told by email that a report is there to read: a link, and nothing of what it says."""

from __future__ import annotations

from django.db import models

from careleavers.models import User
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from reporting.rules.report_mail import REPORTS


class ReportMail(UUIDModel):
    """That somebody wants the link to one report, and the last day on which it was sent: at first that of their choice,
    so that the next report is the first they are told of. No row: they do not want it.

    `address` is that of the product as they use it, with its scheme and without a path.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="report_mails", db_comment=PERSONAL)
    report = models.CharField(
        max_length=20, choices=[(each.code, each.words) for each in REPORTS.values()], db_comment=RECORD_KEEPING
    )
    address = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    sent_on = models.DateField(db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "report"], name="report_mail_once")]
