"""Frozen quarters and months: once however often it is asked, revised when the record changed, and never altered."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count, Q

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, Home, PolicyValue, StatusPeriod, Team, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY, IN_NO_CASELOAD, TeamScope
from reporting.actions.periods import due_periods, freeze_past_periods, freeze_period
from reporting.models import FrozenFigure, FrozenMember, FrozenPeriod
from reporting.queries.figures import Question, count, people_of
from reporting.queries.measures import MEASURES
from reporting.rules import periods
from reporting.rules.cohorts import COHORTS
from reporting.rules.periods import MONTH
from reporting.tasks import freeze_due_figures
from tests.cast import TODAY, Cast
from tests.factories import StatusPeriodFactory
from tests.reporting import people

END = date(2026, 9, 30)


def as_kept(scope: TeamScope) -> dict:
    return {"team": scope.team_id, "in_no_caseload": scope.in_no_caseload}


def freeze(today: date = TODAY, end: date = END) -> int:
    return freeze_period(by=None, ends_on=end, today=today)


@pytest.fixture
def council(cast: Cast, scene) -> Cast:
    with scene():
        rng = Random(7)
        for number in range(30):
            people.somebody(rng, cast, number, END)
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
    return cast


@pytest.mark.parametrize(
    ("day", "last", "words"),
    [
        (date(2026, 7, 1), date(2026, 6, 30), "Quarter 1, 2026-27"),
        (date(2026, 12, 31), date(2026, 9, 30), "Quarter 2, 2026-27"),
        (date(2027, 1, 1), date(2026, 12, 31), "Quarter 3, 2026-27"),
        (date(2027, 6, 30), date(2027, 3, 31), "Quarter 4, 2026-27"),
        (date(2000, 4, 1), date(2000, 3, 31), "Quarter 4, 1999-00"),
    ],
)
def test_quarters_are_those_of_the_financial_year(day: date, last: date, words: str) -> None:
    assert periods.last_ended(day) == last
    assert periods.is_end(last)
    assert periods.period_name(last) == words


@pytest.mark.parametrize(
    ("day", "last", "words"),
    [
        (date(2026, 11, 1), date(2026, 10, 31), "October 2026"),
        (date(2026, 11, 30), date(2026, 10, 31), "October 2026"),
        (date(2026, 10, 1), date(2026, 9, 30), "Quarter 2, 2026-27"),  # the month that ends a quarter is that quarter
        (date(2028, 3, 31), date(2028, 2, 29), "February 2028"),
        (date(2027, 1, 31), date(2026, 12, 31), "Quarter 3, 2026-27"),
    ],
)
def test_months_are_those_of_the_calendar(day: date, last: date, words: str) -> None:
    assert periods.last_ended(day, MONTH) == last
    assert periods.is_end(last, MONTH)
    assert periods.period_name(last) == words


def test_the_last_quarters_that_ended_follow_each_other() -> None:
    assert periods.last_ends(TODAY, 5) == [
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2026, 3, 31),
        date(2026, 6, 30),
        END,
    ]
    assert periods.ends_between(date(2025, 12, 31), END) == periods.last_ends(TODAY, 4)
    assert periods.last_ends(TODAY, 3, MONTH) == [date(2026, 8, 31), END, date(2026, 10, 31)]


def test_every_figure_is_frozen_with_the_people_behind_it(council: Cast) -> None:
    freeze()
    north = TeamScope("North", council.north.pk, frozenset({council.north.pk}))
    for question in (Question.on(END, scope) for scope in (AUTHORITY, IN_NO_CASELOAD, north)):
        for (measure, cohort), counted in count(question).items():
            figure = FrozenFigure.objects.get(measure=measure, cohort=cohort, **as_kept(question.scope))
            assert (figure.n, figure.d, figure.revision) == (counted.n, counted.d, 1)
            assert figure.members.aggregate(
                n=Count("pk", filter=Q(state="met")), d=Count("pk", filter=~Q(state="excluded"))
            ) == {"n": figure.n, "d": figure.d}
            listed = people_of(question, MEASURES[measure], COHORTS[cohort]).values_list("pk", "why")
            assert dict(figure.members.values_list("person_id", "reason")) == dict(listed)


def test_frozen_twice_is_frozen_once(council: Cast) -> None:
    assert freeze() > 0
    before = list(FrozenFigure.objects.values()), FrozenMember.objects.count(), AuditEvent.objects.count()
    assert freeze() == 0
    assert (list(FrozenFigure.objects.values()), FrozenMember.objects.count(), AuditEvent.objects.count()) == before


def test_a_record_changed_later_makes_a_revision_and_keeps_the_first(council: Cast, scene) -> None:
    freeze()
    first = FrozenFigure.objects.get(measure="ACCOM_SUITABLE", cohort="19-21", **as_kept(AUTHORITY))
    with scene():
        Home.objects.filter(person=council.amira).delete()
        Home.objects.create(person=council.amira, kind="U", is_suitable=True, starts_on=END)
    freeze()
    revisions = FrozenFigure.objects.filter(measure="ACCOM_SUITABLE", cohort="19-21", **as_kept(AUTHORITY)).order_by(
        "revision"
    )
    assert [(each.revision, each.n) for each in revisions] == [(1, first.n), (2, first.n + 1)]
    assert first.members.get(person_id=council.amira.pk).reason == "no_home"
    assert revisions[1].members.get(person_id=council.amira.pk).reason == "suitable"
    assert FrozenFigure.objects.filter(measure="EET", **as_kept(AUTHORITY), revision=2).count() == 0


def test_somebody_else_behind_the_same_number_is_a_revision_too(council: Cast, scene) -> None:
    freeze()
    with scene():
        StatusPeriodFactory.create(
            person=council.ben, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
        StatusPeriod.objects.filter(person=council.amira).delete()
    freeze()
    first, second = FrozenFigure.objects.filter(measure="EET", cohort="19-21", **as_kept(AUTHORITY)).order_by(
        "revision"
    )
    assert (first.n, first.d) == (second.n, second.d)


def test_another_meaning_is_a_revision_though_the_people_are_the_same(council: Cast, monkeypatch) -> None:
    freeze()
    changed = replace(MEASURES["EET"], version=2)
    monkeypatch.setitem(MEASURES, "EET", changed)
    freeze()
    revised = FrozenFigure.objects.filter(revision=2)
    assert {(each.measure, each.measure_version) for each in revised} == {("EET", 2)}
    for each in revised:
        first = FrozenFigure.objects.get(
            measure="EET", cohort=each.cohort, revision=1, team=each.team, in_no_caseload=each.in_no_caseload
        )
        assert (first.n, first.d, first.measure_version) == (each.n, each.d, 1)
    assert freeze() == 0


@pytest.mark.parametrize("end", [date(2026, 9, 29), date(2026, 12, 31), date(2026, 11, 30), TODAY])
def test_only_periods_that_are_over_can_be_frozen(cast: Cast, end: date) -> None:
    with pytest.raises(Refused):
        freeze(end=end)


def test_what_is_frozen_stays(council: Cast, scene) -> None:
    freeze()
    for rows in (FrozenFigure.objects.all(), FrozenMember.objects.all()):
        with scene(), pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with scene(), pytest.raises(DatabaseError), transaction.atomic():
        FrozenFigure.objects.update(n=0)


@pytest.mark.usefixtures("_on_the_day")
def test_the_night_freezes_what_has_no_figures_and_nothing_twice(council: Cast) -> None:
    october = date(2026, 10, 31)
    assert due_periods(TODAY) == [END, october]
    freeze_due_figures()
    frozen = FrozenFigure.objects.count()
    freeze_due_figures()
    assert (FrozenFigure.objects.count(), due_periods(TODAY)) == (frozen, [])
    assert set(AuditEvent.objects.filter(name__endswith="_frozen").values_list("name", flat=True)) == {
        *("quarter_frozen", "month_frozen")
    }
    # A beat that stayed away for half a year finds every quarter and month.
    assert due_periods(TODAY + timedelta(days=200)) == [
        *(date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)),
        *(date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)),
    ]


def test_an_authority_that_has_frozen_quarters_for_years_begins_with_the_last_month(council: Cast, scene) -> None:
    """The night after the upgrade must not freeze years of months."""
    with scene():
        FrozenPeriod.objects.bulk_create(FrozenPeriod(ends_on=day) for day in periods.last_ends(TODAY, 12))
    assert due_periods(TODAY) == [date(2026, 10, 31)]
    assert due_periods(date(2026, 10, 15)) == []


def test_the_beat_names_a_task_that_there_is() -> None:
    task = settings.CELERY_BEAT_SCHEDULE["freeze_due_figures"]["task"]
    current_app.loader.import_default_modules()
    assert task in current_app.tasks


def test_other_weeks_between_contacts_are_a_revision_that_says_them(council: Cast, scene) -> None:
    freeze()
    with scene():
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=6, from_on=END)
    freeze()
    revised = FrozenFigure.objects.filter(revision=2)
    assert {each.measure for each in revised} == {"IN_TOUCH_8W"}
    assert {each.terms["keep_in_touch_weeks"] for each in revised} == {6}
    first = FrozenFigure.objects.filter(measure="IN_TOUCH_8W", revision=1)
    assert {each.terms["keep_in_touch_weeks"] for each in first} == {8}


def test_a_team_that_was_closed_since_keeps_its_quarters(council: Cast, scene) -> None:
    with scene():
        Team.objects.filter(pk=council.north.pk).update(closed_on=END + timedelta(days=1))
        Team.objects.filter(pk=council.south.pk).update(closed_on=END)
    freeze()
    frozen = set(FrozenFigure.objects.values_list("team__name", flat=True))
    assert frozen == {None, "Leaving care service", "North"}


def test_a_demo_has_a_past(council: Cast) -> None:
    freeze_past_periods(today=TODAY, many=3, months=2)
    quarters = FrozenPeriod.objects.quarters().values_list("ends_on", flat=True)
    assert list(quarters) == [END, date(2026, 6, 30), date(2026, 3, 31)]
    assert list(FrozenPeriod.objects.months().values_list("ends_on", flat=True)) == [date(2026, 10, 31)]
    assert YoungPerson.objects.exists()
