"""The texts of help of the record, its lists and the pages for administrators: `templates/careleavers/help/`."""

from careleavers.site.help_topic import ABOUT, DAILY, RECORD, RUNNING, HelpTopic


def _topic(slug: str, title: str, group: str, pages: str = "", words: str = "") -> HelpTopic:
    """`pages` are URL names with spaces between, `words` terms of the glossary with semicolons."""
    terms = tuple(word.strip() for word in words.split(";") if word.strip())
    return HelpTopic("careleavers", slug, title, group, tuple(pages.split()), terms, is_from_the_foot=not pages)


HELP_TOPICS = (
    _topic(
        "finding",
        "Finding a young person",
        DAILY,
        "caseload people_search overdue_by_worker saved_view*",
        "caseload; kept view; case holder; open to the service; restricted record",
    ),
    _topic(
        "contacts",
        "Contacts, notes and follow-ups",
        DAILY,
        "contact* follow_up_* draft_* document document_* infected_file safeguarding",
        "contact; visit; in touch; follow-up; own words; safeguarding concern",
    ),
    _topic("exercises", "Practice, with exercises", ABOUT, "exercise*"),
    _topic("appointments", "Appointments", DAILY, "appointment*", "contact; visit"),
    _topic(
        "meetings",
        "Panels and meetings",
        DAILY,
        "bodies body* meeting* minutes* service_task* person_meetings refer",
        "body; item, of a meeting; EET, NEET; follow-up",
    ),
    _topic(
        "one-work",
        "For nurses, the virtual school and rights officers",
        DAILY,
        "health_work education_work advocacy_work",
        "leaving-care nurse; virtual school; children’s rights officer; EET, NEET",
    ),
    _topic("duty-desk", "The duty desk", DAILY, "duty_*", "duty desk, message"),
    _topic(
        "record",
        "A young person’s pages",
        RECORD,
        "person visit_brief timeline person_new record_views",
        "legal status (of a young person); case holder; warning note; in touch; closed record",
    ),
    _topic(
        "duplicates",
        "Two records of one person",
        RECORD,
        "duplicate_* merge_*",
        "restricted record; closed record",
    ),
    _topic(
        "details",
        "Details, contact details and warning notes",
        RECORD,
        "details person_edit contact_detail* warning_note_* correspondence_*",
        "contact detail; correspondence address; warning note; local ID; UPN, UPRN, URN, NHS number",
    ),
    _topic(
        "death",
        "When a young person has died",
        RECORD,
        "person_death death_notified closed_record_open",
        "closed record",
    ),
    _topic(
        "record-requests",
        "When somebody asks for their record",
        RECORD,
        "record_request* record_copy* record_print disagreement*",
        "record request; own words",
    ),
    _topic("retention", "How long a record is kept", RECORD, "retention* legal_hold* destruction*", "closed record"),
    _topic(
        "restricted",
        "Restricted records",
        RECORD,
        "restriction* restricted_*",
        "restricted record; break glass",
    ),
    _topic(
        "workers",
        "Who works with whom",
        RECORD,
        "allocat* reassign held_work",
        "case holder; co-worker, cover; caseload; personal adviser (PA); planned allocation",
    ),
    _topic(
        "care-history",
        "Care history and legal status",
        RECORD,
        "care_history return_question episode* status_* points_to_decide involvement_*",
        "care episode; legal status (of a young person); eligible child; relevant child; former relevant child; "
        "person qualifying; open point of law; decision (on status); 13 weeks; involvement",
    ),
    _topic(
        "homes",
        "Where they live",
        RECORD,
        "home_*",
        "home; home confirmed; suitable accommodation; suitability judgement; notice; bed and breakfast limit",
    ),
    _topic(
        "housing",
        "Applications, staying put and vacations",
        RECORD,
        "housing* vacation_* staying_put_*",
        "local connection; priority need; staying put; vacation accommodation",
    ),
    _topic(
        "providers",
        "Providers, training flats and stays",
        RECORD,
        "provider* flat* trial_stay_*",
        "provider; stay",
    ),
    _topic(
        "work",
        "Education and work",
        RECORD,
        "occupation*",
        "occupation; activity; EET, NEET; step that counts",
    ),
    _topic("health", "Health and wellbeing", RECORD, "health_* wellbeing_*"),
    _topic(
        "money",
        "What they live on and owe",
        RECORD,
        "money income_* debts_*",
        "statement of finances; setting up home allowance; apprenticeship care leavers' bursary",
    ),
    _topic("network", "People in their life", RECORD, "network relationship_*", "relationship"),
    _topic("groups", "Mentoring, groups and clubs", RECORD, "groups membership_*"),
    _topic("offences", "Offences", RECORD, "justice offence_*"),
    _topic("immigration", "Immigration", RECORD, "immigration*", "unaccompanied"),
    _topic("complaints", "Complaints and advocacy", RECORD, "complaint*", "complaint"),
    _topic("key-documents", "Key documents", RECORD, "key_document*", "key document"),
    _topic("skills", "Independence skills", RECORD, "skills skill_progress skill_tap", "skill"),
    _topic(
        "staff",
        "Accounts and roles",
        RUNNING,
        "staff_* role_*",
        "personal adviser (PA); scope",
    ),
    _topic("teams", "Teams", RUNNING, "team_*"),
    _topic(
        "mail",
        "Mail, jobs, files, backups, and what is wrong on pages",
        RUNNING,
        "mail mail_again files_again page_problem*",
    ),
    _topic(
        "settings",
        "Settings and lists of the authority",
        RUNNING,
        "policy_* topic* skill_list skill_begin skill_add skill",
        "policy; target; skill",
    ),
    _topic("setting-up", "Setting a council up", RUNNING, "set_up*", "local offer; SSDA903 return; collection year"),
    _topic("imports", "Records of another system", RUNNING, "import_*", "local ID; SSDA903 return; collection year"),
    _topic("audit", "The audit", RUNNING, "audit_*", "break glass"),
    _topic(
        "signing-in",
        "Signing in, and your account",
        ABOUT,
        "account_* mfa_* socialaccount_* directory_* preferences",
    ),
    _topic("help", "How to use the help", ABOUT, "help* page_problem_new glossary"),
    _topic("keyboard", "Keyboard shortcuts", ABOUT),
    _topic("accessibility", "Accessibility statement", ABOUT),
    _topic("privacy", "What is kept about you", ABOUT),
)
