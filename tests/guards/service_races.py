"""Races about what the service itself does: see `lock_races.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from reporting.actions import improvement
from reporting.rules.improvement import Progress
from tests.cast import TODAY, Cast
from tests.factories import ImprovementActionFactory, RecommendationFactory, ServiceReviewFactory
from tests.guards.racing import Race, second_is_refused

SOON = TODAY + timedelta(weeks=2)


def number_recommendations(cast: Cast) -> Race:
    review = ServiceReviewFactory.create()
    add = partial(improvement.add_recommendation, by=cast.vera, review=review, lead=cast.mo, ask_on=SOON, today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        return {first.number, second.number} == {1, 2}

    return Race(partial(add, text="See them more often"), partial(add, text="Give them their history"), holds)


def _finish(cast: Cast, recommendation: Any) -> Callable[[], Any]:
    return partial(
        improvement.say_progress,
        by=cast.mo,
        recommendation=recommendation,
        revision=None,
        progress=Progress.DONE,
        text="All have it.",
        ask_on=None,
        today=TODAY,
    )


def add_to_what_is_finished(cast: Cast) -> Race:
    row = RecommendationFactory.create(lead=cast.mo)
    action = {"text": "Ask health", "owner": cast.pat, "due_on": SOON}
    add = partial(improvement.save_action, by=cast.vera, recommendation=row, **action)
    return Race(_finish(cast, row), add, second_is_refused)


def open_again_in_what_is_finished(cast: Cast) -> Race:
    row = RecommendationFactory.create(lead=cast.mo)
    done = ImprovementActionFactory.create(recommendation=row, owner=cast.pat, done_on=TODAY, evidence="Minutes")
    again = partial(improvement.open_action_again, by=cast.vera, action_row=done, revision=None)
    return Race(_finish(cast, row), again, second_is_refused)


def end_twice(cast: Cast) -> Race:
    row = ImprovementActionFactory.create(owner=cast.pat)
    end = partial(improvement.end_action, action_row=row, revision=None, today=TODAY)
    done = partial(end, by=cast.pat, done_on=TODAY, evidence="Minutes")
    dropped = partial(end, by=cast.vera, done_on=None, dropped_because="Not wanted")
    return Race(done, dropped, second_is_refused)


SERVICE_RACES: dict[str, Callable[[Cast], Race]] = {
    "reporting/actions/improvement.py add_recommendation": number_recommendations,
    "reporting/actions/improvement.py save_action": add_to_what_is_finished,
    "reporting/actions/improvement.py open_action_again": open_again_in_what_is_finished,
    "reporting/actions/improvement.py _lock_and_refuse_if_closed": end_twice,
}
