"""The forms of figures and of the service itself that edit a row: see `tests.careleavers.editing_forms`."""

from __future__ import annotations

from datetime import date

from reporting.models import FrozenQuarter, PaperText
from tests.careleavers.edits import Edit
from tests.cast import Cast
from tests.factories import ImprovementActionFactory, RecommendationFactory, ServiceReviewFactory


def paper_text(cast: Cast) -> PaperText:
    quarter = FrozenQuarter.objects.create(ends_on=date(2026, 9, 30))
    return PaperText.objects.create(quarter=quarter, section="EET", text="Posts.")


EDITS = {
    "reporting:service_review_edit": Edit(
        lambda cast: ServiceReviewFactory.create(),
        {"judgement": "Good"},
        {"judgement": "Outstanding"},
        "Good",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:recommendation_edit": Edit(
        lambda cast: RecommendationFactory.create(lead=cast.mo),
        {"text": "Give them all their health history."},
        {"text": "Health histories by 18."},
        "Give them all their health history.",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:action_edit": Edit(
        lambda cast: ImprovementActionFactory.create(owner=cast.pat),
        {"text": "Ask the nurses"},
        {"text": "Ask the ICB"},
        "Ask the nurses",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:action": Edit(
        lambda cast: ImprovementActionFactory.create(owner=cast.pat),
        {"evidence": "Half of it is agreed"},
        {"evidence": "The minutes", "done_on": "2026-11-22", "became": "done"},
        "Half of it is agreed",
        args=lambda cast, row: [row.pk],
        who="pat",
    ),
    "reporting:paper_text": Edit(
        paper_text,
        {"text": "Six posts are filled."},
        {"text": "Two posts are filled."},
        "Six posts are filled.",
        args=lambda cast, row: [row.quarter_id, row.section],  # type: ignore[attr-defined]
        who="vera",
    ),
}
