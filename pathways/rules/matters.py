"""What a pathway plan deals with, and what a needs assessment takes into account.

Pure. The words of help are our own, after Figure 1 of the Children Act 1989 guidance, volume 3, and the text around it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class PlanBasis(StrEnum):
    """The duty that a plan or an assessment is made under; it decides what must be in it."""

    ELIGIBLE = "eligible"
    FULL = "full"
    EDUCATION = "education"
    SLIM = "slim"


BASIS_WORDS = {
    PlanBasis.ELIGIBLE: "Eligible child: Schedule 8 to the Care Planning Regulations 2010",
    PlanBasis.FULL: "Relevant or former relevant: Schedule 1 to the Care Leavers Regulations 2010",
    PlanBasis.EDUCATION: "Education at 21 to 25 under section 23CA: Schedule 1, paragraphs 1 to 4",
    PlanBasis.SLIM: "Support asked for at 21 to 24: the matters of Schedule 1 about which there is something to say",
}


class Matter(NamedTuple):
    """One matter of a plan: `title` for us, `to_them` for the young person's own copy, `help` for whoever writes it."""

    code: str
    title: str
    to_them: str
    help: str
    source: str


CONTACT = Matter(
    "contact",
    "Contact and personal support",
    "How we stay in touch, and who is there for you",
    "Who supports them, how often they meet face to face, and how each reaches the other. Who else is in their "
    "network, and what happens when the adviser is away.",
    "CLR Sch 1 para 1; Vol 3 3.28, 3.38",
)
EDUCATION = Matter(
    "education",
    "Education and training",
    "Your education and training",
    "Their ambitions and the steps towards them: courses, the Personal Education Plan while they study, careers "
    "advice, help with applications. At university: contact, vacations and where to live then.",
    "CLR Sch 1 para 2; Vol 3 Figure 1, 5.9-5.10",
)
EMPLOYMENT = Matter(
    "employment",
    "Work and purposeful days",
    "Your work, and how you spend your days",
    "Apprenticeships, work experience, mentoring, a first job and keeping it; other things worth getting up for. "
    "What we pay for: travel, clothes, tools.",
    "CLR Sch 1 para 3; Vol 3 Figure 1, 5.16",
)
CONTINGENCY = Matter(
    "contingency",
    "If things do not go to plan",
    "What we do if things go wrong",
    "What could go wrong next with home, money, course or health; what we do then, who does it, and whom they ring "
    "out of hours.",
    "CLR Sch 1 para 4; Vol 3 3.29, 7.76",
)
ACCOMMODATION = Matter(
    "accommodation",
    "Somewhere to live",
    "Your home",
    "Where they live or will live, and whether it suits them: safety, repair, location, support, tenancy, what it "
    "costs. Their own view of it, and whether they know their rights. What would make it better, and the next move.",
    "CLR Sch 1 para 5, Sch 2, reg 9; Vol 3 7.13-7.17",
)
FAMILY = Matter(
    "family",
    "Family and friends",
    "Your family, friends and the people who matter",
    "Parents, brothers and sisters, wider family, friends, former carers: contact they want, what is good in it, "
    "what is hard, and how we help.",
    "CLR Sch 1 para 6; Vol 3 Figure 1",
)
SKILLS = Matter(
    "skills",
    "Skills for living independently",
    "Running your own life",
    "Cooking, cleaning, travel, forms, keeping a tenancy, staying safe. What they can do, what comes next, and who "
    "practises it with them before the next move.",
    "CLR Sch 1 para 7; Vol 3 3.9, Figure 1",
)
MONEY = Matter(
    "money",
    "Money",
    "Your money",
    "Each allowance: how much, how often, how it is paid, on what condition, until when. Bank account, National "
    "Insurance number, benefits, saving, debts. Until 18: how we maintain them.",
    "CLR Sch 1 para 8; Vol 3 4.8, 8.21-8.22, Figure 1",
)
HEALTH = Matter(
    "health",
    "Health and wellbeing",
    "Your health and how you feel",
    "GP, dentist, optician, medicines, any specialist or therapy. How they feel, sleep and cope; whom they trust. "
    "Exercise, food, leisure. Who holds their health history.",
    "CLR Sch 1 para 9; Vol 3 Figure 1, D.1",
)
IDENTITY = Matter(
    "identity",
    "Identity",
    "Who you are",
    "Faith, ethnicity, language, culture, gender and sexuality; how they make sense of having been in care. "
    "Passport, birth certificate and other documents that prove who they are.",
    "CLR Sch 1 para 10; Vol 3 Figure 1",
)
ARRIVAL = Matter(
    "arrival",
    "Needs from having come here alone, or having been trafficked",
    "Your immigration status and what you have come through",
    "Immigration status and its dates, the solicitor, the next application and its evidence; two plans, for being "
    "allowed to stay and for not. Tracing family, trauma, safety from those who brought them.",
    "SI 2014/1917, where it applies; Vol 3 6.20-6.29",
)
ADVISER = Matter(
    "adviser",
    "Personal adviser",
    "Your personal adviser",
    "The name of the adviser, since when, how they came to be chosen, and how to ask for another.",
    "SI 2010/959 reg 43, Sch 8",
)

SCHEDULE_1 = (CONTACT, EDUCATION, EMPLOYMENT, CONTINGENCY, ACCOMMODATION, FAMILY, SKILLS, MONEY, HEALTH, IDENTITY)
SCHEDULE_8 = (ADVISER, CONTACT, ACCOMMODATION, EDUCATION, EMPLOYMENT, FAMILY, SKILLS, MONEY, HEALTH, CONTINGENCY)
MATTERS = {matter.code: matter for matter in (*SCHEDULE_1, ADVISER, ARRIVAL)}
BY_BASIS = {
    PlanBasis.ELIGIBLE: SCHEDULE_8,
    PlanBasis.FULL: SCHEDULE_1,
    PlanBasis.EDUCATION: SCHEDULE_1[:4],
    PlanBasis.SLIM: SCHEDULE_1,
}
# What a slim plan says whatever else is in it: how we stay in touch, and what happens if things go wrong.
ALWAYS_SAID = frozenset({CONTACT.code, CONTINGENCY.code})


def matters_of(basis: PlanBasis, *, arrived_alone: bool = False) -> tuple[Matter, ...]:
    """The matters that a plan on this basis must deal with, in the order of its schedule.

    `arrived_alone` adds the needs of an unaccompanied or trafficked child. The 2014 amendment that asks for it is not
    in the reprint of the regulations: covering it where it is not law does no harm (Vol 3 6.21).
    """
    matters = BY_BASIS[basis]
    return (*matters, ARRIVAL) if arrived_alone and basis is not PlanBasis.EDUCATION else matters


def may_be_left_out(basis: str, code: str) -> bool:
    """Whether a plan on this basis may say nothing of a matter of its schedule."""
    return basis == PlanBasis.SLIM and code not in ALWAYS_SAID


class Need(NamedTuple):
    """Something that a needs assessment takes into account."""

    code: str
    title: str
    help: str


HEALTH_NEEDS = Need("health", "Health and development", "Body, mind, and how they are growing up.")
LEARNING_NEEDS = Need("education", "Education, training and employment", "What they want to learn or do, and how.")
FAMILY_NEEDS = Need("family", "Support from family and other people", "Parents, relatives, friends, former carers.")
MONEY_NEEDS = Need("money", "Money", "What they have, what they will need, and how they manage it.")
SKILLS_NEEDS = Need("skills", "Practical and other skills", "What they can do alone, with help, not yet.")
HOME_NEEDS = Need("accommodation", "Care, support and somewhere to live", "What would be right for them, and why.")
ARRIVAL_NEEDS = Need(
    "arrival", "Having come here alone, or having been trafficked", "What follows from it; leave empty if nothing does."
)
OTHER_NEEDS = Need("other", "Anything else that matters", "Other things they, the adviser or we think are relevant.")

NEEDS_BY_BASIS = {
    # SI 2010/959 reg 42(2)
    PlanBasis.ELIGIBLE: (
        HEALTH_NEEDS,
        LEARNING_NEEDS,
        ARRIVAL_NEEDS,
        FAMILY_NEEDS,
        MONEY_NEEDS,
        SKILLS_NEEDS,
        HOME_NEEDS,
    ),
    # CLR reg 5(4)(a)
    PlanBasis.FULL: (HEALTH_NEEDS, LEARNING_NEEDS, FAMILY_NEEDS, MONEY_NEEDS, SKILLS_NEEDS, HOME_NEEDS),
    # CLR reg 5(5)(a)
    PlanBasis.EDUCATION: (LEARNING_NEEDS, OTHER_NEEDS),
}
NEEDS_BY_BASIS[PlanBasis.SLIM] = NEEDS_BY_BASIS[PlanBasis.FULL]


class Consultee(NamedTuple):
    """Somebody whose views an assessment takes into account, unless that is not practicable or not appropriate."""

    code: str
    question: str


PARENTS = Consultee("parents", "What do parents think, and whoever else has parental responsibility?")
CARER = Consultee("carer", "What does whoever cares for them think, or gives them a home?")
SCHOOL = Consultee("school", "What do school or college think, and the designated teacher?")
HEALTH_CARE = Consultee("health", "What does whoever gives them health care or treatment think?")
ADVOCATE = Consultee("advocate", "What does their advocate think?")
THEIR_ADVISER = Consultee("adviser", "What does their personal adviser think?")
CONSULTEES_BY_BASIS = {
    # SI 2010/959 reg 42(2); Vol 3 3.12
    PlanBasis.ELIGIBLE: (
        PARENTS,
        CARER,
        SCHOOL,
        Consultee("visitor", "What does their independent visitor think?"),
        HEALTH_CARE,
        THEIR_ADVISER,
        Consultee("officer", "What does their reviewing officer think?"),
        ADVOCATE,
    ),
    # CLR reg 5(4)(b)
    PlanBasis.FULL: (
        PARENTS,
        CARER,
        SCHOOL,
        Consultee("area", "What does the council think where they live, if it is another?"),
        HEALTH_CARE,
        ADVOCATE,
        THEIR_ADVISER,
    ),
    # CLR reg 5(5)(b)
    PlanBasis.EDUCATION: (THEIR_ADVISER,),
}
CONSULTEES_BY_BASIS[PlanBasis.SLIM] = CONSULTEES_BY_BASIS[PlanBasis.FULL]


def consultees_of(basis: PlanBasis) -> tuple[Consultee, ...]:
    """Whose views an assessment on this basis seeks, in the order of its regulation; anybody else comes after them."""
    return CONSULTEES_BY_BASIS[basis]


NEEDS = {need.code: need for needs in NEEDS_BY_BASIS.values() for need in needs}
MAY_BE_EMPTY = frozenset({ARRIVAL_NEEDS.code, OTHER_NEEDS.code})


def needs_of(basis: PlanBasis) -> tuple[Need, ...]:
    """What an assessment on this basis takes into account, in the order of its regulation."""
    return NEEDS_BY_BASIS[basis]
