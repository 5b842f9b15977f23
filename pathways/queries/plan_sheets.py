"""Sheets that young people fill in by hand, with the scans of those that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from careleavers.models import Document, YoungPerson
from careleavers.queries.file_scans import why_closed
from pathways.models import NeedsAssessment, PlanReview, PlanSheet, PlanSheetPage, PlanVersion


@dataclass(frozen=True)
class SheetFile:
    """A scan of a sheet, with why nobody can open it, "" where it can be opened."""

    document: Document
    why_closed: str


@dataclass(frozen=True)
class SheetLine:
    """A sheet and its scans, without those that were taken out again."""

    sheet: PlanSheet
    files: tuple[SheetFile, ...]

    @property
    def is_out(self) -> bool:
        """Whether somebody is to get it back."""
        return self.sheet.open_step is not None


def sheets_of(of: PlanVersion | NeedsAssessment | None, now: datetime) -> list[SheetLine]:
    """The sheets of a version or an assessment, the first printed first. Two queries."""
    return [line_of(sheet, now) for sheet in _with_files(of.sheets.all())] if of else []


def sheets_of_plan(person: YoungPerson, now: datetime) -> list[SheetLine]:
    """Those of the versions that count now: the one in force, and the one that is being written. Two queries."""
    later = PlanVersion.objects.authorised().filter(
        plan=OuterRef("version__plan"), number__gt=OuterRef("version__number")
    )
    of_now = sheets_about(person).filter(version__isnull=False).exclude(Exists(later))
    return [line_of(sheet, now) for sheet in of_now]


def sheets_of_review(review: PlanReview, now: datetime) -> list[SheetLine]:
    """Those on which they wrote for a review: printed for a version of the plan since the day of the review before it,
    and by its own day. Three queries.
    """
    person = review.plan.person
    before = review.plan.reviews.filter(held_on__lt=review.held_on).order_by("-held_on").first()
    of_it = sheets_about(person).filter(version__isnull=False, printed_on__lte=review.held_on)
    if before:
        of_it = of_it.filter(printed_on__gt=before.held_on)
    return [line_of(sheet, now) for sheet in of_it]


def line_of(sheet: PlanSheet, now: datetime) -> SheetLine:
    """A sheet as its pages show it; it comes from `sheets_about`, or `sheets_of`."""
    there = (page.document for page in sheet.pages.all() if page.document.taken_out_on is None)
    return SheetLine(sheet, tuple(SheetFile(each, why_closed(getattr(each, "scan", None), now)) for each in there))


def sheets_about(person: YoungPerson) -> QuerySet[PlanSheet]:
    """All sheets of somebody, with their scans."""
    return _with_files(person.plan_sheets.all())


def page_of_sheet(document: Document) -> str:
    """The address of the sheet of which this file is a scan; "" for any other."""
    sheet = PlanSheet.objects.filter(pages__document=document).first()
    return reverse("pathways:plan_sheet", args=[sheet.person_id, sheet.pk]) if sheet else ""


def _with_files(sheets: QuerySet[PlanSheet]) -> QuerySet[PlanSheet]:
    pages = Prefetch("pages", PlanSheetPage.objects.select_related("document__scan"))
    return sheets.select_related("version", "next_step__assigned_to", "recorded_by").prefetch_related(pages)
