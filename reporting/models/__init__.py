from reporting.models.improvement import ImprovementAction, ProgressUpdate, Recommendation, ServiceReview
from reporting.models.papers import PaperText
from reporting.models.quarters import FrozenFigure, FrozenMember, FrozenQuarter
from reporting.models.returns import SubmittedLine, SubmittedReturn

__all__ = [
    "FrozenFigure",
    "FrozenMember",
    "FrozenQuarter",
    "ImprovementAction",
    "PaperText",
    "ProgressUpdate",
    "Recommendation",
    "ServiceReview",
    "SubmittedLine",
    "SubmittedReturn",
]
