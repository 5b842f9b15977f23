"""Housing: staying put, vacations, homelessness law and council housing lists."""

from datetime import date

from careleavers.rules.code_sets import LEAVING_CARE, Status
from careleavers.rules.dates import Period, add_years, clip, intersect, merge
from offers.rules.catalogue.facts import EVER_IN_CARE, IN_EDUCATION, EntitlementFacts
from offers.rules.catalogue.findings import CatalogueItem, EntitlementBasis, EntitlementFlag, Finding

LOCAL_CONNECTION_SINCE = date(2018, 4, 3)  # Homelessness Reduction Act 2017 s8
ALLOCATION_SINCE = date(2025, 7, 10)  # SI 2025/706
LOCAL_CONNECTION_YEARS = 2


def staying_put(known: EntitlementFacts) -> Finding:
    theirs = intersect(known.periods_with(Status.FORMER_RELEVANT_CHILD), [known.ages(18, 21)])
    if known.person.staying_put:
        return Finding(windows=intersect(theirs, known.person.staying_put))
    if known.person.with_foster_carer_at_18 is False:
        return Finding(windows=[], why_not="They were not living with a foster carer when they turned 18.")
    if known.on >= known.birthday(18) and _was_not_looked_after_just_before_18(known):
        return Finding(windows=[], why_not="They were not looked after immediately before they turned 18.")
    depends_on = "They and their former foster carer must both want it."
    if known.person.with_foster_carer_at_18 is None:
        depends_on += " It is not recorded whether they lived with one just before 18."
    return Finding(windows=theirs, depends_on=depends_on)


def _was_not_looked_after_just_before_18(known: EntitlementFacts) -> bool:
    before = [each for each in known.statuses if each.end == known.birthday(18)]
    return bool(before) and all(each.status == Status.RELEVANT_CHILD for each in before)


def vacation_accommodation(known: EntitlementFacts) -> Finding:
    under_25 = intersect(
        known.periods_with(Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING), [known.ages(16, 25)]
    )
    on_course = known.periods_with(Status.FORMER_RELEVANT_CHILD, bands=IN_EDUCATION)
    courses = [
        course.period
        for course in known.person.courses
        if course.full_time is not False
        and (course.level == "higher" or (course.level == "further" and course.residential))
    ]
    windows = intersect(merge([*under_25, *on_course]), courses)
    if not windows:
        depends_on = "It is theirs on a full-time course of higher education, or of residential further education."
        return Finding(windows=under_25, depends_on=depends_on)
    flags: tuple[EntitlementFlag, ...] = ()
    if any(window.end is None or window.end > known.birthday(25) for window in windows):
        say = "The Act says under 25 (s24B(5)); guidance says as long as the agreed course lasts (Vol 3 7.85)."
        flags = (EntitlementFlag("vacation_past_25", say, ("it ends at 25", "it ends with the course")),)
    return Finding(
        windows=windows, flags=flags, notes=("Their term-time accommodation must not be open in the vacation.",)
    )


def priority_need_to_21(known: EntitlementFacts) -> Finding:
    cared_for = _cared_for_at_16_or_17(known)
    if cared_for is False:
        say = "They were not looked after, accommodated or fostered at 16 or 17."
        return Finding(windows=[], why_not=say)
    depends_on = (
        None
        if cared_for
        else "It is not recorded whether they were looked after, accommodated or fostered at 16 or 17."
    )
    return Finding(
        windows=[known.ages(18, 21)],
        depends_on=depends_on,
        notes=("Not for a full-time student who is homeless only in a vacation: that is for us to put right.",),
    )


def _cared_for_at_16_or_17(known: EntitlementFacts) -> bool | None:
    if known.person.cared_for_at_16_or_17 is not None:
        return known.person.cared_for_at_16_or_17
    at_16_and_17 = [known.ages(16, 18)]
    if intersect(known.periods_with(Status.LOOKED_AFTER, Status.ELIGIBLE_CHILD), at_16_and_17):
        return True
    if not known.periods_with(*EVER_IN_CARE):
        return False
    # A relevant child who was detained or in hospital at 16 (SI 2010/2571 reg 3(2)) may never have been cared for
    # since; somebody who qualifies through special guardianship may not either.
    detained_at_16 = any(period.start <= known.birthday(16) for period in known.periods_with(Status.RELEVANT_CHILD))
    return None if detained_at_16 or known.periods_with(Status.PERSON_QUALIFYING) else True


def priority_need_if_vulnerable(known: EntitlementFacts) -> Finding:
    if not known.periods_with(*EVER_IN_CARE):
        return Finding(windows=[])
    depends_on = "The housing authority decides whether having been in care leaves them more at risk when homeless."
    return Finding(windows=[Period(known.birthday(21))], depends_on=depends_on)


def local_connection_with_us(known: EntitlementFacts) -> Finding:
    to_21 = intersect(known.periods_with(Status.FORMER_RELEVANT_CHILD), [known.ages(18, 21)])
    studying = known.periods_with(Status.FORMER_RELEVANT_CHILD, bands=IN_EDUCATION)
    depends_on = None
    if known.is_now(Status.FORMER_RELEVANT_CHILD, bands=IN_EDUCATION):
        depends_on = "After 21 it lasts while our duties under section 23C go on for the programme in their plan."
    return Finding(windows=clip(merge([*to_21, *studying]), LOCAL_CONNECTION_SINCE), depends_on=depends_on)


def local_connection_where_placed(known: EntitlementFacts) -> Finding:
    if not known.periods_with(*EVER_IN_CARE):
        return Finding(windows=[])
    sixteen, to_21 = known.birthday(16), known.ages(16, 21)
    if not known.person.lived_in:
        depends_on = (
            "It needs two years in one district while looked after, some of it before 16. No districts are recorded."
        )
        return Finding(windows=clip([to_21], LOCAL_CONNECTION_SINCE), depends_on=depends_on)
    windows, districts = [], []
    for district in dict.fromkeys(each.district for each in known.person.lived_in):
        for stay in merge(each.period for each in known.person.lived_in if each.district == district):
            connected = add_years(stay.start, LOCAL_CONNECTION_YEARS)
            if stay.start < sixteen and (stay.end is None or connected <= stay.end):
                windows.append(Period(connected))
                districts.append(district)
    if not windows:
        return Finding(windows=[], why_not="No district was their home for two years, some of it before 16.")
    return Finding(
        windows=clip(intersect(windows, [to_21]), LOCAL_CONNECTION_SINCE),
        notes=(f"They lived in {' and '.join(districts)} for two years or more while looked after.",),
    )


def housing_list(known: EntitlementFacts) -> Finding:
    return Finding(windows=clip(intersect(known.periods_with(*LEAVING_CARE), [known.ages(16, 25)]), ALLOCATION_SINCE))


def no_intentional_homelessness(known: EntitlementFacts) -> Finding:
    theirs = known.periods_with(Status.RELEVANT_CHILD, Status.FORMER_RELEVANT_CHILD)
    return Finding(windows=intersect(theirs, [known.ages(16, 25)]))


ITEMS = (
    CatalogueItem(
        code="staying_put",
        name="Staying put with a former foster carer",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="Former relevant children who were looked after and living with the foster carer just before 18; "
        "to 21, and beyond if we agree. Living away for study or training does not end it.",
        source="Children Act 1989 s23CZA; Vol 3 7.19-7.59",
        find=staying_put,
    ),
    CatalogueItem(
        code="vacation_accommodation",
        name="Somewhere to live in the vacations, or the money for it",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="On a full-time course of higher education or residential further education, when the term-time home "
        "is not available.",
        source="Children Act 1989 s24B(5); Care Leavers (England) Regulations 2010 reg 9(4); Vol 3 2.5, 7.84-7.85",
        find=vacation_accommodation,
    ),
    CatalogueItem(
        code="priority_need_18_to_20",
        name="Priority need when homeless, at 18 to 20",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="When homeless or about to be; looked after, accommodated or fostered at any time at 16 or 17; not a "
        "relevant student, whose vacation home is children's services' to find.",
        source="Homelessness (Priority Need for Accommodation) (England) Order 2002; Vol 3 7.74 footnote 32",
        find=priority_need_to_21,
    ),
    CatalogueItem(
        code="priority_need_if_vulnerable",
        name="Priority need when homeless, at 21 and over, if vulnerable from having been in care",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="When homeless or about to be, at any age from 21.",
        source="Homelessness (Priority Need for Accommodation) (England) Order 2002; Vol 3 7.74 footnote 32",
        find=priority_need_if_vulnerable,
    ),
    CatalogueItem(
        code="local_connection_responsible_authority",
        name="Local connection with our area when homeless",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="While we owe duties under section 23C: every district of a county. Since 3 April 2018.",
        source="Homelessness Reduction Act 2017 s8, Housing Act 1996 s199(8)",
        unread="The detail has not been read.",
        find=local_connection_with_us,
    ),
    CatalogueItem(
        code="local_connection_where_placed",
        name="Local connection where they lived in care, when homeless",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="Under 21, where they normally lived for two years while looked after, some of it before 16.",
        source="Homelessness Reduction Act 2017 s8, Housing Act 1996 s199(10)-(11)",
        unread="The detail has not been read.",
        find=local_connection_where_placed,
    ),
    CatalogueItem(
        code="housing_list_without_local_connection",
        name="Council housing lists without a local-connection test",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="Eligible, relevant and former relevant children under 25, with any housing authority in England.",
        source="SI 2025/706 reg 2, in force 10 July 2025",
        find=housing_list,
    ),
    CatalogueItem(
        code="no_intentional_homelessness",
        name="Not counted as homeless on purpose",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="Relevant children, and former relevant children under 25; also for applications not yet decided.",
        source="Children's Wellbeing and Schools Act 2026 s9",
        find=no_intentional_homelessness,
        commencement="no_intentional_homelessness_commenced_on",
    ),
)
