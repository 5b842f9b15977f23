"""Support from people: a personal adviser, help with education and work, and what others have pledged."""

from datetime import date

from careleavers.rules.code_sets import CARE_LEAVERS, LEAVING_CARE, Band, Status
from careleavers.rules.dates import Period, clip, intersect, merge
from offers.rules.catalogue.facts import EVER_IN_CARE, EntitlementFacts
from offers.rules.catalogue.findings import CatalogueItem, EntitlementBasis, Finding

COVENANT_SINCE = date(2018, 10, 1)
HAS_NOT_ASKED = "They have not asked for support since turning 21: it starts when they tell us that they want it."
POWER_ONLY = "For a person qualifying for advice and assistance this is a power, not a duty: we decide by their need."


def personal_adviser(known: EntitlementFacts) -> Finding:
    depends_on = HAS_NOT_ASKED if known.is_now(Status.FORMER_RELEVANT_CHILD, bands=(Band.NOT_ASKED,)) else None
    return Finding(windows=known.periods_with(*LEAVING_CARE), depends_on=depends_on)


def education_help(known: EntitlementFacts) -> Finding:
    windows = known.periods_with(*CARE_LEAVERS, Status.PERSON_QUALIFYING)
    if known.is_now(Status.PERSON_QUALIFYING):
        return Finding(windows=windows, depends_on=POWER_ONLY)
    if known.is_now(Status.FORMER_RELEVANT_CHILD, bands=(Band.NOT_ASKED, Band.OPTED_IN)):
        return Finding(
            windows=windows,
            depends_on="After 21 it starts when they tell us, before 25, that they study or want to.",
        )
    return Finding(windows=windows, notes=("Their welfare and their education or training must need it.",))


def employment_help(known: EntitlementFacts) -> Finding:
    to_21 = known.periods_with(Status.FORMER_RELEVANT_CHILD, Status.PERSON_QUALIFYING)
    windows = merge([*known.periods_with(Status.RELEVANT_CHILD), *intersect(to_21, [known.ages(16, 21)])])
    return Finding(windows=windows, depends_on=POWER_ONLY if known.is_now(Status.PERSON_QUALIFYING) else None)


def savings_account(known: EntitlementFacts) -> Finding:
    if not known.periods_with(*EVER_IN_CARE):
        return Finding(windows=[])
    return Finding(
        windows=[Period(known.birthday(18))],
        depends_on="They have one if they were looked after for 12 months or more, or were born between September 2002 "
        "and January 2011: The Share Foundation can find it.",
        amount=200,
    )


def covenant(known: EntitlementFacts) -> Finding:
    windows = clip(intersect([known.ages(16, 25)], _since_first_status(known)), COVENANT_SINCE)
    return Finding(windows=windows, depends_on="Each organisation says what it offers, and to whom.")


def _since_first_status(known: EntitlementFacts) -> list[Period]:
    days = known.periods_with(*LEAVING_CARE, Status.PERSON_QUALIFYING)
    return [Period(days[0].start)] if days else []


def staying_close(known: EntitlementFacts) -> Finding:
    return Finding(windows=intersect(known.periods_with(Status.FORMER_RELEVANT_CHILD), [known.ages(18, 25)]))


def financial_literacy(known: EntitlementFacts) -> Finding:
    care_leavers = known.periods_with(*LEAVING_CARE, Status.PERSON_QUALIFYING)
    return Finding(windows=intersect(care_leavers, [known.ages(16, 25)]))


ITEMS = (
    CatalogueItem(
        code="personal_adviser",
        name="Personal adviser",
        area="relationships",
        basis=EntitlementBasis.LAW,
        condition="Eligible, relevant and former relevant children; from 21 to 24 when they ask; as long as an agreed "
        "course lasts, even past 25.",
        source="Children Act 1989 Sch 2 para 19C, ss23B(2), 23C(3)(a), 23CA(2), 23CZB; Vol 3 ch 2 table",
        find=personal_adviser,
    ),
    CatalogueItem(
        code="education_help",
        name="Help with the costs of education and training",
        area="education and training",
        basis=EntitlementBasis.LAW,
        condition="Relevant children by their plan; former relevant children to 21, or to the end of the programme in "
        "their plan; again when they take up study before 25.",
        source="Children Act 1989 ss23B(8), 23C(4)(b), 23CA(4)-(5), 24B(2); Vol 3 3.48-3.60, 4.5",
        find=education_help,
    ),
    CatalogueItem(
        code="employment_help",
        name="Help with the costs of work and of looking for work",
        area="employment",
        basis=EntitlementBasis.LAW,
        condition="To 21, so far as their welfare needs it: the costs of living near work or the search for it.",
        source="Children Act 1989 ss23C(4)(a), 24B(1); Vol 3 ch 2 table, 4.5",
        find=employment_help,
    ),
    CatalogueItem(
        code="savings_account",
        name="Junior ISA or Child Trust Fund",
        area="money",
        basis=EntitlementBasis.NATIONAL,
        condition="A savings account opened by the government for children looked after for at least 12 months; theirs "
        "from 18. The amount is what the government put in.",
        source="Run by The Share Foundation; named in the local offer guidance p 14",
        unread="The terms have not been read.",
        find=savings_account,
    ),
    CatalogueItem(
        code="care_leaver_covenant",
        name="Care Leaver Covenant",
        area="employment",
        basis=EntitlementBasis.VOLUNTARY,
        condition="Care leavers aged 16 to 24: jobs, training and offers pledged by organisations.",
        source="Care Leaver Covenant, launched October 2018",
        find=covenant,
    ),
    CatalogueItem(
        code="staying_close",
        name="Staying close support",
        area="accommodation",
        basis=EntitlementBasis.LAW,
        condition="Former relevant children under 25, where our assessment finds that their welfare requires it.",
        source="Children's Wellbeing and Schools Act 2026 s7, inserting Children Act 1989 s23CZAA",
        find=staying_close,
        commencement="staying_close_commenced_on",
    ),
    CatalogueItem(
        code="financial_literacy",
        name="Services for financial literacy, in the local offer",
        area="money",
        basis=EntitlementBasis.LAW,
        condition="Care leavers under 25: the local offer must then also say what there is for managing money.",
        source="Children's Wellbeing and Schools Act 2026 s8, amending Children and Social Work Act 2017 s2",
        find=financial_literacy,
        commencement="financial_literacy_commenced_on",
    ),
)
