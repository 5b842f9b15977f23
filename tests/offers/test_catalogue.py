"""The catalogue of entitlements: each row of the tables names its source; states are asked about literal days."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from careleavers.dates import Period
from offers.catalogue import (
    ITEMS,
    CouncilTaxPolicy,
    Course,
    Level,
    LocalItem,
    Payment,
    Person,
    Residence,
    Settings,
    State,
    StatusPeriod,
    entitlements,
)

BORN = date(2005, 2, 10)
AT_18, AT_21, AT_25 = date(2023, 2, 10), date(2026, 2, 10), date(2030, 2, 10)
ELIGIBLE = StatusPeriod("eligible_child", None, date(2021, 5, 1), AT_18)
RELEVANT = StatusPeriod("relevant_child", None, date(2022, 5, 1), AT_18)
FORMER = StatusPeriod("former_relevant_child", "18-20", AT_18, AT_21)
NOT_ASKED = StatusPeriod("former_relevant_child", "21-24", AT_21, AT_25)
ASKED = StatusPeriod("former_relevant_child", "21-24 opted in", AT_21, AT_25)
STUDYING = StatusPeriod("former_relevant_child", "21-24 education", AT_21, date(2031, 7, 1))
QUALIFYING = StatusPeriod("person_qualifying", "16-20", date(2022, 5, 1), AT_21)
LEAVER = (ELIGIBLE, FORMER, NOT_ASKED)
DEGREE = Course("higher", date(2023, 9, 25), date(2026, 7, 1), True, False, 3, True)


def d(text):
    return date.fromisoformat(text)


def asked(code, on, *statuses, settings=Settings(), **facts):  # noqa: B008 frozen
    person = Person(date_of_birth=facts.pop("born", BORN), statuses=statuses or LEAVER, **facts)
    answers = [each for each in entitlements(person, d(on), settings) if each.code == code]
    assert len(answers) == 1
    return answers[0]


def case(code, on, state, *statuses, id, opens=None, closes=None, amount=None, **facts):
    return pytest.param(code, on, state, statuses, opens, closes, amount, facts, id=f"{code}: {id}")


HE, APP, HOME = "higher_education_bursary", "apprenticeship_bursary", "setting_up_home_allowance"
PAID_HE = (Payment(HE, d("2023-10-20"), 2000),)
FE = Course("further", d("2022-09-05"), d("2024-07-01"), True)
RESIDENTIAL = FE._replace(residential=True)

CASES = [
    case("personal_adviser", "2022-01-01", "open", id="Sch 2 para 19C, eligible", opens=d("2021-05-01"), closes=AT_25),
    case("personal_adviser", "2024-01-01", "open", id="s23C(3)(a), 18 to 20"),
    case("personal_adviser", "2027-01-01", "conditional", id="s23CZB, 21 to 24, has not asked"),
    case("personal_adviser", "2027-01-01", "open", ELIGIBLE, FORMER, ASKED, id="s23CZB, has asked"),
    case("personal_adviser", "2030-06-01", "open", ELIGIBLE, FORMER, STUDYING, id="s23CA, course past 25"),
    case("personal_adviser", "2030-02-10", "closed", id="ends on the 25th birthday", closes=AT_25),
    case("personal_adviser", "2024-01-01", "no", QUALIFYING, id="s24, a person qualifying has no adviser by law"),
    case("education_help", "2022-06-01", "open", RELEVANT, FORMER, id="s23B(8), relevant"),
    case("education_help", "2024-01-01", "open", id="s23C(4)(b), 18 to 20"),
    case("education_help", "2027-01-01", "conditional", id="s23CA, until they tell us that they study"),
    case("education_help", "2027-01-01", "open", ELIGIBLE, FORMER, STUDYING, id="s23CA(4)-(5), studying"),
    case("education_help", "2024-01-01", "conditional", QUALIFYING, id="s24B(2), a power"),
    case("employment_help", "2026-02-09", "open", id="s23C(4)(a), to 21"),
    case("employment_help", "2026-02-10", "closed", id="s23C(4)(a), ends at 21", closes=AT_21),
    case("employment_help", "2024-01-01", "conditional", QUALIFYING, id="s24B(1), a power"),
    case(HOME, "2023-03-31", "open", id="Vol 3 8.19, before 1 April 2023", amount=2000, opens=AT_18),
    case(HOME, "2023-04-01", "open", id="Vol 3 8.19, from 1 April 2023", amount=3000),
    case(HOME, "2022-06-01", "later", id="eligible child, at 18", opens=AT_18, amount=2000),
    case(HOME, "2022-06-01", "open", RELEVANT, FORMER, id="relevant child", opens=d("2022-05-01")),
    case(HOME, "2024-01-01", "conditional", QUALIFYING, id="Vol 3 8.43, a power"),
    case(HOME, "2024-01-01", "conditional", id="Vol 3 7.47, staying put", staying_put=(Period(AT_18),)),
    case(HOME, "2024-01-01", "used", id="paid in full", amount=3000, payments=(Payment(HOME, d("2023-05-01"), 3000),)),
    case(HOME, "2024-01-01", "open", id="paid in part", amount=3000, payments=(Payment(HOME, d("2023-05-01"), 900),)),
    case(HOME, "2023-05-01", "used", id="paid that day", payments=(Payment(HOME, d("2023-05-01"), 3000),)),
    case(HOME, "2023-04-30", "open", id="payments after the day", payments=(Payment(HOME, d("2023-05-01"), 3000),)),
    case(HE, "2024-01-01", "open", id="SI 2009/2274 reg 2", amount=2000, opens=d("2023-09-25"), courses=(DEGREE,)),
    case(HE, "2024-01-01", "used", id="s23C(5A), once", amount=2000, courses=(DEGREE,), payments=PAID_HE),
    case(
        HE, "2023-06-01", "later", id="course ahead", opens=d("2023-09-25"), closes=d("2026-07-01"), courses=(DEGREE,)
    ),
    case(HE, "2024-01-01", "conditional", id="no course recorded", amount=2000, opens=AT_18, closes=AT_25),
    case(HE, "2024-01-01", "conditional", id="plan not recorded", courses=(DEGREE._replace(in_pathway_plan=None),)),
    case(HE, "2024-01-01", "conditional", id="not in the plan", courses=(DEGREE._replace(in_pathway_plan=False),)),
    case(HE, "2024-01-01", "conditional", id="reg 3, one year only", courses=(DEGREE._replace(academic_years=1),)),
    case(HE, "2024-01-01", "open", id="reg 3, two years", courses=(DEGREE._replace(academic_years=2),)),
    case(
        HE,
        "2027-01-01",
        "open",
        id="no age limit in s23C(5A)",
        courses=(DEGREE._replace(start=d("2026-09-21"), end=None),),
    ),
    case(HE, "2024-01-01", "no", QUALIFYING, id="only former relevant children", courses=(DEGREE,)),
    case(
        HE,
        "2022-10-01",
        "later",
        id="begun at 17, theirs from 18",
        opens=AT_18,
        courses=(DEGREE._replace(start=d("2022-09-20")),),
    ),
    case(APP, "2023-08-10", "open", id="start 31 July 2023", amount=1000, apprenticeships=(Period(d("2023-07-31")),)),
    case(APP, "2023-08-10", "open", id="start 1 August 2023", amount=3000, apprenticeships=(Period(d("2023-08-01")),)),
    case(APP, "2023-07-31", "conditional", id="none yet, before 1 August 2023", amount=1000),
    case(APP, "2023-08-01", "conditional", id="none yet, from 1 August 2023", amount=3000),
    case(
        APP,
        "2023-07-01",
        "later",
        id="start ahead",
        amount=3000,
        apprenticeships=(Period(d("2023-08-01")),),
        opens=d("2023-08-01"),
    ),
    case(
        APP,
        "2024-08-01",
        "conditional",
        id="first year over: was it claimed?",
        apprenticeships=(Period(d("2023-08-01")),),
        amount=3000,
    ),
    case(
        APP,
        "2023-10-01",
        "closed",
        id="left early",
        apprenticeships=(Period(d("2023-08-01"), d("2023-09-01")),),
        closes=d("2023-09-01"),
    ),
    case(
        APP,
        "2025-01-01",
        "used",
        id="once: a second apprenticeship",
        amount=1000,
        apprenticeships=(Period(d("2022-09-01"), d("2023-06-01")), Period(d("2024-09-01"))),
        payments=(Payment(APP, d("2022-10-01"), 1000),),
    ),
    case(
        APP,
        "2023-10-01",
        "open",
        id="paid by instalments",
        amount=3000,
        apprenticeships=(Period(d("2023-08-01")),),
        payments=(Payment(APP, d("2023-09-01"), 1000),),
    ),
    case(
        APP,
        "2024-01-01",
        "used",
        id="paid, no start recorded",
        payments=(Payment(APP, d("2023-09-01"), 1000),),
        amount=3000,
    ),
    case(
        APP, "2022-01-01", "open", ELIGIBLE, id="in care at 16", apprenticeships=(Period(d("2021-09-01")),), amount=1000
    ),
    case(APP, "2030-03-01", "closed", id="start at 25 does not count", apprenticeships=(Period(AT_25),), closes=AT_25),
    case(
        APP,
        "2024-01-01",
        "conditional",
        QUALIFYING,
        id="qualifying: not checked",
        apprenticeships=(Period(d("2023-09-01")),),
    ),
    case("sixteen_to_nineteen_bursary", "2023-10-01", "open", id="at college", amount=1200, courses=(FE,)),
    case("sixteen_to_nineteen_bursary", "2023-10-01", "conditional", id="no course recorded", closes=d("2024-08-01")),
    case("sixteen_to_nineteen_bursary", "2024-10-01", "closed", id="19 by 31 August", closes=d("2024-08-01")),
    case(
        "sixteen_to_nineteen_bursary",
        "2023-10-01",
        "conditional",
        QUALIFYING,
        id="qualifying: not checked",
        courses=(FE,),
    ),
    case("sixteen_to_nineteen_bursary", "2021-08-31", "later", id="from the September after 16", opens=d("2021-09-01")),
    case(
        "sixteen_to_nineteen_bursary",
        "2021-10-01",
        "later",
        StatusPeriod("eligible_child", None, d("2021-10-01"), d("2023-09-20")),
        id="16 after 31 August",
        born=d("2005-09-20"),
        opens=d("2022-09-01"),
    ),
    case("upkeep_at_16_and_17", "2022-06-01", "open", RELEVANT, id="s23B(8)", opens=d("2022-05-01"), closes=AT_18),
    case("upkeep_at_16_and_17", "2023-02-10", "closed", RELEVANT, id="Vol 3 4.5, ends at 18"),
    case("upkeep_at_16_and_17", "2022-01-01", "no", id="eligible child: looked after"),
    case(
        "council_tax", "2024-01-01", "conditional", id="no policy: ask the billing authority", opens=AT_18, closes=AT_25
    ),
    case("one_bedroom_rate", "2024-01-01", "open", id="18", opens=AT_18, closes=AT_25),
    case("one_bedroom_rate", "2030-02-10", "closed", id="to 25"),
    case("one_bedroom_rate", "2024-01-01", "conditional", QUALIFYING, id="qualifying: not checked"),
    case(
        "one_bedroom_rate",
        "2021-05-30",
        "later",
        StatusPeriod("former_relevant_child", "18-20", d("2016-01-05"), d("2019-01-05")),
        id="between 22 and 31 May 2021",
        born=d("1998-01-05"),
        opens=d("2021-05-31"),
        closes=d("2023-01-05"),
    ),
    case(
        "one_bedroom_rate",
        "2019-06-01",
        "open",
        StatusPeriod("former_relevant_child", "18-20", d("2016-01-05"), d("2019-01-05")),
        id="to 22 before 31 May 2021",
        born=d("1998-01-05"),
        opens=d("2016-01-05"),
        closes=d("2020-01-05"),
    ),
    case("staying_put", "2024-01-01", "conditional", id="s23CZA, both must want it", opens=AT_18, closes=AT_21),
    case("staying_put", "2024-01-01", "conditional", id="with a carer at 18", with_foster_carer_at_18=True),
    case("staying_put", "2024-01-01", "no", id="Vol 3 7.48, not with a carer", with_foster_carer_at_18=False),
    case("staying_put", "2024-01-01", "no", RELEVANT, FORMER, id="not looked after just before 18"),
    case("staying_put", "2022-06-01", "later", RELEVANT, id="relevant child of 17 may yet be looked after"),
    case(
        "staying_put",
        "2024-01-01",
        "open",
        id="arranged",
        staying_put=(Period(AT_18, d("2025-01-01")),),
        closes=d("2025-01-01"),
    ),
    case("staying_put", "2025-06-01", "closed", id="ended", staying_put=(Period(AT_18, d("2025-01-01")),)),
    case("staying_put", "2026-02-10", "closed", id="duty to 21", staying_put=(Period(AT_18),), closes=AT_21),
    case("vacation_accommodation", "2024-01-01", "open", id="s24B(5), higher education", courses=(DEGREE,)),
    case("vacation_accommodation", "2024-01-01", "open", id="reg 9(3)(b), residential", courses=(RESIDENTIAL,)),
    case("vacation_accommodation", "2024-01-01", "conditional", id="reg 9(3)(b), not residential", courses=(FE,)),
    case(
        "vacation_accommodation",
        "2024-01-01",
        "conditional",
        id="part time",
        courses=(DEGREE._replace(full_time=False),),
    ),
    case("vacation_accommodation", "2024-01-01", "open", QUALIFYING, id="s24(1), qualifying", courses=(DEGREE,)),
    case(
        "vacation_accommodation",
        "2027-01-01",
        "open",
        QUALIFYING,
        StatusPeriod("person_qualifying", "21-24 education help", AT_21, AT_25),
        id="s24B(5), qualifying to 24",
        courses=(DEGREE._replace(end=d("2029-07-01")),),
    ),
    case("priority_need_18_to_20", "2026-02-09", "open", id="20", opens=AT_18, closes=AT_21),
    case("priority_need_18_to_20", "2026-02-10", "closed", id="21"),
    case("priority_need_18_to_20", "2024-01-01", "conditional", QUALIFYING, id="qualifying by special guardianship?"),
    case(
        "priority_need_18_to_20", "2024-01-01", "open", QUALIFYING, id="accommodated at 16", cared_for_at_16_or_17=True
    ),
    case(
        "priority_need_18_to_20", "2024-01-01", "no", id="recorded as not cared for at 16", cared_for_at_16_or_17=False
    ),
    case(
        "priority_need_18_to_20",
        "2024-01-01",
        "conditional",
        StatusPeriod("relevant_child", None, d("2021-02-10"), AT_18),
        FORMER,
        id="reg 3(2), detained on turning 16",
    ),
    case("priority_need_if_vulnerable", "2045-01-01", "conditional", id="any time ago", opens=AT_21, closes=None),
    case("local_connection_responsible_authority", "2024-01-01", "open", id="s199(8)", opens=AT_18, closes=AT_21),
    case(
        "local_connection_responsible_authority",
        "2027-01-01",
        "conditional",
        ELIGIBLE,
        FORMER,
        STUDYING,
        id="while section 23C duties last",
        closes=d("2031-07-01"),
    ),
    case("local_connection_where_placed", "2024-01-01", "conditional", id="s199(10), nothing recorded"),
    case(
        "local_connection_where_placed",
        "2024-01-01",
        "open",
        id="two years, some before 16",
        opens=d("2021-02-10"),
        closes=AT_21,
        lived_in=(Residence("Melford", d("2018-06-01"), d("2020-06-01")),),
    ),
    case(
        "local_connection_where_placed",
        "2024-01-01",
        "no",
        id="a day short of two years",
        lived_in=(Residence("Melford", d("2018-06-01"), d("2020-05-31")),),
    ),
    case(
        "local_connection_where_placed",
        "2024-01-01",
        "no",
        id="all after 16",
        lived_in=(Residence("Melford", d("2021-02-10"), None),),
    ),
    case(
        "local_connection_where_placed",
        "2024-01-01",
        "open",
        id="two homes in one district",
        lived_in=(Residence("Melford", d("2019-06-01"), d("2020-06-01")), Residence("Melford", d("2020-06-01"), None)),
        opens=d("2021-06-01"),
    ),
    case(
        "housing_list_without_local_connection",
        "2025-07-09",
        "later",
        id="day before SI 2025/706",
        opens=d("2025-07-10"),
    ),
    case("housing_list_without_local_connection", "2025-07-10", "open", id="SI 2025/706 in force", closes=AT_25),
    case("housing_list_without_local_connection", "2026-01-01", "no", QUALIFYING, id="not for people qualifying"),
    case("savings_account", "2023-02-09", "later", id="at 18", opens=AT_18, amount=200),
    case("care_leaver_covenant", "2030-02-10", "closed", id="16 to 24", opens=d("2021-05-01"), closes=AT_25),
    case("staying_close", "2028-01-01", "not_commenced", id="CWSA 2026 s7"),
    case("financial_literacy", "2028-01-01", "not_commenced", id="CWSA 2026 s8"),
    case("no_intentional_homelessness", "2028-01-01", "not_commenced", id="CWSA 2026 s9"),
]


@pytest.mark.parametrize(("code", "on", "state", "statuses", "opens", "closes", "amount", "facts"), CASES)
def test_state(code, on, state, statuses, opens, closes, amount, facts):
    answer = asked(code, on, *statuses, **facts)
    assert answer.state == state
    assert answer.because
    for expected, given_ in [(opens, answer.opens), (closes, answer.closes), (amount, answer.amount)]:
        assert expected is None or given_ == expected


def test_every_item_is_in_the_table():
    assert {param.values[0] for param in CASES} == {item.code for item in ITEMS}


def test_every_item_says_what_where_and_on_what_basis():
    assert len({item.code for item in ITEMS}) == len(ITEMS)
    for item in ITEMS:
        assert item.condition.endswith(".")
        assert item.source
        assert item.area


# Commencement


@pytest.mark.parametrize(
    ("code", "setting"),
    [
        ("staying_close", "staying_close_commenced_on"),
        ("financial_literacy", "financial_literacy_commenced_on"),
        ("no_intentional_homelessness", "no_intentional_homelessness_commenced_on"),
    ],
)
def test_the_2026_act_starts_on_its_commencement_day(code, setting):
    settings = Settings(**{setting: d("2027-04-01")})
    before = asked(code, "2027-03-31", settings=settings)
    after = asked(code, "2027-04-01", settings=settings)
    assert (before.state, before.opens) == (State.LATER, d("2027-04-01"))
    assert (after.state, after.closes) == (State.OPEN, AT_25)
    assert asked(code, "2030-02-10", settings=settings).state == State.CLOSED


def test_nobody_without_a_status_gets_a_promise():
    person = Person(date_of_birth=BORN)
    answers = entitlements(person, d("2024-01-01"))
    assert {answer.state for answer in answers} == {State.NO, State.NOT_COMMENCED}


def test_a_death_ends_everything():
    person = Person(date_of_birth=BORN, statuses=LEAVER, died_on=d("2024-05-01"), courses=(DEGREE,))
    for answer in entitlements(person, d("2024-05-01")):
        assert answer.state not in (State.OPEN, State.CONDITIONAL, State.LATER)
    assert asked("personal_adviser", "2024-04-30", died_on=d("2024-05-01")).state == State.OPEN


# What an authority chooses


def test_own_level_of_the_setting_up_home_allowance():
    settings = Settings(
        setting_up_home=(Level(d("2024-04-01"), 3500), Level(d("2023-04-01"), 3000)), setting_up_home_to_age=22
    )
    assert asked(HOME, "2024-03-31", settings=settings).amount == 3000
    assert asked(HOME, "2024-04-01", settings=settings).amount == 3500
    assert asked(HOME, "2023-03-01", settings=settings).amount is None
    assert asked(HOME, "2027-02-10", settings=settings).state == State.CLOSED


def test_a_level_raised_after_it_was_paid_is_flagged_with_both_outcomes():
    answer = asked(HOME, "2023-06-01", payments=(Payment(HOME, d("2023-03-01"), 2000),))
    assert (answer.state, answer.amount, answer.paid, answer.remaining) == (State.USED, 3000, 2000, 0)
    (flag,) = answer.flags
    assert flag.code == "level_raised_since"
    assert flag.outcomes == ("nothing more is paid", "the difference of £1,000 is paid")
    assert any("more than once" in reason for reason in answer.because)


def test_what_is_left_to_pay():
    answer = asked(
        HOME, "2024-01-01", payments=(Payment(HOME, d("2023-05-01"), 900), Payment(HOME, d("2023-06-01"), 100))
    )
    assert (answer.paid, answer.remaining) == (1000, 2000)


def test_first_payment_of_the_higher_education_bursary_is_due_in_four_weeks():
    answer = asked(HE, "2024-01-01", courses=(DEGREE,))
    assert "due by 23 October 2023" in " ".join(answer.because)
    two = asked(HE, "2023-06-01", courses=(DEGREE, DEGREE._replace(start=d("2023-09-30"))))
    assert "due by 23 October 2023" in " ".join(two.because)
    over = asked(HE, "2027-06-01", courses=(DEGREE,))
    assert over.state == State.CLOSED


@pytest.mark.parametrize(
    ("course", "reason"),
    [
        (DEGREE._replace(in_pathway_plan=False), "The course of 2023 is not in their pathway plan"),
        (DEGREE._replace(academic_years=1), "The course of 2023 lasts less than two academic years"),
        (DEGREE._replace(start=d("2008-08-31")), "The course of 2008 began before 1 September 2008"),
    ],
)
def test_why_a_course_does_not_count(course, reason):
    assert any(said.startswith(reason) for said in asked(HE, "2024-01-01", courses=(course,)).because)


def test_an_apprenticeship_before_the_scheme_is_flagged():
    person = Person(
        date_of_birth=d("2000-02-10"),
        statuses=(StatusPeriod("former_relevant_child", "18-20", d("2018-02-10"), None),),
        apprenticeships=(Period(d("2018-06-01")),),
    )
    (answer,) = [each for each in entitlements(person, d("2018-09-01")) if each.code == APP]
    assert (answer.state, answer.flags[0].code) == (State.CONDITIONAL, "apprenticeship_before_scheme")
    earlier = Settings(apprenticeship_bursary_since=d("2018-06-01"))
    (answer,) = [each for each in entitlements(person, d("2018-09-01"), earlier) if each.code == APP]
    assert (answer.state, answer.flags) == (State.OPEN, ())


def test_vacations_past_25_are_flagged_with_both_outcomes():
    course = DEGREE._replace(start=d("2028-09-25"), end=d("2031-07-01"))
    answer = asked("vacation_accommodation", "2030-06-01", ELIGIBLE, FORMER, STUDYING, courses=(course,))
    assert answer.state == State.OPEN
    assert answer.flags[0].outcomes == ("it ends at 25", "it ends with the course")


COUNCILS = CouncilTaxPolicy(start=d("2024-04-01"), billing_authorities=("Melford", "Ashby"))


@pytest.mark.parametrize(
    ("policy", "lives_in", "on", "state"),
    [
        (CouncilTaxPolicy(start=d("2019-04-01")), None, "2024-01-01", State.OPEN),
        (CouncilTaxPolicy(start=d("2019-04-01"), to_age=22), None, "2028-01-01", State.CLOSED),
        (COUNCILS, "Melford", "2024-03-31", State.LATER),
        (COUNCILS, "Melford", "2024-04-01", State.OPEN),
        (COUNCILS, None, "2024-04-01", State.CONDITIONAL),
        (COUNCILS, "Elsewhere", "2024-04-01", State.NO),
    ],
)
def test_council_tax_is_the_authoritys_policy(policy, lives_in, on, state):
    answer = asked("council_tax", on, settings=Settings(council_tax=policy), billing_authority=lives_in)
    assert answer.state == state
    assert not answer.verified


def test_local_items():
    lessons = LocalItem(
        code="driving_lessons",
        name="Driving lessons",
        condition="We pay one, they pay the next.",
        from_age=17,
        to_age=22,
        amount=500,
        start=d("2024-01-01"),
        statuses=("former_relevant_child",),
    )
    pass_ = LocalItem(code="bus_pass", name="Bus pass", condition="For travel in the county.")
    settings = Settings(local_items=(lessons, pass_))
    answer = asked(
        "driving_lessons", "2024-06-01", settings=settings, payments=(Payment("driving_lessons", d("2024-02-01"), 120),)
    )
    assert (answer.state, answer.opens, answer.closes, answer.remaining) == (
        State.OPEN,
        d("2024-01-01"),
        d("2027-02-10"),
        380,
    )
    spent = asked(
        "driving_lessons", "2024-06-01", settings=settings, payments=(Payment("driving_lessons", d("2024-02-01"), 500),)
    )
    assert spent.state == State.USED
    assert asked("bus_pass", "2024-06-01", QUALIFYING, settings=settings).state == State.OPEN


# Statuses as given and as foreseen


def test_a_child_of_16_is_told_what_comes_at_18():
    answer = asked("one_bedroom_rate", "2022-01-01", StatusPeriod("eligible_child", None, d("2021-05-01")))
    assert (answer.state, answer.opens, answer.closes) == (State.LATER, AT_18, AT_25)
    assert answer.because[-1] == "This takes them to become a former relevant child at 18."


def test_an_open_status_does_not_promise_past_its_ages():
    answer = asked("personal_adviser", "2024-01-01", StatusPeriod("former_relevant_child", None, AT_18))
    assert answer.closes == AT_25
    assert (
        asked("personal_adviser", "2027-01-01", StatusPeriod("former_relevant_child", None, AT_18)).state
        == "conditional"
    )
    assert asked("personal_adviser", "2027-01-01", FORMER).state == State.CONDITIONAL
    assert (
        asked("education_help", "2027-01-01", StatusPeriod("person_qualifying", None, d("2022-05-01"))).closes == AT_21
    )


LEAP = d("2004-02-29")


@pytest.mark.parametrize(("leap_day", "closes"), [("1 March", "2025-03-01"), ("28 February", "2025-02-28")])
def test_born_on_29_february(leap_day, closes):
    answer = asked(
        "priority_need_18_to_20",
        "2023-01-01",
        StatusPeriod("eligible_child", None, d("2020-05-01")),
        born=LEAP,
        settings=Settings(leap_day=leap_day),
    )
    assert answer.closes == d(closes)


# Properties


@st.composite
def people(draw):
    born = draw(st.dates(d("1995-01-01"), d("2008-12-31")))
    days = st.dates(d("2010-01-01"), d("2032-12-31"))

    def period():
        start = draw(days)
        return start, draw(st.one_of(st.none(), st.just(start + timedelta(days=draw(st.integers(1, 1500))))))

    statuses = tuple(
        StatusPeriod(
            draw(
                st.sampled_from(
                    ["looked_after", "eligible_child", "relevant_child", "former_relevant_child", "person_qualifying"]
                )
            ),
            draw(st.sampled_from([None, "18-20", "21-24", "21-24 education", "21-24 opted in"])),
            *period(),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return Person(
        date_of_birth=born,
        statuses=statuses,
        courses=tuple(
            Course(
                draw(st.sampled_from(["higher", "further", "school"])),
                *period(),
            )._replace(full_time=draw(st.sampled_from([None, True, False])))
            for _ in range(draw(st.integers(0, 2)))
        ),
        apprenticeships=tuple(Period(*period()) for _ in range(draw(st.integers(0, 2)))),
        payments=tuple(
            Payment(draw(st.sampled_from([HE, APP, HOME])), draw(days), draw(st.integers(0, 4000)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        staying_put=tuple(Period(*period()) for _ in range(draw(st.integers(0, 1)))),
        died_on=draw(st.one_of(st.none(), days)),
    )


@given(people(), st.dates(d("2011-01-01"), d("2035-12-31")))
def test_states_and_dates_agree_with_each_other(person, on):
    for each in entitlements(person, on):
        holds = each.opens is not None and each.opens <= on and (each.closes is None or on < each.closes)
        assert holds or each.state not in (State.OPEN, State.CONDITIONAL)
        assert (each.state == State.LATER) <= (each.opens is not None and each.opens > on)
        assert (each.state == State.CLOSED) <= (each.closes is not None and each.closes <= on)
        assert each.because
        assert each.remaining is None or each.remaining >= 0
        assert not (person.died_on and person.died_on <= on and each.state in (State.OPEN, State.CONDITIONAL))


@given(people(), st.dates(d("2011-01-01"), d("2035-12-31")), st.randoms())
def test_the_order_of_facts_does_not_matter(person, on, shuffle):
    fields = {name: value for name, value in vars(person).items() if isinstance(value, tuple)}
    mixed = {name: tuple(shuffle.sample(value, len(value))) for name, value in fields.items()}
    assert entitlements(person, on) == entitlements(Person(**{**vars(person), **mixed}), on)


# The command


def run(tmp_path, *lines):
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    out = StringIO()
    refused = None
    try:
        call_command("entitlements", str(file), stdout=out)
    except CommandError as error:
        refused = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], refused


STATUS = {"status": "former_relevant_child", "band": "18-20", "from": "2023-02-10", "to": "2026-02-10"}


def test_command_answers_with_the_catalogue(tmp_path):
    (answer,), refused = run(
        tmp_path,
        {
            "id": 5,
            "on": "2024-10-01",
            "date_of_birth": "2005-02-10",
            "status_periods": [STATUS, {"status": "none", "from": "2020-01-01"}],
            "facts": {
                "courses": [{"level": "higher", "from": "2023-09-25", "in_pathway_plan": True}],
                "apprenticeships": [{"from": "2023-11-06"}],
                "payments": [{"code": HOME, "on": "2024-01-01", "amount": 500}],
                "lived_in": [{"district": "Melford", "from": "2015-01-01", "to": "2020-01-01"}],
            },
            "settings": {
                "setting_up_home": [{"from": "2020-01-01", "amount": 3200}],
                "council_tax": {"from": "2019-04-01"},
                "local_items": [{"code": "bus", "name": "Bus pass", "condition": "In the county."}],
                "no_intentional_homelessness_commenced_on": "2024-01-01",
            },
        },
    )
    assert refused is None
    assert answer["id"] == 5
    states = {each["code"]: each["state"] for each in answer["entitlements"]}
    assert (states[HE], states[APP], states["council_tax"], states["bus"]) == ("open", "open", "open", "open")
    assert states["no_intentional_homelessness"] == "open"
    home = next(each for each in answer["entitlements"] if each["code"] == HOME)
    assert (home["amount"], home["paid"], home["remaining"], home["flags"]) == (3200, 500, 2700, [])
    assert len(states) == len(ITEMS) + 1


def test_command_takes_a_death_from_either_place(tmp_path):
    base = {"on": "2024-10-01", "date_of_birth": "2005-02-10"}
    dead = [STATUS, {"status": "deceased", "from": "2024-05-01"}]
    (first, second), _ = run(
        tmp_path,
        {**base, "status_periods": dead},
        {**base, "status_periods": [STATUS], "facts": {"died_on": "2024-05-01"}},
    )
    assert first["entitlements"] == second["entitlements"]
    assert {each["state"] for each in first["entitlements"]} <= {"closed", "no", "not_commenced"}


EPISODES = [{"start": "2017-03-01", "end": "2023-02-10", "legal_status": "C2", "placement": "U1", "reason_ended": "X1"}]


def test_command_without_any_care_promises_nothing(tmp_path):
    (answer,), refused = run(tmp_path, {"on": "2024-10-01", "date_of_birth": "2005-02-10", "episodes": []})
    assert refused is None
    assert {each["state"] for each in answer["entitlements"]} == {"no", "not_commenced"}


@pytest.mark.parametrize(
    ("placement", "fact", "state"),
    [("U4", None, "conditional"), ("K2", None, "no"), (None, None, "conditional"), ("K2", True, "conditional")],
)
def test_command_finds_statuses_and_the_last_placement_in_episodes(tmp_path, placement, fact, state):
    (answer,), refused = run(
        tmp_path,
        {
            "on": "2024-10-01",
            "date_of_birth": "2005-02-10",
            "episodes": [{**EPISODES[0], "placement": placement}],
            "facts": {"with_foster_carer_at_18": fact},
        },
    )
    assert refused is None
    found = {each["code"]: each for each in answer["entitlements"]}
    assert found["staying_put"]["state"] == state
    assert (found["personal_adviser"]["opens"], found["personal_adviser"]["closes"]) == ("2021-02-10", "2030-02-10")
    assert found["priority_need_18_to_20"]["state"] == "open"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"episodes": EPISODES}, "status_periods"),
        ({"on": "2005-02-09"}, "on"),
        ({"status_periods": [{**STATUS, "from": "2001-01-01"}]}, "status_periods[0].from"),
        ({"status_periods": [{**STATUS, "to": "2023-02-09"}]}, "status_periods[0].to"),
        ({"facts": {"staying_put": [{"from": "2023-02-10", "to": "2022-01-01"}]}}, "facts.staying_put[0].to"),
        ({"settings": {"higher_education_bursary": 1999}}, "settings.higher_education_bursary"),
        ({"facts": {"colour": "blue"}}, "facts.colour"),
    ],
)
def test_command_names_what_is_wrong_and_goes_on(tmp_path, change, field):
    base = {"id": 1, "on": "2024-10-01", "date_of_birth": "2005-02-10", "status_periods": [STATUS]}
    (first, second), refused = run(tmp_path, {**base, **change}, base)
    assert first["error"]["field"] == field
    assert "entitlements" in second
    assert refused is not None
    assert refused.startswith("1 of 2 lines")


def test_settings_in_words_cover_every_setting():
    from offers.catalogue import SETTINGS_IN_WORDS

    assert set(SETTINGS_IN_WORDS) == set(asdict(Settings()))
