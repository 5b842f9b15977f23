"""The forms of figures and of the service itself that edit a row: see `tests.careleavers.editing_forms`."""

from __future__ import annotations

from datetime import date

from reporting.models import FrozenPeriod, PaperText
from tests.careleavers.edits import Edit
from tests.cast import Cast
from tests.factories import (
    ImprovementActionFactory,
    RecommendationFactory,
    ServiceDocumentFactory,
    ServiceReviewFactory,
    TrainedFactory,
    TrainingCourseFactory,
)


def paper_text(cast: Cast) -> PaperText:
    quarter = FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
    return PaperText.objects.create(quarter=quarter, section="EET", text="Posts.")


def pack_text(cast: Cast) -> PaperText:
    quarter = FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
    return PaperText.objects.create(quarter=quarter, section="board_homes", text="Flats.")


EDITS = {
    "reporting:board_text": Edit(
        pack_text,
        {"text": "Six flats are let."},
        {"text": "Two flats are let."},
        "Six flats are let.",
        args=lambda cast, row: [row.quarter_id, row.section],  # type: ignore[attr-defined]
        who="vera",
    ),
    "reporting:service_review_edit": Edit(
        lambda cast: ServiceReviewFactory.create(),
        {"judgement": "Good"},
        {"judgement": "Outstanding"},
        "Good",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:service_document_edit": Edit(
        lambda cast: ServiceDocumentFactory.create(owner=cast.mo),
        {"says": "Who pays for what."},
        {"says": "Who is paid what."},
        "Who pays for what.",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:course_edit": Edit(
        lambda cast: TrainingCourseFactory.create(owner=cast.vera),
        {"months": 24},
        {"months": "36"},
        "wrote “24”",
        args=lambda cast, row: [row.pk],
        who="vera",
    ),
    "reporting:trained_end": Edit(
        lambda cast: TrainedFactory.create(user=cast.pat, course__owner=cast.vera),
        {"over_because": "Has left"},
        {"over_because": "Has another role"},
        "Has left",
        args=lambda cast, row: [row.course_id, row.pk],  # type: ignore[attr-defined]
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
