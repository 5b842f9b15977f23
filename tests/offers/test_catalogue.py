"""The catalogue of entitlements: its table of states, what an authority chooses, and properties of every answer."""

import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules.dates import Period, birthday
from offers.rules.catalogue import (
    ITEMS,
    SETTINGS_IN_WORDS,
    CatalogueItem,
    CouncilTaxPolicy,
    Course,
    EntitlementBasis,
    EntitlementSettings,
    EntitlementState,
    Level,
    LocalItem,
    Payment,
    Person,
    PersonStatus,
    entitlements,
)
from offers.rules.policies import QUESTIONS
from tests.offers.catalogue_cases import (
    APP,
    AT_18,
    AT_21,
    AT_25,
    BORN,
    CASES,
    DEGREE,
    ELIGIBLE,
    FORMER,
    HE,
    HOME,
    LEAVER,
    QUALIFYING,
    STUDYING,
    asked,
    d,
)


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
    settings = EntitlementSettings(**{setting: d("2027-04-01")})
    before = asked(code, "2027-03-31", settings=settings)
    after = asked(code, "2027-04-01", settings=settings)
    assert (before.state, before.opens) == (EntitlementState.LATER, d("2027-04-01"))
    assert (after.state, after.closes) == (EntitlementState.OPEN, AT_25)
    assert asked(code, "2030-02-10", settings=settings).state == EntitlementState.CLOSED


EDUCATION_HELP = PersonStatus("person_qualifying", "21-24 education help", AT_21, AT_25)
NOT_FOR_EDUCATION = ("employment_help", "setting_up_home_allowance", "emergency_payments")


@pytest.mark.parametrize("code", NOT_FOR_EDUCATION)
@pytest.mark.parametrize(
    ("age", "on_a_course", "is_theirs"),
    [
        pytest.param(20, False, True, id="Children Act 1989 s24(1A): under 21"),
        pytest.param(22, False, False, id="s24B(2): from 21 only education and training"),
        pytest.param(22, True, True, id="Vol 3 8.44: to 25 where engaged in education or training"),
        pytest.param(25, True, False, id="ends at 25"),
    ],
)
def test_people_qualifying_keep_from_21_only_what_education_needs(code, age, on_a_course, is_theirs):
    on = birthday(BORN, age) + timedelta(days=40)
    courses = (Course("further", on - timedelta(days=30), on + timedelta(days=300), full_time=True),)
    person = Person(date_of_birth=BORN, statuses=(QUALIFYING, EDUCATION_HELP), courses=courses if on_a_course else ())
    found = {each.code: each.state for each in entitlements(person, on)}[code]
    theirs = is_theirs and not (code == "employment_help" and age >= 21)  # s24B(1) has no course in it
    assert found == (EntitlementState.CONDITIONAL if theirs else EntitlementState.CLOSED)


@pytest.mark.parametrize("item", ITEMS, ids=[item.code for item in ITEMS])
def test_what_nobody_has_read_is_a_question_of_the_settings_and_no_fact_of_a_record(item: CatalogueItem) -> None:
    """Seen to fail: advisers read “The age rule of Universal Credit has not been read” as where it is written."""
    assert not re.search(r"\b(read|checked|to check)\b", f"{item.source} {item.condition} {item.name}")
    asked = [policy.help for policy in QUESTIONS if policy.key.endswith(item.code)]
    assert all(item.unread in text for text in asked)
    assert bool(asked) == (bool(item.unread) and item.basis != EntitlementBasis.POLICY)


@pytest.mark.parametrize("code", ["setting_up_home_allowance", "emergency_payments"])
def test_an_apprenticeship_is_training_for_people_qualifying_too(code: str) -> None:
    """Vol 3 3.49: a programme of education or training is read broadly, apprenticeships among them. Seen to fail."""
    on = birthday(BORN, 22)
    learning = (Period(on - timedelta(days=400), on + timedelta(days=30)),)
    person = Person(date_of_birth=BORN, statuses=(QUALIFYING, EDUCATION_HELP), apprenticeships=learning)
    found = {each.code: each for each in entitlements(person, on)}[code]
    assert (found.state, found.closes) == (EntitlementState.CONDITIONAL, on + timedelta(days=30))


def test_a_second_condition_is_not_lost_for_people_qualifying():
    person = Person(date_of_birth=BORN, statuses=(QUALIFYING,))
    found = {each.code: each for each in entitlements(person, AT_18 + timedelta(days=30))}["apprenticeship_bursary"]
    assert found.state == EntitlementState.CONDITIONAL
    assert "when they start an apprenticeship" in " ".join(found.because)
    assert "Ask who pays it" in " ".join(found.because)


def test_nobody_without_a_status_gets_a_promise():
    person = Person(date_of_birth=BORN)
    answers = entitlements(person, d("2024-01-01"))
    assert {answer.state for answer in answers} == {EntitlementState.NO, EntitlementState.NOT_COMMENCED}


def test_a_death_ends_everything():
    person = Person(date_of_birth=BORN, statuses=LEAVER, died_on=d("2024-05-01"), courses=(DEGREE,))
    for answer in entitlements(person, d("2024-05-01")):
        assert answer.state not in (EntitlementState.OPEN, EntitlementState.CONDITIONAL, EntitlementState.LATER)
    assert asked("personal_adviser", "2024-04-30", died_on=d("2024-05-01")).state == EntitlementState.OPEN


# What an authority chooses


def test_own_level_of_the_setting_up_home_allowance():
    settings = EntitlementSettings(
        setting_up_home=(Level(d("2024-04-01"), 3500), Level(d("2023-04-01"), 3000)), setting_up_home_to_age=22
    )
    assert asked(HOME, "2024-03-31", settings=settings).amount == 3000
    assert asked(HOME, "2024-04-01", settings=settings).amount == 3500
    assert asked(HOME, "2023-03-31", settings=settings).amount == 2000
    later = EntitlementSettings(setting_up_home=(Level(d("2025-04-01"), 3500),))
    assert asked(HOME, "2025-03-31", settings=later).amount == 3000
    assert asked(HOME, "2027-02-10", settings=settings).state == EntitlementState.CLOSED


def test_a_level_raised_after_it_was_paid_is_flagged_with_both_outcomes():
    answer = asked(HOME, "2023-06-01", payments=(Payment(HOME, d("2023-03-01"), 2000),))
    assert (answer.state, answer.amount, answer.paid, answer.remaining) == (EntitlementState.USED, 3000, 2000, 0)
    (flag,) = answer.flags
    assert flag.code == "level_raised_since"
    assert flag.outcomes == ("nothing more is paid", "the difference of £1,000 is paid")
    assert any("more than once" in reason for reason in answer.because)


def test_what_is_left_to_pay():
    answer = asked(
        HOME, "2024-01-01", payments=(Payment(HOME, d("2023-05-01"), 900), Payment(HOME, d("2023-06-01"), 100))
    )
    assert (answer.paid, answer.remaining) == (1000, 2000)
    lowered = EntitlementSettings(setting_up_home=(Level(d("2023-04-01"), 4000), Level(d("2024-01-01"), 3000)))
    over = asked(HOME, "2024-06-01", settings=lowered, payments=(Payment(HOME, d("2023-05-01"), 3500),))
    assert (over.paid, over.remaining) == (3500, 0)


def test_first_payment_of_the_higher_education_bursary_is_due_in_four_weeks():
    answer = asked(HE, "2024-01-01", courses=(DEGREE,))
    assert "due by 23 October 2023" in " ".join(answer.because)
    two = asked(HE, "2023-06-01", courses=(DEGREE, DEGREE._replace(start=d("2023-09-30"))))
    assert "due by 23 October 2023" in " ".join(two.because)
    begun_at_17 = asked(HE, "2022-10-01", courses=(DEGREE._replace(start=d("2022-09-20")),))
    assert "due by 10 March 2023" in " ".join(begun_at_17.because)
    over = asked(HE, "2027-06-01", courses=(DEGREE,))
    assert over.state == EntitlementState.CLOSED


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
        statuses=(PersonStatus("former_relevant_child", "18-20", d("2018-02-10"), None),),
        apprenticeships=(Period(d("2018-06-01")),),
    )
    (answer,) = [each for each in entitlements(person, d("2018-09-01")) if each.code == APP]
    assert (answer.state, answer.flags[0].code) == (EntitlementState.CONDITIONAL, "apprenticeship_before_scheme")
    earlier = EntitlementSettings(apprenticeship_bursary_since=d("2018-06-01"))
    (answer,) = [each for each in entitlements(person, d("2018-09-01"), earlier) if each.code == APP]
    assert (answer.state, answer.flags) == (EntitlementState.OPEN, ())


def test_vacations_past_25_are_flagged_with_both_outcomes():
    course = DEGREE._replace(start=d("2028-09-25"), end=d("2031-07-01"))
    answer = asked("vacation_accommodation", "2030-06-01", ELIGIBLE, FORMER, STUDYING, courses=(course,))
    assert answer.state == EntitlementState.OPEN
    assert answer.flags[0].outcomes == ("it ends at 25", "it ends with the course")


COUNCILS = CouncilTaxPolicy(start=d("2024-04-01"), billing_authorities=("Melford", "Ashby"))


@pytest.mark.parametrize(
    ("policy", "lives_in", "on", "state"),
    [
        (CouncilTaxPolicy(start=d("2019-04-01")), None, "2024-01-01", EntitlementState.OPEN),
        (CouncilTaxPolicy(start=d("2019-04-01"), to_age=22), None, "2028-01-01", EntitlementState.CLOSED),
        (COUNCILS, "Melford", "2024-03-31", EntitlementState.LATER),
        (COUNCILS, "Melford", "2024-04-01", EntitlementState.OPEN),
        (COUNCILS, " melford", "2024-04-01", EntitlementState.OPEN),
        (COUNCILS, None, "2024-04-01", EntitlementState.CONDITIONAL),
        (COUNCILS, "Elsewhere", "2024-04-01", EntitlementState.NO),
    ],
)
def test_council_tax_is_the_authoritys_policy(policy, lives_in, on, state):
    answer = asked("council_tax", on, settings=EntitlementSettings(council_tax=policy), billing_authority=lives_in)
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
    settings = EntitlementSettings(local_items=(lessons, pass_))
    answer = asked(
        "driving_lessons", "2024-06-01", settings=settings, payments=(Payment("driving_lessons", d("2024-02-01"), 120),)
    )
    assert (answer.state, answer.opens, answer.closes, answer.remaining) == (
        EntitlementState.OPEN,
        d("2024-01-01"),
        d("2027-02-10"),
        380,
    )
    spent = asked(
        "driving_lessons", "2024-06-01", settings=settings, payments=(Payment("driving_lessons", d("2024-02-01"), 500),)
    )
    assert spent.state == EntitlementState.USED
    assert asked("bus_pass", "2024-06-01", QUALIFYING, settings=settings).state == EntitlementState.OPEN


# Statuses as given and as foreseen


def test_a_child_of_16_is_told_what_comes_at_18():
    answer = asked("one_bedroom_rate", "2022-01-01", PersonStatus("eligible_child", None, d("2021-05-01")))
    assert (answer.state, answer.opens, answer.closes) == (EntitlementState.LATER, AT_18, AT_25)
    assert answer.because[-1] == "This takes them to become a former relevant child at 18."


def test_an_open_status_does_not_promise_past_its_ages():
    answer = asked("personal_adviser", "2024-01-01", PersonStatus("former_relevant_child", None, AT_18))
    assert answer.closes == AT_25
    assert (
        asked("personal_adviser", "2027-01-01", PersonStatus("former_relevant_child", None, AT_18)).state
        == "conditional"
    )
    assert asked("personal_adviser", "2027-01-01", FORMER).state == EntitlementState.CONDITIONAL
    assert (
        asked("education_help", "2027-01-01", PersonStatus("person_qualifying", None, d("2022-05-01"))).closes == AT_21
    )


LEAP = d("2004-02-29")


@pytest.mark.parametrize(("leap_day", "closes"), [("1 March", "2025-03-01"), ("28 February", "2025-02-28")])
def test_born_on_29_february(leap_day, closes):
    answer = asked(
        "priority_need_18_to_20",
        "2023-01-01",
        PersonStatus("eligible_child", None, d("2020-05-01")),
        born=LEAP,
        settings=EntitlementSettings(leap_day=leap_day),
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
        PersonStatus(
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
        contains = each.opens is not None and each.opens <= on and (each.closes is None or on < each.closes)
        assert contains or each.state not in (EntitlementState.OPEN, EntitlementState.CONDITIONAL)
        assert (each.state == EntitlementState.LATER) <= (each.opens is not None and each.opens > on)
        assert (each.state == EntitlementState.CLOSED) <= (each.closes is not None and each.closes <= on)
        assert each.because
        assert each.remaining is None or each.remaining >= 0
        assert not (
            person.died_on
            and person.died_on <= on
            and each.state in (EntitlementState.OPEN, EntitlementState.CONDITIONAL)
        )


@given(people(), st.dates(d("2011-01-01"), d("2035-12-31")), st.randoms())
def test_the_order_of_facts_does_not_matter(person, on, shuffle):
    fields = {name: value for name, value in vars(person).items() if isinstance(value, tuple)}
    mixed = {name: tuple(shuffle.sample(value, len(value))) for name, value in fields.items()}
    assert entitlements(person, on) == entitlements(Person(**{**vars(person), **mixed}), on)


def test_settings_in_words_cover_every_setting():
    assert set(SETTINGS_IN_WORDS) == set(asdict(EntitlementSettings()))


def test_upkeep_of_an_eligible_child_is_that_of_a_looked_after_child_and_theirs_after_care():
    said = asked("upkeep_at_16_and_17", "2022-01-01")
    assert said.because == ("They are maintained as a looked-after child; after care it is theirs until 18.",)
