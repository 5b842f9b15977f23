"""What this app adds to the record's pages: Today, the plan, what is due, and their part of the timeline."""

from careleavers.permissions import Permission
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import Entry
from careleavers.site.record_tabs import Tab
from pathways.panels import due, plan
from pathways.queries.timeline import sources

register(
    RecordExtension(
        app="pathways",
        navigation=(Entry("Today", "home", Permission.LOG_CONTACT, order=10),),
        tabs=(Tab("Plan", "pathways:plan", Permission.VIEW_FREE_TEXT, order=30),),
        person_panels=(due, plan),
        timeline_kinds={
            "plan": "Pathway plans",
            "plan_review": "Plan reviews",
            "needs_assessment": "Needs assessments",
        },
        timeline_sources=(sources,),
        draft_kinds={
            "plan": "Pathway plan",
            "plan_review": "Review of the plan",
            "needs_assessment": "Needs assessment",
        },
        policy_tasks={"alerts": "pathways.tasks.reconcile_alerts"},
    )
)
