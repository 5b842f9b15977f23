"""Every figure against a slow account of it, on days near every edge; and each rule in a table of its own."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careleavers.models import (
    Allocation,
    Contact,
    Home,
    Involvement,
    Occupation,
    PolicyValue,
    StatusPeriod,
    Team,
    YoungPerson,
)
from careleavers.queries.teams import every_scope
from careleavers.rules import policies, policy_values
from careleavers.rules.dates import add_months, age_on
from careleavers.rules.team_scopes import AUTHORITY, IN_NO_CASELOAD, TeamScope
from pathways.actions.reconcile import reconcile_alerts, reconcile_people
from reporting.queries.by_team import rows_by_team
from reporting.queries.figures import Question, count, measures_by_cohort, people_of
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS, born_by
from reporting.rules.measure_states import MeasureState
from reporting.rules.period_measures import PERIOD_MEASURES
from tests.cast import Cast
from tests.factories import PlanReviewFactory, PlanVersionFactory, StatusPeriodFactory
from tests.reporting import people

DAY = date(2026, 6, 30)
DAYS = [DAY, date(2027, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2026, 8, 31)]


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_and_every_list_agree_with_the_slow_account(cast: Cast, scene, seed: int) -> None:
    rng = Random(seed)
    day = DAYS[seed % len(DAYS)]
    with scene():
        Allocation.objects.all().delete()
        Involvement.objects.all().delete()
        YoungPerson.objects.all().delete()
        everybody = [people.somebody(rng, cast, number, day) for number in range(45)]
    reconcile_alerts(today=day)
    scopes = [AUTHORITY]
    scopes.append(IN_NO_CASELOAD)
    for team in (cast.north, cast.south, cast.service):
        scopes.append(TeamScope(team.name, team.pk, frozenset(people.teams_of(cast, team))))
    assert {(scope.team_id, scope.team_ids, scope.key) for scope in scopes} == {
        (scope.team_id, scope.team_ids, scope.key) for scope in every_scope(day)
    }
    for scope in scopes:
        question = Question.on(day, scope)
        counted = count(question)
        for measure, cohort in measures_by_cohort():
            members = {
                known.person.pk: people.state_of(known, measure.code, day)
                for known in everybody
                if cohort.youngest <= people.age_of(known.person.date_of_birth, day) <= cohort.oldest
                and (scope.is_authority or people.holder_team(known, day) in (scope.team_ids or {None}))
            }
            figure = counted[measure.code, cohort.code]
            states = list(members.values())
            assert {state.value: figure.of(state) for state in MeasureState} == {
                state: states.count(state) for state in ("met", "not_met", "excluded")
            }
            listed = people_of(question, measure, cohort).values_list("pk", "why")
            assert {pk: measure.reason(why).state.value for pk, why in listed} == members


@pytest.mark.parametrize("seed", range(3))
def test_the_teams_at_the_top_and_those_in_no_caseload_add_up_to_the_authority(cast: Cast, scene, seed: int) -> None:
    with scene():
        for number in range(45):
            people.somebody(Random(1000 * seed + number), cast, number, DAY)
        Team.objects.filter(pk=cast.south.pk).update(closed_on=DAY)
        Team.objects.create(name="Coast")
    everywhere = Question.on(DAY, AUTHORITY)
    for cohort in COHORTS.values():
        *rows, total = rows_by_team(everywhere, cohort, every_scope(DAY))
        assert [row.scope.label for row in rows if row.adds_up][-1] == "In no team’s caseload"
        for place, whole in enumerate(total.figures):
            parts = [row.figures[place] for row in rows if row.adds_up]
            assert whole.by_reason == sum((part.by_reason for part in parts), Counter())
            assert whole.by_reason == count(everywhere)[whole.measure.code, cohort.code].by_reason
        for row in rows:
            for figure in row.figures:
                asked = count(Question.on(DAY, row.scope))[figure.measure.code, cohort.code]
                assert figure.by_reason == asked.by_reason


def test_people_of_a_closed_team_have_a_row_so_that_the_sum_is_right(nineteen, cast: Cast, scene) -> None:
    with scene():
        Team.objects.update(closed_on=DAY)
    rows = rows_by_team(Question.on(DAY, AUTHORITY), COHORTS["19-21"], every_scope(DAY))
    assert [(row.scope.label, row.figures[1].d, row.adds_up) for row in rows] == [
        ("In no team’s caseload", 0, True),
        ("In a team that was closed", 1, True),
        ("The whole authority", 1, False),
    ]


def test_all_figures_are_one_query_however_many_people(cast: Cast, scene) -> None:
    question = Question.on(DAY, AUTHORITY)
    with CaptureQueriesContext(
        connection,
    ) as few:
        count(question)
    with scene():
        for number in range(30):
            people.somebody(Random(number), cast, number, DAY)
    with CaptureQueriesContext(connection) as many:
        count(question)
    counting = [query["sql"] for query in many if "GROUP BY" in query["sql"]]
    assert len(counting) == 1
    assert len(many) == len(few)


@pytest.fixture
def nineteen(cast: Cast, scene) -> YoungPerson:
    """Amira, 19 on the day, a former relevant child."""
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
    return cast.amira


def reason(person: YoungPerson, measure: str, day: date = DAY, cohort: str = "19-21") -> str:
    reconcile_people(ids=[person.pk], today=day)
    question = Question.on(day, AUTHORITY)
    return people_of(question, MEASURES[measure], COHORTS[cohort]).values_list("why", flat=True).get(pk=person.pk)


@pytest.mark.parametrize(
    ("kind", "suitable", "why"),
    [
        pytest.param("U", True, "suitable", id="OC3 ACCOM U1: in"),
        pytest.param("U", False, "unsuitable", id="OC3 ACCOM U2: out"),
        pytest.param("G", True, "gone_abroad", id="DfE dashboard footnote: gone abroad is left out"),
        pytest.param("H", False, "deported", id="DfE dashboard footnote: deported is left out"),
        pytest.param("R", True, "residence_not_known", id="DfE dashboard footnote: residence not known is left out"),
        pytest.param("X", False, "custody", id="rule 133: X1 does not exist, custody is out"),
        pytest.param("S", False, "no_fixed_abode", id="rule 133: S1 does not exist, no fixed abode is out"),
        pytest.param(None, None, "no_home", id="DfE dashboard footnote: no information stays in the denominator"),
    ],
)
def test_who_is_in_a_suitable_home(nineteen: YoungPerson, scene, kind, suitable, why) -> None:
    with scene():
        if kind:
            Home.objects.create(person=nineteen, kind=kind, is_suitable=suitable, starts_on=DAY)
    assert reason(nineteen, "ACCOM_SUITABLE") == why


@pytest.mark.parametrize(
    ("code", "state"),
    [
        *((code, "met") for code in ("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5")),
        *((code, "not_met") for code in ("G4", "G5", "G6", "F3", "P3")),
        pytest.param("0", "not_met", id="DfE dashboard footnote: not known stays in the denominator"),
        pytest.param(None, "not_met", id="nothing recorded stays in the denominator"),
    ],
)
def test_who_is_in_education_or_work(nineteen: YoungPerson, scene, code, state) -> None:
    with scene():
        if code:
            Occupation.objects.create(person=nineteen, code=code, starts_on=DAY)
    assert MEASURES["EET"].reason(reason(nineteen, "EET")).state == state


@pytest.mark.parametrize(
    ("days_before", "result", "why"),
    [
        pytest.param(0, "spoke", "spoke", id="the day itself counts"),
        pytest.param(56, "spoke", "spoke", id="8 weeks are 56 days"),
        pytest.param(57, "spoke", "silent", id="57 days are more than 8 weeks"),
        pytest.param(-1, "spoke", "never_spoke", id="the day after is not yet known"),
        pytest.param(3, "no_reply", "never_spoke", id="an attempt is not contact"),
        pytest.param(3, "about", "never_spoke", id="EES footnote: word from a third party is not in touch"),
    ],
)
def test_who_is_in_touch(nineteen: YoungPerson, scene, days_before, result, why) -> None:
    with scene():
        on = DAY - timedelta(days=days_before)
        Contact.objects.create(person=nineteen, method="phone", result=result, happened_on=on)
    assert reason(nineteen, "IN_TOUCH_8W") == why


def test_the_weeks_and_the_target_are_those_in_force_on_the_day(nineteen: YoungPerson, scene) -> None:
    with scene():
        Contact.objects.create(person=nineteen, method="phone", result="spoke", happened_on=DAY - timedelta(days=30))
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=4, from_on=DAY)
        PolicyValue.objects.create(key="target_in_touch", value=80, from_on=DAY)
    assert reason(nineteen, "IN_TOUCH_8W", DAY) == "silent"
    assert reason(nineteen, "IN_TOUCH_8W", DAY - timedelta(days=1)) == "spoke"
    targets = [Question.on(day, AUTHORITY).target(MEASURES["IN_TOUCH_8W"]) for day in (DAY - timedelta(days=1), DAY)]
    assert targets == [95, 80]


@pytest.mark.parametrize(
    ("status", "band", "why"),
    [
        pytest.param("former_relevant_child", "18-20", "no_plan", id="s23C(3)(b): former relevant until 21"),
        pytest.param("former_relevant_child", "21-24 opted in", "no_plan", id="s23CZB: 21-24 who asked"),
        pytest.param("former_relevant_child", "21-24 education", "no_plan", id="s23CA(3): in education"),
        pytest.param("former_relevant_child", "21-24", "not_asked", id="s23CZB: 21-24 who did not ask"),
        pytest.param("eligible_child", "", "no_plan", id="Sch 2 para 19B: eligible"),
        pytest.param("relevant_child", "", "no_plan", id="s23B(3): relevant"),
        pytest.param("person_qualifying", "16-20", "not_owed", id="s24: qualifying"),
    ],
)
def test_who_is_owed_a_plan(cast: Cast, scene, status, band, why) -> None:
    with scene():
        StatusPeriodFactory.create(person=cast.amira, status=status, starts_on=date(2025, 5, 1), band=band)
    assert reason(cast.amira, "PP_IN_DATE") == why


@pytest.mark.parametrize(
    ("authorised", "reviewed", "provided", "why"),
    [
        pytest.param(date(2025, 12, 30), None, False, "in_date", id="reg 7(2): six months to the day"),
        pytest.param(date(2025, 12, 29), None, False, "late", id="reg 7(2): six months and a day"),
        pytest.param(date(2025, 1, 1), date(2026, 6, 30), False, "in_date", id="reviewed on the day"),
        pytest.param(date(2025, 1, 1), date(2026, 7, 1), False, "late", id="a review to come"),
        pytest.param(date(2026, 7, 1), date(2026, 6, 1), False, "no_plan", id="authorised after the day"),
        pytest.param(date(2025, 12, 30), date(2026, 3, 30), True, "in_date", id="reg 7(3)(b): three months to the day"),
        pytest.param(date(2025, 12, 30), date(2026, 3, 29), True, "late_3", id="reg 7(3)(b): three months and a day"),
        pytest.param(date(2026, 3, 30), None, True, "late_after_move", id="reg 7(3)(a): no review since they moved in"),
        pytest.param(date(2025, 8, 30), date(2025, 9, 1), False, "late", id="another version is no review"),
    ],
)
def test_whose_plan_is_in_date(cast: Cast, nineteen, scene, authorised, reviewed, provided, why) -> None:
    with scene():
        PlanVersionFactory.create(
            authorised=True, person=nineteen, written_by=cast.pat, authorised_by=cast.mo, authorised_on=authorised
        )
        Home.objects.create(
            person=nineteen, kind="D", is_suitable=True, provided_by_authority=provided, starts_on=date(2025, 5, 1)
        )
        if reviewed:
            PlanReviewFactory.create(person=nineteen, held_on=reviewed)
    assert reason(nineteen, "PP_IN_DATE") == why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"status": "deceased"}, "died", id="died"),
        pytest.param({"status": "person_qualifying", "returned_home": True}, "returned_home", id="RHOM"),
        pytest.param({"status": "person_qualifying"}, "qualifying", id="under 13 weeks"),
        pytest.param({"status": "none"}, "not_care_leaver", id="adopted, or transferred to another authority"),
    ],
)
def test_who_is_left_out_as_the_published_figures_leave_them_out(nineteen: YoungPerson, scene, change, why) -> None:
    with scene():
        StatusPeriod.objects.filter(person=nineteen).update(**change)
    assert [reason(nineteen, code) for code in ("ACCOM_SUITABLE", "EET")] == [why, why]


@pytest.mark.parametrize("leap_day", ["1 March", "28 February"])
def test_births_of_a_cohort_are_exactly_those_of_its_ages(leap_day) -> None:
    for day in (date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2026, 6, 30)):
        for cohort in COHORTS.values():
            births = cohort.births(day, leap_day)
            start = add_months(day, -12 * (cohort.oldest + 1)) - timedelta(days=4)
            for offset in range(4000):
                born = start + timedelta(days=offset)
                is_of_age = cohort.youngest <= age_on(born, day, leap_day) <= cohort.oldest
                assert (births.first <= born <= births.last) == is_of_age


def test_somebody_born_on_a_leap_day_turns_19_when_the_authority_says(cast: Cast, scene) -> None:
    assert born_by(date(2027, 2, 28), 19, "28 February") == date(2008, 2, 29)
    assert born_by(date(2027, 2, 28), 19, "1 March") == date(2008, 2, 28)


def test_a_move_to_another_team_leaves_past_figures_where_they_were(cast: Cast, nineteen, scene) -> None:
    def asked_of(team, day: date) -> int:
        return count(Question.on(day, TeamScope(team.name, team.pk, frozenset({team.pk}))))["EET", "19-21"].d

    with scene():
        Allocation.objects.filter(person=nineteen).update(ends_on=DAY)
        Allocation.objects.create(person=nineteen, worker=cast.sam, team=cast.south, starts_on=DAY)
        YoungPerson.objects.filter(pk=nineteen.pk).update(team=cast.south)
    before = DAY - timedelta(days=1)
    assert [asked_of(team, day) for team in (cast.north, cast.south) for day in (before, DAY)] == [1, 0, 0, 1]


def test_a_restricted_record_counts_as_everybody_does(nineteen: YoungPerson, scene) -> None:
    before = count(Question.on(DAY, AUTHORITY))["EET", "19-21"].d
    with scene():
        YoungPerson.objects.filter(pk=nineteen.pk).update(is_restricted=True)
    assert count(Question.on(DAY, AUTHORITY))["EET", "19-21"].d == before == 1


@pytest.mark.parametrize(
    ("authorised", "reviewed", "shows"),
    [
        pytest.param(date(2026, 1, 5), None, "Authorised on 5 January 2026", id="no review"),
        pytest.param(date(2026, 1, 5), date(2026, 6, 2), "Reviewed on 2 June 2026", id="reviewed since"),
        pytest.param(date(2026, 1, 5), date(2026, 7, 1), "Authorised on 5 January 2026", id="a review to come"),
        pytest.param(date(2026, 3, 5), date(2026, 2, 2), "Authorised on 5 March 2026", id="reviewed before"),
    ],
)
def test_what_the_record_shows_of_a_plan(cast: Cast, nineteen, scene, authorised, reviewed, shows) -> None:
    with scene():
        PlanVersionFactory.create(
            authorised=True, person=nineteen, written_by=cast.pat, authorised_by=cast.mo, authorised_on=authorised
        )
        if reviewed:
            PlanReviewFactory.create(person=nineteen, held_on=reviewed)
    assert MEASURES["PP_IN_DATE"].evidence([nineteen.pk], DAY) == {nineteen.pk: shows}


@pytest.mark.parametrize(
    ("measure", "shows"),
    [
        ("ACCOM_SUITABLE", "Independent living, since 30 June 2026"),
        ("EET", "Education, since 30 June 2026"),
        ("IN_TOUCH_8W", "Last spoken with on 29 June 2026"),
    ],
)
def test_what_the_record_shows_for_a_measure(nineteen: YoungPerson, scene, measure: str, shows: str) -> None:
    with scene():
        Home.objects.create(person=nineteen, kind="U", is_suitable=True, starts_on=date(2026, 1, 1), ends_on=DAY)
        Home.objects.create(person=nineteen, kind="U", is_suitable=True, starts_on=DAY)
        Occupation.objects.create(person=nineteen, code="F2", starts_on=DAY)
        for days, result in ((1, "spoke"), (0, "no_reply"), (-1, "spoke"), (40, "spoke")):
            on = DAY - timedelta(days=days)
            Contact.objects.create(person=nineteen, method="phone", result=result, happened_on=on)
    assert MEASURES[measure].evidence([nineteen.pk], DAY) == {nineteen.pk: shows}
    assert MEASURES[measure].evidence([nineteen.pk], DAY - timedelta(days=100)).get(nineteen.pk) != shows


@pytest.mark.parametrize("measure", MEASURES)
def test_evidence_reads_the_day_itself_and_nobody_else(cast: Cast, nineteen: YoungPerson, scene, measure: str) -> None:
    with scene():
        for person in (nineteen, cast.ben):
            Home.objects.create(person=person, kind="U", is_suitable=True, starts_on=DAY)
            Occupation.objects.create(person=person, code="F2", starts_on=DAY)
            Contact.objects.create(person=person, method="phone", result="spoke", happened_on=DAY)
            PlanVersionFactory.create(
                authorised=True, person=person, written_by=cast.pat, authorised_by=cast.mo, authorised_on=DAY
            )
    shown = MEASURES[measure].evidence([nineteen.pk], DAY)
    assert shown.keys() == {nineteen.pk}
    assert shown[nineteen.pk].endswith("30 June 2026")


def test_a_target_is_a_percentage() -> None:
    for measure in MEASURES.values():
        assert policy_values.problem(measure.target, 100) is None
        assert policy_values.problem(measure.target, 101) is not None


def test_a_measure_brings_its_target_into_the_settings() -> None:
    """A new measure is one place: no page, list or setting has a list of its own."""
    for measure in MEASURES.values():
        assert policies.REGISTRY[measure.target.key] is measure.target
        assert policies.defaults()[measure.target.key] == measure.target.default
    with pytest.raises(ValueError, match="already"):
        policies.register(MEASURES["EET"].target)
    targets = [policy for policy in policies.REGISTRY.values() if policy.group == "Targets"]
    of_the_day = [policy for measure in MEASURES.values() for policy in (measure.target, measure.stretch)]
    assert targets == of_the_day + [policy for measure in PERIOD_MEASURES.values() for policy in measure.policies]
