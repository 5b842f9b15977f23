"""Whether a plan is in date: the clocks' own answer, on a day, from day to day, and as the stored rows say it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from careleavers.models import Home
from careleavers.rules.clocks import DEFAULTS, DutyFacts, HomeFact, Review, StatusSpan
from pathways.actions.reconcile import reconcile_alerts
from pathways.actions.reviews import record_review
from pathways.models import PlanStatusPeriod
from pathways.rules.plan_status import PlanState, plan_status, plan_status_spans
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanVersionFactory, give_status

BORN = date(2007, 5, 1)
EIGHTEEN, TWENTY_ONE = date(2025, 5, 1), date(2028, 5, 1)
FORMER_RELEVANT = (StatusSpan("former_relevant_child", "18-20", EIGHTEEN, TWENTY_ONE),)


def facts(**given: object) -> DutyFacts:
    return DutyFacts(**{"date_of_birth": BORN, "status_spans": FORMER_RELEVANT} | given)  # type: ignore[arg-type]


def provided_since(day: date) -> tuple[HomeFact, ...]:
    return (HomeFact(day, None, "D", provided_by_authority=True),)


IN_DATE, OVERDUE, NO_PLAN, NOT_OWED = PlanState.IN_DATE, PlanState.OVERDUE, PlanState.NO_PLAN, PlanState.NOT_OWED
ELIGIBLE = (StatusSpan("eligible_child", None, date(2023, 5, 1), EIGHTEEN),)


@pytest.mark.parametrize(
    ("known", "on", "state", "due_on"),
    [
        pytest.param(
            facts(plans=(date(2026, 1, 23), date(2026, 10, 23))),
            TODAY,
            OVERDUE,
            date(2026, 7, 23),
            id="reg 7(2)(c) another version is no review: ten months since the first plan",
        ),
        pytest.param(
            facts(plans=(date(2026, 6, 23),), homes=provided_since(date(2026, 11, 13))),
            TODAY,
            IN_DATE,
            date(2026, 12, 18),
            id="reg 7(3)(a) ten days in a provided home: its review is due 35 days after the move",
        ),
        pytest.param(
            facts(
                plans=(date(2026, 1, 1),), reviews=(Review(date(2026, 9, 4)),), homes=provided_since(date(2026, 9, 24))
            ),
            TODAY,
            OVERDUE,
            date(2026, 10, 29),
            id="reg 7(3)(a) 60 days in a provided home and no review since, the last one 80 days ago",
        ),
        pytest.param(
            facts(
                status_spans=ELIGIBLE,
                plans=(date(2024, 7, 1),),
                reviews=(Review(date(2024, 12, 1)),),
                homes=provided_since(date(2024, 1, 1)),
            ),
            date(2025, 4, 1),
            IN_DATE,
            date(2025, 6, 1),
            id="reg 7(3) is not for eligible children: six months",
        ),
        pytest.param(facts(), TODAY, NO_PLAN, date(2025, 5, 29), id="reg 6 none yet"),
        pytest.param(
            facts(
                status_spans=(*FORMER_RELEVANT, StatusSpan("former_relevant_child", "21-24", TWENTY_ONE)),
                plans=(date(2026, 6, 23),),
            ),
            TWENTY_ONE,
            NOT_OWED,
            None,
            id="s23CZB none is owed from 21 to somebody who has not asked",
        ),
        pytest.param(facts(plans=(date(2026, 5, 23),)), TODAY, IN_DATE, TODAY, id="reg 7(2)(c) on the very day"),
        pytest.param(
            facts(plans=(date(2026, 5, 22),)), TODAY, OVERDUE, date(2026, 11, 22), id="reg 7(2)(c) the day after"
        ),
        pytest.param(facts(died_on=TODAY, plans=(days_ago(300),)), TODAY, NOT_OWED, None, id="not after a death"),
    ],
)
def test_the_status_of_a_plan_on_a_day(known: DutyFacts, on: date, state: PlanState, due_on: date | None) -> None:
    found = plan_status(known, on, DEFAULTS)
    assert (found.state, found.due_on) == (state, due_on)


LIVES = {
    "moved": facts(
        plans=(date(2025, 9, 1), date(2026, 3, 1)),
        reviews=(Review(date(2026, 2, 20)), Review(date(2026, 11, 1), 2)),
        homes=(
            HomeFact(EIGHTEEN, date(2026, 3, 15), "D", provided_by_authority=True),
            HomeFact(date(2026, 3, 15), None, "U"),
        ),
    ),
    "21 and in education later": facts(
        status_spans=(
            *FORMER_RELEVANT,
            StatusSpan("former_relevant_child", "21-24", TWENTY_ONE, date(2029, 1, 10)),
            StatusSpan("former_relevant_child", "21-24 education", date(2029, 1, 10), date(2030, 6, 1)),
        ),
        plans=(date(2026, 1, 1),),
        reviews=(Review(date(2028, 1, 1)),),
    ),
    "assessed before there was a plan": facts(assessments=(date(2025, 7, 1),), plans=(date(2025, 12, 1),)),
    "died": facts(plans=(date(2025, 9, 1),), died_on=date(2026, 5, 5)),
}


@pytest.mark.parametrize("known", LIVES.values(), ids=LIVES)
def test_the_spans_say_of_every_day_what_the_day_itself_says(known: DutyFacts) -> None:
    """Seen to fail without the day after a review was due, or that of an assessment, among the days of change."""
    spans = plan_status_spans(known, DEFAULTS)
    for number in range(365 * 6):
        day = EIGHTEEN - timedelta(days=20) + timedelta(days=number)
        in_force = [span.status for span in spans if span.start <= day and (span.end is None or day < span.end)]
        expected = plan_status(known, day, DEFAULTS)
        assert in_force == ([] if expected.state is NOT_OWED else [expected]), day


def stored(cast: Cast) -> list[tuple[str, date, date | None]]:
    rows = PlanStatusPeriod.objects.filter(person=cast.amira)
    return list(rows.values_list("state", "starts_on", "ends_on"))


def test_the_rows_follow_what_is_recorded_at_once(cast: Cast, scene) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=date(2026, 1, 23),
        )
    reconcile_alerts(today=TODAY)
    assert stored(cast)[-1] == ("overdue", date(2026, 7, 24), date(2028, 5, 1))
    record_review(
        by=cast.pat, person=cast.amira, today=TODAY, held_on=TODAY, chaired_by="Mo", person_took_part=True, summary="x"
    )
    assert stored(cast)[-3:] == [
        ("overdue", date(2026, 7, 24), TODAY),
        ("in_date", TODAY, date(2027, 5, 24)),
        ("overdue", date(2027, 5, 24), date(2028, 5, 1)),
    ]
    assert reconcile_alerts(today=TODAY)[1:] == (0, 0, 0)


@pytest.mark.usefixtures("_on_the_day")
def test_a_command_proves_the_rows(cast: Cast, scene, capsys: pytest.CaptureFixture[str]) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=date(2026, 1, 23),
        )
        Home.objects.create(person=cast.amira, kind="D", is_suitable=True, starts_on=date(2026, 10, 1))
    with pytest.raises(CommandError, match="are not what the record says"):
        call_command("check_plan_statuses")
    call_command("check_plan_statuses", mend=True)
    call_command("check_plan_statuses")
    assert "2 people, 0 differ." in capsys.readouterr().out
