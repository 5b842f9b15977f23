"""Who may do what: permissions, roles, and the table between them. Every page names the permission it needs.

The second gate is the record: `YoungPerson.objects.visible_to(user)`.
"""

from enum import Enum


class Permission(Enum):
    """A thing that a role allows. The value is the sentence shown when it is refused."""

    VIEW_RECORD = "read young people's records"
    VIEW_FREE_TEXT = "read notes and other free text"
    VIEW_OFFENCES = "read and write down offences"
    EDIT_RECORD = "change young people's records"
    LOG_CONTACT = "log contacts"
    DUTY_DESK = "write down and answer what reaches the duty desk"
    VIEW_MEETINGS = "see panels, boards and groups that meet"
    RUN_MEETINGS = "set up panels, boards and groups, call their meetings and write down what they decide"
    ALLOCATE = "allocate personal advisers and social workers"
    MANAGE_TEAM = "see the team's caseloads, drafts and overdue work"
    RESTRICT_RECORD = "restrict a record and name who may see it"
    BREAK_GLASS = "open a restricted record with a reason"
    OPEN_CLOSED_RECORD = "open the record of somebody who has died for a correction"
    ANSWER_RECORD_REQUESTS = "answer requests for records, and decide what is taken out of a copy"
    DESTROY_RECORDS = "hold records back from destruction, and decide on those past their date"
    MERGE_RECORDS = "merge two records of one person"
    DECIDE_STATUS = "decide an unsettled point of legal status"
    WRITE_PLAN = "write and submit pathway plans"
    AUTHORISE_PLAN = "authorise pathway plans written by somebody else"
    REVIEW_PLANS = "review pathway plans as an independent reviewing officer"
    VIEW_LETTERS = "see letters and their state"
    POST_LETTERS = "print, post and record letters"
    APPROVE_LETTERS = "approve letters for sending"
    REQUEST_MONEY = "ask for money for young people, and write down what was paid"
    APPROVE_MONEY = "decide on requests for money up to a manager's limit"
    DECIDE_FOR_PANEL = "write down what the panel decided on requests for money, and set budgets"
    EDIT_OFFER = "change the local offer"
    RUN_SURVEYS = "run surveys, and phone those who were drawn"
    VIEW_PUBLISHED = "see the figures that were frozen to publish"
    VIEW_FIGURES = "see dashboards and figures"
    OPEN_NAMES = "open the people behind a figure"
    FREEZE_FIGURES = "freeze a quarter's figures"
    IMPROVE = "keep the improvement plan, service documents and training"
    EXPORT = "export lists"
    VIEW_AUDIT = "see who changed and who viewed what"
    VIEW_SEARCHES = "see what others searched for"
    VIEW_SIGN_INS = "see who signed in and from where"
    MANAGE_USERS = "manage users, teams and roles"
    MANAGE_SETTINGS = "change the authority's settings"
    IMPORT_RECORDS = "bring over records from another system"
    HEALTH_WORK = "see and write down what young people's health needs"
    EDUCATION_WORK = "see and write down young people's education and work"
    ADVOCACY_WORK = "see what young people who asked for an advocate have to say"
    ANSWER_REFERRALS = "answer referrals to your service"


class Scope(Enum):
    """How far a role reaches."""

    TEAM = "team"
    TEAM_AND_BELOW = "team and the teams below it"
    AUTHORITY = "whole authority"
    WORK = "those whom its work is about"


P = Permission
_CASEWORK = frozenset(
    {
        P.VIEW_RECORD,
        P.VIEW_FREE_TEXT,
        P.VIEW_OFFENCES,
        P.EDIT_RECORD,
        P.LOG_CONTACT,
        P.DUTY_DESK,
        P.VIEW_MEETINGS,
        P.WRITE_PLAN,
        P.VIEW_LETTERS,
        P.REQUEST_MONEY,
        P.BREAK_GLASS,
    }
)
_MANAGEMENT = _CASEWORK | {
    P.ALLOCATE,
    P.RUN_MEETINGS,
    P.MANAGE_TEAM,
    P.RESTRICT_RECORD,
    P.OPEN_CLOSED_RECORD,
    P.ANSWER_RECORD_REQUESTS,
    P.DESTROY_RECORDS,
    P.MERGE_RECORDS,
    P.DECIDE_STATUS,
    P.AUTHORISE_PLAN,
    P.APPROVE_LETTERS,
    P.APPROVE_MONEY,
    P.VIEW_FIGURES,
    P.OPEN_NAMES,
    P.EXPORT,
    P.VIEW_AUDIT,
}


# What shows young people by name, in every record that the role reaches.
READS_RECORDS = frozenset({P.VIEW_RECORD, P.VIEW_LETTERS, P.OPEN_NAMES, P.RUN_SURVEYS})
# Work of one kind that opens a part of some records (`careleavers.queries.works`), and nothing else of them.
WORKS = frozenset({P.HEALTH_WORK, P.EDUCATION_WORK, P.ADVOCACY_WORK})
NAMES_PEOPLE = READS_RECORDS | WORKS | {P.ANSWER_REFERRALS}


class Role(Enum):
    PERSONAL_ADVISER = "personal_adviser"
    SOCIAL_WORKER = "social_worker"
    REVIEWING_OFFICER = "reviewing_officer"
    LEAVING_CARE_NURSE = "leaving_care_nurse"
    VIRTUAL_SCHOOL = "virtual_school"
    RIGHTS_OFFICER = "rights_officer"
    HOUSING_LINK_WORKER = "housing_link_worker"
    JOBCENTRE_LINK_WORKER = "jobcentre_link_worker"
    MENTAL_HEALTH_LINK_WORKER = "mental_health_link_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    DIRECTOR = "director"
    MEMBER_CHAMPION = "member_champion"
    BUSINESS_SUPPORT = "business_support"
    PARTICIPATION_OFFICER = "participation_officer"
    PERFORMANCE_ANALYST = "performance_analyst"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        return ROLES[self][1]


LABELS = {
    Role.PERSONAL_ADVISER: "Personal adviser",
    Role.SOCIAL_WORKER: "Social worker",
    Role.REVIEWING_OFFICER: "Independent reviewing officer",
    Role.LEAVING_CARE_NURSE: "Leaving-care nurse",
    Role.VIRTUAL_SCHOOL: "Virtual school",
    Role.RIGHTS_OFFICER: "Children’s rights officer or advocate",
    Role.HOUSING_LINK_WORKER: "Link worker for housing",
    Role.JOBCENTRE_LINK_WORKER: "Link worker for the Jobcentre",
    Role.MENTAL_HEALTH_LINK_WORKER: "Link worker for mental health",
    Role.TEAM_MANAGER: "Team manager",
    Role.SERVICE_MANAGER: "Service manager",
    Role.DIRECTOR: "Director",
    Role.MEMBER_CHAMPION: "Lead member or champion",
    Role.BUSINESS_SUPPORT: "Business support",
    Role.PARTICIPATION_OFFICER: "Participation officer",
    Role.PERFORMANCE_ANALYST: "Performance analyst",
    Role.AUDITOR: "Auditor or inspector (read only)",
    Role.SYSTEM_ADMINISTRATOR: "System administrator",
}

# The table. An analyst reads no free text; a director sees figures and opens names with a reason; an elected
# member sees what was frozen to publish, and no names; business support sees what it posts; a participation officer
# sees the names and the safe numbers of those whom a survey asks; a system administrator manages accounts and settings
# and reads no records. An independent reviewing officer reads everybody's plans, records and rates reviews, and writes
# in no plan. A nurse, the virtual school, a children's rights officer and link workers open no record: each sees
# the part that its work is about, of the people whom it is about.
ROLES: dict[Role, tuple[Scope, frozenset[Permission]]] = {
    Role.PERSONAL_ADVISER: (Scope.TEAM, _CASEWORK),
    Role.SOCIAL_WORKER: (Scope.TEAM, _CASEWORK),
    Role.REVIEWING_OFFICER: (Scope.AUTHORITY, frozenset({P.VIEW_RECORD, P.VIEW_FREE_TEXT, P.REVIEW_PLANS})),
    Role.LEAVING_CARE_NURSE: (Scope.WORK, frozenset({P.HEALTH_WORK, P.ANSWER_REFERRALS})),
    Role.VIRTUAL_SCHOOL: (Scope.WORK, frozenset({P.EDUCATION_WORK, P.ANSWER_REFERRALS})),
    Role.RIGHTS_OFFICER: (Scope.WORK, frozenset({P.ADVOCACY_WORK, P.ANSWER_REFERRALS})),
    Role.HOUSING_LINK_WORKER: (Scope.WORK, frozenset({P.ANSWER_REFERRALS})),
    Role.JOBCENTRE_LINK_WORKER: (Scope.WORK, frozenset({P.ANSWER_REFERRALS})),
    Role.MENTAL_HEALTH_LINK_WORKER: (Scope.WORK, frozenset({P.ANSWER_REFERRALS})),
    Role.TEAM_MANAGER: (Scope.TEAM_AND_BELOW, _MANAGEMENT),
    Role.SERVICE_MANAGER: (
        Scope.AUTHORITY,
        _MANAGEMENT | {P.FREEZE_FIGURES, P.EDIT_OFFER, P.RUN_SURVEYS, P.DECIDE_FOR_PANEL, P.IMPROVE},
    ),
    Role.DIRECTOR: (
        Scope.AUTHORITY,
        frozenset({P.VIEW_FIGURES, P.OPEN_NAMES, P.VIEW_LETTERS, P.APPROVE_LETTERS, P.VIEW_MEETINGS}),
    ),
    Role.MEMBER_CHAMPION: (Scope.AUTHORITY, frozenset({P.VIEW_PUBLISHED})),
    Role.BUSINESS_SUPPORT: (Scope.AUTHORITY, frozenset({P.VIEW_LETTERS, P.POST_LETTERS, P.DUTY_DESK, P.VIEW_MEETINGS})),
    Role.PARTICIPATION_OFFICER: (
        Scope.AUTHORITY,
        frozenset({P.EDIT_OFFER, P.RUN_SURVEYS, P.VIEW_FIGURES, P.VIEW_MEETINGS, P.RUN_MEETINGS}),
    ),
    Role.PERFORMANCE_ANALYST: (
        Scope.AUTHORITY,
        frozenset({P.VIEW_RECORD, P.VIEW_FIGURES, P.OPEN_NAMES, P.FREEZE_FIGURES, P.EXPORT, P.IMPROVE}),
    ),
    Role.AUDITOR: (
        Scope.AUTHORITY,
        frozenset(
            {
                P.VIEW_RECORD,
                P.VIEW_FREE_TEXT,
                P.VIEW_MEETINGS,
                P.VIEW_LETTERS,
                P.VIEW_FIGURES,
                P.OPEN_NAMES,
                P.VIEW_AUDIT,
                P.VIEW_SEARCHES,
                P.VIEW_SIGN_INS,
            }
        ),
    ),
    Role.SYSTEM_ADMINISTRATOR: (
        Scope.AUTHORITY,
        frozenset({P.MANAGE_USERS, P.MANAGE_SETTINGS, P.IMPORT_RECORDS, P.VIEW_AUDIT, P.VIEW_SIGN_INS}),
    ),
}


def scope_of(role: Role) -> Scope:
    return ROLES[role][0]


def is_of_a_team(role: Role) -> bool:
    """Whether it is held in a team; the others are held in none."""
    return scope_of(role) in (Scope.TEAM, Scope.TEAM_AND_BELOW)
