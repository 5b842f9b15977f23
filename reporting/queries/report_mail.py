"""Who may be told of which report."""

from __future__ import annotations

from careleavers.models import User
from reporting.models import ReportMail
from reporting.rules.report_mail import REPORTS, MailedReport


def may_open(user: User, report: MailedReport) -> bool:
    return any(user.may(permission) for permission in report.permissions)


def reports_for(user: User) -> list[MailedReport]:
    """Those that they may open, in the order of the page."""
    return [report for report in REPORTS.values() if may_open(user, report)]


def chosen_by(user: User) -> list[str]:
    """The codes of those that they are told of."""
    return list(ReportMail.objects.filter(user=user).values_list("report", flat=True))
