"""Links to reports: asked for, and sent once each time a report is there again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import action, record_event
from careleavers.actions.one_by_one import one_by_one
from careleavers.models import PolicyValue, User
from reporting.models import FrozenPeriod, ReportMail
from reporting.queries.report_mail import may_open
from reporting.rules.periods import period_name
from reporting.rules.report_mail import REPORTS, ReportRhythm, is_due, message


@action
def choose_report_mail(*, by: User, reports: Collection[str], address: str, today: date) -> None:
    """Which reports they are told of from now on; what is chosen already goes on as it was."""
    chosen = ReportMail.objects.filter(user_id=by.pk)
    chosen.exclude(report__in=reports).delete()
    for report in reports:
        ReportMail.objects.get_or_create(
            user_id=by.pk, report=report, defaults={"address": address.rstrip("/"), "sent_on": today}
        )
    record_event("report_mail_chosen", by=by, on=by, reports=sorted(reports))


def send_report_mail(*, today: date) -> int:
    """To everybody of what is due for them; asked again, nobody has it twice. How many were sent.

    One whose message fails keeps nobody else from theirs: what failed is raised when all were tried.
    """
    latest = FrozenPeriod.objects.quarters().first()
    frozen_on = timezone.localdate(latest.frozen_at) if latest else None
    chosen = ReportMail.objects.filter(user__is_active=True, sent_on__lt=today).select_related("user").order_by("pk")
    due = (each for each in chosen if is_due(REPORTS[each.report].rhythm, each.sent_on, today, frozen_on))
    return sum(one_by_one(due, lambda each: send_one(by=None, to=each, quarter=latest, today=today)))


@action
def send_one(*, by: User | None, to: ReportMail, quarter: FrozenPeriod | None, today: date) -> bool:
    """False where another worker was first, or they may not open it any more: its time is over in either case."""
    if not ReportMail.objects.filter(pk=to.pk, sent_on__lt=today).update(sent_on=today):
        return False
    report = REPORTS[to.report]
    if not may_open(to.user.under(PolicyValue.objects.in_force(today), today), report):
        return False
    of_quarter = quarter if report.rhythm == ReportRhythm.QUARTER else None
    args = [of_quarter.pk] if of_quarter and report.code != "published" else []
    link = f"{to.address}{reverse(report.url_name, args=args)}"
    about = period_name(of_quarter.ends_on) if of_quarter else ""
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{report.words.lower()}"
    EmailMessage(subject, message(report, about, link), to=[to.user.email]).send()
    return True
