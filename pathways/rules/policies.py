"""What an authority chooses about pathway plans, on the Settings page. Pure."""

from careleavers.rules.policies import Policy
from pathways.rules.plan_rag import DEFAULTS
from pathways.rules.plan_samples import QUESTIONS

PLANS = "Pathway plans"
ALERTS = "Tasks that are late"
POLICIES = (
    Policy(
        "late_above_days",
        ALERTS,
        "Days late after which a task is told to the managers above the team",
        "number",
        14,
        "The team’s own manager has it from the beginning, and may keep it for four weeks by saying why it waits.",
        zero="it is told to nobody above the team",
        maximum=180,
    ),
    Policy(
        "late_service_days",
        ALERTS,
        "Days late after which a task is told to those who manage the whole service",
        "number",
        28,
        "Where no level lies between them and the team’s own manager, the days above apply to them.",
        zero="it is told to nobody else",
        maximum=365,
    ),
    Policy(
        "rag_red_days",
        PLANS,
        "Days after which a plan or review that is overdue is rated red",
        "number",
        DEFAULTS.red_days,
        "Until then it is amber.",
        zero="from the first day",
        maximum=365,
    ),
    Policy(
        "rag_amber_promises",
        PLANS,
        "Late promises of ours from which a plan is rated amber",
        "number",
        DEFAULTS.amber_promises,
        minimum=1,
        maximum=50,
    ),
    Policy(
        "rag_red_promises",
        PLANS,
        "Late promises of ours from which a plan is rated red",
        "number",
        DEFAULTS.red_promises,
        minimum=1,
        maximum=50,
    ),
    Policy(
        "plan_signatures",
        PLANS,
        "Signatures of managers that put a plan in force",
        "choice",
        "one",
        "Nobody signs what they wrote in, or twice.",
        choices=(("one", "One"), ("two", "Two, of two managers")),
    ),
    Policy(
        "plan_prompt",
        PLANS,
        "Ask managers who decide: “Would this plan be good enough for your own child?”",
        "choice",
        "yes",
        choices=(("yes", "Yes"), ("no", "No")),
    ),
    Policy(
        "plan_sample_questions",
        PLANS,
        "What each plan of a dip sample is asked",
        "lines",
        QUESTIONS,
        "One question on each line, at most 7. Answered by yes, in part or no.",
    ),
    Policy(
        "iro_caseload",
        PLANS,
        "Plans per independent reviewing officer, at most",
        "number",
        70,
        "Guidance on looked-after children speaks of 50 to 70.",
        minimum=1,
        maximum=500,
    ),
    Policy(
        "escalation_days",
        PLANS,
        "Working days in which a manager answers what a reviewing officer escalates",
        "number",
        10,
        minimum=1,
        maximum=60,
    ),
)
