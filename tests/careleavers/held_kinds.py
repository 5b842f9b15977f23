"""What somebody may come to hold, one row of each kind, for the tests of those who leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from careleavers.models import Alert, AlertRecipient, RoleAssignment, YoungPerson
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    NOW,
    AlertFactory,
    AllocationFactory,
    AppointmentFactory,
    BodyMemberFactory,
    BriefingActionFactory,
    BriefingFactory,
    BriefingPointFactory,
    ContactCommentFactory,
    ContactFactory,
    DraftFactory,
    DutyMessageFactory,
    EntryCareFactory,
    FollowUpFactory,
    GroupSessionFactory,
    ImprovementActionFactory,
    LetterFactory,
    MentorFactory,
    NeedsAssessmentFactory,
    OfferFeedbackFactory,
    PartnerServiceFactory,
    PlanNextStepFactory,
    PlanReviewerFactory,
    PlanVersionFactory,
    PledgeFactory,
    RecommendationFactory,
    RecordRequestFactory,
    RestrictedAccessFactory,
    RoleAssignmentFactory,
    ServiceDocumentFactory,
    ServiceTaskFactory,
    StatusPeriodFactory,
    SurveyRoundFactory,
    TrainedFactory,
    YoungPersonFactory,
)
from tests.guards.records import OPEN_POINT

SOON = TODAY + timedelta(days=12)


# What Wes, who holds nothing but his role, may come to hold besides: how, and whether the account then stays open.
def _case(cast: Cast) -> None:
    AllocationFactory.create(person=YoungPersonFactory.create(team=cast.north), worker=cast.wes, team=cast.north)


def _case_left(cast: Cast) -> None:
    person = YoungPersonFactory.create(team=cast.north)
    AllocationFactory.create(person=person, worker=cast.wes, team=cast.north, ends_on=days_ago(9))


def _manages(cast: Cast, *, alone: bool) -> None:
    if alone:
        RoleAssignment.objects.filter(role__in=["team_manager", "service_manager"]).delete()
    RoleAssignment.objects.filter(user=cast.mo).delete()
    RoleAssignmentFactory.create(user=cast.wes, role="team_manager", team=cast.north)


def _decides(cast: Cast, *, alone: bool) -> None:
    alert = AlertFactory.create(person=cast.amira, code="plan_to_authorise_1", closed_by_kind="plan_decision")
    AlertRecipient.objects.create(alert=alert, user=cast.wes, recipient_role="manager")
    if alone:
        Alert.objects.update(not_for=[cast.mo.pk, cast.vera.pk])


def _open_point(cast: Cast) -> None:
    _manages(cast, alone=False)
    StatusPeriodFactory.create(person=cast.amira, flags=[OPEN_POINT])


def _restricted(cast: Cast) -> None:
    person = YoungPersonFactory.create(restricted=True, team=cast.north)
    RestrictedAccessFactory.create(person=person, user=cast.wes, kind="named")


def _letter(cast: Cast) -> None:
    _case(cast)
    person = YoungPerson.objects.get(allocations__worker=cast.wes)
    LetterFactory.create(person=person, status="hand_delivery", content={}, approved_at=NOW)


KINDS: dict[str, Callable[[Cast], object]] = {
    "case_holder": _case,
    "case_left": _case_left,
    "second_role": lambda cast: AllocationFactory.create(
        person=cast.amira, worker=cast.wes, team=cast.north, role="co_worker", starts_on=days_ago(9)
    ),
    "planned": lambda cast: AllocationFactory.create(
        person=cast.amira, worker=cast.wes, team=cast.north, role="cover", starts_on=SOON, is_planned=True
    ),
    "follow_up": lambda cast: FollowUpFactory.create(person=cast.amira, assigned_to=cast.wes),
    "appointment": lambda cast: AppointmentFactory.create(person=cast.amira, worker=cast.wes),
    "comment": lambda cast: ContactCommentFactory.create(
        contact=ContactFactory.create(person=cast.amira, worker=cast.wes), for_worker=cast.wes, recorded_by=cast.mo
    ),
    "promise": lambda cast: PlanVersionFactory.create(
        person=cast.amira, written_by=cast.wes, authorised=True, authorised_by=cast.mo, promises=("A lesson",)
    ),
    "plan_next_step": lambda cast: PlanNextStepFactory.create(
        version=PlanVersionFactory.create(person=cast.amira, written_by=cast.pat), owner=cast.wes
    ),
    "plan": lambda cast: PlanVersionFactory.create(person=cast.amira, written_by=cast.wes),
    "needs_assessment": lambda cast: NeedsAssessmentFactory.create(person=cast.amira, written_by=cast.wes),
    "plan_decision": lambda cast: _decides(cast, alone=False),
    "plan_decision_alone": lambda cast: _decides(cast, alone=True),
    "letter_to_give": _letter,
    "improvement_action": lambda cast: ImprovementActionFactory.create(owner=cast.wes),
    "recommendation": lambda cast: RecommendationFactory.create(lead=cast.wes),
    "service_document": lambda cast: ServiceDocumentFactory.create(owner=cast.wes),
    "their_training": lambda cast: TrainedFactory.create(
        user=None, name="Ann Dale", group="carers", counts_until=TODAY, course__owner=cast.wes
    ),
    "duty_message": lambda cast: DutyMessageFactory.create(person=cast.amira, team=cast.north, held_by=cast.wes),
    "body": lambda cast: BodyMemberFactory.create(user=cast.wes),
    "service_task": lambda cast: ServiceTaskFactory.create(assigned_to=cast.wes),
    "record_request": lambda cast: RecordRequestFactory.create(person=cast.amira, owner=cast.wes),
    "plan_reviewer": lambda cast: PlanReviewerFactory.create(person=cast.amira, officer=cast.wes),
    "briefing_action": lambda cast: BriefingActionFactory.create(
        point=BriefingPointFactory.create(briefing=BriefingFactory.create(round=SurveyRoundFactory.create())),
        owner=cast.wes,
    ),
    "session": lambda cast: GroupSessionFactory.create(leader=cast.wes),
    "pledge": lambda cast: PledgeFactory.create(owner=cast.wes),
    "partner_service": lambda cast: PartnerServiceFactory.create(owner=cast.wes),
    "mentor": lambda cast: MentorFactory.create(keeper=cast.wes),
    "offer_entry": lambda cast: EntryCareFactory.create(owner=cast.wes),
    "offer_feedback": lambda cast: OfferFeedbackFactory.create(owner=cast.wes),
    "draft": lambda cast: DraftFactory.create(person=cast.amira, user=cast.wes),
    "alert": lambda cast: AlertRecipient.objects.create(
        alert=AlertFactory.create(person=cast.amira), user=cast.wes, recipient_role="case_holder"
    ),
    "restricted": _restricted,
    "team": lambda cast: _manages(cast, alone=False),
    "only_manager": lambda cast: _manages(cast, alone=True),
    "open_point": _open_point,
    "only_role": lambda cast: (
        RoleAssignmentFactory.create(user=cast.wes, role="director", team=None)
        and RoleAssignment.objects.filter(user=cast.dana).delete()
    ),
    "role": lambda cast: None,
}
REFUSED = {"plan_decision_alone", "restricted", "only_manager"}
# What is still his afterwards: his own words, his roles for when the account is opened again, and what waits elsewhere.
STAYS = {"draft", "role", "plan", "needs_assessment", "case_left", "only_role"}
STAYS |= {
    "plan_next_step",
    "improvement_action",
    "recommendation",
    "service_document",
    "their_training",
    "plan_reviewer",
    "briefing_action",
    "session",
    "pledge",
    "offer_entry",
    "partner_service",
    "mentor",
    "offer_feedback",
}
