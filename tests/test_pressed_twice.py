"""What is added by a button that was pressed twice is there once, or the second press says so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from careleavers.actions.base import Refused
from careleavers.actions.bodies import write_member
from careleavers.actions.retention import place_hold
from careleavers.models import BodyMember, FollowUp, LegalHold
from offers.actions.surveys import save_question
from offers.models import SurveyQuestion
from reporting.actions.improvement import add_recommendation, save_action
from reporting.models import ImprovementAction, Recommendation
from tests.cast import TODAY, Cast
from tests.factories import BodyFactory, RecommendationFactory, ServiceReviewFactory, SurveyRoundFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def _hold(cast: Cast) -> Callable[[], object]:
    facts: dict[str, Any] = {"person": cast.amira, "reason": "A claim", "review_on": TODAY, "today": TODAY}
    return lambda: place_hold(by=cast.mo, **facts)


def _partner(cast: Cast) -> Callable[[], object]:
    body = BodyFactory.create()
    facts = {"user": None, "name": "Anil Mehta", "organisation": "Police", "starts_on": TODAY, "ends_on": None}
    return lambda: write_member(by=cast.mo, body=body, member=None, revision=None, **facts)


def _question(cast: Cast) -> Callable[[], object]:
    draft = SurveyRoundFactory.create(opened_on=None, seed=None)
    details = {"text": "What should we do first?", "kind": "text"}
    return lambda: save_question(by=cast.pip, round_=draft, question=None, revision=None, details=details)


def _recommendation(cast: Cast) -> Callable[[], object]:
    review = ServiceReviewFactory.create()
    facts = {"text": "Ring back", "lead": cast.mo, "ask_on": TODAY + (TODAY - TODAY.replace(day=1)), "today": TODAY}
    return lambda: add_recommendation(by=cast.vera, review=review, **facts)


def _action(cast: Cast) -> Callable[[], object]:
    row = RecommendationFactory.create()
    return lambda: save_action(by=cast.vera, recommendation=row, text="Ring", owner=cast.mo, due_on=TODAY)


@pytest.mark.parametrize(
    ("prepare", "models"),
    [
        (_hold, [LegalHold, FollowUp]),
        (_partner, [BodyMember]),
        (_question, [SurveyQuestion]),
        (_recommendation, [Recommendation]),
        (_action, [ImprovementAction]),
    ],
)
def test_pressed_twice_it_is_there_once(
    cast: Cast, scene: Callable, prepare: Callable[[Cast], Callable[[], object]], models: list[Any]
) -> None:
    """Seen to fail: each was there twice, and a hold asked twice for the same look."""
    with scene():
        press = prepare(cast)
    press()
    with suppress(Refused):
        press()
    assert [model.objects.count() for model in models] == [1] * len(models)
