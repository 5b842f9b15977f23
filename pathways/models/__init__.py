from pathways.models.assessments import AssessmentNeed, NeedsAssessment
from pathways.models.copies import PlanCopy
from pathways.models.plans import PathwayPlan, PlanAction, PlanMatter, PlanVersion
from pathways.models.reviews import PlanReview

__all__ = [
    "AssessmentNeed",
    "NeedsAssessment",
    "PathwayPlan",
    "PlanAction",
    "PlanCopy",
    "PlanMatter",
    "PlanReview",
    "PlanVersion",
]
