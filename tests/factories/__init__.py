"""Rows for tests, one module per app. Traits are named after the situations that the law and the work know.

    YoungPersonFactory.create(former_relevant=True, housed=True, team=cast.north, worker=cast.pat)

Factories write rows directly, so call them inside `with scene():`. They go through no action, because a test needs
states that no single action leads to today: a status since 2023, a plan authorised ten months ago, two facts that
contradict each other. What an action alone may decide (a letter's frozen words, an alert that is closed) tests reach
through the action itself.
"""

from tests.factories.careleavers import (
    LONG_AGO,
    NOW,
    PASSWORD,
    TODAY,
    AlertFactory,
    AllocationFactory,
    AppointmentFactory,
    CareEpisodeFactory,
    ContactCommentFactory,
    ContactDetailFactory,
    ContactFactory,
    CorrespondenceAddressFactory,
    DataQualityIssueFactory,
    DraftFactory,
    FollowUpFactory,
    HomeFactory,
    InvolvementFactory,
    OccupationFactory,
    PolicyValueFactory,
    RestrictedAccessFactory,
    RoleAssignmentFactory,
    StatusFactFactory,
    StatusPeriodFactory,
    TeamFactory,
    UserFactory,
    WarningNoteFactory,
    YoungPersonFactory,
    give_status,
)
from tests.factories.kept_facts import (
    ComplaintFactory,
    ComplaintStepFactory,
    ImmigrationStatusFactory,
    KeyDocumentFactory,
    TouchStatusFactory,
)
from tests.factories.offers import (
    LetterBatchFactory,
    LetterFactory,
    LocalOfferFactory,
    OfferEntryFactory,
    SupportOfferFactory,
    set_sender,
)
from tests.factories.pathways import (
    NeedsAssessmentFactory,
    PlanActionFactory,
    PlanCopyFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    RiskAssessmentFactory,
)
from tests.factories.topics import TopicFactory

__all__ = [
    "LONG_AGO",
    "NOW",
    "PASSWORD",
    "TODAY",
    "AlertFactory",
    "AllocationFactory",
    "AppointmentFactory",
    "CareEpisodeFactory",
    "ComplaintFactory",
    "ComplaintStepFactory",
    "ContactCommentFactory",
    "ContactDetailFactory",
    "ContactFactory",
    "CorrespondenceAddressFactory",
    "DataQualityIssueFactory",
    "DraftFactory",
    "FollowUpFactory",
    "HomeFactory",
    "ImmigrationStatusFactory",
    "InvolvementFactory",
    "KeyDocumentFactory",
    "LetterBatchFactory",
    "LetterFactory",
    "LocalOfferFactory",
    "NeedsAssessmentFactory",
    "OccupationFactory",
    "OfferEntryFactory",
    "PlanActionFactory",
    "PlanCopyFactory",
    "PlanReviewFactory",
    "PlanVersionFactory",
    "PolicyValueFactory",
    "RestrictedAccessFactory",
    "RiskAssessmentFactory",
    "RoleAssignmentFactory",
    "StatusFactFactory",
    "StatusPeriodFactory",
    "SupportOfferFactory",
    "TeamFactory",
    "TopicFactory",
    "TouchStatusFactory",
    "UserFactory",
    "WarningNoteFactory",
    "YoungPersonFactory",
    "give_status",
    "set_sender",
]
