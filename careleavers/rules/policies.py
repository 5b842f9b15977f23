"""Every choice an authority makes for itself: what it is called, what kind of value it takes, and its default.

Pure: the values in force on a day come from `PolicyValue.objects.in_force(day)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from careleavers.rules.clocks import DEFAULTS as CLOCKS
from careleavers.rules.law import StatusSettings

STATUSES = StatusSettings()


@dataclass(frozen=True)
class Policy:
    """One choice. `kind`: text, phone, email, website, lines (these are printed), colour, number, percentage, choice or
    ages.

    `zero` says what 0 means, where it is more than a number.
    """

    key: str
    group: str
    label: str
    kind: str
    default: Any
    help: str = ""
    zero: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int = 0
    maximum: int = 10_000
    # Legal status and alerts are computed again when one of these changes.
    affects: tuple[str, ...] = field(default=())


AUTHORITY, LETTERS, LAW, PRACTICE, TARGETS, PAGES = (
    "The authority",
    "Letters",
    "Points of law",
    "Local practice",
    "Targets",
    "Pages of a record",
)
USED = (("yes", "Used"), ("no", "Not used"))
NOT_IN_FORCE = (("no", "Not yet in force"), ("yes", "In force"))

# The pages of a record that an authority can switch off: the code, what it is called, what follows, and what is then
# worked out again.
PAGES_OF_A_RECORD: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "home",
        "One home: tenancy, notice, suitability by Schedule 2",
        "the list of homes stays, and nobody is reminded of a review when notice is given.",
        ("alerts",),
    ),
    (
        "housing",
        "Housing: applications, staying put, and vacations",
        "nothing leads to the page and nobody is reminded of an application or an agreement.",
        ("alerts",),
    ),
    (
        "work",
        "Education and work: course, hours, what stands in the way, steps that count",
        "the list of activities stays.",
        (),
    ),
    ("health", "Health, and the four questions on wellbeing", "nothing leads to the page; it is not counted.", ()),
    ("meetings", "Panels and meetings about them", "nothing leads to the page, and nobody is referred.", ()),
    ("network", "People in their life: family, friends, professionals", "nothing leads to the page.", ()),
    (
        "money",
        "Money: what they live on, and owe",
        "nothing leads to the page, and nobody is reminded at 18.",
        ("alerts",),
    ),
    (
        "posts",
        "Posts for them: apprenticeships and jobs that are kept for young people",
        "nothing leads to the page; what is written there stays.",
        (),
    ),
    ("mentor", "Their mentor", "nothing leads to the page; what is written there stays.", ()),
    ("sessions", "Sessions: hub, workshops, trips", "nothing leads to the page; what is written there stays.", ()),
    (
        "skills",
        "Independence skills",
        "nothing leads to the page and nobody is reminded; what is written there stays.",
        ("alerts",),
    ),
    ("groups", "Mentoring, groups and clubs", "nothing leads to the page.", ()),
    (
        "justice",
        "Offences: days and outcomes",
        "nothing leads to the page, and no charge calls for a review of the plan.",
        ("alerts",),
    ),
    ("runway", "The road to 25: milestones from 14 on", "nothing leads to the page; the managers’ list stays.", ()),
    (
        "touch",
        "In touch, with what was tried",
        "nothing leads to the page. Risk assessments have a setting of their own.",
        (),
    ),
    (
        "immigration",
        "Immigration",
        "nothing leads to the page and nobody is reminded of leave that runs out.",
        ("alerts",),
    ),
    ("complaints", "Complaints and advocacy", "for a council that keeps them all in a system of its own.", ("alerts",)),
    (
        "key_documents",
        "Key documents",
        "nothing leads to the page and nobody is reminded; what is written there stays.",
        ("alerts",),
    ),
)

POLICIES = (
    Policy("authority_name", AUTHORITY, "Name of the authority", "text", "Your council"),
    Policy(
        "authority_colour",
        AUTHORITY,
        "Brand colour",
        "colour",
        "#0b5c63",
        "Choose a dark one: white text is shown on it.",
    ),
    Policy("authority_phone", AUTHORITY, "Phone number of the leaving care service", "phone", ""),
    Policy("authority_email", AUTHORITY, "Email of the leaving care service", "email", ""),
    Policy("authority_website", AUTHORITY, "Web address of the local offer", "website", ""),
    Policy(
        "help_contact",
        AUTHORITY,
        "Whom staff ask about this system",
        "text",
        "",
        "Such as “IT service desk, 01632 960123”. Also shown to who cannot sign in. Empty: the system administrators.",
    ),
    Policy(
        "practice_address",
        AUTHORITY,
        "Web address of the practice council",
        "website",
        "",
        "A second one with invented people, where staff can try everything. Shown on the Help page.",
    ),
    Policy("privacy_notice", AUTHORITY, "Web address of the privacy notice for staff", "website", ""),
    Policy(
        "return_address", AUTHORITY, "Return address", "lines", "", "Printed on letters, one line per line, at most 7."
    ),
    Policy("director_name", LETTERS, "Director's name", "text", ""),
    Policy("director_title", LETTERS, "Director's title", "text", "Director of Children's Services"),
    Policy(
        "letter_ages",
        LETTERS,
        "Birthdays that get a letter",
        "ages",
        list(CLOCKS.letter_ages),
        "The 18th and 21st enclose the local offer; the others are the yearly letter.",
        affects=("alerts",),
    ),
    Policy(
        "postage",
        LETTERS,
        "Postage",
        "choice",
        "second",
        choices=(("first", "First class"), ("second", "Second class"), ("economy", "Economy")),
    ),
    Policy(
        "letter_channel",
        LETTERS,
        "Who prints and posts letters",
        "choice",
        "own_printer",
        "GOV.UK Notify prints a letter as it was approved and posts it; whoever runs this system connects it first. "
        "Until then, and where it would not take an address, letters are printed here.",
        choices=(("own_printer", "We do, here"), ("printing_service", "GOV.UK Notify")),
    ),
    Policy("letter_lead_days", LETTERS, "Days before the birthday that a letter is prepared", "number", 28, maximum=90),
    Policy(
        "leap_day",
        LAW,
        "Birthday of somebody born on 29 February, in other years",
        "choice",
        STATUSES.leap_day,
        "No authority was found for either; ask your legal team once.",
        choices=(("1 March", "1 March"), ("28 February", "28 February")),
        affects=("status", "alerts"),
    ),
    Policy(
        "count_days",
        LAW,
        "How the 13 weeks are counted",
        "choice",
        STATUSES.count_days,
        "Public tools disagree by one day; totals of 90 and 91 days are always shown for a decision.",
        choices=(("elapsed", "Elapsed days (end less start)"), ("inclusive", "Both first and last day")),
        affects=("status", "alerts"),
    ),
    Policy(
        "financial_literacy",
        LAW,
        "Financial literacy is part of the local offer by law",
        "choice",
        "no",
        "Section 8 of the Children's Wellbeing and Schools Act 2026: choose “In force” from the day it starts.",
        choices=NOT_IN_FORCE,
    ),
    Policy(
        "keep_in_touch_weeks",
        PRACTICE,
        "Weeks between contacts",
        "number",
        CLOCKS.keep_in_touch_weeks,
        "The Act sets no interval: eight weeks is a common local standard.",
        minimum=1,
        maximum=52,
        affects=("alerts",),
    ),
    Policy(
        "duty_answer_days",
        PRACTICE,
        "Working days in which a message at the duty desk is answered",
        "number",
        1,
        "Counted from the day after it arrived. Whoever is not safe tonight is answered on the day.",
        zero="on the day on which it arrived",
        maximum=20,
    ),
    Policy(
        "lost_touch_weeks",
        PRACTICE,
        "Weeks without contact after which touch is lost",
        "number",
        0,
        "From then on the law wants reasonable steps to find them.",
        zero="as soon as a contact is overdue",
        maximum=52,
        affects=("alerts",),
    ),
    Policy(
        "qualifying_contact_weeks",
        PRACTICE,
        "Weeks between contacts with a person qualifying for advice and assistance",
        "number",
        0,
        "Section 24(4) leaves it to the authority.",
        zero="no interval is set, and nobody is reminded",
        maximum=52,
        affects=("alerts",),
    ),
    Policy(
        "custody_first_visit_working_days",
        PRACTICE,
        "Working days to the first visit in custody",
        "number",
        CLOCKS.custody_first_visit_working_days,
        "The guidance calls ten good practice.",
        maximum=60,
        affects=("alerts",),
    ),
    Policy(
        "custody_visit_weeks",
        PRACTICE,
        "Weeks between visits in custody",
        "number",
        CLOCKS.custody_visit_weeks,
        "The guidance says regularly.",
        minimum=1,
        maximum=52,
        affects=("alerts",),
    ),
    Policy(
        "personal_adviser_days",
        PRACTICE,
        "Days to find somebody a personal adviser",
        "number",
        CLOCKS.personal_adviser_days,
        "The Act gives none: 0 is the day on which they are owed one.",
        maximum=90,
        affects=("alerts",),
    ),
    Policy(
        "warning_days",
        PRACTICE,
        "Days ahead that a duty is announced",
        "number",
        CLOCKS.warning_days,
        maximum=180,
        affects=("alerts",),
    ),
    Policy(
        "as_soon_as_possible_days",
        PRACTICE,
        "Days after which “as soon as possible” is overdue",
        "number",
        CLOCKS.as_soon_as_possible_days,
        "The law gives no number for the first pathway plan, among others.",
        maximum=180,
        affects=("alerts",),
    ),
    Policy(
        "review_after_move_overdue_days",
        PRACTICE,
        "Days after a move into a home we provide by which the plan has been reviewed",
        "number",
        CLOCKS.review_after_move_overdue_days,
        "The regulation says as soon as practicable once 28 days are over.",
        minimum=28,
        maximum=180,
        affects=("alerts",),
    ),
    Policy(
        "risk_assessment_days",
        PRACTICE,
        "Days to a signed risk assessment once touch is lost or a home does not suit",
        "number",
        CLOCKS.risk_assessment_days,
        zero="none is asked for, and nobody is reminded",
        maximum=90,
        affects=("alerts",),
    ),
    Policy(
        "risk_assessment_review_weeks",
        PRACTICE,
        "Weeks after which a risk assessment is looked at again",
        "number",
        CLOCKS.risk_assessment_review_weeks,
        "Whoever signs it may choose another day.",
        minimum=1,
        maximum=26,
        affects=("alerts",),
    ),
    Policy(
        "risk_assessment_in_custody",
        PRACTICE,
        "Whether somebody in custody needs a risk assessment",
        "choice",
        "no",
        "The return always counts custody as not suitable; councils leave it out here.",
        choices=(("no", "No"), ("yes", "Yes")),
        affects=("alerts",),
    ),
    Policy(
        "document_renewal_weeks",
        PRACTICE,
        "Weeks before a key document runs out by which it is to be renewed",
        "number",
        CLOCKS.document_renewal_weeks,
        "A passport can take ten weeks in summer.",
        maximum=52,
        affects=("alerts",),
    ),
    Policy(
        "housing_application_age",
        PRACTICE,
        "Age by which a housing application is to be in",
        "choice",
        "17y6m",
        "Once somebody is 18 nobody is reminded of it any more.",
        choices=(("17y0m", "17"), ("17y3m", "17 and 3 months"), ("17y6m", "17½"), ("17y9m", "17 and 9 months")),
        affects=("alerts",),
    ),
    Policy(
        "skills_age",
        PRACTICE,
        "Age by which the skills for living independently have been worked through",
        "choice",
        "16y0m",
        "By then it is written down how far they are with each on the list but units of an award. Once somebody is 18 "
        "nobody is reminded any more.",
        choices=(("15y0m", "15"), ("15y6m", "15½"), ("16y0m", "16"), ("16y6m", "16½"), ("17y0m", "17")),
        affects=("alerts",),
    ),
    Policy(
        "casework_scope",
        PRACTICE,
        "Whose records personal advisers and social workers see",
        "choice",
        "team",
        "The whole team allows duty cover.",
        choices=(("team", "Their whole team's"), ("own", "Only those allocated to them")),
    ),
    Policy(
        "caseload_target", PRACTICE, "Young people per personal adviser, at most", "number", 25, minimum=1, maximum=100
    ),
    *(
        Policy(f"page_{code}", PAGES, label, "choice", "yes", f"Not used: {follows}", choices=USED, affects=affects)
        for code, label, follows, affects in PAGES_OF_A_RECORD
    ),
)

REGISTRY = {policy.key: policy for policy in POLICIES}


def register(*policies: Policy) -> None:
    """Add the choices of an app above, at the end of the list. ValueError for a key that is taken."""
    for policy in policies:
        if policy.key in REGISTRY:
            raise ValueError(f"There is a policy {policy.key} already.")
        REGISTRY[policy.key] = policy


def page_is_used(code: str, policies: Mapping[str, Any]) -> bool:
    """Whether the authority uses a page of a record that can be switched off (`page_` and its code)."""
    return bool(policies[f"page_{code}"] == "yes")


def defaults() -> dict[str, Any]:
    """Every policy's default, by key."""
    return {policy.key: policy.default for policy in REGISTRY.values()}
