"""Which reports somebody may be told of by email, when each is due, and what the message says. Pure.

It holds a link, no figure and nobody's name: mail is read in many places, and whoever opens the link signs in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from careleavers.permissions import Permission
from careleavers.rules.dates import is_working_day, monday_of

SEES_FIGURES = (Permission.VIEW_FIGURES,)
SEES_PUBLISHED = (Permission.VIEW_PUBLISHED, *SEES_FIGURES)  # whoever may not is told the first


class ReportRhythm(StrEnum):
    """When a report is there again."""

    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    @property
    def words(self) -> str:
        return RHYTHM_WORDS[self]


RHYTHM_WORDS = {
    ReportRhythm.QUARTER: "when a quarter has been frozen",
    ReportRhythm.MONTH: "on the first working day of each month",
    ReportRhythm.WEEK: "on the first working day of each week",
}


class MailedReport(NamedTuple):
    """A page by its name in the addresses, of a frozen quarter where `rhythm` is one. Whoever has one of the
    permissions may open it."""

    code: str
    words: str
    url_name: str
    rhythm: ReportRhythm
    permissions: tuple[Permission, ...]


REPORTS: Mapping[str, MailedReport] = {
    each.code: each
    for each in (
        MailedReport("published", "Published figures", "reporting:published", ReportRhythm.QUARTER, SEES_PUBLISHED),
        MailedReport("board_pack", "Pack for the Board", "reporting:board_pack", ReportRhythm.QUARTER, SEES_PUBLISHED),
        MailedReport("paper", "Committee paper", "reporting:paper", ReportRhythm.QUARTER, SEES_PUBLISHED),
        MailedReport("health", "Health needs", "reporting:health_needs", ReportRhythm.QUARTER, SEES_PUBLISHED),
        MailedReport("figures", "Figures", "reporting:dashboard", ReportRhythm.MONTH, SEES_FIGURES),
        MailedReport("duties", "Duties in time", "reporting:duties", ReportRhythm.MONTH, SEES_FIGURES),
        MailedReport("improvement", "Improvement plan", "reporting:improvement", ReportRhythm.MONTH, SEES_PUBLISHED),
        MailedReport(
            "missing",
            "What the record does not know",
            "reporting:missing",
            ReportRhythm.WEEK,
            (Permission.OPEN_NAMES,),
        ),
    )
}


def is_due(rhythm: ReportRhythm, sent_on: date, today: date, frozen_on: date | None) -> bool:
    """On working days alone, once in each of its times. `frozen_on`: the day on which the latest quarter was frozen."""
    if not is_working_day(today):
        return False
    if rhythm == ReportRhythm.QUARTER:
        return frozen_on is not None and sent_on < frozen_on
    return sent_on < (today.replace(day=1) if rhythm == ReportRhythm.MONTH else monday_of(today))


def message(report: MailedReport, about: str, link: str) -> str:
    """`about` names the quarter, "" where there is none."""
    named = f"{report.words}, {about}" if about else report.words
    return (
        f"Good morning,\n\n{named}:\n{link}\n\nYou sign in to read it. This message holds no figure and names nobody, "
        f"as others may see your mail. It comes {report.rhythm.words}; on the page “Reports by email” you can end it.\n"
    )
