from pathways.models.assessments import AssessmentNeed, NeedsAssessment
from pathways.models.plans import PathwayPlan, PlanAction, PlanMatter, PlanVersion
from pathways.models.reviews import PlanReview

__all__ = [
    "AssessmentNeed",
    "NeedsAssessment",
    "PathwayPlan",
    "PlanAction",
    "PlanMatter",
    "PlanReview",
    "PlanVersion",
]
