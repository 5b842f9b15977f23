"""Two young people have a sheet on which they write what their plan should say: one is out, one came back."""

from __future__ import annotations

from datetime import date, timedelta

from PIL import Image, ImageDraw

from careleavers.actions.documents import NewFile
from careleavers.actions.facts_changed import facts_changed
from careleavers.demo.photos import as_jpeg
from careleavers.models import Allocation
from careleavers.models.base import on_day
from careleavers.rules.uploads import MediaType
from pathways.actions.plan_sheets import print_sheet, sheet_came_back
from pathways.actions.plans import start_version
from pathways.models import PlanVersion

WROTE = (
    ("What do you want for the next year?", "my own place. a dog if they let me"),
    ("Who matters most to you?", "my nan and Reece"),
    ("What is hard about money?", "the first week after rent"),
)
DAYS, AGO = 14, timedelta(days=3)


def plan_sheets(*, today: date, quarters: int) -> None:
    held = (
        Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER)
        .filter(person__died_on=None, person__is_restricted=False, person__pathway_plan__versions__state="authorised")
        .exclude(person__pathway_plan__versions__state__in=(*PlanVersion.OPEN_TO_WRITING, PlanVersion.SUBMITTED))
        .select_related("person", "worker")
        .order_by("-person__sort_name", "person")
        .distinct()
    )
    for came_back, allocation in zip((True, False), held, strict=False):
        by = allocation.worker.on(today)
        version = start_version(by=by, person=allocation.person, today=today)
        sheet = print_sheet(by=by, of=version, days=DAYS, today=today - AGO)
        if came_back:
            files = [NewFile("Their sheet.jpg", MediaType.JPEG, _photo())]
            sheet_came_back(by=by, sheet=sheet, files=files, came_back_on=today, today=today)
        facts_changed(people=[allocation.person_id], today=today)  # it was printed on a day before


def _photo() -> bytes:
    page = Image.new("RGB", (620, 877), "#f4f1ea")
    drawing = ImageDraw.Draw(page)
    for row, (asked, wrote) in enumerate(WROTE):
        drawing.text((60, 70 + row * 240), asked, fill="#222222", font_size=24)
        drawing.text((75, 125 + row * 240), wrote, fill="#1c3f94", font_size=30)
        for line in range(3):
            drawing.line((60, 165 + row * 240 + line * 42, 560, 165 + row * 240 + line * 42), fill="#8a93a3", width=2)
    return as_jpeg(page)
