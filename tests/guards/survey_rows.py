"""Rows of surveys, for the pages that name them in their address."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.factories import (
    BriefingActionFactory,
    BriefingFactory,
    BriefingPointFactory,
    SurveyAnswerFactory,
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    SurveyThemeFactory,
)


def survey(cast: Cast) -> dict[str, Any]:
    """A round that is open, for which amira was drawn, with one theme and one answer in somebody's own words."""
    opened = SurveyRoundFactory.create()
    SurveyQuestionFactory.create(round=opened)
    asked = SurveyQuestionFactory.create(round=opened, kind="text", order=2)
    point = BriefingPointFactory.create(briefing=BriefingFactory.create(round=opened))
    return {
        "point_id": point.pk,
        "did_id": BriefingActionFactory.create(point=point, owner=cast.pat).pk,
        "round_id": opened.pk,
        "invitation_id": SurveyInvitationFactory.create(round=opened, person=cast.amira).pk,
        "theme_id": SurveyThemeFactory.create(round=opened).pk,
        "answer_id": SurveyAnswerFactory.create(question=asked).pk,
    }


def survey_draft() -> dict[tuple[str, str], Any]:
    draft = SurveyRoundFactory.create(opened_on=None, seed=None)
    question = SurveyQuestionFactory.create(round=draft)
    pages_of_it = ("draft", "open", "discard", "question_new", "question", "question_drop")
    ids = {(f"offers:survey_{page}", "round_id"): draft.pk for page in pages_of_it}
    return ids | {(f"offers:survey_{page}", "question_id"): question.pk for page in pages_of_it}
