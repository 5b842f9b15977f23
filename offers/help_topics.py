"""The texts of help of letters, entitlements and the local offer: `templates/offers/help/`."""

from careleavers.site.help_topic import OFFERED, RUNNING, HelpTopic

HELP_TOPICS = (
    HelpTopic(
        "offers",
        "letters",
        "Birthday letters",
        OFFERED,
        ("offers:letter*", "offers:batch*"),
        ("birthday letter", "occasion", "postage", "give by hand", "local offer"),
    ),
    HelpTopic(
        "offers",
        "letter-proof",
        "A letter as a proof",
        RUNNING,
        ("offers:letter_proof*",),
        ("birthday letter",),
    ),
    HelpTopic(
        "offers",
        "entitlements",
        "What is theirs, and what is claimed",
        OFFERED,
        ("offers:passport*", "offers:entitlement_void", "offers:take_up*"),
        ("entitlement", "at stake", "commencement", "discretionary, statutory"),
    ),
    HelpTopic(
        "offers",
        "money-from-us",
        "Money from us",
        OFFERED,
        ("offers:money*", "offers:ledger"),
        ("setting up home allowance", "higher education bursary"),
    ),
    HelpTopic(
        "offers",
        "support",
        "Offers of support after 21",
        OFFERED,
        ("offers:support_offer*",),
        ("section 23CZB", "support wanted"),
    ),
    HelpTopic(
        "offers",
        "local-offer",
        "The local offer",
        OFFERED,
        ("offers:local_offer", "offers:offer*", "public_offer:*"),
        ("local offer", "discretionary, statutory", "corporate parent"),
    ),
    HelpTopic(
        "offers",
        "local-offer-draft",
        "Changing the local offer",
        OFFERED,
        ("offers:draft*", "offers:publish", "offers:entry*"),
        ("local offer", "basis"),
    ),
    HelpTopic(
        "offers",
        "surveys",
        "Surveys",
        OFFERED,
        ("offers:survey*",),
        ("survey round", "suppression"),
    ),
    HelpTopic(
        "offers",
        "you-said",
        "You said, we did",
        OFFERED,
        ("offers:briefing*",),
        ("briefing",),
    ),
)
