"""Reports by email: a link when a report is there again, once, for those who may open it; no figure and no name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from careleavers.models import User
from reporting.actions.report_mail import choose_report_mail, send_one, send_report_mail
from reporting.models import FrozenPeriod, ReportMail
from reporting.rules.report_mail import REPORTS, ReportRhythm, is_due
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")
SITE = "https://leaving-care.example"


@pytest.mark.parametrize(
    ("rhythm", "sent_on", "today", "frozen_on", "due"),
    [
        ("quarter", "2026-09-20", "2026-10-01", "2026-10-01", True),
        ("quarter", "2026-10-01", "2026-10-02", "2026-10-01", False),
        ("quarter", "2026-10-01", "2026-10-02", None, False),
        ("quarter", "2026-12-31", "2027-01-01", "2027-01-01", False),  # a bank holiday
        ("quarter", "2026-12-31", "2027-01-04", "2027-01-01", True),
        ("month", "2026-11-02", "2026-11-30", None, False),
        ("month", "2026-11-02", "2026-12-01", None, True),
        ("month", "2026-12-20", "2027-01-01", None, False),
        ("month", "2026-12-20", "2027-01-04", None, True),
        ("month", "2026-11-20", "2026-12-08", None, True),  # the first days were missed
        ("week", "2026-11-16", "2026-11-22", None, False),
        ("week", "2026-11-16", "2026-11-23", None, True),
        ("week", "2026-12-21", "2026-12-28", None, False),  # instead of Boxing Day
        ("week", "2026-12-21", "2026-12-29", None, True),
    ],
)
def test_when_a_report_is_there_again(rhythm: str, sent_on: str, today: str, frozen_on: str | None, due: bool) -> None:
    days = date.fromisoformat(sent_on), date.fromisoformat(today)
    assert is_due(ReportRhythm(rhythm), *days, frozen_on and date.fromisoformat(frozen_on)) == due


@pytest.fixture
def quarter(cast: Cast, scene: Callable) -> FrozenPeriod:
    with scene():
        FrozenPeriod.objects.create(ends_on=date(2026, 6, 30))
        return FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))


def choose(user: User, *reports: str, days: int = 30) -> None:
    choose_report_mail(by=user, reports=reports, address=f"{SITE}/", today=TODAY - timedelta(days=days))


def test_each_page_may_be_opened_by_whoever_is_told_of_it(cast: Cast, quarter: FrozenPeriod, sign_in) -> None:
    for who in (cast.vera, cast.cora, cast.pip):
        client = sign_in(who)
        shown = client.get(reverse("reporting:report_mail")).content.decode()
        offered = [report for report in REPORTS.values() if f'value="{report.code}"' in shown]
        assert offered
        choose(who, *(report.code for report in offered))
    assert send_report_mail(today=TODAY) == ReportMail.objects.count()
    for message in mail.outbox:
        [link] = [line for line in str(message.body).splitlines() if line.startswith(SITE)]
        user = User.objects.get(email=message.to[0])
        assert sign_in(user).get(link.removeprefix(SITE)).status_code == 200
        assert not any(word in f"{message.subject} {message.body}" for word in ("Amira", "Khan", "%"))
    to_cora = [message for message in mail.outbox if message.to == [cast.cora.email]]
    assert len(to_cora) == 5
    [pack] = [message for message in to_cora if "pack for the board" in message.subject]
    assert "Pack for the Board, Quarter 2, 2026-27:" in pack.body
    assert reverse("reporting:board_pack", args=[quarter.pk]) in pack.body


def test_nobody_has_it_twice(cast: Cast, quarter: FrozenPeriod) -> None:
    """Asked again, and by a worker who read the row before the other wrote it."""
    choose(cast.vera, "board_pack", "figures")
    stale = ReportMail.objects.get(report="board_pack")
    assert send_report_mail(today=TODAY) == 2
    assert send_report_mail(today=TODAY) == 0
    assert not send_one(by=None, to=stale, quarter=quarter, today=TODAY)
    assert len(mail.outbox) == 2
    assert send_report_mail(today=date(2026, 12, 1)) == 1, "the figures of another month"


def test_who_may_not_open_it_any_more_or_has_left_is_told_nothing(cast: Cast, quarter, scene: Callable) -> None:
    choose(cast.cora, "missing")
    choose(cast.pip, "published")
    with scene():
        User.objects.filter(pk=cast.pip.pk).update(is_active=False)
    assert send_report_mail(today=TODAY) == 0
    assert not mail.outbox


def test_what_is_chosen_is_kept_told_of_from_the_next_one_on_and_ended(cast: Cast, quarter, sign_in) -> None:
    page = reverse("reporting:report_mail")
    assert page in sign_in(cast.cora).get(reverse("reporting:published")).content.decode()
    client = sign_in(cast.vera)
    assert page in client.get(reverse("reporting:dashboard")).content.decode()
    sent = client.post(page, {"reports": ["board_pack", "figures"]}, follow=True).content.decode()

    assert "You are told of the next ones" in sent
    assert sent.count(" checked") == 2
    row = ReportMail.objects.get(report="figures")
    assert (row.address, row.sent_on) == ("http://testserver", TODAY)
    assert send_report_mail(today=TODAY) == 0
    client.post(page, {"reports": ["figures"]})
    assert list(ReportMail.objects.values_list("report", "pk")) == [("figures", row.pk)]
    assert "Select a valid choice" not in client.post(page, {"reports": []}, follow=True).content.decode()
    assert not ReportMail.objects.exists()
    refused = sign_in(cast.cora).post(page, {"reports": ["missing"]}).content.decode()
    assert not ReportMail.objects.exists()
    assert "Error" in refused
    assert sign_in(cast.pat).get(page).status_code == 403
