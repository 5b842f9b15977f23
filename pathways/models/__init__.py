from pathways.models.assessments import NeedsAssessment
from pathways.models.calendar_links import CalendarLink
from pathways.models.copies import PlanCopy
from pathways.models.due_items import DueItem
from pathways.models.former_plans import FormerPlan
from pathways.models.milestones import MilestoneDecision
from pathways.models.morning_mail import MorningMail
from pathways.models.plan_decisions import PlanComment, PlanNextStep, PlanSignature
from pathways.models.plan_links import PlanAnswer, PlanLink
from pathways.models.plan_ratings import PlanRating
from pathways.models.plan_samples import PlanGrade, PlanSample, SampledPlan
from pathways.models.plan_sheets import PlanSheet, PlanSheetPage
from pathways.models.plan_statuses import PlanStatusPeriod
from pathways.models.plans import PathwayPlan, PlanAction, PlanMatter, PlanVersion
from pathways.models.referrals import PlanReferral, PlanReferralLink, PlanReferralStep
from pathways.models.reviewing import PlanEscalation, PlanReviewer
from pathways.models.reviews import PlanReview, ReviewRequest
from pathways.models.risks import RiskAssessment

__all__ = [
    "CalendarLink",
    "DueItem",
    "FormerPlan",
    "MilestoneDecision",
    "MorningMail",
    "NeedsAssessment",
    "PathwayPlan",
    "PlanAction",
    "PlanAnswer",
    "PlanComment",
    "PlanCopy",
    "PlanEscalation",
    "PlanGrade",
    "PlanLink",
    "PlanMatter",
    "PlanNextStep",
    "PlanRating",
    "PlanReferral",
    "PlanReferralLink",
    "PlanReferralStep",
    "PlanReview",
    "PlanReviewer",
    "PlanSample",
    "PlanSheet",
    "PlanSheetPage",
    "PlanSignature",
    "PlanStatusPeriod",
    "PlanVersion",
    "ReviewRequest",
    "RiskAssessment",
    "SampledPlan",
]
