"""Money: grants, bursaries, upkeep, council tax and the housing part of benefits."""

from datetime import date, timedelta

from careleavers.rules import words
from careleavers.rules.code_sets import CARE_LEAVERS, Status
from careleavers.rules.dates import Period, add_months, clip, intersect, merge
from careleavers.rules.words import listing
from offers.rules.catalogue.facts import EVER_IN_CARE, Course, EntitlementFacts, Level, sorted_rows
from offers.rules.catalogue.findings import CatalogueItem, EntitlementBasis, EntitlementFlag, Finding
from offers.rules.catalogue.support import POWER_ONLY

RECOMMENDED_SETTING_UP_HOME = (Level(date.min, 2000), Level(date(2023, 4, 1), 3000))  # Vol 3 8.19
HIGHER_EDUCATION_SINCE = date(2008, 9, 1)  # SI 2009/2274 reg 1(2)
HIGHER_EDUCATION_FIRST_PAYMENT = timedelta(weeks=4)  # reg 4(2): "not more than four weeks after the start"
LEAST_ACADEMIC_YEARS = 2  # reg 3
APPRENTICESHIP_BURSARY = (Level(date.min, 1000), Level(date(2023, 8, 1), 3000))
SIXTEEN_TO_NINETEEN_BURSARY = 1200  # a year, at most
ONE_BEDROOM_RATE_TO_25_SINCE = date(2021, 5, 31)


ASK_WHO_PAYS = "Ask who pays it whether somebody who qualifies for advice and assistance can have it."


def _also(depends_on: str, as_well: str | None) -> str:
    """Two conditions as one; a second that does not apply is None."""
    return f"{depends_on} {as_well}" if as_well else depends_on


def level_on(levels: tuple[Level, ...], day: date) -> int | None:
    """The amount in force on a day: that of the latest start not after it."""
    in_force = [level for level in sorted(levels) if level.start <= day]
    return in_force[-1].amount if in_force else None


def setting_up_home(known: EntitlementFacts) -> Finding:
    levels = _setting_up_home_levels(known.settings.setting_up_home)
    payments = known.paid("setting_up_home_allowance")
    paid = sum(payment.amount for payment in payments)
    amount = level_on(levels, known.on)
    before = level_on(levels, payments[0].on) if payments else amount
    used = bool(payments) and paid >= (before or 0)
    windows = clip(
        merge([*known.periods_with(*CARE_LEAVERS), *known.qualifying_periods]),
        known.birthday(16),
        known.birthday(known.settings.setting_up_home_to_age),
    )
    flags: tuple[EntitlementFlag, ...] = ()
    if used and amount and paid < amount:
        flags = (
            EntitlementFlag(
                "level_raised_since",
                f"£{paid:,} was paid when £{before:,} was the level; it is £{amount:,} now. Guidance does not say "
                "whether the difference is owed.",
                ("nothing more is paid", f"the difference of £{amount - paid:,} is paid"),
            ),
        )
    depends_on = None
    if known.is_now(Status.PERSON_QUALIFYING):
        depends_on = POWER_ONLY
    elif any(period.contains(known.on) for period in known.person.staying_put):
        depends_on = "They are staying put with their former foster carer: it is paid when they move on (Vol 3 7.47)."
    notes = ("Help may be needed more than once (Vol 3 E.7): ask when things were lost or a first home did not last.",)
    return Finding(
        windows=windows,
        amount=amount,
        paid=paid,
        used=used,
        depends_on=depends_on,
        flags=flags,
        notes=notes if used else (),
    )


def _setting_up_home_levels(own: tuple[Level, ...]) -> tuple[Level, ...]:
    """The authority's own levels, and what guidance recommended before the first of them."""
    first = min((level.start for level in own), default=date.max)
    return (*(level for level in RECOMMENDED_SETTING_UP_HOME if level.start < first), *own)


def higher_education_bursary(known: EntitlementFacts) -> Finding:
    amount = known.settings.higher_education_bursary
    paid = sum(payment.amount for payment in known.paid("higher_education_bursary"))
    theirs = known.periods_with(Status.FORMER_RELEVANT_CHILD)
    used = paid >= amount
    courses = [course for course in sorted_rows(known.person.courses) if course.level == "higher"]
    fitting = [course for course in courses if not _why_no_bursary(course)]
    windows = intersect([course.period for course in fitting], theirs)
    if windows:
        course = _now_or_next([course for course in fitting if intersect([course.period], theirs)], known.on)
        [theirs_from, _], *_ = intersect([course.period], theirs)
        return Finding(
            windows=windows,
            amount=amount,
            paid=paid,
            used=used,
            notes=(_pay_by(theirs_from),),
            depends_on=None
            if course.in_pathway_plan
            else "It is not recorded whether the course is in their pathway plan.",
        )
    reasons = tuple(_why_no_bursary(course) for course in courses if _why_no_bursary(course))
    depends_on = "It is theirs when they start a course of higher education in accordance with their pathway plan."
    return Finding(windows=theirs, amount=amount, paid=paid, used=used, notes=reasons, depends_on=depends_on)


def _why_no_bursary(course: Course) -> str:
    if course.start < HIGHER_EDUCATION_SINCE:
        return f"The course of {course.start:%Y} began before 1 September 2008."
    if course.academic_years is not None and course.academic_years < LEAST_ACADEMIC_YEARS:
        return f"The course of {course.start:%Y} lasts less than two academic years."
    if course.in_pathway_plan is False:
        return f"The course of {course.start:%Y} is not in their pathway plan. Review the plan with them."
    return ""


def _now_or_next(courses: list[Course], on: date) -> Course:
    now = [course for course in courses if course.period.contains(on)]
    ahead = [course for course in courses if course.start > on]
    return (now or ahead or courses[-1:])[0]


def _pay_by(start: date) -> str:
    day = start + HIGHER_EDUCATION_FIRST_PAYMENT
    return f"The whole, or the first instalment, is due by {words.day(day)}. Ask first how they would like it paid."


def apprenticeship_bursary(known: EntitlementFacts) -> Finding:
    code = "apprenticeship_bursary"
    payments = known.paid(code)
    paid = sum(payment.amount for payment in payments)
    theirs = clip(
        intersect(known.periods_with(*EVER_IN_CARE), [known.ages(16, 25)]),
        known.settings.apprenticeship_bursary_since,
    )
    ask_first = ASK_WHO_PAYS if known.is_now(Status.PERSON_QUALIFYING) else None
    starts = [
        each for each in sorted_rows(known.person.apprenticeships) if any(span.contains(each.start) for span in theirs)
    ]
    if payments:
        first = payments[0].on
        began = max((each.start for each in starts if each.start <= first), default=first)
        amount = level_on(APPRENTICESHIP_BURSARY, began)
        starts = [each for each in starts if each.start == began]
        return Finding(
            windows=starts or theirs,
            depends_on=ask_first,
            amount=amount,
            paid=paid,
            used=paid >= (amount or 0) or not starts,
        )
    if starts:
        return _unpaid_apprenticeship(known, starts, ask_first)
    early = [
        each
        for each in sorted_rows(known.person.apprenticeships)
        if each.start < known.settings.apprenticeship_bursary_since
    ]
    return Finding(
        windows=theirs,
        amount=level_on(APPRENTICESHIP_BURSARY, known.on),
        depends_on=_also(
            "It is theirs when they start an apprenticeship; the training provider pays it in the first year.",
            ask_first,
        ),
        flags=tuple(_before_the_scheme(each) for each in early[:1]),
    )


def _unpaid_apprenticeship(known: EntitlementFacts, starts: list[Period], ask_first: str | None) -> Finding:
    chosen = next((each for each in starts if each.contains(known.on)), None)
    chosen = chosen or next((each for each in starts if each.start > known.on), starts[-1])
    amount = level_on(APPRENTICESHIP_BURSARY, chosen.start)
    late = "Its first year, in which it is paid, is over. Ask the training provider whether it was claimed."
    return Finding(
        windows=starts,
        amount=amount,
        depends_on=_also(late, ask_first) if add_months(chosen.start, 12) <= known.on else ask_first,
        notes=(f"The apprenticeship started on {words.day(chosen.start)}, when the bursary was £{amount:,}.",),
    )


def _before_the_scheme(each: Period) -> EntitlementFlag:
    return EntitlementFlag(
        "apprenticeship_before_scheme",
        f"An apprenticeship started on {words.day(each.start)}, before the day set for the scheme's start, "
        "which has not been checked.",
        ("no bursary was due for it", "£1,000 was due for it"),
    )


def sixteen_to_nineteen_bursary(known: EntitlementFacts) -> Finding:
    windows = intersect(known.periods_with(*EVER_IN_CARE), [_school_years(known)])
    courses = [
        course.period
        for course in known.person.courses
        if course.level in ("further", "school") and course.full_time is not False
    ]
    studying = intersect(windows, courses)
    if studying:
        depends_on = ASK_WHO_PAYS if known.is_now(Status.PERSON_QUALIFYING) else None
        return Finding(windows=studying, amount=SIXTEEN_TO_NINETEEN_BURSARY, depends_on=depends_on)
    return Finding(
        windows=windows,
        amount=SIXTEEN_TO_NINETEEN_BURSARY,
        depends_on=_also(
            "It is theirs while they are in full-time education at school or college, which is not recorded.",
            ASK_WHO_PAYS if known.is_now(Status.PERSON_QUALIFYING) else None,
        ),
    )


def _school_years(known: EntitlementFacts) -> Period:
    """The school years on whose 31 August before they are 16, 17 or 18. From knowledge: not read in a source."""
    first, nineteen = known.birthday(16), known.birthday(19)
    opens = first.year if first <= date(first.year, 8, 31) else first.year + 1
    last = nineteen.year if nineteen > date(nineteen.year, 8, 31) else nineteen.year - 1
    return Period(date(opens, 9, 1), date(last + 1, 8, 1))


def upkeep_at_16_and_17(known: EntitlementFacts) -> Finding:
    windows = known.periods_with(Status.RELEVANT_CHILD)
    if not windows and known.is_now(Status.LOOKED_AFTER, Status.ELIGIBLE_CHILD):
        why_not = "They are maintained as a looked-after child; after care it is theirs until 18."
        return Finding(windows=[], why_not=why_not)
    return Finding(windows=windows, notes=("The right is absolute: no conditions may be put on it.",))


def emergency_payments(known: EntitlementFacts) -> Finding:
    return Finding(
        windows=merge([*known.periods_with(*CARE_LEAVERS), *known.qualifying_periods]),
        depends_on=POWER_ONLY if known.is_now(Status.PERSON_QUALIFYING) else None,
        notes=("Where they come to rely on it, the pathway plan may need a review.",),
    )


def universal_credit_in_education(known: EntitlementFacts) -> Finding:
    windows = intersect(
        known.periods_with(Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING), [known.ages(18, 21)]
    )
    courses = [course.period for course in known.person.courses if course.level != "higher" and course.full_time]
    studying = intersect(windows, courses)
    if studying:
        return Finding(windows=studying, depends_on=ASK_WHO_PAYS if known.is_now(Status.PERSON_QUALIFYING) else None)
    return Finding(
        windows=windows,
        depends_on=_also(
            "It is theirs while they are in full-time education below a degree, which is not recorded.",
            ASK_WHO_PAYS if known.is_now(Status.PERSON_QUALIFYING) else None,
        ),
    )


def council_tax(known: EntitlementFacts) -> Finding:
    policy = known.settings.council_tax
    if policy is None:
        return Finding(
            windows=intersect(known.periods_with(Status.FORMER_RELEVANT_CHILD), [known.ages(18, 25)]),
            depends_on="The council that sends the council tax bill decides: there is no national rule. Ask it.",
        )
    theirs = clip(
        known.periods_with(Status.FORMER_RELEVANT_CHILD), known.birthday(policy.from_age), known.birthday(policy.to_age)
    )
    windows = clip(theirs, policy.start)
    lives_in = known.person.billing_authority
    agreed = {name.strip().casefold() for name in policy.billing_authorities}
    if not agreed or (lives_in and lives_in.strip().casefold() in agreed):
        return Finding(windows=windows)
    if lives_in is None:
        councils = listing(policy.billing_authorities, "or")
        return Finding(
            windows=windows,
            depends_on=f"It applies where the bill comes from {councils}. Where they live is not known.",
        )
    return Finding(windows=[], why_not=f"{lives_in} is not one of the councils that have agreed to it. Ask it.")


def one_bedroom_rate(known: EntitlementFacts) -> Finding:
    theirs = known.periods_with(Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING)
    windows = [
        *intersect(theirs, [known.ages(18, 22)]),
        *clip(intersect(theirs, [known.ages(18, 25)]), ONE_BEDROOM_RATE_TO_25_SINCE),
    ]
    depends_on = None
    if known.is_now(Status.PERSON_QUALIFYING):
        depends_on = ASK_WHO_PAYS
    return Finding(windows=windows, depends_on=depends_on)


ITEMS = (
    CatalogueItem(
        code="setting_up_home_allowance",
        name="Setting up home allowance",
        area="money",
        basis=EntitlementBasis.GUIDANCE,
        condition="When they move into a home of their own; spent in stages, with their personal adviser. Their own "
        "savings do not make it smaller.",
        source="Vol 3 8.17-8.19, 7.47, E.1-E.7: at least £3,000 recommended since 1 April 2023, £2,000 before",
        find=setting_up_home,
    ),
    CatalogueItem(
        code="higher_education_bursary",
        name="Higher education bursary",
        area="education and training",
        basis=EntitlementBasis.LAW,
        condition="Once, for a former relevant child on a course of higher education of two academic years or more, in "
        "accordance with the pathway plan; as well as other help.",
        source="Children Act 1989 s23C(5A); SI 2009/2274 regs 2-4; Vol 3 5.15",
        find=higher_education_bursary,
    ),
    CatalogueItem(
        code="apprenticeship_bursary",
        name="Apprenticeship care leavers' bursary",
        area="employment",
        basis=EntitlementBasis.NATIONAL,
        condition="Once, for an apprenticeship started from 16 to 24: £3,000 for starts from 1 August 2023, £1,000 "
        "before. Tax free, and not counted for Universal Credit.",
        source="Apprenticeships care leavers' bursary guidance (Department for Education, 12 June 2025)",
        find=apprenticeship_bursary,
    ),
    CatalogueItem(
        code="sixteen_to_nineteen_bursary",
        name="16 to 19 Bursary for vulnerable groups",
        area="education and training",
        basis=EntitlementBasis.NATIONAL,
        condition="Up to this much a school year, from the school, college or provider, in full-time education.",
        source="Local offer guidance p 12; Vol 3 7.46",
        unread="The age rule (16 to 18 on 31 August) has not been read.",
        find=sixteen_to_nineteen_bursary,
    ),
    CatalogueItem(
        code="upkeep_at_16_and_17",
        name="Upkeep and suitable accommodation at 16 and 17",
        area="money",
        basis=EntitlementBasis.LAW,
        condition="Relevant children, unless their welfare does not require it.",
        source="Children Act 1989 s23B(8); Care Leavers (England) Regulations 2010 reg 9; Vol 3 8.6, 8.24-8.28",
        find=upkeep_at_16_and_17,
    ),
    CatalogueItem(
        code="emergency_payments",
        name="Emergency payments",
        area="money",
        basis=EntitlementBasis.GUIDANCE,
        condition="When they have no money for what they must have: in office hours from us, and out of hours.",
        source="Vol 3 8.29",
        find=emergency_payments,
    ),
    CatalogueItem(
        code="universal_credit_in_education",
        name="Universal Credit while in full-time education",
        area="money",
        basis=EntitlementBasis.NATIONAL,
        condition="From 18 to 20 in full-time education below a degree, without support from parents. A claim can be "
        "made ready before 18, with help from the personal adviser.",
        source="Vol 3 8.39 on help with the claim",
        unread="The age rule of Universal Credit has not been read.",
        find=universal_credit_in_education,
    ),
    CatalogueItem(
        code="council_tax",
        name="Council tax exemption or discount",
        area="money",
        basis=EntitlementBasis.POLICY,
        condition="As the council that sends the bill has decided.",
        source="Each billing authority's own policy (Local Government Finance Act 1992 s13A(1)(c))",
        unread="That section has not been read.",
        find=council_tax,
    ),
    CatalogueItem(
        code="one_bedroom_rate",
        name="One-bedroom rate of housing benefit (exemption from the shared accommodation rate)",
        area="money",
        basis=EntitlementBasis.NATIONAL,
        condition="While renting from a private landlord and claiming Universal Credit or housing benefit; to 25 since "
        "31 May 2021, to 22 before.",
        source="Exemption from the shared accommodation rate, extended on 31 May 2021",
        find=one_bedroom_rate,
    ),
)
