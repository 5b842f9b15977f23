"""The table of the milestones that the record and planning know of: what, by when, by which rule. Pure.

What is "practice" is nobody's law. Those of
other apps (letters, entitlements) stand with what they come from.
"""

from __future__ import annotations

from typing import NamedTuple

from careleavers.rules.clocks import Age, Basis, Clock
from careleavers.rules.health import ASKED_FROM, HealthKind
from careleavers.rules.milestones import Milestone
from pathways.rules.clocks import CLOCKS
from pathways.rules.clocks.milestones import NATIONAL_INSURANCE_AGE

FIGURE_1 = "Vol 3 Figure 1; the age is practice"


class ByClock(NamedTuple):
    """A milestone that the first of these clocks answers that has a run. `follows_assessment`: it has none before the
    needs assessment is done. `why_not`: why it is not theirs, where no clock runs.
    """

    milestone: Milestone
    clocks: tuple[str, ...]
    follows_assessment: bool = False
    why_not: str = ""


class ByDocument(NamedTuple):
    """A milestone that a key document meets; `need` are the words of `key_documents.NEEDS`."""

    milestone: Milestone
    need: str


class ByHealth(NamedTuple):
    """A milestone that the page of their health answers."""

    milestone: Milestone
    kind: HealthKind

    @property
    def asked_from(self) -> int:
        return ASKED_FROM[self.kind]


def _clock(code: str) -> Clock:
    return next(clock for clock in CLOCKS if clock.code == code)


def _of_clock(code: str, words: str, rule: str, age: Age, url_name: str, *, clock: str, page: str = "") -> Milestone:
    """A milestone with the source of its (first) clock."""
    its = _clock(clock)
    return Milestone(
        code=code, words=words, rule=rule, source=its.source, basis=its.basis, age=age, url_name=url_name, page=page
    )


IN_VIEW_AT_14 = Milestone(
    code="in_view",
    words="14: weeks of care begin to count",
    rule="13 weeks of care after the 14th birthday, with some of it at 16 or 17, make a care leaver by law.",
    source="CA 1989 Sch 2 para 19B(2); SI 2010/959 reg 40",
    basis=Basis.ACT,
    age=Age(14),
    url_name="status_why",
    is_day=True,
)
CARE_LEAVER_AT_16 = Milestone(
    code="care_leaver",
    words="Becomes a care leaver by law",
    rule="At 16, after 13 weeks of care since the 14th birthday: an adviser, an assessment and a plan are owed.",
    source="CA 1989 Sch 2 para 19B; SI 2010/959 reg 40",
    basis=Basis.ACT,
    age=Age(16),
    url_name="status_why",
    is_day=True,
)
LEFT_CARE_AT_18 = Milestone(
    code="adult",
    words="18: care ends, support goes on",
    rule="From the 18th birthday nobody is looked after; what is owed to a former relevant child begins.",
    source="CA 1989 s23C(1)-(4); Vol 3 ch 2 table",
    basis=Basis.ACT,
    age=Age(18),
    url_name="status_why",
    is_day=True,
)
END_AT_25 = Milestone(
    code="end_at_25",
    words="25: support ends",
    rule="At 25, or when a course agreed before then is over.",
    source="CA 1989 ss23CA, 23CZB",
    basis=Basis.ACT,
    age=Age(25),
    url_name="status_why",
    is_day=True,
)

BY_CLOCK = (
    ByClock(
        _of_clock(
            "needs_assessment",
            "Needs assessment",
            "Within three months of becoming an eligible or relevant child.",
            Age(16, 3),
            "pathways:assessment",
            clock="needs_assessment_eligible",
        ),
        ("needs_assessment_eligible", "needs_assessment_relevant"),
    ),
    ByClock(
        _of_clock(
            "first_plan",
            "First pathway plan",
            "As soon as possible after the needs assessment.",
            Age(16, 4),
            "pathways:plan",
            clock="pathway_plan_first",
        ),
        ("pathway_plan_first",),
        follows_assessment=True,
    ),
    ByClock(
        _of_clock(
            "adviser",
            "Personal adviser named",
            "Owed to every eligible, relevant and former relevant child, and later to whoever asks for support.",
            Age(16),
            "allocations",
            clock="pa_appointment_eligible",
        ),
        ("pa_appointment_eligible", "pa_appointment_relevant", "pa_continue"),
    ),
    ByClock(
        _of_clock(
            "skills",
            "Independence skills",
            "By the age that the authority has set, 16 unless it chose another.",
            Age(16),
            "skills",
            clock="independence_skills",
            page="skills",
        ),
        ("independence_skills",),
    ),
    ByClock(
        _of_clock(
            "housing_application",
            "Housing application",
            "By the age that the authority has set, 17½ unless it chose another.",
            Age(17, 6),
            "housing",
            clock="housing_application",
            page="housing",
        ),
        ("housing_application",),
    ),
    ByClock(
        _of_clock(
            "benefit_claim",
            "Benefit claim at 18",
            "The authority bridges the time until the first payment.",
            Age(18),
            "money",
            clock="benefit_bridge",
            page="money",
        ),
        ("benefit_bridge",),
    ),
    ByClock(
        _of_clock(
            "offer_21",
            "21: offer of support",
            "As soon as possible after 21, to whoever does not receive support.",
            Age(21),
            "offers:support_offers",
            clock="offer_21",
        ),
        ("offer_21",),
        why_not="No offer is owed while they receive support.",
    ),
)


AT_18 = Age(18)


def _document(code: str, words: str, *, age: Age = AT_18, source: str = FIGURE_1, rule: str = "") -> Milestone:
    return Milestone(
        code=code,
        words=words,
        rule=rule or "Asked for from 16, and in their hands by the 18th birthday.",
        source=source,
        basis=Basis.GUIDANCE,
        age=age,
        url_name="key_documents",
        page="key_documents",
    )


NATIONAL_INSURANCE = _document(
    "national_insurance",
    "National Insurance number",
    age=NATIONAL_INSURANCE_AGE,
    source=_clock("ni_number").source,
    rule="Asked for at 15 years and 9 months; for somebody who comes into care later, that day.",
)
BY_DOCUMENT = (
    ByDocument(NATIONAL_INSURANCE, "National Insurance number"),
    ByDocument(_document("photo_id", "Photo ID, such as a passport", source="Vol 3 Figure 1, 8.9"), "Photo ID"),
    ByDocument(_document("birth_certificate", "Birth certificate"), "Birth certificate"),
    ByDocument(_document("immigration_papers", "Immigration papers"), "Immigration papers"),
    ByDocument(_document("bank_account", "Bank account"), "Bank account"),
)


def _health(code: str, words: str, source: str) -> Milestone:
    return Milestone(
        code=code,
        words=words,
        rule="By the 18th birthday, when children’s health services end.",
        source=source,
        basis=Basis.GUIDANCE,
        age=Age(18),
        url_name="health_page",
        page="health",
    )


BY_HEALTH = (
    ByHealth(_health("gp", "GP", "Vol 3 D.1-D.4, Figure 1; the age is practice"), HealthKind.GP),
    ByHealth(_health("dentist", "Dentist", "Vol 3 D.1-D.4, Figure 1; the age is practice"), HealthKind.DENTIST),
    ByHealth(
        _health("health_history", "Health history in their hands", "Vol 3 D.1-D.4; the age is practice"),
        HealthKind.HISTORY,
    ),
)
MILESTONES = (
    IN_VIEW_AT_14,
    CARE_LEAVER_AT_16,
    LEFT_CARE_AT_18,
    END_AT_25,
    *(each.milestone for each in (*BY_CLOCK, *BY_DOCUMENT, *BY_HEALTH)),
)


def clocks_of(milestone: str) -> tuple[str, ...]:
    """The clocks that a milestone is read from; none where it has none."""
    return next((each.clocks for each in BY_CLOCK if each.milestone.code == milestone), ())
