"""What an authority chooses about money, housing and surveys, on the Settings page. Pure."""

from careleavers.rules.policies import LAW, NOT_IN_FORCE, Policy
from careleavers.rules.suppression import SMALL
from offers.rules.catalogue import ITEMS, EntitlementBasis, EntitlementSettings

DEFAULTS = EntitlementSettings()
MONEY = "Money and housing"
VOICE = "Surveys"
OTHER_LETTERS = "Other letters"

POLICIES = (
    Policy(
        "hand_over_letters",
        OTHER_LETTERS,
        "A letter when somebody else becomes their personal adviser",
        "choice",
        "no",
        "Planned as soon as the hand-over is, with both names and numbers; approved and posted as any other letter.",
        choices=(("no", "None is written"), ("yes", "Planned for each hand-over that is known beforehand")),
    ),
    Policy(
        "reminder_letters",
        OTHER_LETTERS,
        "A letter that we are still here, to whoever wants no contact",
        "choice",
        "no",
        "Six months after they said that they do not want contact, a year after they said that they want no more from "
        "the service, and again after as long; to care leavers under 25 whom we may write to.",
        choices=(("no", "None is written"), ("yes", "Planned while what they said is on record")),
    ),
    Policy(
        "letters_as_preferred",
        OTHER_LETTERS,
        "Letters by email or text, to whoever prefers to be reached so",
        "choice",
        "no",
        "To the email address or mobile that is written down as what they prefer and as safe to use, without a note on "
        "how to use it safely. A text says that there is one and whom to phone. Letters for council tax are paper.",
        choices=(("no", "Every letter is paper"), ("yes", "As they prefer")),
    ),
    Policy(
        "email_lead_days",
        OTHER_LETTERS,
        "Days before its day that a letter goes by email",
        "number",
        3,
        "A mail server that cannot be reached is tried again for three days.",
        zero="on the day itself",
        maximum=28,
    ),
    Policy(
        "text_lead_days",
        OTHER_LETTERS,
        "Days before its day that a text says that there is a letter",
        "number",
        3,
        "A phone that is off is tried again for three days.",
        zero="on the day itself",
        maximum=28,
    ),
    Policy(
        "staying_close",
        LAW,
        "Staying close support is a duty by law",
        "choice",
        "no",
        "Section 7 of the Children's Wellbeing and Schools Act 2026: choose “In force” from the day it starts.",
        choices=NOT_IN_FORCE,
    ),
    Policy(
        "no_intentional_homelessness",
        LAW,
        "A care leaver under 25 is never homeless intentionally",
        "choice",
        "no",
        "Section 9 of the Children's Wellbeing and Schools Act 2026: choose “In force” from the day it starts.",
        choices=NOT_IN_FORCE,
    ),
    Policy(
        "setting_up_home",
        MONEY,
        "Setting up home allowance, in pounds",
        "number",
        0,
        "The level is set after asking young people.",
        zero="the least that guidance recommends, £3,000 since April 2023",
    ),
    Policy(
        "setting_up_home_to_age",
        MONEY,
        "Age at which the setting up home allowance ends",
        "number",
        DEFAULTS.setting_up_home_to_age,
        "No guidance sets one.",
        minimum=18,
        maximum=25,
    ),
    Policy(
        "money_adviser_limit",
        MONEY,
        "Up to how many pounds another worker may approve a request",
        "number",
        0,
        "Nobody decides on a request of their own.",
        zero="a manager decides on each",
    ),
    Policy(
        "money_manager_limit",
        MONEY,
        "Up to how many pounds a manager may approve a request",
        "number",
        500,
        "Above it the panel decides, and a service manager writes down what it decided.",
    ),
    Policy(
        "claim_ask_days",
        MONEY,
        "Days after which to ask what became of a claim with somebody else",
        "number",
        28,
        "Such as council tax, a benefit or a bursary of a college.",
        minimum=1,
        maximum=365,
    ),
    Policy(
        "money_decide_days",
        MONEY,
        "Days within which a request for money is decided on",
        "number",
        5,
        minimum=1,
        maximum=60,
    ),
    Policy(
        "higher_education_bursary",
        MONEY,
        "Higher education bursary, in pounds",
        "number",
        DEFAULTS.higher_education_bursary,
        "The regulations set £2,000 as the least.",
        minimum=2000,
    ),
    Policy(
        "support_year_costs",
        MONEY,
        "What a year of a personal adviser's support for one person costs, in pounds",
        "number",
        0,
        "For the page of what support at 21 to 25 comes to: pay, on-costs and travel, by how many an adviser has.",
        zero="not counted",
        maximum=100_000,
    ),
    Policy(
        "support_grant",
        MONEY,
        "Grant towards support at 21 to 25 in a financial year, in pounds",
        "number",
        0,
        "From 1 April of the year it is for.",
        zero="none",
        maximum=10_000_000,
    ),
    Policy(
        "council_tax",
        MONEY,
        "No council tax for former relevant children from 18",
        "choice",
        "no",
        "In a county, every district that sends bills must have agreed.",
        choices=(
            ("no", "Not agreed: the council that sends the bill decides"),
            ("21", "To their 21st birthday"),
            ("25", "To their 25th birthday"),
        ),
    ),
    Policy(
        "survey_small",
        VOICE,
        "The largest number that is not shown in what a survey found",
        "number",
        SMALL,
        "Numbers from 1 up to this one are hidden, and others from which they could be worked out.",
        minimum=2,
        maximum=20,
    ),
    Policy(
        "survey_months",
        VOICE,
        "Months from one round of the survey to the next",
        "number",
        3,
        "Those who run surveys are asked to begin the next.",
        minimum=1,
        maximum=24,
    ),
)

# What rests on a source that nobody here has read: until the authority says that it has, nobody is told it as a fact.
TO_CHECK = "To be checked before it is promised"
CHECKED = "checked_{code}"
QUESTIONS = tuple(
    Policy(
        CHECKED.format(code=item.code),
        TO_CHECK,
        item.name,
        "choice",
        "no",
        f"{item.condition} Source: {item.source_to_check}",
        choices=(("no", "Not checked yet: advisers ask before they promise it"), ("yes", "Checked with the source")),
    )
    for item in ITEMS
    if not item.verified and item.basis != EntitlementBasis.POLICY
)
