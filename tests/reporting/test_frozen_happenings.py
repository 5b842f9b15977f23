"""What happened in a quarter, kept with it: numbers, rows, revisions, targets and the line over the quarters."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse

from careleavers.models import Home, PolicyValue, YoungPerson
from careleavers.queries.teams import every_scope
from careleavers.rules.team_scopes import AUTHORITY
from offers.actions.planning import plan_letters
from offers.models import Letter
from reporting.actions.periods import freeze_period
from reporting.models import FrozenHappening, FrozenPeriod
from reporting.queries.frozen_happenings import changed_happenings, trends_of_happenings
from reporting.queries.period_measures import PeriodAsked, lines_by_scope, period_line
from reporting.rules.amount_charts import AmountPoint, amount_chart
from reporting.rules.period_measures import PERIOD_MEASURES, PeriodLine, PeriodRow, ReportPeriod, quarter_that_ended
from reporting.views.happened import _verdict
from tests.cast import TODAY, Cast
from tests.factories import HomeFactory, OffenceFactory, OpportunityFactory, PlanVersionFactory, YoungPersonFactory
from tests.reporting import people, period_account

D = date.fromisoformat
END, FORMER = D("2026-09-30"), D("2026-06-30")
NIGHTS, SIGNED = PERIOD_MEASURES["B_AND_B"], PERIOD_MEASURES["PP_AUTHORISED"]
POSTS = PERIOD_MEASURES["POST_EMPLOYED"]


def line(measure, *parts: tuple[int, bool]) -> PeriodLine:
    return PeriodLine(measure, [PeriodRow(YoungPerson().pk, many, "", counts) for many, counts in parts])


@pytest.mark.parametrize(
    ("found", "goal", "over", "running"),
    [
        (line(NIGHTS, (3, True)), 3, "Met", "Met so far"),  # at most
        (line(NIGHTS, (4, True)), 3, "Not met", "Not met"),
        (line(NIGHTS), 0, "Met", "Met so far"),
        (line(POSTS, (1, True), (1, True)), 2, "Met", "Met so far"),  # at least
        (line(POSTS, (1, True)), 2, "Not met", "Not yet met"),
        (line(SIGNED, (1, True), (1, False)), 50, "Met", "Met so far"),
        (line(SIGNED, (1, True), (1, False)), 51, "Not met", "Not yet met"),
    ],
)
def test_whether_a_target_is_met(found: PeriodLine, goal: int, over: str, running: str) -> None:
    assert (_verdict(found, goal, is_over=True), _verdict(found, goal, is_over=False)) == (over, running)


def test_targets_in_words_and_of_whom() -> None:
    assert NIGHTS.goal_words(0) == "no nights"
    assert (NIGHTS.goal_words(1), POSTS.goal_words(12), SIGNED.goal_words(90)) == (
        "at most 1 night",
        "at least 12 posts",
        "90 %",
    )
    none = {policy.key: 0 for measure in PERIOD_MEASURES.values() for policy in measure.policies}
    assert NIGHTS.target_in(none, is_whole=True) == 0  # none at all is a target where fewer are better
    assert NIGHTS.target_in(none, is_whole=False) is None  # a number of the whole authority says nothing of a team
    assert POSTS.target_in(none, is_whole=True) is None
    assert SIGNED.target_in(none | {"target_plans_signed": 90}, is_whole=False) == 90
    assert PERIOD_MEASURES["CUSTODY"].policies == []


@pytest.mark.parametrize("numbers", [[0, 31, 12], [0, 0], [7], [99, 100, 101], [12345, 3]])
def test_the_line_over_the_quarters_is_within_its_frame(numbers: list[int]) -> None:
    points = [AmountPoint(f"Quarter {n}", many, f"{many} nights", 5, "at most 5") for n, many in enumerate(numbers)]
    chart = amount_chart("Nights", points)
    heights = [mark.y for mark in chart.marks]
    assert all(chart.top <= y <= chart.bottom for y in [*heights, *(grid.y for grid in chart.grid)])
    assert [many for _, many in sorted(zip(heights, numbers, strict=True), reverse=True)] == sorted(numbers)
    assert 2 <= len(chart.grid) <= 6
    assert f"{numbers[-1]} nights, target at most 5" in chart.summary


@pytest.fixture
def autumn(cast: Cast, scene) -> Cast:
    """Amira ten nights in bed and breakfast, Ben two in each quarter, and a plan that waits to be signed."""
    with scene():
        nights = {"kind": "W", "is_suitable": False}
        HomeFactory.create(person=cast.amira, **nights, starts_on=D("2026-08-01"), ends_on=D("2026-08-11"))
        for month in ("05", "09"):
            HomeFactory.create(
                person=cast.ben, **nights, starts_on=D(f"2026-{month}-01"), ends_on=D(f"2026-{month}-03")
            )
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, submitted=True)
        OffenceFactory.create(person=cast.amira, happened_on=D("2026-08-05"), charged_on=D("2026-08-06"))
        OpportunityFactory.create()
        PolicyValue.objects.create(key="target_b_and_b", value=12, from_on=D("2026-01-01"))
    return cast


def freeze(end: date = END, **given: object) -> int:
    return freeze_period(**{"by": None, "ends_on": end, "today": TODAY} | given)


def kept(code: str, end: date = END, scope=AUTHORITY) -> FrozenHappening:
    return FrozenHappening.objects.latest_revisions().of(scope).get(period__ends_on=end, measure=code)


def test_a_quarter_keeps_what_happened_and_who_and_late_data_is_a_revision(autumn: Cast, scene) -> None:
    """Seen to fail: with rows compared by their number alone."""
    freeze()
    whole, north = kept("B_AND_B"), next(scope for scope in every_scope(END) if scope.label == "North")
    assert (whole.people, whole.amount, whole.target, whole.revision) == (2, 12, 12, 1)
    assert kept("B_AND_B", scope=north).target is None
    assert set(whole.rows.values_list("person_id", "many")) == {(autumn.amira.pk, 10), (autumn.ben.pk, 2)}
    assert (kept("OFFENDED").d, kept("TENANCIES_KEPT").d) == (1, 0)
    assert not FrozenHappening.objects.of(north).filter(measure="OFFENDED").exists()
    assert freeze() == 0
    with scene():
        Home.objects.filter(person=autumn.ben, starts_on=D("2026-09-01")).update(starts_on=D("2026-08-31"))
    assert {(each.scope.label, each.line.measure.code) for each in changed_happenings(END, TODAY)} >= {
        ("The whole authority", "B_AND_B")
    }
    assert all(each.people == {autumn.ben.pk} for each in changed_happenings(END, TODAY))
    freeze(by=autumn.sue, reason="A move was written down late")
    again = kept("B_AND_B")
    assert (again.amount, again.revision, again.frozen_by, whole.amount) == (13, 2, autumn.sue, 12)
    assert kept("OFFENDED").revision == 1
    assert freeze() == 0


def test_months_keep_none_and_the_line_has_every_frozen_quarter(autumn: Cast) -> None:
    freeze(D("2026-08-31"))
    assert not FrozenHappening.objects.exists()
    for end in (FORMER, END):
        freeze(end)
    south = next(scope for scope in every_scope(END) if scope.label == "South")
    assert [each.amount for each in trends_of_happenings(AUTHORITY, END)["B_AND_B"]] == [2, 12]
    assert [each.amount for each in trends_of_happenings(AUTHORITY, FORMER)["B_AND_B"]] == [2]
    assert [each.amount for each in trends_of_happenings(south, END)["CUSTODY"]] == [0, 0]


def test_all_scopes_at_once_say_what_each_says_alone(cast: Cast, scene) -> None:
    """Seen to fail: with the team of today instead of that of the last day."""
    rng = Random(3)
    with scene():
        YoungPerson.objects.all().delete()
        everybody = [people.somebody(rng, cast, number, END) for number in range(45)]
        period_account.drawn(rng, everybody, [END], cast.pat, cast.mo)
    period = quarter_that_ended(END)
    at_once = {
        (scope.key, each.measure.code): each.rows
        for scope, each in lines_by_scope(PeriodAsked.of(period, AUTHORITY, TODAY))
    }
    assert sum(bool(rows) for rows in at_once.values()) > 20
    for scope in every_scope(END):
        asked = PeriodAsked.of(period, scope, TODAY)
        for measure in asked.measures():
            alone = period_line(measure, asked).rows
            assert sorted(at_once.get((scope.key, measure.code), [])) == sorted(alone)


def test_letters_that_lapsed_are_counted_and_those_that_somebody_stopped_are_not(cast: Cast, scene) -> None:
    period = ReportPeriod(D("2027-01-01"), D("2027-01-31"), "January 2027")
    with scene():
        for _ in range(2):
            YoungPersonFactory.create(nearly_19=True)
    plan_letters(by=None, today=TODAY)
    with scene():
        stopped = Letter.objects.latest("pk")
        stopped.status, stopped.cancelled_reason = "cancelled", "They have moved abroad."
        stopped.save()
    plan_letters(by=None, today=D("2027-01-07"))
    measure = PERIOD_MEASURES["LETTERS_LAPSED"]
    [row] = period_line(measure, PeriodAsked.of(period, AUTHORITY, D("2027-02-01"))).rows
    assert row.person == Letter.objects.exclude(pk=stopped.pk).get().person_id
    assert row.words.startswith("19 on Monday 7 December")


@pytest.mark.usefixtures("_on_the_day")
def test_the_pages_show_target_frozen_number_line_and_revision(autumn: Cast, scene, sign_in) -> None:
    for end in (FORMER, END):
        freeze(end)
    with scene():
        YoungPerson.objects.filter(pk=autumn.ben.pk).update(is_restricted=True)
        HomeFactory.create(
            person=YoungPersonFactory.create(),
            kind="W",
            is_suitable=False,
            starts_on=END - timedelta(days=5),
            ends_on=END,
        )
    client, period = sign_in(autumn.vera), quarter_that_ended(END)

    def page(address: str, **asked: str) -> str:
        return " ".join(client.get(address, asked).content.decode().split())

    table = page(reverse("reporting:happened"), period=period.key, team="all")
    frozen = reverse("reporting:happened_frozen", args=[kept("B_AND_B").pk])
    assert "<strong>17 nights</strong>" in table
    assert "at most 12 nights" in table
    assert "Not met" in table
    assert f'<a href="{frozen}">12 nights' in table
    assert "Over the quarters" in table
    assert "Nights in bed and breakfast: 30 September 2026: 12 nights, target at most 12 nights" in table
    listed = page(frozen)
    assert "12 nights" in listed
    assert "1 line you may not see" in listed
    assert (autumn.amira.known_as in listed, autumn.ben.known_as in listed) == (True, False)
    asked = {"period": END.isoformat()}
    recount = page(reverse("reporting:recount"), **asked)
    assert "What happened in the quarter" in recount
    assert "17 nights" in recount
    client.post(f"{reverse('reporting:recount')}?period={END}", {"reason": "A move was written down late"})
    quarter = page(reverse("reporting:period", args=[FrozenPeriod.objects.get(ends_on=END).pk]))
    assert "revision 2: 12 nights before" in quarter
    revised = page(reverse("reporting:happened_frozen", args=[kept("B_AND_B").pk]))
    assert "Since revision 1 (12 nights)" in revised
    assert client.get(reverse("reporting:happened_frozen", args=[kept("OFFENDED").pk])).status_code == 404
    assert sign_in(autumn.mo).get(frozen).status_code == 404  # the whole authority is not hers
