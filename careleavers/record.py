"""What this app has on the record's pages, in the navigation and on the timeline."""

from careleavers.permissions import Permission
from careleavers.queries.timeline import record_sources
from careleavers.site.extensions import RecordExtension, register
from careleavers.site.navigation import Entry
from careleavers.site.record_tabs import Tab

register(
    RecordExtension(
        app="careleavers",
        navigation=(
            Entry("Young people", "caseload", Permission.VIEW_RECORD, order=20),
            Entry("Staff", "staff_list", Permission.MANAGE_USERS, order=60),
            Entry("Teams", "team_list", Permission.MANAGE_USERS, order=61),
            Entry("Settings", "policy_list", Permission.MANAGE_SETTINGS, order=70),
            Entry("Audit", "audit_list", Permission.VIEW_AUDIT, order=80),
            Entry("Your account", "preferences", order=90),
        ),
        tabs=(
            Tab("Overview", "person", order=10),
            Tab("Timeline", "timeline", order=20),
            Tab("Home", "home_list", order=40),
            Tab("Work", "occupation_list", order=50),
            Tab("Details", "details", order=60),
        ),
        timeline_kinds={
            "contact": "Contacts",
            "home": "Homes",
            "occupation": "Education and work",
            "status": "Legal status",
            "worker": "Workers",
        },
        timeline_sources=(record_sources,),
        draft_kinds={"contact": "Note of a contact"},
        policy_tasks={"status": "careleavers.tasks.rebuild_statuses"},
    )
)
