"""The texts of help of Today, plans and risk: `templates/pathways/help/`."""

from careleavers.site.help_topic import DAILY, PLANS, HelpTopic

HELP_TOPICS = (
    HelpTopic(
        "pathways",
        "today",
        "Today, and what falls due",
        DAILY,
        (
            "home",
            "look_ahead",
            "week_ahead",
            "today_list",
            "pathways:calendar_*",
            "reminders",
            "pathways:task",
        ),
        ("keep in touch", "follow-up", "case holder"),
    ),
    HelpTopic(
        "pathways",
        "plan",
        "The pathway plan",
        PLANS,
        ("pathways:plan*", "pathways:former_plan*", "pathways:copy_add", "pathways:outcome", "pathways:promise_*"),
        (
            "pathway plan",
            "matter",
            "promise",
            "hand in",
            "authorise",
            "in date",
            "copy of the plan",
            "own words",
            "referral",
        ),
    ),
    HelpTopic(
        "pathways",
        "referrals-here",
        "Referrals that you answer",
        DAILY,
        ("pathways:referrals_here", "pathways:referral_here"),
        ("referral", "link worker"),
    ),
    HelpTopic(
        "pathways",
        "road",
        "The road to 25, and who is off track",
        PLANS,
        ("pathways:road*", "pathways:off_track*"),
        ("road to 25", "milestone", "left out"),
    ),
    HelpTopic("pathways", "promises", "What we promised", PLANS, ("pathways:promises",), ("promise", "carried on")),
    HelpTopic("pathways", "reviews", "Reviews of the plan", PLANS, ("pathways:review*",), ("review", "in date")),
    HelpTopic("pathways", "assessments", "Needs assessments", PLANS, ("pathways:assessment*",), ("needs assessment",)),
    HelpTopic(
        "pathways",
        "touch",
        "In touch, and risk assessments",
        PLANS,
        ("pathways:touch*", "pathways:risk*"),
        ("in touch", "lost touch", "in-touch status", "risk assessment"),
    ),
)
