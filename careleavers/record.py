"""What this app has on the record's pages, in the navigation and on the timeline."""

from careleavers.actions.complaint_alerts import complaints_follow_end
from careleavers.forms.contacts import ContactForm
from careleavers.help_topics import HELP_TOPICS
from careleavers.models import Alert, AuditEvent, DataQualityIssue, DifferentPeople, ReadEvent, StatusPeriod
from careleavers.permissions import Permission
from careleavers.queries.gauges import gauges
from careleavers.queries.health import health_columns
from careleavers.queries.held_work import held_in_the_record
from careleavers.queries.out_of_sight import owed_in_the_record
from careleavers.queries.record_exercises import EXERCISES
from careleavers.queries.record_rows import WorkedOut
from careleavers.queries.setting_up import STEPS
from careleavers.queries.story import LEAVES_OUT
from careleavers.queries.timeline import record_sources
from careleavers.site.also_kept import AlsoKept
from careleavers.site.duty_desk import duty_desk_panel
from careleavers.site.extensions import DraftKind, RecordExtension, register
from careleavers.site.hand_overs import hand_overs_panel
from careleavers.site.meetings import meetings_panel
from careleavers.site.navigation import NavigationEntry
from careleavers.site.panels import (
    also_kept_panel,
    health_panel,
    home_panel,
    missing_documents_panel,
    network_panel,
    skills_panel,
    work_panel,
)
from careleavers.site.record_requests import record_requests_panel
from careleavers.site.record_tabs import RecordTab
from careleavers.site.saved_lists import SavedList
from careleavers.site.summaries import (
    complaint_columns,
    complaints_summary,
    document_columns,
    documents_summary,
    group_columns,
    groups_summary,
    health_summary,
    housing_columns,
    housing_summary,
    immigration_columns,
    immigration_summary,
    meeting_columns,
    meetings_summary,
    money_columns,
    money_summary,
    network_columns,
    network_summary,
    offence_columns,
    offences_summary,
    skill_columns,
    skills_summary,
)

register(
    RecordExtension(
        app="careleavers",
        help_topics=HELP_TOPICS,
        setup_steps=STEPS,
        exercises=EXERCISES,
        on_death_changed=(complaints_follow_end,),
        navigation=(
            NavigationEntry("Young people", "caseload", Permission.VIEW_RECORD, order=20),
            NavigationEntry("Health", "health_work", Permission.HEALTH_WORK, order=21),
            NavigationEntry("Education and work", "education_work", Permission.EDUCATION_WORK, order=22),
            NavigationEntry("Advocacy", "advocacy_work", Permission.ADVOCACY_WORK, order=23),
            NavigationEntry("Duty desk", "duty_desk", Permission.DUTY_DESK, order=25),
            NavigationEntry("Meetings", "bodies", Permission.VIEW_MEETINGS, order=27),
            NavigationEntry("Staff", "staff_list", Permission.MANAGE_USERS, order=60),
            NavigationEntry("Teams", "team_list", Permission.MANAGE_USERS, order=61),
            NavigationEntry("Settings", "policy_list", Permission.MANAGE_SETTINGS, order=70),
            NavigationEntry("Audit", "audit_list", Permission.VIEW_AUDIT, order=80),
            NavigationEntry("Your account", "preferences", order=90),
        ),
        tabs=(
            RecordTab("Overview", "person", order=10),
            RecordTab("Timeline", "timeline", order=20),
            RecordTab("Home", "home_list", order=40),
            RecordTab("Work", "occupation_list", order=50),
            RecordTab("Details", "details", order=60),
        ),
        timeline_kinds={
            "contact": "Contacts",
            "appointment": "Appointments without a contact",
            "home": "Homes",
            "home_judged": "Whether homes suit them",
            "housing": "Applications for a home",
            "staying_put": "Staying put",
            "work_step": "Steps towards work",
            "health": "Health",
            "income": "Money",
            "skill": "Independence skills",
            "trial_stay": "Trying out living alone",
            "occupation": "Education and work",
            "status": "Legal status",
            "worker": "Workers",
            "opening": "Corrections after a death",
            "duty": "Messages to the duty desk",
            "meeting": "Panels and meetings",
            "disagreement": "What they do not agree with",
        },
        timeline_sources=(record_sources,),
        draft_kinds={"contact": DraftKind("Note of a contact", (ContactForm,))},
        person_panels=(also_kept_panel,),
        brief_panels=(home_panel, network_panel, missing_documents_panel, work_panel, health_panel, skills_panel),
        today_panels=(duty_desk_panel, meetings_panel, record_requests_panel, hand_overs_panel),
        also_kept=(
            AlsoKept("key_documents", "Key documents", "key_documents", document_columns, documents_summary, order=10),
            AlsoKept(
                "housing",
                "Housing",
                "housing",
                housing_columns,
                housing_summary,
                Permission.VIEW_FREE_TEXT,
                order=8,
            ),
            AlsoKept(
                "health", "Health", "health_page", health_columns, health_summary, Permission.VIEW_FREE_TEXT, order=11
            ),
            AlsoKept(
                "network",
                "People in their life",
                "network",
                network_columns,
                network_summary,
                Permission.VIEW_FREE_TEXT,
                order=9,
            ),
            AlsoKept("money", "Money", "money", money_columns, money_summary, Permission.VIEW_FREE_TEXT, order=12),
            AlsoKept(
                "skills",
                "Independence skills",
                "skills",
                skill_columns,
                skills_summary,
                Permission.VIEW_FREE_TEXT,
                order=13,
            ),
            AlsoKept(
                "groups",
                "Mentoring and groups",
                "groups",
                group_columns,
                groups_summary,
                Permission.VIEW_FREE_TEXT,
                order=14,
            ),
            AlsoKept(
                "meetings",
                "Panels and meetings",
                "person_meetings",
                meeting_columns,
                meetings_summary,
                Permission.VIEW_FREE_TEXT,
                order=18,
            ),
            AlsoKept(
                "justice",
                "Offences",
                "justice",
                offence_columns,
                offences_summary,
                Permission.VIEW_OFFENCES,
                order=16,
            ),
            AlsoKept(
                "immigration",
                "Immigration",
                "immigration",
                immigration_columns,
                immigration_summary,
                Permission.VIEW_FREE_TEXT,
                order=15,
            ),
            AlsoKept(
                "complaints",
                "Complaints and advocacy",
                "complaints",
                complaint_columns,
                complaints_summary,
                Permission.VIEW_FREE_TEXT,
                order=20,
            ),
        ),
        held_kinds=(held_in_the_record,),
        owed_by=(owed_in_the_record,),
        frozen_rows=(AuditEvent.objects.all, ReadEvent.objects.all),
        saved_lists=(SavedList("caseload", "Young people", ("whose", "sort"), Permission.VIEW_RECORD),),
        story_leaves_out=LEAVES_OUT,
        worked_out=(
            WorkedOut(StatusPeriod.objects.all),
            WorkedOut(Alert.objects.all, only_where_they_clash=True),
            WorkedOut(DataQualityIssue.objects.all, only_where_they_clash=True),
            WorkedOut(DifferentPeople.objects.all, only_where_they_clash=True),
        ),
        gauges=(gauges,),
        policy_tasks={"status": "careleavers.tasks.rebuild_statuses"},
    )
)
