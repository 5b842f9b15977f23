"""The table of the catalogue: each row names its source and asks where somebody stands on a literal day."""

from datetime import date

import pytest

from careleavers.rules.dates import Period
from offers.rules.catalogue import Course, EntitlementSettings, Payment, Person, PersonStatus, Residence, entitlements

BORN = date(2005, 2, 10)
AT_18, AT_21, AT_25 = date(2023, 2, 10), date(2026, 2, 10), date(2030, 2, 10)
ELIGIBLE = PersonStatus("eligible_child", None, date(2021, 5, 1), AT_18)
RELEVANT = PersonStatus("relevant_child", None, date(2022, 5, 1), AT_18)
FORMER = PersonStatus("former_relevant_child", "18-20", AT_18, AT_21)
NOT_ASKED = PersonStatus("former_relevant_child", "21-24", AT_21, AT_25)
ASKED = PersonStatus("former_relevant_child", "21-24 opted in", AT_21, AT_25)
STUDYING = PersonStatus("former_relevant_child", "21-24 education", AT_21, date(2031, 7, 1))
QUALIFYING = PersonStatus("person_qualifying", "16-20", date(2022, 5, 1), AT_21)
LEAVER = (ELIGIBLE, FORMER, NOT_ASKED)
DEGREE = Course("higher", date(2023, 9, 25), date(2026, 7, 1), True, False, 3, True)


def d(text):
    return date.fromisoformat(text)


def asked(code, on, *statuses, settings=EntitlementSettings(), **facts):  # noqa: B008 frozen
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
        PersonStatus("eligible_child", None, d("2021-10-01"), d("2023-09-20")),
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
        PersonStatus("former_relevant_child", "18-20", d("2016-01-05"), d("2019-01-05")),
        id="between 22 and 31 May 2021",
        born=d("1998-01-05"),
        opens=d("2021-05-31"),
        closes=d("2023-01-05"),
    ),
    case(
        "one_bedroom_rate",
        "2019-06-01",
        "open",
        PersonStatus("former_relevant_child", "18-20", d("2016-01-05"), d("2019-01-05")),
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
        PersonStatus("person_qualifying", "21-24 education help", AT_21, AT_25),
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
        PersonStatus("relevant_child", None, d("2021-02-10"), AT_18),
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
    case("emergency_payments", "2022-06-01", "open", RELEVANT, FORMER, id="Vol 3 8.29", opens=d("2022-05-01")),
    case("emergency_payments", "2030-02-10", "closed", id="Vol 3 8.29, under 25", closes=AT_25),
    case("emergency_payments", "2024-01-01", "conditional", QUALIFYING, id="s24A, a power"),
    case("universal_credit_in_education", "2022-06-01", "later", id="from 18", opens=AT_18),
    case("universal_credit_in_education", "2024-01-01", "conditional", id="no course recorded", closes=AT_21),
    case(
        "universal_credit_in_education",
        "2024-01-01",
        "open",
        id="full-time further education",
        courses=(FE,),
        opens=AT_18,
        closes=d("2024-07-01"),
    ),
    case("universal_credit_in_education", "2024-01-01", "conditional", id="not a degree", courses=(DEGREE,)),
    case(
        "universal_credit_in_education",
        "2024-01-01",
        "conditional",
        QUALIFYING,
        id="rule not read",
        courses=(FE,),
        closes=d("2024-07-01"),
    ),
    case("universal_credit_in_education", "2026-02-10", "closed", id="to 21", closes=AT_21),
    case("staying_close", "2028-01-01", "not_commenced", id="CWSA 2026 s7"),
    case("financial_literacy", "2028-01-01", "not_commenced", id="CWSA 2026 s8"),
    case("no_intentional_homelessness", "2028-01-01", "not_commenced", id="CWSA 2026 s9"),
]
