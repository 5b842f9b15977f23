from reporting.models.comparators import PublishedFigure, PublishedFile
from reporting.models.duties import CountedDuty, DutyCount
from reporting.models.happened import FrozenHappening, FrozenHappeningRow
from reporting.models.health_needs import HealthCount, HealthNumber
from reporting.models.improvement import ImprovementAction, ProgressUpdate, Recommendation, ServiceReview
from reporting.models.papers import PaperText
from reporting.models.periods import FrozenFigure, FrozenMember, FrozenPeriod
from reporting.models.report_mail import ReportMail
from reporting.models.returns import SubmittedLine, SubmittedReturn
from reporting.models.service_documents import ServiceDocument, Signatory
from reporting.models.training import Trained, TrainingCourse

__all__ = [
    "CountedDuty",
    "DutyCount",
    "FrozenFigure",
    "FrozenHappening",
    "FrozenHappeningRow",
    "FrozenMember",
    "FrozenPeriod",
    "HealthCount",
    "HealthNumber",
    "ImprovementAction",
    "PaperText",
    "ProgressUpdate",
    "PublishedFigure",
    "PublishedFile",
    "Recommendation",
    "ReportMail",
    "ServiceDocument",
    "ServiceReview",
    "Signatory",
    "SubmittedLine",
    "SubmittedReturn",
    "Trained",
    "TrainingCourse",
]
