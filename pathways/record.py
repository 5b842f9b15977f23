"""What this app adds to the record's pages: Today, the plan, what is due, and their part of the timeline."""

from careleavers.importing.tables import register_table
from careleavers.permissions import Permission
from careleavers.queries.record_rows import WorkedOut
from careleavers.rules import policies
from careleavers.site.also_kept import AlsoKept
from careleavers.site.extensions import DraftKind, RecordExtension, register
from careleavers.site.navigation import NavigationEntry
from careleavers.site.record_tabs import RecordTab
from careleavers.site.saved_lists import SavedList
from pathways.actions.former_plans import PLANS
from pathways.actions.plans import pass_on_plan_actions
from pathways.actions.reconcile import follow_facts
from pathways.forms.assessments import AssessmentForm
from pathways.forms.plans import MatterForm, PromiseForm, WordsForm
from pathways.forms.reviews import ReviewForm
from pathways.forms.risks import RiskAssessmentForm
from pathways.help_topics import HELP_TOPICS
from pathways.models import DueItem, PlanStatusPeriod, PlanVersion
from pathways.panels import due_panel, plan_panel, promises_panel
from pathways.queries.due_items import after_contact, due_things, list_columns
from pathways.queries.exercises import EXERCISES
from pathways.queries.held_work import held_in_plans, promised_in_plans
from pathways.queries.plan_sheets import page_of_sheet
from pathways.queries.story import LEAVES_OUT, plans_told
from pathways.queries.timeline import timeline_sources
from pathways.queries.touch import touch_columns, touch_summary
from pathways.rules.matters import MATTERS
from pathways.rules.policies import POLICIES

register_table(PLANS)
register(
    RecordExtension(
        app="pathways",
        help_topics=HELP_TOPICS,
        exercises=EXERCISES,
        navigation=(
            NavigationEntry("Today", "home", Permission.LOG_CONTACT, order=10),
            NavigationEntry("Referrals to you", "pathways:referrals_here", Permission.ANSWER_REFERRALS, order=24),
            NavigationEntry("Plans you review", "pathways:reviewing", Permission.REVIEW_PLANS, order=11),
        ),
        tabs=(RecordTab("Plan", "pathways:plan", Permission.VIEW_FREE_TEXT, order=30),),
        person_panels=(due_panel, plan_panel),
        brief_panels=(due_panel, promises_panel),
        timeline_kinds={
            "plan": "Pathway plans",
            "former_plan": "Plans of another system",
            "plan_review": "Plan reviews",
            "plan_review_asked": "Plan reviews asked for",
            "plan_answer": "What they say of their plan",
            "plan_sheet": "What they wrote by hand",
            "plan_referral": "Referrals from the plan",
            "needs_assessment": "Needs assessments",
        },
        timeline_sources=(timeline_sources,),
        draft_kinds={
            "plan": DraftKind("Pathway plan", (WordsForm, MatterForm, PromiseForm)),
            "plan_review": DraftKind("Review of the plan", (ReviewForm,)),
            "needs_assessment": DraftKind("Needs assessment", (AssessmentForm,)),
            "risk_assessment": DraftKind("Risk assessment", (RiskAssessmentForm,)),
        },
        also_kept=(
            AlsoKept(
                "touch",
                "In touch and risk",
                "pathways:touch",
                touch_columns,
                touch_summary,
                Permission.VIEW_FREE_TEXT,
                order=5,
            ),
            AlsoKept(
                "runway",
                "The road to 25",
                "pathways:road",
                lambda today: {},
                lambda person, today, policies: "",
                Permission.VIEW_FREE_TEXT,
                order=4,
            ),
        ),
        frozen_rows=(lambda: PlanVersion.objects.filter(state="authorised"),),
        plan_matters={code: matter.title for code, matter in MATTERS.items()},
        policy_tasks={"alerts": "pathways.tasks.reconcile_alerts"},
        sum_up_changes=(follow_facts,),
        on_case_passed=(pass_on_plan_actions,),
        saved_lists=(
            SavedList(
                "pathways:off_track",
                "Who is off track",
                ("team", "show", "milestone", "worker"),
                Permission.MANAGE_TEAM,
            ),
            SavedList("pathways:promises", "What we promised", ("which", "team", "worker"), Permission.VIEW_FREE_TEXT),
        ),
        held_kinds=(held_in_plans,),
        owed_by=(promised_in_plans,),
        story=(plans_told,),
        story_leaves_out=LEAVES_OUT,
        worked_out=(WorkedOut(DueItem.objects.all), WorkedOut(PlanStatusPeriod.objects.all)),
        list_columns=list_columns,
        due_things=due_things,
        after_contact=after_contact,
        document_page=page_of_sheet,
    )
)

policies.register(*POLICIES)
