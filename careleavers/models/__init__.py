from careleavers.models.alerts import Alert, AlertNote, AlertRecipient
from careleavers.models.allocations import Allocation
from careleavers.models.appointments import Appointment
from careleavers.models.audit import AuditEvent, AuditSeal, HistoryContext, ReadEvent
from careleavers.models.backups import BackupDrill
from careleavers.models.care import (
    CareEpisode,
    Involvement,
    Observation,
    StatusDecision,
    StatusFact,
    StatusPeriod,
)
from careleavers.models.closed_records import RecordOpening
from careleavers.models.complaints import Complaint, ComplaintStep
from careleavers.models.contacts import Contact, ContactComment, Draft, FollowUp
from careleavers.models.disagreements import Disagreement
from careleavers.models.documents import Document, DocumentContent
from careleavers.models.duty_desk import DutyMessage, DutyStep
from careleavers.models.exercises import ExerciseRun
from careleavers.models.file_scans import FileScan
from careleavers.models.groups import Membership
from careleavers.models.health import HealthMatter, Wellbeing
from careleavers.models.homes import CorrespondenceAddress, Home
from careleavers.models.housing import HomeSuitability, HousingApplication, StayingPut, VacationHome
from careleavers.models.immigration import ImmigrationStatus
from careleavers.models.importing import ImportedRow, ImportFile, RecordImport
from careleavers.models.income import Debts, Income
from careleavers.models.jobs import Heartbeat, JobRun
from careleavers.models.justice import Offence
from careleavers.models.key_documents import KeyDocument
from careleavers.models.mail import OutgoingMail
from careleavers.models.meeting_links import MeetingItemLink
from careleavers.models.meeting_papers import MeetingPaper, MeetingPaperContent
from careleavers.models.meetings import Attendance, Body, BodyMember, Meeting, MeetingAction, MeetingItem, ServiceTask
from careleavers.models.merges import DifferentPeople, RecordMerge
from careleavers.models.minutes import Minutes
from careleavers.models.news import NewsRead
from careleavers.models.occupations import Occupation, OccupationStep
from careleavers.models.page_problems import PageProblem
from careleavers.models.people import ContactDetail, DataQualityIssue, RestrictedAccess, WarningNote, YoungPerson
from careleavers.models.policies import PolicyValue
from careleavers.models.practice import NewBeginning
from careleavers.models.providers import Provider, ProviderVisit
from careleavers.models.record_requests import CopyEntry, CopyFile, RecordRequest, Redaction
from careleavers.models.relationships import Relationship
from careleavers.models.retention import AmendedSeal, Destruction, LegalHold
from careleavers.models.saved_views import SavedView
from careleavers.models.setting_up import SetupNote
from careleavers.models.skills import Skill, SkillProgress
from careleavers.models.staff import RoleAssignment, Team, User
from careleavers.models.staff_lists import ProposedRole
from careleavers.models.stays import TrainingFlat, TrialStay
from careleavers.models.topics import ContactTopic, Topic
from careleavers.models.touch import TouchStatus

__all__ = [
    "Alert",
    "AlertNote",
    "AlertRecipient",
    "Allocation",
    "AmendedSeal",
    "Appointment",
    "Attendance",
    "AuditEvent",
    "AuditSeal",
    "BackupDrill",
    "Body",
    "BodyMember",
    "CareEpisode",
    "Complaint",
    "ComplaintStep",
    "Contact",
    "ContactComment",
    "ContactDetail",
    "ContactTopic",
    "CopyEntry",
    "CopyFile",
    "CorrespondenceAddress",
    "DataQualityIssue",
    "Debts",
    "Destruction",
    "DifferentPeople",
    "Disagreement",
    "Document",
    "DocumentContent",
    "Draft",
    "DutyMessage",
    "DutyStep",
    "ExerciseRun",
    "FileScan",
    "FollowUp",
    "HealthMatter",
    "Heartbeat",
    "HistoryContext",
    "Home",
    "HomeSuitability",
    "HousingApplication",
    "ImmigrationStatus",
    "ImportFile",
    "ImportedRow",
    "Income",
    "Involvement",
    "JobRun",
    "KeyDocument",
    "LegalHold",
    "Meeting",
    "MeetingAction",
    "MeetingItem",
    "MeetingItemLink",
    "MeetingPaper",
    "MeetingPaperContent",
    "Membership",
    "Minutes",
    "NewBeginning",
    "NewsRead",
    "Observation",
    "Occupation",
    "OccupationStep",
    "Offence",
    "OutgoingMail",
    "PageProblem",
    "PolicyValue",
    "ProposedRole",
    "Provider",
    "ProviderVisit",
    "ReadEvent",
    "RecordImport",
    "RecordMerge",
    "RecordOpening",
    "RecordRequest",
    "Redaction",
    "Relationship",
    "RestrictedAccess",
    "RoleAssignment",
    "SavedView",
    "ServiceTask",
    "SetupNote",
    "Skill",
    "SkillProgress",
    "StatusDecision",
    "StatusFact",
    "StatusPeriod",
    "StayingPut",
    "Team",
    "Topic",
    "TouchStatus",
    "TrainingFlat",
    "TrialStay",
    "User",
    "VacationHome",
    "WarningNote",
    "Wellbeing",
    "YoungPerson",
]
